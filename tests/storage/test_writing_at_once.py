"""Several people at the same moment: one wins, the others are told, and the figures stay right (rule 3)."""

from collections import Counter
from collections.abc import Callable, Collection
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from functools import partial
from threading import Barrier, BrokenBarrierError

import pytest
from literals import NOW, person
from practice import TEAM, Practice, usual_practice

from domain.changing import SessionChange, change_session
from domain.linking import AlreadyLinked, link_session, unlink_session
from domain.linking_several import Pick, link_several, look_again
from domain.moving import move_session
from domain.undoing import UndoneAlready, undo
from domain.values.history import Entry
from domain.values.ids import PackageId, SessionId, WorkspaceId
from domain.values.packages import Package
from domain.values.refusal import Refusal
from domain.values.sessions import Confirmation, Session, holding
from storage.database import Database
from storage.records import RecordsTx

MIA = person("UMAN", manager=True)
Act = Callable[[RecordsTx], object]


@pytest.fixture
def practice(database: Database) -> Practice:
    return usual_practice(database)


def at_once(database: Database, acts: list[Act]) -> list[Refusal | None]:
    """Do all of it at the same moment, each in a transaction of its own; what each was refused."""
    together = Barrier(len(acts))

    def one(act: Act) -> Refusal | None:
        together.wait(10)
        try:
            with database.writing() as connection:
                act(RecordsTx(connection, WorkspaceId(TEAM)))
        except Refusal as refused:
            return refused
        return None

    with ThreadPoolExecutor(len(acts)) as threads:
        return list(threads.map(one, acts))


def linking(session_id: str, package_id: str) -> Act:
    return lambda records: link_session(records, MIA, NOW, SessionId(session_id), PackageId(package_id))


def unlinking(session_id: str, package_id: str) -> Act:
    return lambda records: unlink_session(records, MIA, NOW, SessionId(session_id), PackageId(package_id))


def moving(session_id: str, from_package: str, to_package: str) -> Act:
    here, there = PackageId(from_package), PackageId(to_package)
    return lambda records: move_session(records, MIA, NOW, SessionId(session_id), here, there)


def changing(session_id: str, change: SessionChange) -> Act:
    return lambda records: change_session(records, MIA, NOW, SessionId(session_id), change)


def history(database: Database, package_id: str) -> list[Entry]:
    with database.reading() as connection:
        return RecordsTx(connection, WorkspaceId(TEAM)).history_of(PackageId(package_id), 0, 100)


def remaining(database: Database, package_id: str) -> int:
    with database.reading() as connection:
        package = RecordsTx(connection, WorkspaceId(TEAM)).find_package(PackageId(package_id), holding(MIA.workspace))
    assert package is not None
    return package.remaining


def assert_figures_form_a_chain(database: Database, package_id: str, start: int) -> None:
    """Whatever the order was, each change began where another ended, and the last ended at the count of now."""
    steps = [entry.remaining for entry in history(database, package_id) if entry.remaining]
    ends = Counter(after for _, after in steps) + Counter([start])
    begins = Counter(before for before, _ in steps) + Counter([remaining(database, package_id)])
    assert begins == ends, steps


def test_of_many_who_link_one_session_exactly_one_wins_and_the_others_learn_where_it_is(
    database: Database, practice: Practice
) -> None:
    refused = at_once(practice.database, [linking("s04", package) for package in ["p1", "p2"] * 4])

    with database.reading() as connection:
        session = RecordsTx(connection, WorkspaceId(TEAM)).find_session(SessionId("s04"))
    assert session is not None
    assert session.link is not None
    assert refused.count(None) == 1
    assert all(isinstance(each, AlreadyLinked) for each in refused if each)
    assert all(session.link.package_name in str(each) for each in refused if each)
    assert len(history(database, "p1")) + len(history(database, "p2")) == 1


def test_many_sessions_linked_to_one_package_at_once_are_counted_one_after_the_other(
    database: Database, practice: Practice
) -> None:
    for n in range(8):
        practice.session(f"x{n}", "c2", "follow", n)

    refused = at_once(database, [linking(f"x{n}", "p4") for n in range(8)])

    steps = {entry.remaining for entry in history(database, "p4")}
    assert refused == [None] * 8
    assert steps == {(5 - n, 4 - n) for n in range(8)}
    assert remaining(database, "p4") == -3


def test_of_many_who_unlink_one_session_exactly_one_gives_it_back(database: Database, practice: Practice) -> None:
    refused = at_once(practice.database, [unlinking("s01", "p1")] * 6)

    assert refused.count(None) == 1
    assert [entry.remaining for entry in history(database, "p1")] == [(8, 9)]


def test_of_two_who_undo_on_two_devices_at_once_one_does_and_the_other_is_told(
    database: Database, practice: Practice
) -> None:
    at_once(practice.database, [unlinking("s01", "p1")])
    with database.reading() as connection:
        last = RecordsTx(connection, WorkspaceId(TEAM)).last_act(MIA.id)
    assert last is not None

    refused = at_once(database, [lambda records: undo(records, MIA, NOW, last.id)] * 4)

    assert refused.count(None) == 1
    assert all(isinstance(each, UndoneAlready) for each in refused if each)
    assert [entry.remaining for entry in history(database, "p1")] == [(9, 8), (8, 9)]


