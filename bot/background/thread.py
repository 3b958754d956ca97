"""Work that nobody waits for: what is due is found and done by several at once, whatever goes wrong with some of it."""

from collections.abc import Callable
from dataclasses import dataclass, field
from queue import Empty, SimpleQueue
from threading import Event, Lock, Thread
from time import monotonic
from typing import Any, Generic, Protocol, TypeVar

import structlog
from slack_sdk.errors import SlackApiError

from bot.logs import about
from bot.slack.calls import SLACK_UNREACHABLE, no
from storage.database import UNAVAILABLE
from storage.deadlines import nobody_waits

T = TypeVar("T")
P = TypeVar("P")

LOOK_EVERY = 1.0  # seconds; another process may have work for us
A_MOMENT = 0.5  # seconds, after which what could not be read or noted is tried again
FOR_MORE = 0.015  # seconds between two takings: else each would take one piece, with transactions of its own
FOR_OTHERS = 0.005  # seconds that what is done waits to be noted together with others
MOST_TOGETHER = 16  # pieces that are taken or noted in one transaction: people who click wait for it

log = structlog.get_logger()


class Work(Protocol[P]):
    """One kind of work. Pieces are taken and noted by one thread each, and done by several."""

    name: str
    threads: int  # that do pieces

    def seconds_until_due(self) -> float | None:
        """None: nothing will be, unless somebody makes it."""

    def take(self, most: int) -> list[P]:
        """Pieces that are due, which nobody else takes now."""

    def do(self, piece: P) -> None:
        """Takes long; what became of it is kept in the piece, trouble too."""

    def note(self, done: list[P]) -> None:
        """Write down what became of them, in one transaction."""


@dataclass
class Background:
    """Several threads for each kind of work, which is looked for at once when they are woken."""

    ended: Event = field(default_factory=Event)
    _crews: list["_Crew[Any]"] = field(default_factory=list)

    def add(self, work: Work[P]) -> Callable[[], None]:
        """Take on work of this kind; what is returned has it looked for at once."""
        crew = _Crew(work, self.ended)
        self._crews.append(crew)
        return crew.woken.set

    def start(self) -> None:
        for crew in self._crews:
            for thread in crew.threads:
                thread.start()

    def end(self) -> None:
        """Begin nothing more."""
        self.ended.set()
        for crew in self._crews:
            crew.woken.set()

    def join(self, seconds: float) -> None:
        """Wait so long for all that is under way; what isn't finished then is begun anew at the next start."""
        until = monotonic() + seconds
        for crew in self._crews:
            for thread in crew.threads:
                if thread.is_alive():
                    thread.join(max(0.0, until - monotonic()))

    def not_running(self) -> list[str]:
        """The kinds of work that some thread is missing for."""
        return [crew.name for crew in self._crews if not all(thread.is_alive() for thread in crew.threads)]


class _Crew(Generic[P]):
    """Who finds, does and notes work of one kind."""

    def __init__(self, work: Work[P], ended: Event) -> None:
        self.name, self.woken = work.name, Event()
        self._work, self._ended = work, ended
        self._to_do: SimpleQueue[P | None] = SimpleQueue()
        self._done: SimpleQueue[P | None] = SimpleQueue()
        self._free, self._working, self._lock = work.threads, work.threads, Lock()
        doers = [
            Thread(target=_nobody_waiting, args=(self._do,), name=f"{work.name} {n}", daemon=True)
            for n in range(work.threads)
        ]
        self.threads = [
            Thread(target=_nobody_waiting, args=(self._find,), name=f"{work.name}: finds", daemon=True),
            *doers,
            Thread(target=_nobody_waiting, args=(self._note,), name=f"{work.name}: notes", daemon=True),
        ]

    def _find(self) -> None:
        while not self._ended.is_set():
            self.woken.clear()
            self.woken.wait(self._look())
        for _ in range(self._work.threads):
            self._to_do.put(None)

    def _look(self) -> float:
        """Hand over what is due to those who are free; the seconds after which to look again."""
        in_vain = 0  # others may be at what is due
        while not self._ended.is_set():
            most = min(self._free, MOST_TOGETHER)
            wait = undaunted(self._work.name, self._work.seconds_until_due) if most else None
            if wait is None or wait > 0:  # who becomes free wakes us
                return LOOK_EVERY if wait is None else min(wait, LOOK_EVERY)
            pieces = undaunted(self._work.name, lambda most=most: self._work.take(most))  # type: ignore[misc]  # mypy#12557
            if pieces is None:
                return A_MOMENT
            for piece in pieces:
                self._count(-1)
                self._to_do.put(piece)
            in_vain = 0 if pieces else in_vain + 1
            if len(pieces) < MOST_TOGETHER:
                self._ended.wait(min(A_MOMENT, FOR_MORE * 2**in_vain))
        return 0.0

    def _count(self, free: int) -> None:
        with self._lock:
            self._free += free

    def _do(self) -> None:
        try:
            while (piece := self._to_do.get()) is not None:
                undaunted(self._work.name, lambda piece=piece: self._work.do(piece))  # type: ignore[misc]  # mypy#12557
                self._count(1)
                self._done.put(piece)
        finally:
            with self._lock:
                self._working -= 1
                if not self._working:
                    self._done.put(None)

    def _note(self) -> None:
        """Until the last who did something has ended."""
        has_ended = False
        while not has_ended:
            done = [self._done.get()]
            if done[-1] is not None:
                self._ended.wait(FOR_OTHERS)
                done += _at_hand(self._done, MOST_TOGETHER - 1)
            has_ended = None in done
            until_noted(self._work, [piece for piece in done if piece is not None], self._ended)
            self.woken.set()


def _nobody_waiting(do: Callable[[], None]) -> None:
    with nobody_waits():
        do()


def _at_hand(queue: SimpleQueue[T], most: int) -> list[T]:
    found: list[T] = []
    try:
        while len(found) < most:
            found.append(queue.get_nowait())
    except Empty:
        pass
    return found


def until_noted(work: Work[P], done: list[P], ended: Event) -> None:
    """What was done must be noted: while the database is busy, or away, it is tried again."""
    while done:
        try:
            work.note(done)
        except UNAVAILABLE as error:
            log.warning("what became of work could not be noted yet", work=work.name, **about(error))
            if ended.wait(A_MOMENT):
                return
        except Exception as error:  # noqa: BLE001 - with one of them; the others have theirs noted
            if len(done) == 1:
                log.error("what became of work can't be noted", work=work.name, **about(error))  # noqa: TRY400 - client data
                return
            for one in done:
                until_noted(work, [one], ended)
            return
        else:
            return


def undaunted(name: str, act: Callable[[], T], workspace: str | None = None) -> T | None:
    """What it returns; None, and a line in the log, where it goes wrong: what is to be done stays in storage."""
    try:
        return act()
    except (*SLACK_UNREACHABLE, *UNAVAILABLE) as error:
        answered = no(error).error if isinstance(error, SlackApiError) else None
        log.warning("work must wait", work=name, workspace=workspace, answered=answered, **about(error))
    except Exception as error:  # noqa: BLE001 - the next look tries again
        log.error("work failed", work=name, workspace=workspace, **about(error))  # noqa: TRY400 - client data
    return None
