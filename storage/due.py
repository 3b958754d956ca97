"""In which workspaces something is due, and who is at it.

No statement crosses workspaces, so that the tables could be spread by workspace; those here are the one exception, on
a table of one small row for each workspace and kind of work. They find where something is to be done, and hand it over
from one process to another; what is to be done there is read by statements of that workspace alone.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from secrets import token_hex
from typing import Any

from sqlalchemy import ColumnElement, Connection, Select, bindparam, case, exists, func, or_, select, update

from domain.values.ids import WorkspaceId
from storage.database import of_few_lengths
from storage.outbox.claiming import KINDS
from storage.tables import DROP, DUE, INSTALLATION, MESSAGE, TAKE_BACK
from storage.waking import WorkKind, wake

_AT = DUE.c.due_at.type
_OF_KIND = (DUE.c.kind == bindparam("of_kind"), DUE.c.due_at.is_not(None))


def _soonest(*where: ColumnElement[bool]) -> Select[Any]:
    first = select(func.min(DUE.c.due_at)).where(*_OF_KIND, *where).scalar_subquery()
    last = select(func.max(DUE.c.due_at)).where(*_OF_KIND, *where).scalar_subquery()
    return select(first.label("first"), last.label("last"))


def _which(*where: ColumnElement[bool]) -> Select[Any]:
    return (
        select(DUE)
        .where(*_OF_KIND, *where)
        .order_by(DUE.c.due_at)
        .limit(bindparam("most"))
        .with_for_update(skip_locked=True)
    )


_HAS_COME, _TOO_FAR = DUE.c.due_at <= bindparam("now", type_=_AT), DUE.c.due_at > bindparam("farthest", type_=_AT)
_HERE_ALONE = DUE.c.workspace == bindparam("only")
_LOOK = {False: _soonest(), True: _soonest(_HERE_ALONE)}
# Asked one after the other: with OR between them the index would be read from its beginning to its end.
_HOLD = {
    False: (_which(_HAS_COME), _which(_TOO_FAR)),
    True: (_which(_HAS_COME, _HERE_ALONE), _which(_TOO_FAR, _HERE_ALONE)),
}
_TAKE = (
    update(DUE)
    .where(DUE.c.kind == bindparam("of_kind"), DUE.c.workspace.in_(bindparam("workspaces", expanding=True)))
    .values(lease=bindparam("new_lease"), due_at=bindparam("until", type_=_AT))
)
_STILL_HELD = (
    select(DUE.c.workspace, DUE.c.lease)
    .where(
        DUE.c.kind == bindparam("of_kind"),
        DUE.c.workspace.in_(bindparam("workspaces", expanding=True)),
        DUE.c.lease.is_not(None),
    )
    .order_by(DUE.c.workspace)
    .with_for_update()
)
_LET_GO = (
    update(DUE)
    .where(
        DUE.c.workspace == bindparam("my_workspace"),
        DUE.c.kind == bindparam("my_kind"),
        DUE.c.lease == bindparam("my_lease"),
    )
    .values(
        lease=None,
        attempts=bindparam("new_attempts"),
        not_before=bindparam("new_not_before", type_=_AT),
        cursor=bindparam("new_cursor"),
        due_at=case(
            (DUE.c.marks != bindparam("my_marks"), bindparam("due_if_marked", type_=_AT)),
            else_=bindparam("new_due", type_=_AT),
        ),
    )
)
_TAKE_OVER = (
    update(DUE)
    .where(DUE.c.kind == bindparam("of_kind"), DUE.c.lease.is_not(None))
    .values(lease=None, due_at=bindparam("now", type_=_AT))
)
_FORGET_BACK_OFF = (
    update(DUE)
    .where(DUE.c.workspace == bindparam("my_workspace"), DUE.c.kind == bindparam("my_kind"))
    .values(not_before=None, attempts=0)
)


@dataclass(frozen=True, slots=True)
class Held:
    """Work of a kind in a workspace that this process is at until its lease ends."""

    workspace: WorkspaceId
    kind: WorkKind
    lease: str
    until: datetime
    marks: int
    attempts: int
    cursor: str | None


@dataclass(frozen=True, slots=True)
class Next:
    """When it is to be looked at again; None: when something is marked. After `trouble` not before, in any case."""

    due: datetime | None
    trouble: bool = False
    cursor: str | None = None


def next_due(connection: Connection, kind: WorkKind, only: WorkspaceId | None, now: datetime) -> datetime | None:
    """The first moment at which there is something to do, in that workspace or in any."""
    row = connection.execute(_LOOK[only is not None], _of(kind, only)).one()
    return now if row.last and row.last > kind.farthest(now) else row.first


def hold(
    connection: Connection, kind: WorkKind, only: WorkspaceId | None, now: datetime, most: int, for_: timedelta
) -> list[Held]:
    """Take on what is due, in so many workspaces at most, each of which nobody else is at."""
    until, lease = now + for_, token_hex(8)
    values = _of(kind, only) | {"now": now, "farthest": kind.farthest(now)}
    rows: list[Any] = []
    for statement in _HOLD[only is not None]:
        if len(rows) < most:
            rows += connection.execute(statement, values | {"most": most - len(rows)}).all()
    if rows:
        workspaces = of_few_lengths([row.workspace for row in rows])
        taken = {"of_kind": kind, "workspaces": workspaces, "new_lease": lease, "until": until}
        connection.execute(_TAKE, taken)
    return [Held(WorkspaceId(row.workspace), kind, lease, until, row.marks, row.attempts, row.cursor) for row in rows]


def _of(kind: WorkKind, only: WorkspaceId | None) -> dict[str, Any]:
    return {"of_kind": kind} if only is None else {"of_kind": kind, "only": only}


def still_held(connection: Connection, held: Sequence[Held]) -> set[Held]:
    """Those that nobody else has taken since, even past the end of the lease; locked, as nothing is locked after."""
    if not held:
        return set()
    workspaces = of_few_lengths(sorted({one.workspace for one in held}))
    rows = connection.execute(_STILL_HELD, {"of_kind": held[0].kind, "workspaces": workspaces})
    leases = {(row.workspace, row.lease) for row in rows}
    return {one for one in held if (one.workspace, one.lease) in leases}


def let_go(connection: Connection, now: datetime, nexts: Iterable[tuple[Held, Next]]) -> None:
    """Say of each when it is to be looked at next; what was marked meanwhile is at once, unless there was trouble."""
    rows = [
        {
            "my_workspace": held.workspace,
            "my_kind": held.kind,
            "my_lease": held.lease,
            "my_marks": held.marks,
            "new_attempts": held.attempts + 1 if following.trouble else 0,
            "new_not_before": following.due if following.trouble else None,
            "new_cursor": following.cursor,
            "new_due": following.due,
            "due_if_marked": following.due if following.trouble else now,
        }
        for held, following in nexts
    ]
    if rows:
        connection.execute(_LET_GO, rows)


def forget_back_off(connection: Connection, workspace: WorkspaceId, kind: WorkKind) -> None:
    connection.execute(_FORGET_BACK_OFF, {"my_workspace": workspace, "my_kind": kind})


def take_over(connection: Connection, kind: WorkKind, now: datetime) -> None:
    """Whoever was at something is dead: it is due now."""
    connection.execute(_TAKE_OVER, {"of_kind": kind, "now": now})


def look_again(connection: Connection, held: Iterable[Held], now: datetime) -> None:
    """For what somebody else has taken since: they may not have seen what became of it."""
    for one in held:
        wake(connection, one.workspace, one.kind, now)


# What waits although nobody was told so: in a database from before this table was there, or from an earlier release
# that worked beside this one.
_SOMETHING = {
    WorkKind.MESSAGES: or_(
        exists().where(
            MESSAGE.c.workspace == INSTALLATION.c.workspace,
            MESSAGE.c.shown < MESSAGE.c.version,
            MESSAGE.c.kind.in_(KINDS),
        ),
        exists().where(TAKE_BACK.c.workspace == INSTALLATION.c.workspace),
    ),
    WorkKind.IMPORTS: exists().where(
        DROP.c.workspace == INSTALLATION.c.workspace,
        or_(DROP.c.answer.is_not(None), DROP.c.look.is_(None), DROP.c.wanted_by.is_not(None)),
    ),
}
_IS_DUE = exists().where(
    DUE.c.workspace == INSTALLATION.c.workspace, DUE.c.kind == bindparam("of_kind"), DUE.c.due_at.is_not(None)
)
_FORGOTTEN = {
    kind: select(INSTALLATION.c.workspace).where(~_IS_DUE, *([_SOMETHING[kind]] if kind in _SOMETHING else []))
    for kind in WorkKind
}


def forgotten(connection: Connection, kind: WorkKind) -> list[WorkspaceId]:
    """Workspaces in which Ribbon is installed, where something of the kind waits without being due at any time."""
    return [WorkspaceId(row.workspace) for row in connection.execute(_FORGOTTEN[kind], {"of_kind": kind})]
