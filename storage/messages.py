"""Kept messages: which are out of date, who is at them, what Slack has acknowledged."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Row, Select, and_, bindparam, exists, func, or_, select, update
from sqlalchemy.dialects import postgresql, sqlite

from domain.adjustments import AdjustmentStatus
from domain.ids import AdjustmentId, PackageId
from domain.messages import Message, MessageKind
from storage.database import HERE, Tx
from storage.tables import ADJUSTMENT, MESSAGE, PACE

LEASE = timedelta(seconds=30)
PACE_OF_A_CHANNEL = timedelta(seconds=1)  # Slack takes about one message a second in a channel

_ME = (
    MESSAGE.c.workspace == HERE,
    MESSAGE.c.kind == bindparam("my_kind"),
    MESSAGE.c.subject == bindparam("my_subject"),
)
_FIND = select(MESSAGE).where(*_ME)
_PENDING_OF_PACKAGE = select(ADJUSTMENT.c.id).where(
    ADJUSTMENT.c.workspace == HERE,
    ADJUSTMENT.c.package_id == bindparam("package_id"),
    ADJUSTMENT.c.status == AdjustmentStatus.PENDING.value,
)
_MARK_CARDS = (
    update(MESSAGE)
    .where(
        MESSAGE.c.workspace == HERE,
        MESSAGE.c.kind == MessageKind.CARD.value,
        MESSAGE.c.subject.in_(_PENDING_OF_PACKAGE),
    )
    .values(version=MESSAGE.c.version + 1, due=bindparam("new_due"))
)
_MARK_ALL_PENDING = (
    update(MESSAGE)
    .where(
        MESSAGE.c.workspace == HERE,
        MESSAGE.c.kind == MessageKind.CARD.value,
        MESSAGE.c.subject.in_(
            select(ADJUSTMENT.c.id).where(
                ADJUSTMENT.c.workspace == HERE, ADJUSTMENT.c.status == AdjustmentStatus.PENDING.value
            )
        ),
    )
    .values(version=MESSAGE.c.version + 1, due=bindparam("new_due"))
)
_PARENT = MESSAGE.alias("parent")
_EARLIER = MESSAGE.alias("earlier")


@dataclass(frozen=True, slots=True)
class Claimed:
    """A message that this poster is at until its lease ends."""

    message: Message
    version: int
    ts: str | None
    in_doubt: bool
    attempts: int
    lease: str
    lease_until: datetime


def mark(tx: Tx, message: Message, at: datetime, /) -> None:
    """Have the message shown, or shown again; where it is placed is settled the first time."""
    insert = (postgresql if tx.connection.dialect.name == "postgresql" else sqlite).insert(MESSAGE)
    new = {
        "kind": message.kind,
        "subject": message.subject,
        "channel": message.channel,
        "after": message.after,
        "in_thread": message.in_thread,
        "marked_at": at,
        "version": 1,
        "shown": 0,
        "painted": "",
        "in_doubt": False,
        "due": at,
        "attempts": 0,
    }
    upsert = insert.on_conflict_do_update(
        index_elements=["workspace", "kind", "subject"],
        set_={"version": MESSAGE.c.version + 1, "due": insert.excluded.due},
    )
    tx.connection.execute(upsert, {"workspace": tx.workspace, **new})


def mark_cards_of(tx: Tx, package_id: PackageId, at: datetime, /) -> None:
    tx.run(_MARK_CARDS, package_id=package_id, new_due=at)


def mark_pending_cards(tx: Tx, at: datetime, /) -> None:
    """Every pending request may have other figures now."""
    tx.run(_MARK_ALL_PENDING, new_due=at)


def _due() -> Select[Any]:
    """The next message that may be sent now: parents first, one a second a channel, in the order of marking."""
    is_post = MESSAGE.c.ts.is_(None)
    free = or_(MESSAGE.c.lease_until.is_(None), MESSAGE.c.lease_until <= bindparam("now"))
    parent_is_there = or_(
        MESSAGE.c.after.is_(None),
        exists().where(
            _PARENT.c.workspace == HERE,
            _PARENT.c.kind == MESSAGE.c.after,
            _PARENT.c.subject == MESSAGE.c.subject,
            _PARENT.c.ts.is_not(None),
        ),
    )
    first_of_channel = ~exists().where(
        _EARLIER.c.workspace == HERE,
        _EARLIER.c.channel == MESSAGE.c.channel,
        _EARLIER.c.ts.is_(None),
        _EARLIER.c.error.is_(None),
        or_(
            _EARLIER.c.marked_at < MESSAGE.c.marked_at,
            and_(_EARLIER.c.marked_at == MESSAGE.c.marked_at, _EARLIER.c.subject < MESSAGE.c.subject),
        ),
    )
    paced = ~exists().where(
        PACE.c.workspace == HERE, PACE.c.channel == MESSAGE.c.channel, PACE.c.free_at > bindparam("now")
    )
    return (
        select(MESSAGE)
        .where(
            MESSAGE.c.workspace == HERE,
            MESSAGE.c.shown < MESSAGE.c.version,
            MESSAGE.c.due <= bindparam("now"),
            free,
            parent_is_there,
            or_(~is_post, and_(paced, first_of_channel)),
        )
        .order_by(MESSAGE.c.due, MESSAGE.c.marked_at, MESSAGE.c.subject, MESSAGE.c.after.is_not(None))
        .limit(1)
        .with_for_update(skip_locked=True)
    )


_DUE = _due()
_TAKE = (
    update(MESSAGE)
    .where(*_ME)
    .values(
        lease=bindparam("new_lease"),
        lease_until=bindparam("new_lease_until"),
        in_doubt=MESSAGE.c.ts.is_(None),
        attempts=MESSAGE.c.attempts + 1,
    )
)
_HELD = (*_ME, MESSAGE.c.lease == bindparam("my_lease"), MESSAGE.c.lease_until > bindparam("now"))
_RELEASED = {"lease": None, "lease_until": None}
_SHOWN = (
    update(MESSAGE)
    .where(*_HELD)
    .values(
        **_RELEASED,
        ts=bindparam("new_ts"),
        channel=bindparam("new_channel"),
        shown=bindparam("new_shown"),
        painted=bindparam("new_painted"),
        in_doubt=False,
        attempts=0,
        error=None,
    )
)
_LATER = (
    update(MESSAGE)
    .where(*_HELD)
    .values(
        **_RELEASED,
        due=bindparam("new_due"),
        in_doubt=bindparam("new_in_doubt"),
        error=bindparam("new_error"),
        ts=bindparam("new_ts"),
    )
)
_PAINT_AGAIN = update(MESSAGE).where(*_ME).values(version=MESSAGE.c.version + 1, due=bindparam("new_due"))
_BEHIND = select(func.count().label("messages"), func.min(MESSAGE.c.due).label("oldest")).where(
    MESSAGE.c.workspace == HERE, MESSAGE.c.shown < MESSAGE.c.version
)
_IN_THREAD = select(MESSAGE.c.subject).where(
    MESSAGE.c.workspace == HERE,
    MESSAGE.c.kind == MessageKind.REQUEST.value,
    MESSAGE.c.channel == bindparam("in_channel"),
    MESSAGE.c.ts == bindparam("thread_ts"),
)


def _message(row: Row[Any]) -> Message:
    after = MessageKind(row.after) if row.after else None
    return Message(MessageKind(row.kind), row.subject, row.channel, after, row.in_thread)


def _key(message: Message) -> dict[str, Any]:
    return {"my_kind": message.kind, "my_subject": message.subject}


def claim(tx: Tx, now: datetime, lease: str, /) -> Claimed | None:
    """Take the next message that is due; before a first post, note that its outcome is in doubt from here on."""
    row = tx.run(_DUE, now=now).first()
    if row is None:
        return None
    if row.ts is None and not _take_turn(tx, row.channel, now):
        return None
    message, until = _message(row), now + LEASE
    tx.run(_TAKE, _key(message), new_lease=lease, new_lease_until=until)
    return Claimed(message, row.version, row.ts, row.in_doubt, row.attempts + 1, lease, until)


def _take_turn(tx: Tx, channel: str, now: datetime) -> bool:
    """Take the channel's next second; another poster may have been quicker."""
    insert = (postgresql if tx.connection.dialect.name == "postgresql" else sqlite).insert(PACE)
    upsert = insert.on_conflict_do_update(
        index_elements=["workspace", "channel"],
        set_={"free_at": insert.excluded.free_at},
        where=PACE.c.free_at <= now,
    ).returning(PACE.c.channel)  # PostgreSQL's driver doesn't count the rows of such an insert
    turn = {"workspace": tx.workspace, "channel": channel, "free_at": now + PACE_OF_A_CHANNEL}
    return tx.connection.execute(upsert, turn).first() is not None