def test_of_two_who_link_the_same_sessions_in_one_go_one_links_all_and_the_other_none(
    database: Database, practice: Practice
) -> None:
    for n in range(4):
        practice.session(f"x{n}", "c2", "follow", n)
    picks = [Pick(SessionId(f"x{n}"), 0, PackageId("p4")) for n in range(4)]
    with database.reading() as connection:
        shown = look_again(RecordsTx(connection, WorkspaceId(TEAM)), MIA, NOW, picks).fingerprint
    done = []

    def several(records: RecordsTx, turned: int) -> None:
        done.append(link_several(records, MIA, NOW, picks[turned:] + picks[:turned], shown).are_linked)

    assert at_once(database, [partial(several, turned=n) for n in range(4)]) == [None] * 4
    assert sorted(done) == [False, False, False, True]
    assert remaining(database, "p4") == 1
    assert_figures_form_a_chain(database, "p4", 5)


class Meeting(RecordsTx):
    """Just before a session is unlinked it waits a moment for somebody else to be there, too."""

    both: Barrier

    def unlink(self, was: Session, package_id: PackageId, /) -> bool:
        with suppress(BrokenBarrierError):
            self.both.wait(0.5)
        return super().unlink(was, package_id)


@pytest.mark.on_postgresql("an SQLite file has one writer")
def test_moves_in_opposite_directions_at_once_are_no_deadlock(database: Database, practice: Practice) -> None:
    practice.session("there", "c1", "follow", 1, "p1")
    practice.session("back", "c1", "follow", 2, "p2")
    both = Barrier(2)

    def move(act: Act) -> None:
        with database.writing() as connection:
            records = Meeting(connection, WorkspaceId(TEAM))
            records.both = both
            act(records)

    with ThreadPoolExecutor(2) as threads:
        list(threads.map(move, [moving("there", "p1", "p2"), moving("back", "p2", "p1")]))

    assert (remaining(database, "p1"), remaining(database, "p2")) == (8, 2)


def test_of_many_who_move_one_session_exactly_one_does(database: Database, practice: Practice) -> None:
    refused = at_once(practice.database, [moving("s01", "p1", "p2")] * 6)

    assert refused.count(None) == 1
    assert [entry.remaining for entry in history(database, "p1")] == [(8, 9)]
    assert [entry.remaining for entry in history(database, "p2")] == [(3, 2)]


def test_linking_unlinking_and_cancelling_at_once_leaves_figures_that_add_up(
    database: Database, practice: Practice
) -> None:
    for n in range(4):
        practice.session(f"in{n}", "c2", "follow", n, "p4")
        practice.session(f"out{n}", "c2", "follow", n)

    at_once(
        database,
        [
            *(linking(f"out{n}", "p4") for n in range(4)),
            *(changing(f"out{n}", SessionChange.CANCEL) for n in range(4)),
            *(unlinking(f"in{n}", "p4") for n in range(4)),
            *(changing(f"in{n}", SessionChange.CANCEL) for n in range(4)),
        ],
    )

    assert_figures_form_a_chain(database, "p4", start=1)


class Overtaken(RecordsTx):
    """Just before it would first keep a package for itself, somebody else does something and is done with it."""

    meanwhile: Callable[[], object]

    def find_package_to_change(self, package_id: PackageId, holding: Collection[Confirmation], /) -> Package | None:
        self.meanwhile()
        self.meanwhile = lambda: None
        return super().find_package_to_change(package_id, holding)


def overtaken(database: Database, act: Act, by: Act) -> Refusal | None:
    def meanwhile() -> None:
        with database.writing() as connection:
            by(RecordsTx(connection, WorkspaceId(TEAM)))

    try:
        with database.writing() as connection:
            records = Overtaken(connection, WorkspaceId(TEAM))
            records.meanwhile = meanwhile
            act(records)
    except Refusal as refused:
        return refused
    return None


@pytest.mark.on_postgresql("of two who write to a file, one waits for the other's end")
def test_a_session_cancelled_while_it_is_linked_takes_no_place(database: Database, practice: Practice) -> None:
    assert practice.team == TEAM
    refused = overtaken(database, linking("s06", "p4"), by=changing("s06", SessionChange.CANCEL))

    assert refused is None
    assert [entry.remaining for entry in history(database, "p4")] == [(5, 5)]
    assert remaining(database, "p4") == 5


@pytest.mark.on_postgresql("of two who write to a file, one waits for the other's end")
def test_a_session_cancelled_while_it_is_unlinked_gives_back_once(database: Database, practice: Practice) -> None:
    assert practice.team == TEAM
    overtaken(database, unlinking("s01", "p1"), by=changing("s01", SessionChange.CANCEL))

    assert {entry.remaining for entry in history(database, "p1")} == {(8, 9), (9, 9)}


@pytest.mark.on_postgresql("of two who write to a file, one waits for the other's end")
def test_who_is_overtaken_in_changing_a_session_is_told_how_it_is_now(database: Database, practice: Practice) -> None:
    assert practice.team == TEAM
    cancel, pay = changing("s01", SessionChange.CANCEL), changing("s01", SessionChange.MARK_UNPAID)
    refused = overtaken(database, pay, by=cancel)

    assert "it is now cancelled and paid" in str(refused)


@pytest.mark.on_postgresql("of two who write to a file, one waits for the other's end")
def test_a_package_completed_while_a_session_is_linked_takes_it_no_more(database: Database, practice: Practice) -> None:
    def complete(records: RecordsTx) -> None:
        package = records.find_package(PackageId("p4"), [Confirmation.CONFIRMED])
        assert package is not None
        records.change_package_status(package.id, package.status, type(package.status).COMPLETED)

    assert practice.team == TEAM
    refused = overtaken(database, linking("s06", "p4"), by=complete)

    assert "“Silver 5” is completed" in str(refused)
    assert remaining(database, "p4") == 5
