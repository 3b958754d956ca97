"""Having work looked for in a workspace, in the transaction that makes the work.

The row that says so is the last that a transaction locks, just before it commits, and nobody who has it waits for
anything else but rows of its table: so it is locked briefly, and by no two in each other's way.
"""

from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any, assert_never

from sqlalchemy import Connection, and_, bindparam, case, or_
from sqlalchemy.dialects import postgresql, sqlite

from domain.values.ids import WorkspaceId
from storage.outbox.waiting import A_LITTLE_OFF, LONGEST_WAIT
from storage.tables import DUE


class WorkKind(StrEnum):
    """What is done in the background, as it is stored."""

    MESSAGES = "messages"
    IMPORTS = "imports"
    ROUNDS = "rounds"
    CHECKS = "checks"  # of every count

    @property
    def longest_wait(self) -> timedelta:
        match self:
            case WorkKind.MESSAGES | WorkKind.IMPORTS:
                return LONGEST_WAIT
            case WorkKind.ROUNDS:
                return timedelta(hours=1)
            case WorkKind.CHECKS:
                return timedelta(days=2)
            case _:
                assert_never(self)

    @property
    def comes_round(self) -> bool:
        """Whether it is due again and again by itself, and not only where something waits."""
        return self in {WorkKind.ROUNDS, WorkKind.CHECKS}

    def farthest(self, now: datetime) -> datetime:
        """What is due later than this is so by a clock that has been set back since."""
        return now + self.longest_wait + A_LITTLE_OFF


_TO_WAKE = "work to be looked for"


def wake(connection: Connection, workspace: WorkspaceId, kind: WorkKind, at: datetime) -> None:
    """Have it looked for from then on, once this transaction is committed."""
    to_wake: dict[tuple[WorkspaceId, WorkKind], datetime] = connection.info.setdefault(_TO_WAKE, {})
    to_wake[workspace, kind] = min(at, to_wake.get((workspace, kind), at))


def begin_waking(connection: Connection) -> None:
    """Forget whom a transaction would have woken that was rolled back."""
    connection.info.pop(_TO_WAKE, None)


def write_wakes(connection: Connection) -> None:
    """Write down what `wake` was asked for; a back-off stays, and so does a lease."""
    to_wake = connection.info.pop(_TO_WAKE, {})
    rows = [
        {"workspace": workspace, "kind": kind, "due_at": at, "marks": 1, "attempts": 0, "farthest": kind.farthest(at)}
        for (workspace, kind), at in sorted(to_wake.items())
    ]
    if rows:
        connection.execute(_WAKE[connection.dialect.name], rows)


def _upsert(insert: Any) -> Any:
    at = insert.excluded.due_at
    backs_off = and_(DUE.c.not_before > at, DUE.c.not_before <= bindparam("farthest", type_=DUE.c.due_at.type))
    due_at = case(
        (DUE.c.lease.is_not(None), DUE.c.due_at),
        (backs_off, DUE.c.not_before),
        (or_(DUE.c.due_at.is_(None), DUE.c.due_at > at), at),
        else_=DUE.c.due_at,
    )
    named = insert.values({name: bindparam(name) for name in ("workspace", "kind", "due_at", "marks", "attempts")})
    return named.on_conflict_do_update(
        index_elements=["workspace", "kind"], set_={"marks": DUE.c.marks + 1, "due_at": due_at}
    )


_WAKE = {"sqlite": _upsert(sqlite.insert(DUE)), "postgresql": _upsert(postgresql.insert(DUE))}
