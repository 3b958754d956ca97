"""Kept messages on their way to Slack: the next that is due, who is at it, and what became of it."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Row, Select, and_, bindparam, case, delete, exists, or_, select, update

from domain.values.messages import Message, MessageKind
from storage.database import HERE, Tx, changed
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
    attempts: int
    lease: str
    lease_until: datetime


def _due() -> Select[Any]:
    """The next message that may be sent now: parents first, one per second and channel, in the order of marking."""
    is_post = MESSAGE.c.ts.is_(None)
    free = or_(MESSAGE.c.lease_until.is_(None), has_come(MESSAGE.c.lease_until))
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
    pace = case((is_post, MESSAGE.c.channel), else_=UPDATES)
    paced = ~exists().where(PACE.c.workspace == HERE, PACE.c.channel == pace, ~has_come(PACE.c.free_at))
    return (
        select(MESSAGE)
        .where(
            MESSAGE.c.workspace == HERE,
            MESSAGE.c.shown < MESSAGE.c.version,
            MESSAGE.c.kind.in_(KINDS),
            has_come(MESSAGE.c.due),
            free,
            parent_is_there,
            paced,
            or_(~is_post, first_of_channel),
        )
        .order_by(MESSAGE.c.due, MESSAGE.c.marked_at, MESSAGE.c.subject, MESSAGE.c.after.is_not(None))
        .limit(1)
        .with_for_update(skip_locked=True)
    )


_DUE = _due()
_TAKE = (
    update(MESSAGE)
    .where(*ME)
    .values(
        lease=bindparam("new_lease"),
        lease_until=bindparam("new_lease_until"),
        in_doubt=MESSAGE.c.ts.is_(None),
        painted="",  # until Slack has said yes nobody knows which figures it shows
        attempts=MESSAGE.c.attempts + 1,
    )
)
_HELD = (*ME, MESSAGE.c.lease == bindparam("my_lease"))  # even past its end, if nobody else has taken it since
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
_FORGET_REPLIES = (
    update(MESSAGE)
    .where(
        MESSAGE.c.workspace == HERE,
        MESSAGE.c.subject == bindparam("my_subject"),
        MESSAGE.c.after == bindparam("my_kind"),
        MESSAGE.c.in_thread,
    )
    .values(ts=None, in_doubt=False, version=MESSAGE.c.version + 1, due=bindparam("new_due"))
)
_FORGET_TROUBLE = delete(MESSAGE).where(
    MESSAGE.c.workspace == HERE,
    MESSAGE.c.kind == MessageKind.TROUBLE.value,
    MESSAGE.c.subject.startswith(bindparam("channel_and_space"), autoescape=False),
)
_PAINT_AGAIN = update(MESSAGE).where(*ME).values(version=MESSAGE.c.version + 1, due=bindparam("new_due"))


def _message(row: Row[Any]) -> Message:
    after = MessageKind(row.after) if row.after else None
    return Message(MessageKind(row.kind), row.subject, row.channel, after, row.in_thread)


def claim(tx: Tx, now: datetime, lease: str, /) -> ClaimedMessage | None:
    """Take the next message that is due; before a first post, note that its outcome is in doubt from here on."""
    row = tx.run(_DUE, now_is(now)).first()
    if row is None:
        return None
    if row.ts is None and not _keeps_pace(tx, row.channel, now):
        return None
    message, until = _message(row), now + LEASE
    tx.run(_TAKE, key(message), new_lease=lease, new_lease_until=until)
    return ClaimedMessage(message, row.version, row.ts, row.in_doubt, row.attempts + 1, lease, until)


def _keeps_pace(tx: Tx, channel: str, now: datetime) -> bool:
    """Take the channel's next second; False where another poster was quicker."""
    insert = tx.inserting(PACE)
    upsert = insert.on_conflict_do_update(
        index_elements=["workspace", "channel"],
        set_={"free_at": insert.excluded.free_at},
        where=has_come(PACE.c.free_at),
    )
    second = {"workspace": tx.workspace, "channel": channel, "free_at": now + PACE_OF_A_CHANNEL}
    return changed(tx.connection, upsert, second | now_is(now))


def has_been_shown(tx: Tx, claimed: ClaimedMessage, /, *, channel: str, ts: str, version: int, painted: str) -> bool:
    """Note what Slack acknowledged; False where another poster has been at it since."""
    values = {"new_channel": channel, "new_ts": ts, "new_shown": version, "new_painted": painted}
    is_shown = tx.changed(_SHOWN, key(claimed.message) | values, my_lease=claimed.lease)
    if claimed.message.kind.is_for_managers:
        tx.run(_FORGET_TROUBLE, channel_and_space=f"{channel} ")
    return is_shown


def try_later(
    tx: Tx,
    claimed: ClaimedMessage,
    /,
    *,
    due: datetime,
    in_doubt: bool,
    error: str | None = None,
    gone: bool = False,
) -> bool:
    """Give the message back; with an `error` of its own others may pass it, `gone`: it isn't in Slack any more."""
    values = {
        "new_due": due,
        "new_in_doubt": in_doubt,
        "new_error": error,
        "new_ts": None if gone else claimed.ts,
    }
    if gone:
        tx.run(_FORGET_REPLIES, key(claimed.message), new_due=due)
    return tx.changed(_LATER, key(claimed.message) | values, my_lease=claimed.lease)


def slow_down(tx: Tx, channel: str, until: datetime, /) -> None:
    """Slack said how long to wait before the next message in the channel."""
    insert = tx.inserting(PACE)
    upsert = insert.on_conflict_do_update(
        index_elements=["workspace", "channel"], set_={"free_at": insert.excluded.free_at}
    )
    tx.connection.execute(upsert, {"workspace": tx.workspace, "channel": channel, "free_at": until})


def paint_again(tx: Tx, message: Message, at: datetime, /) -> None:
    tx.run(_PAINT_AGAIN, key(message), new_due=at)