def has_been_shown(
    tx: Tx, claimed: Claimed, now: datetime, /, *, channel: str, ts: str, version: int, painted: str
) -> bool:
    """Note what Slack acknowledged; False where the lease has ended, so that another poster may be at it."""
    values = {"new_channel": channel, "new_ts": ts, "new_shown": version, "new_painted": painted}
    done = tx.run(_SHOWN, _key(claimed.message) | values, my_lease=claimed.lease, now=now)
    return done.rowcount == 1


def try_later(
    tx: Tx,
    claimed: Claimed,
    now: datetime,
    /,
    *,
    due: datetime,
    in_doubt: bool,
    error: str | None = None,
    gone: bool = False,
) -> bool:
    """Give the message back; `gone`: what was posted isn't there any more."""
    values = {
        "new_due": due,
        "new_in_doubt": in_doubt,
        "new_error": error,
        "new_ts": None if gone else claimed.ts,
    }
    return tx.run(_LATER, _key(claimed.message) | values, my_lease=claimed.lease, now=now).rowcount == 1


def slow_down(tx: Tx, channel: str, until: datetime, /) -> None:
    """Slack said how long to wait before the next message in the channel."""
    insert = (postgresql if tx.connection.dialect.name == "postgresql" else sqlite).insert(PACE)
    upsert = insert.on_conflict_do_update(
        index_elements=["workspace", "channel"], set_={"free_at": insert.excluded.free_at}
    )
    tx.connection.execute(upsert, {"workspace": tx.workspace, "channel": channel, "free_at": until})


