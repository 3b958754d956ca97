"""A few threads work with an SQLite file at once."""

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor, wait
from contextlib import AbstractContextManager, ExitStack

import pytest
from sqlalchemy import Connection

from storage import slots
from storage.database import Database
from storage.slots import AT_ONCE, Slots


def _read(database: Database) -> None:
    with database.reading():
        pass


@pytest.fixture
def thread() -> Iterator[ThreadPoolExecutor]:
    with ThreadPoolExecutor(1) as thread:
        yield thread


@pytest.mark.parametrize("begin", [Database.reading, Database.writing])
@pytest.mark.on_sqlite("only who works with a file takes a slot")
def test_whoever_comes_when_all_turns_are_taken_waits_until_one_is_free(
    database: Database, thread: ThreadPoolExecutor, begin: Callable[[Database], AbstractContextManager[Connection]]
) -> None:
    def work() -> None:
        with begin(database):
            pass

    with ExitStack() as held:
        for _ in range(AT_ONCE):
            held.enter_context(database.reading())
        waiting = thread.submit(work)
        assert not wait([waiting], 0.05).done
    waiting.result(5)


def test_nobody_waits_for_long_and_a_turn_that_was_not_had_is_not_given_back(
    monkeypatch: pytest.MonkeyPatch, thread: ThreadPoolExecutor
) -> None:
    shared = Slots()

    def work() -> None:
        with shared.taken(patience=60):
            pass

    with ExitStack() as held:
        for _ in range(AT_ONCE):
            held.enter_context(shared.taken())
        with monkeypatch.context() as patched:
            patched.setattr(slots, "LONGEST_WAIT", 0.01)
            thread.submit(work).result(5)
        assert not wait([thread.submit(work)], 0.05).done


@pytest.mark.on_sqlite("only who works with a file takes a slot")
def test_whoever_waits_long_for_another_who_writes_holds_up_no_reader(
    database: Database, thread: ThreadPoolExecutor, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(slots, "LONGEST_WAIT", 60.0)

    def write() -> None:
        with database.writing(10):
            pass

    with database.writing():
        waiting = thread.submit(write)
        with ThreadPoolExecutor(1) as another:
            another.submit(_read, database).result(5)
            assert not waiting.done()
    waiting.result(5)
