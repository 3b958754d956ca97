"""Every count is worked out from history alone, too: whatever is changed behind its back is found (rule 37)."""

import pytest
from importing_practice import PACKAGES, Practice, session, sessions
from sqlalchemy import text
from typer.testing import CliRunner

from bot.__main__ import program
from domain.changing import SessionChange, change_session
from domain.importing.leaving import Leaving
from domain.linking import link_session, unlink_session
from domain.values.ids import PackageId, ServiceId, SessionId
from domain.verifying import About, Disagreement
from storage.checks import checks

P1, S1, S2 = PackageId("p1"), SessionId("s1"), SessionId("s2")
FOLLOW = ServiceId("follow")


@pytest.fixture
def practice(open_practice: Practice) -> Practice:
    """One session booked from Gold 10, one linked by hand, and one that isn't linked."""
    open_practice.take(sessions=sessions(session("s1", package="p1"), session("s2"), session("s3")))
    open_practice.do(link_session, S2, P1)
    return open_practice


def found(practice: Practice) -> list[Disagreement]:
    [checked] = checks(practice.database, practice.workspace)
    assert checked.packages == 3
    return list(checked.disagreements)


def behind_its_back(practice: Practice, statement: str) -> None:
    with practice.database.writing() as connection:
        assert connection.execute(text(statement)).rowcount == 1


def test_a_practice_that_works_agrees_with_its_history(practice: Practice) -> None:
    assert found(practice) == []
    practice.do(change_session, S1, SessionChange.CANCEL)
    practice.do(change_session, S1, SessionChange.RESTORE)
    practice.do(unlink_session, S2, P1)
    practice.take(packages=PACKAGES.replace("follow,10", "follow,12"))
    practice.take(sessions=sessions(session("s1", service="initial", package="p1"), session("s2", package="p1")))
    assert found(practice) == []


def test_a_service_that_leaves_and_comes_back_while_sessions_are_linked_agrees(practice: Practice) -> None:
    with_initial_alone = PACKAGES.replace("p1,c1,Gold 10,active,2027-02-20,follow,10\n", "")
    practice.take_with(Leaving(1), packages=with_initial_alone)
    assert found(practice) == []
    practice.do(unlink_session, S2, P1)
    practice.take(packages=PACKAGES)
    assert practice.counts()["follow"] == (10, 9)
    assert found(practice) == []


PLANTED = {
    "a total changed behind its back": (
        "UPDATE included SET total = 11 WHERE package_id = 'p1' AND service_id = 'follow'",
        [(About.TOTAL, 10, 11), (About.LEFT, 8, 9)],
    ),
    "a service that is gone": (
        "DELETE FROM included WHERE package_id = 'p1' AND service_id = 'follow'",
        [(About.TOTAL, 10, None), (About.LEFT, 8, None)],
    ),
    "a service that nobody added": (
        "INSERT INTO included (workspace, package_id, service_id, total) VALUES ('T1', 'p2', 'initial', 3)",
        [(About.TOTAL, None, 3), (About.LEFT, None, 3)],
    ),
    "a link without an entry": (
        "UPDATE session SET package_id = 'p1', origin = 'manual', linked_at = 1 WHERE id = 's3'",
        [(About.LEFT, 8, 7), (About.NOT_TOLD, None, None)],
    ),
    "an entry without a link": (
        "UPDATE session SET package_id = NULL, origin = NULL, linked_at = NULL WHERE id = 's2'",
        [(About.LEFT, 8, 9), (About.NOT_LINKED, None, None)],
    ),
    "a session cancelled behind its back": (
        "UPDATE session SET confirmation = 'cancelled' WHERE id = 's2'",
        [(About.LEFT, 8, 9)],
    ),
    "a session that became another service's": (
        "UPDATE session SET service_id = 'initial' WHERE id = 's2'",
        [(About.LEFT, 8, 9), (About.LEFT, 1, 0)],
    ),
    "an entry that is gone": (
        "DELETE FROM history WHERE session_id = 's1'",
        [(About.NOT_TOLD, None, None), (About.LEFT_JUMPS, 10, 9)],
    ),
    "a before that isn't the last after": (
        "UPDATE history SET remaining_before = 5 WHERE session_id = 's2' AND event = 'linked'",
        [(About.LEFT_JUMPS, 9, 5), (About.IMPOSSIBLE_STEP, -1, 3)],
    ),
    "an after that no link makes": (
        "UPDATE history SET remaining_after = 2 WHERE session_id = 's2' AND event = 'linked'",
        [(About.LEFT, 2, 8), (About.IMPOSSIBLE_STEP, -1, -7)],
    ),
    "a total that jumps": (
        "UPDATE history SET total_before = 4 WHERE package_id = 'p1' AND total_after = 10",
        [(About.TOTAL_JUMPS, 0, 4), (About.IMPOSSIBLE_STEP, 6, 10)],
    ),
}


@pytest.mark.parametrize("planted", PLANTED)
def test_what_is_changed_behind_its_back_is_found(practice: Practice, planted: str) -> None:
    statement, wanted = PLANTED[planted]
    assert found(practice) == []
    behind_its_back(practice, statement)

    assert [(one.about, one.told, one.shown) for one in found(practice)] == wanted


def test_pages_of_packages_are_checked_one_after_the_other(practice: Practice, monkeypatch: pytest.MonkeyPatch) -> None:
    behind_its_back(practice, "UPDATE included SET total = 7 WHERE package_id = 'p3'")
    monkeypatch.setattr("domain.verifying.check_packages.__defaults__", (None, 1))

    pages = list(checks(practice.database, practice.workspace))

    assert [page.packages for page in pages] == [1, 1, 1, 0]
    assert [page.differing for page in pages] == [(), (), ("p3",), ()]


def verified(practice: Practice, database_url: str, monkeypatch: pytest.MonkeyPatch) -> tuple[int, str]:
    monkeypatch.setenv("DATABASE_URL", database_url)
    practice.database.close()  # a file is one process's
    result = CliRunner().invoke(program, ["verify"])
    return result.exit_code, result.output


def test_the_command_ends_well_where_all_agree(
    practice: Practice, database_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert verified(practice, database_url, monkeypatch) == (0, "3 packages checked, all agree.\n")


def test_the_command_says_what_differs_and_ends_with_1(
    practice: Practice, database_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    behind_its_back(practice, PLANTED["a link without an entry"][0])

    status, said = verified(practice, database_url, monkeypatch)

    assert status == 1
    assert said == (
        "package p1: service follow: 8 left by its history, 7 shown\n"
        "package p1: session s3 is linked to it, which its history doesn't say\n"
        "1 of 3 packages differ from their history.\n"
    )
