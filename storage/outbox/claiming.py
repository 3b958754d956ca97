"""Kept messages that are due: the next that may be sent, and who is at it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Connection, Row, Select, and_, bindparam, case, exists, or_, select, update
from sqlalchemy.dialects import postgresql, sqlite

from domain.values.ids import WorkspaceId
from domain.values.messages import Message, MessageKind
from storage.database import HERE, Tx
from storage.outbox.messages import ME, key
from storage.outbox.waiting import has_come, now_is
from storage.tables import MESSAGE, PACE

LEASE = timedelta(seconds=30)
PACE_OF_A_CHANNEL = timedelta(seconds=1)  # Slack takes about one message a second in a channel
UPDATES = "chat.update"  # stands for a channel where Slack wants changes of messages to wait

KINDS = [kind.value for kind in MessageKind]  # a newer release may have kept others; those wait for it
_PARENT = MESSAGE.alias("parent")
_EARLIER = MESSAGE.alias("earlier")


@dataclass(frozen=True, slots=True)
class ClaimedMessage:
    """A message that this poster is at until its lease ends."""

    message: Message
    version: int
    ts: str | None
    in_doubt: bool
    is_renamed: bool  # and nothing else: not to be posted, should it not be in Slack any more
    tried_at: datetime | None  # first, of a post whose outcome is in doubt
    looked_to: str | None  # as far as it was looked for
    attempts: int
    lease: str
    lease_until: datetime


_IS_POST = MESSAGE.c.ts.is_(None)
_PACED_AS = case((_IS_POST, MESSAGE.c.channel), else_=UPDATES)
_WAITS = (MESSAGE.c.workspace == HERE, MESSAGE.c.shown < MESSAGE.c.version, MESSAGE.c.kind.in_(KINDS))


def _turn_has_come() -> tuple[ColumnElement[bool], ...]:
    """Of what waits, that which waits for nothing but a moment: parents first, in the order of marking."""
    parent_is_there = or_(
        MESSAGE.c.after.is_(None),
        exists().where(
            _PARENT.c.workspace == HERE,
            _PARENT.c.kind == MESSAGE.c.after,
            _PARENT.c.kind.in_(KINDS),
            _PARENT.c.subject == MESSAGE.c.subject,
            _PARENT.c.ts.is_not(None),
        ),
    )
    waits_for_its_parent = exists().where(
        _PARENT.c.workspace == HERE,
        _PARENT.c.kind == _EARLIER.c.after,
        _PARENT.c.subject == _EARLIER.c.subject,
        _PARENT.c.ts.is_(None),
    )
    first_of_channel = ~exists().where(
        _EARLIER.c.workspace == HERE,
        _EARLIER.c.channel == MESSAGE.c.channel,
        _EARLIER.c.ts.is_(None),
        _EARLIER.c.error.is_(None),
        _EARLIER.c.kind.in_(KINDS),
        ~waits_for_its_parent,
        or_(
            _EARLIER.c.marked_at < MESSAGE.c.marked_at,
            and_(_EARLIER.c.marked_at == MESSAGE.c.marked_at, _EARLIER.c.subject < MESSAGE.c.subject),
        ),
    )
    return (*_WAITS, parent_is_there, or_(~_IS_POST, first_of_channel))


def _due() -> Select[Any]:
    """The next message that may be sent now: one a second a channel."""
    free = or_(MESSAGE.c.lease_until.is_(None), has_come(MESSAGE.c.lease_until))
    paced = ~exists().where(PACE.c.workspace == HERE, PACE.c.channel == _PACED_AS, ~has_come(PACE.c.free_at))
    return (
        select(MESSAGE)
        .where(*_turn_has_come(), has_come(MESSAGE.c.due), free, paced)
        .order_by(MESSAGE.c.due, MESSAGE.c.marked_at, MESSAGE.c.subject, MESSAGE.c.after.is_not(None))
        .limit(1)
        .with_for_update(skip_locked=True)
    )


def _pace_kept(insert: Any) -> Any:
    return insert.on_conflict_do_update(
        index_elements=["workspace", "channel"], set_={"free_at": insert.excluded.free_at}
    )


_DUE = _due()
_MOMENTS = (
    select(MESSAGE.c.due, MESSAGE.c.lease_until, PACE.c.free_at)
    .outerjoin(PACE, and_(PACE.c.workspace == HERE, PACE.c.channel == _PACED_AS))
    .where(*_turn_has_come())
)
_ANY_WAITS = select(MESSAGE.c.kind).where(*_WAITS).limit(1)
_TAKE = (
    update(MESSAGE)
    .where(*ME)
    .values(
        lease=bindparam("new_lease"),
        lease_until=bindparam("new_lease_until"),
        in_doubt=MESSAGE.c.ts.is_(None),
        tried_at=case(
            (MESSAGE.c.in_doubt, MESSAGE.c.tried_at), else_=bindparam("now_tried", type_=MESSAGE.c.tried_at.type)
        ),
        looked_to=case((MESSAGE.c.in_doubt, MESSAGE.c.looked_to)),
        painted="",  # until Slack has said yes nobody knows which figures it shows
        attempts=MESSAGE.c.attempts + 1,
    )
)
KEEP_PACE = {
    "sqlite": _pace_kept(sqlite.insert(PACE)),
    "postgresql": _pace_kept(postgresql.insert(PACE)),
}


def _message(row: Row[Any]) -> Message:
    after = MessageKind(row.after) if row.after else None
    return Message(MessageKind(row.kind), row.subject, row.channel, after, row.in_thread)


def _claimed(row: Row[Any], now: datetime, lease: str, until: datetime) -> ClaimedMessage:
    tried_at, looked_to = (row.tried_at, row.looked_to) if row.in_doubt else (now, None)
    return ClaimedMessage(
        _message(row),
        row.version,
        row.ts,
        row.in_doubt,
        row.renamed == row.version,
        tried_at,
        looked_to,
        row.attempts + 1,
        lease,
        until,
    )


def next_to_send(tx: Tx, now: datetime, /) -> "Row[Any] | None":
    """The next message that is due, for `claim`; nobody else takes it meanwhile."""
    return tx.run(_DUE, now_is(now)).first()


def claim(
    connection: Connection, found: Mapping[WorkspaceId, Row[Any]], now: datetime, lease: str
) -> dict[WorkspaceId, ClaimedMessage]:
    """Take a message in each of the workspaces, and with it the next second of its channel.

    Before a first post it is noted that its outcome is in doubt from here on.
    """
    until = now + LEASE
    posts = [
        {"workspace": workspace, "channel": row.channel, "free_at": now + PACE_OF_A_CHANNEL}
        for workspace, row in sorted(found.items())
        if row.ts is None
    ]
    if posts:
        connection.execute(KEEP_PACE[connection.dialect.name], posts)
    claimed = {workspace: _claimed(row, now, lease, until) for workspace, row in found.items()}
    leased = {"new_lease": lease, "new_lease_until": until, "now_tried": now}
    rows = [{"here": workspace} | key(one.message) | leased for workspace, one in sorted(claimed.items())]
    if rows:
        connection.execute(_TAKE, rows)
    return claimed


def any_waits(tx: Tx, /) -> bool:
    """Tell whether a message is to be shown, now or at some time."""
    return tx.run(_ANY_WAITS).first() is not None


def next_moment(tx: Tx, now: datetime, /) -> datetime | None:
    """When the next message may be sent; those that wait for another one's post aren't looked at before that."""
    farthest = now_is(now)["farthest"]
    moments = [[moment for moment in row if moment and moment <= farthest] for row in tx.run(_MOMENTS)]
    return min((max(of_one, default=now) for of_one in moments), default=None)
