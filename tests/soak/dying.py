"""A process of Ribbon's that counts all it does to the world outside it, and can be told at which point to die.

A point lies after each statement, each commit, each call to Slack and each answer, and one before all of them: so it
also lies before each, as nothing happens outside between two of them.
"""

import os
import threading
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from multiprocessing.connection import Connection
from secrets import token_hex
from typing import Any

import urllib3
from posting import HERE
from practice import NOW
from sqlalchemy import Engine, event

import bot.background.dropped_files  # noqa: F401 - else each process would load it by itself
from bot.app import Ribbon, build
from bot.background.thread import Work, until_noted
from bot.serving.received import received
from bot.settings import Settings
from domain.erasing import NoSuchClient, forget_client
from domain.values.ids import ClientId
from storage.database import Database, open_database
from storage.records import RecordsTx

DIED = 9  # the status of a process that died where it was told to
STATEMENT, COMMIT, SAVED, ANSWER = "statement", "commit of a reading", "commit", "answer"
LASTING = (SAVED, ANSWER, "Slack")  # how the points begin that leave another world than those before
TOGETHER = 16
QUIET = timedelta(seconds=200)  # longer than any lease, shorter than the wait for somebody to mend a channel
LONGEST = timedelta(hours=1)


@dataclass(frozen=True)
class Deliver:
    """A request of Slack's."""

    body: bytes
    headers: dict[str, str]


@dataclass(frozen=True)
class Forget:
    """`ribbon forget`."""

    client: ClientId


@dataclass(frozen=True)
class GoOn:
    """Do all that is due, however long it waits for its moment; `later` passes before."""

    later: timedelta = timedelta()


Order = Deliver | Forget | GoOn


@dataclass(frozen=True)
class Life:
    """Of one process: what it is told when it starts."""

    settings: Settings
    begins: timedelta  # after NOW
    dies_at: int | None = None
    with_rounds: bool = False
    is_first: bool = False  # of all that pass these points
    breaking: Callable[[], None] | None = None


@dataclass
class Points:
    """Those that a process has passed, by what it did just before."""

    dies_at: int | None = None
    passed: list[str] = field(default_factory=list)
    _lock: threading.Lock = field(default_factory=threading.Lock)
    _here: threading.local = field(default_factory=threading.local)

    def passes(self, what: str) -> None:
        with self._lock:
            if len(self.passed) == self.dies_at:
                os._exit(DIED)
            self.passed.append(what)

    def counts(self, engine: Engine) -> None:
        """Count what is asked of a database, and of Slack by anybody in this process."""
        real_commit, real_call = engine.dialect.do_commit, urllib3.PoolManager.urlopen

        def commit(connection: Any) -> None:
            real_commit(connection)
            changes, self._here.changes = getattr(self._here, "changes", False), False
            self.passes(SAVED if changes else COMMIT)

        def call(pool: Any, method: str, url: str, *args: Any, **more: Any) -> Any:
            answer = real_call(pool, method, url, *args, **more)
            self.passes(f"Slack: {url.rpartition('/')[2]}")
            return answer

        engine.dialect.do_commit = commit  # type: ignore[assignment,method-assign]
        urllib3.PoolManager.urlopen = call  # type: ignore[assignment,method-assign]
        event.listen(engine, "after_cursor_execute", self._note_statement)

    def _note_statement(self, _connection: Any, _cursor: Any, statement: str, *_: Any) -> None:
        if statement.lstrip().startswith(("INSERT", "UPDATE", "DELETE")):
            self._here.changes = True
        self.passes(STATEMENT)


@dataclass
class Living:
    """Ribbon in a process of its own, driven by hand, so that it passes the same points each time."""

    life: Life
    database: Database
    points: Points
    ribbon: Ribbon = field(init=False)
    works: Sequence[Work[Any]] = field(init=False)
    at: datetime = field(init=False)

    def __post_init__(self) -> None:
        self.at = NOW + self.life.begins
        self.ribbon = build(self.life.settings, self.database, lambda: self.at, lambda: self.at)
        only = self.ribbon.installations.only
        rounds = [self.ribbon.rounds.errands(only)] if self.life.with_rounds else []
        self.works = [self.ribbon.importer.errands(only), self.ribbon.poster, *rounds]

    def obeys(self, orders: Connection) -> None:
        """Do what is ordered until there is nothing more."""
        self.points.passes("start")
        while (order := orders.recv()) is not None:
            orders.send(self._done(order))
            self.points.passes(ANSWER)
        orders.send(self.points.passed)
        self.ribbon.finish()

    def _done(self, order: Order) -> object:
        match order:
            case Deliver(body, headers):
                answer = self.ribbon.bolt.dispatch(received(body, headers))
                return answer.status, {key: values[0] for key, values in answer.headers.items()}, answer.body.encode()
            case Forget(client):
                return self._forgets(client)
            case GoOn(later):
                self.at += later
                self._goes_on()
                return self.at - NOW

    def _forgets(self, client: ClientId) -> str:
        try:
            with self.database.writing() as connection:
                forget_client(RecordsTx(connection, HERE), client, "ribbon forget", self.at, token_hex(6))
        except NoSuchClient as refused:
            return str(refused)
        return "Erased"

    def _goes_on(self) -> None:
        end = self.at + LONGEST
        while self.at < end:
            waits = {work.name: work.seconds_until_due() for work in self.works}
            soonest = min((wait for wait in waits.values() if wait is not None), default=None)
            if soonest is None or soonest > QUIET.total_seconds():
                return
            self.at += timedelta(seconds=soonest)
            for work in self.works:
                if waits[work.name] == soonest:
                    _do_what_is_due(work)
        raise AssertionError(f"there is no end of it: {waits}")


def _do_what_is_due(work: Work[Any]) -> None:
    pieces = work.take(TOGETHER)
    for piece in pieces:
        work.do(piece)
    until_noted(work, pieces, threading.Event())


def live(life: Life, orders: Connection, engine: Engine, points: Points) -> None:
    """A whole life, on an engine whose statements are compiled already."""
    points.dies_at, points.passed = life.dies_at, []
    database = open_database(life.settings.database_url)
    database.engine = engine
    try:
        Living(life, database, points).obeys(orders)
    finally:
        database.close()
