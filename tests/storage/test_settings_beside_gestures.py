"""Whoever changes anything does so by settings that nobody changes meanwhile (rule 6)."""

from collections.abc import Callable, Collection
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import replace
from datetime import datetime
from time import monotonic, sleep
from typing import Any

import pytest
from literals import NOW, member, person
from practice import TEAM, Practice, usual_practice
from sqlalchemy import text

from bot.door.guard import person_in
from domain.changing import SessionChange, change_session
from domain.deciding import approve, case_of
from domain.requesting import Wanted, ask_for_adjustment
from domain.settings import ChosenSince, choose_settings
from domain.values.ids import AdjustmentId, ClientId, PackageId, ServiceId, SessionId, WorkspaceId
from domain.values.messages import Message, MessageKind
from domain.values.people import Person, Workspace
from domain.values.sessions import holding
from storage.database import Database
from storage.records import RecordsTx

HERE = WorkspaceId(TEAM)
MIA = person("UMAN", manager=True)
DEFAULT = replace(MIA.workspace, managers=(MIA.id,))

pytestmark = pytest.mark.on_postgresql("of two who write to a file, one waits for the other's end")


@pytest.fixture
def practice(database: Database) -> Practice:
    return usual_practice(database)


def visitor(records: RecordsTx, *, alone: bool = False) -> Person:
    """Mia, as the door lets her in to change something."""
    return person_in(records, member("UMAN"), records.hold_workspace(DEFAULT, alone=alone), DEFAULT)


def in_writing(database: Database, act: Callable[[RecordsTx], Any]) -> Any:
    with database.writing() as connection:
        return act(RecordsTx(connection, HERE))


def waits(database: Database, other: Future[Any]) -> None:
    """Come back when the other is kept waiting, or has not been."""
    end = monotonic() + 5
    while not other.done() and monotonic() < end:
        with database.reading() as connection:
            waiting = text("SELECT count(*) FROM pg_stat_activity WHERE wait_event_type = 'Lock'")
            if connection.execute(waiting).scalar_one():
                return
        sleep(0.01)


def no_show(records: RecordsTx) -> None:
    change_session(records, visitor(records), NOW, SessionId("s02"), SessionChange.NO_SHOW)


def set_free(records: RecordsTx) -> Workspace:
    by = visitor(records, alone=True)
    return choose_settings(records, by, NOW, replace(by.workspace, no_shows_hold=False))


@pytest.mark.parametrize("is_known", [True, False])
@pytest.mark.parametrize(("first", "second"), [(set_free, no_show), (no_show, set_free)])
def test_a_no_show_beside_a_change_of_the_setting_leaves_a_history_that_ends_at_the_count(
    database: Database, practice: Practice, first: Callable[..., Any], second: Callable[..., Any], *, is_known: bool
) -> None:
    """Also where nothing has been chosen yet, and Slack hasn't told who is in the workspace."""
    assert practice.team == TEAM
    if is_known:
        in_writing(database, lambda records: records.learned_everybody(NOW))
    with ThreadPoolExecutor(1) as thread, database.writing() as connection:
        first(RecordsTx(connection, HERE))
        other = thread.submit(in_writing, database, second)
        waits(database, other)
        connection.commit()
        other.result(5)

    with database.reading() as connection:
        records = RecordsTx(connection, HERE)
        package = records.find_package(PackageId("p1"), holding(replace(MIA.workspace, no_shows_hold=False)))
        steps = [entry.remaining for entry in records.history_of(PackageId("p1"), 0, 9)[::-1] if entry.remaining]
    assert package is not None
    line = package.line(ServiceId("follow"))
    assert line is not None
    assert [before for before, _ in steps[1:]] == [after for _, after in steps[:-1]]
    assert steps[-1][1] == line.remaining


def test_those_who_change_something_else_do_not_wait_for_each_other(database: Database, practice: Practice) -> None:
    assert practice.team == TEAM
    in_writing(database, visitor)  # so that there is something to hold
    with database.writing() as connection:
        no_show(RecordsTx(connection, HERE))
        in_writing(database, visitor)


def test_of_two_who_save_settings_at_once_the_second_is_told(database: Database, practice: Practice) -> None:
    assert practice.team == TEAM
    with ThreadPoolExecutor(1) as thread, database.writing() as connection:
        records = RecordsTx(connection, HERE)
        by = visitor(records, alone=True)
        chosen = replace(by.workspace, all_see_all=True)
        choose_settings(records, by, NOW, chosen)

        def also(records: RecordsTx) -> None:
            choose_settings(records, visitor(records, alone=True), NOW, chosen)

        other = thread.submit(in_writing, database, also)
        waits(database, other)
        connection.commit()
        with pytest.raises(ChosenSince):
            other.result(5)


class Halfway(RecordsTx):
    """Just before it marks the request, or once it has, somebody else begins."""

    begin: Callable[[], None]
    is_marked_then: bool

    def mark(self, message: Message, names: Collection[ClientId], at: datetime, /) -> None:
        is_request = message.kind is MessageKind.REQUEST
        if is_request and not self.is_marked_then:
            self.begin()
        super().mark(message, names, at)
        if is_request and self.is_marked_then:
            self.begin()


@pytest.mark.parametrize("is_marked_then", [False, True])
@pytest.mark.parametrize("key", ["r-a", "r-b"])
def test_approving_while_every_card_is_marked_is_no_deadlock(
    database: Database, practice: Practice, key: str, is_marked_then: bool
) -> None:
    """As an import does in the end; who approves one of two requests has something to do with both cards."""
    assert practice.team == TEAM
    with database.writing() as connection:
        records = RecordsTx(connection, HERE)
        for each, total in (("r-a", 20), ("r-b", 21)):
            wanted = Wanted({ServiceId("follow"): total}, (), "More.")
            ask_for_adjustment(
                records, person("UPRAC", managers_channel="CMAN"), NOW, PackageId("p1"), wanted, AdjustmentId(each)
            )

    with ThreadPoolExecutor(1) as thread, database.writing() as connection:
        approving = Halfway(connection, HERE)
        others: list[Future[Any]] = []

        def begin() -> None:
            others.append(thread.submit(in_writing, database, lambda records: records.mark_pending_requests(NOW)))
            waits(database, others[0])

        approving.begin, approving.is_marked_then = begin, is_marked_then
        by = visitor(approving)
        request = approving.find_adjustment(AdjustmentId(key))
        assert request is not None
        approve(approving, by, NOW, request.id, case_of(approving, by.workspace, request).fingerprint)
        connection.commit()
        [other] = others
        other.result(5)
