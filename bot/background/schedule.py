"""When work of a kind is due in the workspaces that this process serves, and which of them it is at."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from random import uniform
from time import monotonic

from sqlalchemy import Connection

from domain.values.ids import WorkspaceId
from storage.database import Database
from storage.due import (
    Held,
    Next,
    forget_back_off,
    forgotten,
    hold,
    let_go,
    look_again,
    next_due,
    still_held,
    take_over,
)
from storage.waking import WorkKind, wake

FORGOTTEN_EVERY = 300.0  # seconds
A_LITTLE_LESS = 0.8  # of a wait, at least: what failed together isn't tried again together


@dataclass
class Schedule:
    kind: WorkKind
    database: Database
    only: Callable[[], WorkspaceId | None]  # None: whichever are installed
    clock: Callable[[], datetime]
    lease: timedelta
    first_wait: timedelta  # after trouble; doubled each time
    longest_wait: timedelta
    spread: timedelta = timedelta(0)  # over which what is due for the first time is, not all at once
    _looked_at: float | None = None

    def seconds_until_due(self) -> float | None:
        """None where nothing is due at any time."""
        if self._looked_at is None or monotonic() - self._looked_at > FORGOTTEN_EVERY:
            self._find_forgotten(is_start=self._looked_at is None)
            self._looked_at = monotonic()
        now, only = self.clock(), self.only()
        with self.database.reading() as connection:
            due = next_due(connection, self.kind, only, now)
        return None if due is None else max(0.0, (due - now).total_seconds())

    def hold(self, connection: Connection, most: int) -> list[Held]:
        return hold(connection, self.kind, self.only(), self.clock(), most, self.lease)

    def let_go(self, connection: Connection, held: Iterable[Held], following: Callable[[Held], Next]) -> None:
        """The last that a transaction does: what is next in each is asked once nobody can make more unnoticed."""
        listed, now = list(held), self.clock()
        mine = still_held(connection, listed)
        let_go(connection, now, [(one, following(one)) for one in listed if one in mine])
        look_again(connection, [one for one in listed if one not in mine], now)

    def after_trouble(self, held: Held) -> Next:
        """A wait of this workspace's own; where it had got to is kept."""
        wait = min(self.longest_wait, self.first_wait * 2.0 ** min(held.attempts, 20))
        return Next(self.clock() + wait * uniform(A_LITTLE_LESS, 1.0), trouble=True, cursor=held.cursor)  # noqa: S311 - no secret

    def _find_forgotten(self, *, is_start: bool) -> None:
        only, now = self.only(), self.clock()
        found = self._forgotten(only, is_start=is_start)
        if not found and not is_start:
            return
        with self.database.writing() as connection:
            if is_start and self.database.is_sqlite:  # no other process has the file
                take_over(connection, self.kind, now)
            if is_start and only:  # whoever starts it anew may have mended what was wrong
                forget_back_off(connection, only, self.kind)
            for workspace_id in found:
                wake(connection, workspace_id, self.kind, now + self.spread * uniform(0, 1))  # noqa: S311 - no secret

    def _forgotten(self, only: WorkspaceId | None, *, is_start: bool) -> list[WorkspaceId]:
        if only is None:
            with self.database.reading() as connection:
                return forgotten(connection, self.kind)
        return [only] if is_start or not self.kind.comes_round else []
