"""A PostgreSQL that takes connections and statements and never answers: noticed by who waits in vain for it.

Nothing else bounds that: the other end's kernel goes on acknowledging what it gets, so that the line looks alive, and
PostgreSQL's own time limits are PostgreSQL's to keep.
"""

from dataclasses import dataclass, field
from threading import Lock
from time import monotonic
from typing import Any

import psycopg
from psycopg.abc import RV, PQGen
from psycopg.errors import _WaitTimeout
from sqlalchemy.exc import OperationalError

from storage.deadlines import seconds_left

CONNECTS_WITHIN = 1.9  # seconds: psycopg gives up after two, at the soonest
NOTICEABLE = 0.5  # seconds; who had less left learned nothing of the server
TRIED_EVERY = 1.0
A_TRY = 2.5  # seconds that one try may take; the others don't wait for it


@dataclass
class Silence:
    """What is known of one server by those who talk with it."""

    is_suspected: bool = False
    _heard_at: float = 0.0
    _next_try: float = 0.0
    _lock: Lock = field(default_factory=Lock)

    def heard(self) -> None:
        self._heard_at, self._next_try, self.is_suspected = monotonic(), 0.0, False

    def noticed(self, since: float) -> None:
        """Somebody has waited in vain since then; where others were answered meanwhile, their statement is slow."""
        if self._heard_at < since:
            self.is_suspected, self._next_try = True, monotonic() + TRIED_EVERY

    def require_hope(self) -> None:
        """Raises OperationalError while it is silent; one caller a second tries again."""
        if not self._next_try:
            return
        with self._lock:
            now = monotonic()
            if now < self._next_try:
                raise self.error()
            self._next_try = now + A_TRY

    def error(self) -> OperationalError:
        return OperationalError("", None, psycopg.OperationalError("the server doesn't answer"))


class Bounded(psycopg.Connection[Any]):
    """Gives up where an answer takes longer than who asked can wait, also for a COMMIT; it is closed then."""

    silence: Silence

    def wait(self, gen: PQGen[RV], interval: float = 0.1, timeout: float | None = None) -> RV:
        left = seconds_left()
        if timeout is not None or left is None:
            return super().wait(gen, interval, timeout)
        begun = monotonic()
        try:
            answer = super().wait(gen, interval, left)
        except _WaitTimeout:
            self.pgconn.finish()
            if left >= NOTICEABLE:
                self.silence.noticed(begun)
            raise psycopg.OperationalError("the server doesn't answer") from None
        self.silence.heard()
        return answer


def connected(silence: Silence, *args: Any, **params: Any) -> Bounded:
    """A connection, if there is time to make one."""
    left, begun = seconds_left(), monotonic()
    if left is not None and left < CONNECTS_WITHIN:
        raise psycopg.OperationalError("too late to connect")
    try:
        connection = Bounded.connect(*args, **params)
    except psycopg.errors.ConnectionTimeout:
        silence.noticed(begun)
        raise
    connection.silence = silence
    silence.heard()
    return connection