def paint_again(tx: Tx, message: Message, at: datetime, /) -> None:
    tx.run(_PAINT_AGAIN, _key(message), new_due=at)


def ts_of(tx: Tx, kind: MessageKind, subject: str, /) -> tuple[str, str] | None:
    """Channel and ts of a message that has been posted."""
    row = tx.run(_FIND, my_kind=kind, my_subject=subject).first()
    return (row.channel, row.ts) if row and row.ts else None


def version_of(tx: Tx, message: Message, /) -> int:
    """Tell which version is stored; 0 for a message that was never marked."""
    row = tx.run(_FIND, _key(message)).first()
    return int(row.version) if row else 0


def painted_on_card(tx: Tx, adjustment_id: AdjustmentId, /) -> str:
    """The fingerprint of the figures that the card shows."""
    row = tx.run(_FIND, my_kind=MessageKind.CARD, my_subject=adjustment_id).first()
    return str(row.painted) if row else ""


def request_in_thread(tx: Tx, channel: str, thread_ts: str, /) -> AdjustmentId | None:
    """Which request the thread is about."""
    row = tx.run(_IN_THREAD, in_channel=channel, thread_ts=thread_ts).first()
    return AdjustmentId(row.subject) if row else None


def behind(tx: Tx, /) -> tuple[int, datetime | None]:
    """How many messages are out of date, and since when the oldest is due."""
    row = tx.run(_BEHIND).one()
    return row.messages, row.oldest
