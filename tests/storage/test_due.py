"""When work is due in which workspace: found by one look, taken by one process, and never forgotten."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from threading import Event, Thread
from typing import Any

import pytest
from practice import NOW, usual_practice
from sqlalchemy import event, select, text

from domain.linking import link_session
from domain.values.ids import PackageId, PersonId, SessionId, WorkspaceId
from domain.values.messages import Drop, Message, MessageKind
from domain.values.people import Person, Workspace
from storage.database import Database, Tx
from storage.due import Held, Next, forgotten, hold, let_go, look_again, next_due, still_held
from storage.installations import Installation, keep_installation, remove_installation
from storage.records import RecordsTx
from storage.sealing import Keys
from storage.tables import DUE
from storage.waking import WorkKind, begin_waking

T1, T2, T3 = (WorkspaceId(name) for name in ("T1", "T2", "T3"))
MESSAGES, IMPORTS, ROUNDS = WorkKind.MESSAGES, WorkKind.IMPORTS, WorkKind.ROUNDS
SECOND, LEASE = timedelta(seconds=1), timedelta(seconds=10)
KEYS = Keys(["bmVpZ2hib3Vycy1uZWlnaGJvdXJzLW5laWdoYm91cnM="])


def mark(database: Database, workspace: WorkspaceId, at: datetime = NOW, subject: str = "C1 is_archived") -> None:
    with database.writing() as connection:
        RecordsTx(connection, workspace).mark(Message(MessageKind.TROUBLE, subject, "UMAN"), [], at)


def due(database: Database, now: datetime = NOW, only: WorkspaceId | None = None) -> datetime | None:
    with database.reading() as connection:
        return next_due(connection, MESSAGES, only, now)


def held(database: Database, now: datetime = NOW, most: int = 10, only: WorkspaceId | None = None) -> list[Held]:
    with database.writing() as connection:
        return hold(connection, MESSAGES, only, now, most, LEASE)


def finish(database: Database, one: Held, following: Next, now: datetime = NOW) -> None:
    with database.writing() as connection:
        mine = still_held(connection, [one])
        let_go(connection, now, [(own, following) for own in mine])
        look_again(connection, {one} - mine, now)


@contextmanager
def statements(database: Database) -> Iterator[list[str]]:
    said: list[str] = []

    def note(_: Any, __: Any, statement: str, *___: Any) -> None:
        said.append(" ".join(statement.split()))

    event.listen(database.engine, "before_cursor_execute", note)
    yield said
    event.remove(database.engine, "before_cursor_execute", note)


def install(database: Database, workspace: WorkspaceId, at: datetime = NOW) -> None:
    with database.writing() as connection:
        made = Installation(workspace, "xoxb", "B1", "UBOT", "https://s.slack.com/", "", None, at)
        keep_installation(Tx(connection, workspace), KEYS, made)


def test_what_is_marked_first_is_taken_first_and_by_one_alone(database: Database) -> None:
    assert due(database) is None
    for workspace, seconds in [(T1, 3), (T2, 1), (T3, 2)]:
        mark(database, workspace, NOW + seconds * SECOND)
    assert due(database) == NOW + SECOND
    assert held(database) == []

    later = NOW + 5 * SECOND
    assert [one.workspace for one in held(database, later, most=2)] == [T2, T3]
    assert [one.workspace for one in held(database, later)] == [T1]
    assert held(database, later) == []
    assert due(database, later) == later + LEASE


def test_who_serves_one_workspace_sees_no_other(database: Database) -> None:
    mark(database, T1)
    assert (due(database, only=T2), held(database, only=T2)) == (None, [])
    assert [one.workspace for one in held(database, only=T1)] == [T1]


def test_what_is_marked_while_somebody_is_at_it_is_due_when_they_are_done(database: Database) -> None:
    mark(database, T1)
    [one] = held(database)
    mark(database, T1, NOW + SECOND)
    assert due(database) == NOW + LEASE
    finish(database, one, Next(None), NOW + 2 * SECOND)
    assert due(database) == NOW + 2 * SECOND


def test_what_is_done_and_not_marked_again_is_due_at_no_time(database: Database) -> None:
    mark(database, T1)
    [one] = held(database)
    finish(database, one, Next(None))
    assert due(database) is None


def test_after_trouble_it_waits_whatever_is_marked_and_the_others_do_not(database: Database) -> None:
    mark(database, T1)
    [one] = held(database)
    mark(database, T1)
    finish(database, one, Next(NOW + 8 * SECOND, trouble=True, cursor="page 2"))
    mark(database, T1, NOW + SECOND)
    mark(database, T2, NOW + SECOND)
    assert [other.workspace for other in held(database, NOW + SECOND)] == [T2]

    [again] = held(database, NOW + 8 * SECOND)
    assert (again.workspace, again.attempts, again.cursor) == (T1, 1, "page 2")
    finish(database, again, Next(None), NOW + 9 * SECOND)
    mark(database, T1, NOW + 9 * SECOND)
    [at_last] = held(database, NOW + 9 * SECOND)
    assert (at_last.workspace, at_last.attempts) == (T1, 0)


def test_who_was_away_past_the_lease_changes_nothing_of_it_but_has_it_looked_at_again(database: Database) -> None:
    mark(database, T1)
    [frozen] = held(database)
    [other] = held(database, NOW + LEASE)
    finish(database, frozen, Next(None), NOW + LEASE)
    assert due(database, NOW + LEASE) == NOW + 2 * LEASE
    finish(database, other, Next(None), NOW + LEASE + SECOND)
    assert due(database, NOW + LEASE) == NOW + LEASE + SECOND


def test_who_was_away_while_nobody_took_over_has_it_still(database: Database) -> None:
    mark(database, T1)
    [frozen] = held(database)
    finish(database, frozen, Next(None), NOW + 3 * LEASE)
    assert due(database) is None


def test_a_clock_that_is_set_back_leaves_nothing_for_long(database: Database) -> None:
    mark(database, T1, NOW + timedelta(hours=3))
    mark(database, T2, NOW + timedelta(minutes=2))
    assert due(database) == NOW
    [one] = held(database)
    assert one.workspace == T1
    finish(database, one, Next(NOW + timedelta(hours=3), trouble=True))
    mark(database, T1, NOW)  # what it was to wait for is of that clock, too
    assert [again.workspace for again in held(database)] == [T1]


def test_who_is_rolled_back_wakes_nobody(database: Database) -> None:
    def fails() -> None:
        with database.writing() as connection:
            RecordsTx(connection, T1).mark(Message(MessageKind.TROUBLE, "C1 is_archived", "UMAN"), [], NOW)
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        fails()
    mark(database, T2)
    with database.reading() as connection:
        assert connection.execute(select(DUE.c.workspace)).scalars().all() == [T2]


def test_whatever_is_done_in_a_transaction_its_due_times_are_written_once_and_last(database: Database) -> None:
    usual_practice(database)
    with statements(database) as said, database.writing() as connection:
        records = RecordsTx(connection, T1)
        for subject in ("C1 is_archived", "C2 is_archived"):
            records.mark(Message(MessageKind.TROUBLE, subject, "UMAN"), [], NOW)
    said = [one for one in said if not one.startswith(("BEGIN", "COMMIT"))]
    assert [one.startswith("INSERT INTO due ") for one in said] == [False, False, True]


def test_a_link_that_changes_no_message_says_nothing_more_than_before(database: Database) -> None:
    usual_practice(database)
    by = Person(PersonId("UPRAC"), "Petra", "UTC", is_admin=False, workspace=Workspace(T1))
    with statements(database) as said, database.writing() as connection:
        link_session(RecordsTx(connection, T1), by, NOW, SessionId("s03"), PackageId("p1"))
    assert said
    assert [one for one in said if "INTO due" in one] == []


def test_files_that_are_dropped_are_due_to_be_imported_and_once_however_often_they_are_delivered(
    database: Database,
) -> None:
    for at in (NOW, NOW + SECOND):
        with statements(database) as said, database.writing() as connection:
            RecordsTx(connection, T1).keep_drop(Drop("D1", "1.2", ("F1",)), at)
    assert [one for one in said if "INTO due" in one] == []
    with database.reading() as connection:
        assert next_due(connection, IMPORTS, None, NOW) == NOW


def test_who_installs_again_is_looked_at_whatever_trouble_there_was_and_who_uninstalls_no_more(
    database: Database,
) -> None:
    install(database, T1)
    with database.writing() as connection:
        [round_] = hold(connection, ROUNDS, None, NOW, 1, LEASE)
        let_go(connection, NOW, [(round_, Next(NOW + timedelta(minutes=50), trouble=True))])
    install(database, T1, NOW + SECOND)
    with database.reading() as connection:
        assert next_due(connection, ROUNDS, None, NOW) == NOW + SECOND
    with database.writing() as connection:
        remove_installation(Tx(connection, T1), NOW + LEASE)
    with database.reading() as connection:
        assert connection.execute(select(DUE.c.kind)).scalars().all() == []


def test_what_an_earlier_release_has_marked_is_found_where_ribbon_is_installed(database: Database) -> None:
    for workspace in (T1, T2):
        install(database, workspace)
    with database.writing() as connection:
        connection.execute(text("UPDATE due SET due_at = NULL"))
    with database.writing() as connection:
        for workspace in (T1, T3):
            RecordsTx(connection, workspace).mark(Message(MessageKind.TROUBLE, "C1 is_archived", "UMAN"), [], NOW)
        begin_waking(connection)  # it doesn't say when
    with database.reading() as connection:
        assert [forgotten(connection, kind) for kind in (MESSAGES, IMPORTS)] == [[T1], []]
        assert sorted(forgotten(connection, ROUNDS)) == [T1, T2]
    mark(database, T1)
    with database.reading() as connection:
        assert forgotten(connection, MESSAGES) == []


@pytest.mark.on_postgresql("one process at a time works with an SQLite file")
def test_nobody_waits_for_who_is_looking_and_who_looks_waits_for_nobody(database: Database) -> None:
    for workspace in (T1, T2):
        mark(database, workspace)
    with database.writing() as connection:
        [one] = hold(connection, MESSAGES, None, NOW, 1, LEASE)
        assert {one.workspace, *(other.workspace for other in held(database))} == {T1, T2}


@pytest.mark.on_postgresql("one process at a time works with an SQLite file")
def test_a_mark_that_is_committed_while_the_last_one_is_noted_is_not_lost(database: Database) -> None:
    mark(database, T1)
    [one] = held(database)
    marked = Event()

    def marks() -> None:
        mark(database, T1, NOW + SECOND)
        marked.set()

    other = Thread(target=marks)
    with database.writing() as connection:
        mine = still_held(connection, [one])
        other.start()
        assert not marked.wait(0.2)
        let_go(connection, NOW, [(own, Next(None)) for own in mine])
    other.join(5)
    assert due(database) == NOW + SECOND


def test_looking_reads_both_ends_of_an_index_however_many_workspaces_there_are(database: Database) -> None:
    for n in range(40):
        mark(database, WorkspaceId(f"T{n:02}"))
    with statements(database) as said:
        due(database)
    [look] = [one for one in said if "min(" in one]
    if database.is_sqlite:
        with database.reading() as connection:
            plan = connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {look}", ("messages", "messages")).all()
        steps = [str(row[3]) for row in plan]
        assert [step for step in steps if step.startswith("SCAN") and step != "SCAN CONSTANT ROW"] == []
        assert any("due_next" in step for step in steps)
