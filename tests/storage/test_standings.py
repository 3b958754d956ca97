"""How linked sessions stand in their packages: the counts of everywhere, and who ran over."""

from datetime import timedelta

import pytest
from many_sessions import Statement, many_sessions
from practice import NOW, TEAM, Practice
from sqlalchemy import update

from domain.values.bookings import Standing
from domain.values.ids import PackageId, SessionId, WorkspaceId
from domain.values.sessions import TO_HAPPEN, Confirmation
from storage.database import Database
from storage.records import RecordsTx
from storage.tables import SESSION

HOLDING = TO_HAPPEN | {Confirmation.NO_SHOW}


@pytest.fixture
def practice(database: Database) -> Practice:
    """Ana has two sessions of one service and none of another; so has somebody elsewhere with the same ids."""
    elsewhere, practice = Practice(database, "TELSE"), Practice(database)
    for each in (elsewhere, practice):
        each.service("follow", "Follow-up 50 min")
        each.service("nutri", "Nutrition review")
        each.client("ana", "Ana Ruiz")
        each.package("gold", "ana", "Gold 2", {"follow": 2})
        each.package("mixed", "ana", "Mixed", {"follow": 1, "nutri": 3})
    for n in range(5):
        elsewhere.session(f"f{n}", "ana", "follow", n, "gold")
    return practice


def standings(practice: Practice, *sessions: str) -> dict[str, Standing]:
    with practice.database.reading() as connection:
        found = RecordsTx(connection, WorkspaceId(TEAM)).standings_of([SessionId(one) for one in sessions], HOLDING)
    return {str(session_id): standing for session_id, standing in found.items()}


def links(practice: Practice, session_id: str, hours: float) -> None:
    """It was linked so many hours after the others."""
    with practice.database.writing() as connection:
        mine = (SESSION.c.workspace == TEAM, SESSION.c.id == session_id)
        connection.execute(update(SESSION).where(*mine).values(linked_at=NOW + timedelta(hours=hours)))


def test_only_what_is_linked_to_a_package_with_its_service_stands_anywhere(practice: Practice) -> None:
    practice.session("f0", "ana", "follow", 0, "gold")
    practice.session("n0", "ana", "nutri", 0, "gold")
    practice.session("u0", "ana", "follow", 0)

    assert set(standings(practice, "f0", "n0", "u0", "nobody's")) == {"f0"}
    assert standings(practice) == {}


def test_the_figures_are_those_of_the_package(practice: Practice) -> None:
    for n, confirmation in enumerate(("confirmed", "no_show", "cancelled", "unconfirmed")):
        practice.session(f"f{n}", "ana", "follow", n, "gold", confirmation=confirmation)
    practice.session("n0", "ana", "nutri", 0, "mixed")
    found = standings(practice, "f0", "f2", "n0")

    with practice.database.reading() as connection:
        gold = RecordsTx(connection, WorkspaceId(TEAM)).find_package(PackageId("gold"), HOLDING)
    assert gold
    assert [found["f0"].line, found["f2"].line] == [*gold.included] * 2
    assert (found["f0"].line.remaining, found["f0"].services) == (-1, 1)
    assert (found["n0"].line.remaining, found["n0"].services) == (2, 2)


def test_what_was_linked_last_ran_over_and_what_is_cancelled_did_not(practice: Practice) -> None:
    for n in range(4):
        practice.session(f"f{n}", "ana", "follow", n, "gold", confirmation="cancelled" if n == 3 else "confirmed")
    links(practice, "f0", 1)
    found = standings(practice, "f0", "f1", "f2", "f3")

    assert [name for name, standing in found.items() if standing.ran_over] == ["f0"]


def test_of_what_was_linked_at_one_moment_the_latest_sessions_ran_over(practice: Practice) -> None:
    for n in (3, 1, 0, 2):
        practice.session(f"f{n}", "ana", "follow", n, "gold")
    found = standings(practice, "f0", "f1", "f2", "f3")

    assert sorted(name for name, standing in found.items() if standing.ran_over) == ["f2", "f3"]


def test_a_page_takes_one_statement_and_looks_at_no_session_but_those_of_its_packages(
    database: Database, statements: list[Statement]
) -> None:
    many_sessions(database, 500)
    with database.reading() as connection:
        records = RecordsTx(connection, WorkspaceId(TEAM))
        sessions = records.linked_sessions(PackageId("of-c1"), None, 10, newest_first=True)
        statements.clear()
        assert len(records.standings_of([session.id for session in sessions], HOLDING)) == 10
        [(statement, parameters)] = statements
        if database.is_sqlite:
            plan = connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {statement}", parameters)
            steps = [step for *_, step in plan]
            assert [step for step in steps if step.startswith("SCAN")] == []
            assert all("package_id=?" in step or "AND id=?" in step for step in steps if "session" in step), steps
