"""Sessions used elsewhere before Ribbon: in files, counts, history, exports and the nightly check (rule 6)."""

from dataclasses import replace
from pathlib import Path

import pytest
from importing_practice import MANAGER, PACKAGES, Practice, session, sessions

from domain.importing.leaving import Leaving
from domain.linking import link_session, unlink_session
from domain.putting_right import propose
from domain.settings import choose_settings
from domain.values.history import Happening
from domain.values.ids import PackageId, ServiceId, SessionId, WorkspaceId
from domain.values.people import Workspace
from storage.checks import checks
from storage.exchange.exporting import export_files

P1 = PackageId("p1")
HEADER = PACKAGES.splitlines()[0] + ",used_before\n"


def package(used_before: object, sessions: int = 10, key: str = "p1") -> str:
    return f"{key},c1,Gold 10,active,2027-02-20,follow,{sessions},{used_before}\n"


def with_initial(used_before: object, sessions: int = 10) -> str:
    return HEADER + package(used_before, sessions) + "p1,c1,Gold 10,active,2027-02-20,initial,1,\n"


def agree(practice: Practice) -> bool:
    return not any(checked.disagreements for checked in checks(practice.database, practice.workspace))


@pytest.fixture
def practice(open_practice: Practice) -> Practice:
    """Of Gold 10 seven were used elsewhere, and one since."""
    open_practice.take(
        packages=with_initial(7), sessions=sessions(session("s1", package="p1"), session("s2"), session("s3"))
    )
    return open_practice


def test_what_was_used_elsewhere_counts(practice: Practice) -> None:
    assert practice.counts() == {"follow": (10, 2), "initial": (1, 1)}
    practice.do(link_session, SessionId("s2"), P1)
    practice.do(link_session, SessionId("s3"), P1)

    assert practice.counts()["follow"] == (10, 0)
    practice.do(unlink_session, SessionId("s3"), P1)
    assert practice.counts()["follow"] == (10, 1)
    assert agree(practice)


def test_the_same_file_again_changes_nothing_and_one_without_the_column_leaves_it(practice: Practice) -> None:
    assert practice.take(packages=with_initial(7)) == {"packages": (0, 0, 2)}
    assert practice.take(packages=PACKAGES) == {"packages": (0, 0, 4)}
    assert practice.counts()["follow"] == (10, 2)


@pytest.mark.parametrize(("says", "left"), [("5", 4), ("", 9), ("0", 9), ("10", -1)])
def test_the_source_changes_it_and_history_says_so(practice: Practice, says: str, left: int) -> None:
    assert practice.take(packages=with_initial(says)) == {"packages": (0, 1, 1)}

    assert practice.counts()["follow"] == (10, left)
    entry = practice.history()[-1]
    assert (entry.event, entry.total, entry.remaining) == (Happening.USED_BEFORE_SET, None, (2, left))
    assert (entry.was, entry.becomes) == ("7", says or "0")
    assert agree(practice)


def test_total_and_used_before_that_change_together_have_an_entry_each(practice: Practice) -> None:
    practice.take(packages=with_initial(9, sessions=12))

    total, before = practice.history()[-2:]
    assert (total.event, total.total, total.remaining) == (Happening.CONFIGURED, (10, 12), (2, 4))
    assert (before.event, before.remaining) == (Happening.USED_BEFORE_SET, (4, 2))
    assert agree(practice)


def test_a_package_may_have_used_more_elsewhere_than_it_has(practice: Practice) -> None:
    practice.take(packages=HEADER + package(6, sessions=5, key="new"))

    assert practice.counts("new") == {"follow": (5, -1)}
    assert agree(practice)


def test_a_service_that_leaves_and_comes_back_agrees(practice: Practice) -> None:
    alone = HEADER + "p1,c1,Gold 10,active,2027-02-20,initial,1,\n"
    practice.take_with(Leaving(1), packages=alone)
    assert practice.counts() == {"initial": (1, 1)}
    assert agree(practice)

    practice.take(packages=with_initial(7))
    assert practice.counts()["follow"] == (10, 2)
    assert agree(practice)


def test_no_shows_that_hold_no_more_agree(practice: Practice) -> None:
    practice.take(sessions=sessions(session("s1", confirmation="no_show", package="p1")))
    practice.workspace = replace(practice.workspace, no_shows_hold=False)
    practice.do(choose_settings, practice.workspace)

    entry = practice.history()[-1]
    assert (entry.event, entry.remaining) == (Happening.NO_SHOWS_SET, (2, 3))
    assert agree(practice)


def test_what_is_asked_for_one_that_ran_over_covers_all_that_are_used(practice: Practice) -> None:
    for key in ("s2", "s3"):
        practice.do(link_session, SessionId(key), P1)
    practice.take(packages=with_initial(8))

    with practice.records() as records:
        _, proposal = propose(records, MANAGER, SessionId("s3"), swap=False)
    assert proposal.counts == {ServiceId("follow"): 11}


def test_a_number_without_a_service_or_that_is_none_is_refused(practice: Practice) -> None:
    refused = practice.refused(packages=HEADER + "new,c1,Empty,active,,,,3\nother,c1,Other,active,,follow,5,many\n")

    assert refused == [
        "packages.csv, line 2, service_id: is empty, but used_before is not. Name the service that was used.",
        "packages.csv, line 3, used_before: “many” isn't a whole number from 0 to 999.",
    ]


def test_an_export_brings_it_into_another_workspace(practice: Practice, tmp_path: Path) -> None:
    with practice.records() as records:
        export_files(records, tmp_path)
    other = Practice(practice.database, Workspace(WorkspaceId("T2")))
    four = ("clients", "services", "packages", "sessions")

    other.take(**{name: (tmp_path / f"{name}.csv").read_bytes() for name in four})

    assert other.counts() == practice.counts()
    assert practice.take(packages=(tmp_path / "packages.csv").read_bytes()) == {"packages": (0, 0, 4)}
