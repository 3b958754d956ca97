"""Work in the background: found until the end, which nothing of it holds up for long, and done by several at once."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from threading import Event, Thread, get_ident
from typing import Any

import pytest
from serving import wait_for
from structlog.testing import capture_logs

from bot.app import Ribbon
from bot.background import thread
from bot.background.thread import Background
from storage.database import DatabaseBusy

TEN_SECONDS = 10.0  # in which Ribbon ends, as docs/operations.md says


@dataclass
class Numbers:
    """Work on numbers that wait, each of which is noted once it is done."""

    waiting: list[int] = field(default_factory=list)
    name: str = "test"
    threads: int = 4
    deed: Callable[[int], None] = lambda _: None
    noting: Callable[[list[int]], None] = lambda _: None
    looks: int = 0
    noted: list[int] = field(default_factory=list)

    def seconds_until_due(self) -> float | None:
        self.looks += 1
        return 0.0 if self.waiting else None

    def take(self, most: int) -> list[int]:
        taken, self.waiting = self.waiting[:most], self.waiting[most:]
        return taken

    def do(self, number: int) -> None:
        self.deed(number)

    def note(self, done: list[int]) -> None:
        self.noting(done)
        self.noted += done


@pytest.fixture
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(thread, "A_MOMENT", 0.01)


@pytest.fixture
def background() -> Iterator[Background]:
    background = Background()
    yield background
    background.end()
    background.join(10)


def test_who_is_woken_looks_at_once_and_who_ended_no_more(
    background: Background, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(thread, "LOOK_EVERY", 60.0)
    work = Numbers()
    wake = background.add(work)
    assert background.not_running() == ["test"]
    background.start()
    wait_for(lambda: work.looks == 1, "a look")
    assert background.not_running() == []

    work.waiting = [1, 2]
    wake()
    wait_for(lambda: sorted(work.noted) == [1, 2], "both to be done")

    background.end()
    background.join(10)
    work.waiting = [3]
    wake()
    assert (sorted(work.noted), background.not_running()) == ([1, 2], ["test"])


def test_as_many_are_done_at_once_as_there_are_threads_and_one_that_hangs_holds_up_no_other(
    background: Background,
) -> None:
    goes_on, threads = Event(), set[int]()

    def deed(number: int) -> None:
        threads.add(get_ident())
        if number < 3:
            goes_on.wait(10)

    work = Numbers(list(range(20)), deed=deed)
    background.add(work)
    background.start()
    wait_for(lambda: len(work.noted) == 17, "all to be done but the three that hang")
    goes_on.set()
    wait_for(lambda: sorted(work.noted) == list(range(20)), "all to be done")
    assert len(threads) == 4


def test_what_is_under_way_is_noted_before_the_end(background: Background) -> None:
    begun, goes_on = Event(), Event()

    def deed(_: int) -> None:
        begun.set()
        goes_on.wait(10)

    work = Numbers([1], deed=deed)
    background.add(work)
    background.start()
    begun.wait(10)
    background.end()
    goes_on.set()
    background.join(10)
    assert work.noted == [1]


@pytest.mark.usefixtures("quick")
def test_what_goes_wrong_is_logged_without_what_it_says_and_the_others_have_theirs(background: Background) -> None:
    def deed(number: int) -> None:
        if number == 1:
            raise ValueError("Ana Ruiz")

    work = Numbers([1, 2], deed=deed)
    with capture_logs() as log:
        background.add(work)
        background.start()
        wait_for(lambda: 2 in work.noted, "the other one to be done")

    [entry] = log
    assert [entry[it] for it in ("log_level", "work", "error")] == ["error", "test", "ValueError"]
    assert "Ana" not in str(log)


@pytest.mark.usefixtures("quick")
def test_what_is_away_or_busy_is_no_error_of_ours_and_is_asked_again(background: Background) -> None:
    troubles: list[Exception] = [DatabaseBusy(), ConnectionError(), DatabaseBusy()]

    class Away(Numbers):
        def take(self, most: int) -> list[int]:
            if troubles:
                raise troubles.pop()
            return super().take(most)

    work = Away([1])
    with capture_logs() as log:
        background.add(work)
        background.start()
        wait_for(lambda: work.noted == [1], "it to be done")
    assert [entry["log_level"] for entry in log] == ["warning"] * 3


@pytest.mark.usefixtures("quick")
def test_what_was_done_is_noted_again_and_again_while_the_database_is_busy(background: Background) -> None:
    times = [3]

    def noting(_: list[int]) -> None:
        times[0] -= 1
        if times[0]:
            raise DatabaseBusy

    work = Numbers([1], noting=noting)
    with capture_logs():
        background.add(work)
        background.start()
        wait_for(lambda: work.noted == [1], "it to be noted")


def test_one_of_which_nothing_can_be_noted_keeps_no_other_from_it(background: Background) -> None:
    def noting(done: list[int]) -> None:
        if 1 in done:
            raise ValueError

    work = Numbers([0, 1, 2], noting=noting)
    with capture_logs() as log:
        background.add(work)
        background.start()
        wait_for(lambda: sorted(work.noted) == [0, 2], "the others to be noted")
    assert [entry["log_level"] for entry in log] == ["error"]


def test_threads_that_are_all_stuck_hold_up_the_end_no_longer_than_one(
    ribbon: Ribbon, monkeypatch: pytest.MonkeyPatch
) -> None:
    now = [0.0]

    def stuck(_: Thread, timeout: float = 0.0) -> None:
        now[0] += timeout

    monkeypatch.setattr(thread, "monotonic", lambda: now[0])
    monkeypatch.setattr(Thread, "is_alive", lambda _: True)
    monkeypatch.setattr(Thread, "join", stuck)
    ribbon.finish()
    monkeypatch.undo()
    assert 0 < now[0] < TEN_SECONDS


@pytest.mark.filterwarnings("ignore::pytest.PytestUnhandledThreadExceptionWarning")
def test_that_a_thread_is_missing_is_told(background: Background) -> None:
    def deed(_: int) -> None:
        raise SystemExit

    work: Any = Numbers([1], deed=deed)
    background.add(work)
    background.start()
    wait_for(lambda: background.not_running() == ["test"], "it to be told")
