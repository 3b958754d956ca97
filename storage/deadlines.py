"""How long whoever works in this thread can wait for a database that says nothing: people can't for long."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from time import monotonic

ANSWERED_WITHIN = 2.4  # seconds that the database has for all of one request, of the three that Slack gives
BESIDE_PEOPLE = 20.0  # seconds for each statement of work that nobody waits for
LEAST = 0.1  # seconds that even a late statement is given: others take a few thousandths


@dataclass(frozen=True, slots=True)
class _Limit:
    at: float | None = None  # a moment for all that is done
    each: float | None = None  # seconds for each answer of the database


_limit: ContextVar[_Limit | None] = ContextVar("_limit", default=None)


@contextmanager
def answered_by(moment: float) -> Iterator[None]:
    """All that is asked of the database here is over by this moment of `monotonic`."""
    before = _limit.set(_Limit(at=moment))
    try:
        yield
    finally:
        _limit.reset(before)


@contextmanager
def nobody_waits() -> Iterator[None]:
    """Work that may take long, but must not wait for ever for one answer."""
    before = _limit.set(_Limit(each=BESIDE_PEOPLE))
    try:
        yield
    finally:
        _limit.reset(before)


def seconds_left() -> float | None:
    """Seconds that the database may take for its next answer; None where somebody at a terminal can see it wait."""
    limit = _limit.get()
    if limit is None:
        return None
    return limit.each if limit.at is None else max(LEAST, limit.at - monotonic())
