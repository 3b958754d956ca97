"""Messages to be deleted in Slack: about a client who has been erased, or there twice."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from secrets import token_hex

from sqlalchemy import and_, bindparam, delete, func, literal, or_, select, tuple_, update

from domain.values.ids import ClientId
from domain.values.messages import MessageKind
from storage.database import HERE, Tx
from storage.outbox.waiting import LONGEST_WAIT, has_come, now_is
from storage.tables import ADJUSTMENT, DROP, MESSAGE, MESSAGE_CLIENT, TAKE_BACK
from storage.waking import WorkKind

FIRST_WAIT = timedelta(seconds=2)

_NAMING = select(MESSAGE_CLIENT.c.kind, MESSAGE_CLIENT.c.subject).where(
    MESSAGE_CLIENT.c.workspace == HERE, MESSAGE_CLIENT.c.client_id == bindparam("client_id")
)
# The release before keeps messages without noting whom they name; this goes with the next release.
_OF_ADJUSTMENTS = and_(
    MESSAGE.c.kind.in_([MessageKind.REQUEST.value, MessageKind.CARD.value, MessageKind.OUTCOME.value]),
    MESSAGE.c.subject.in_(
        select(ADJUSTMENT.c.id).where(ADJUSTMENT.c.workspace == HERE, ADJUSTMENT.c.client_id == bindparam("client_id"))
    ),
)
_NAME_CLIENT = (
    MESSAGE.c.workspace == HERE,
    or_(tuple_(MESSAGE.c.kind, MESSAGE.c.subject).in_(_NAMING), _OF_ADJUSTMENTS),
)
# Replies come first: a message that has replies leaves a trace in the channel when it is deleted.
_POSTED = (
    select(MESSAGE)
    .where(*_NAME_CLIENT, or_(MESSAGE.c.ts.is_not(None), MESSAGE.c.in_doubt))
    .order_by(MESSAGE.c.in_thread.desc(), MESSAGE.c.kind, MESSAGE.c.subject)
    .with_for_update()
)
_UNMARK = delete(MESSAGE).where(*_NAME_CLIENT)
_FORGET_ANSWERS = delete(DROP).where(
    DROP.c.workspace == HERE, tuple_(literal(MessageKind.IMPORT.value), DROP.c.id).in_(_NAMING)
)
_NEXT = (
    select(TAKE_BACK)
    .where(TAKE_BACK.c.workspace == HERE, has_come(TAKE_BACK.c.due))
    .order_by(TAKE_BACK.c.due, TAKE_BACK.c.thread_ts.is_(None))
    .limit(1)
    .with_for_update(skip_locked=True)
)
_SOONEST = select(func.min(TAKE_BACK.c.due)).where(TAKE_BACK.c.workspace == HERE)
_ME = (TAKE_BACK.c.workspace == HERE, TAKE_BACK.c.id == bindparam("my_id"))
_AGAIN = update(TAKE_BACK).where(*_ME).values(due=bindparam("new_due"), attempts=TAKE_BACK.c.attempts + 1)
_LOOK_ON = update(TAKE_BACK).where(*_ME).values(looked_to=bindparam("new_looked_to"), due=bindparam("new_due"))
_DONE = delete(TAKE_BACK).where(*_ME)
_LEAVE_THERE = delete(TAKE_BACK).where(
    TAKE_BACK.c.workspace == HERE,
    TAKE_BACK.c.channel == bindparam("its_channel"),
    TAKE_BACK.c.ts == bindparam("its_ts"),
)


@dataclass(frozen=True, slots=True)
class TakeBack:
    id: str
    channel: str
    thread_ts: str | None
    ts: str | None  # None: it may have been posted, with this key
    key: str
    since: datetime | None = None  # when it may have been posted first
    looked_to: str | None = None  # as far as it was looked for


def take_messages_back(tx: Tx, client_id: ClientId, at: datetime, /) -> None:
    """Note what names the client and is to be deleted in Slack, and forget that it was to be shown."""
    rows = tx.run(_POSTED, client_id=client_id).all()
    threads = {(row.kind, row.subject): row.ts for row in rows}
    for row in rows:
        tx.insert(
            TAKE_BACK,
            id=token_hex(10),
            channel=row.channel,
            thread_ts=threads.get((row.after, row.subject)) if row.in_thread else None,
            ts=row.ts,
            key=f"{row.kind}:{row.subject}",
            # Whoever is posting it just now must have ended before it is looked for.
            due=at if row.ts else max(at, row.lease_until or at),
            attempts=0,
            since=None if row.ts else row.tried_at,
        )
    if rows:
        tx.wake(WorkKind.MESSAGES, at)
    tx.run(_FORGET_ANSWERS, client_id=client_id)
    tx.run(_UNMARK, client_id=client_id)


def take_back(tx: Tx, channel: str, ts: str, key: str, at: datetime, /) -> None:
    """Note that a message is to be deleted that storage doesn't know, or no longer."""
    tx.insert(TAKE_BACK, id=token_hex(10), channel=channel, thread_ts=None, ts=ts, key=key, due=at, attempts=0)
    tx.wake(WorkKind.MESSAGES, at)


def leave_there(tx: Tx, channel: str, ts: str, /) -> None:
    """Who posted the message was about to take it back; another poster has found it and made it its own."""
    tx.run(_LEAVE_THERE, its_channel=channel, its_ts=ts)


def claim_take_back(tx: Tx, now: datetime, /) -> TakeBack | None:
    """Take the next one that is due; unless it is done it comes again, later each time."""
    row = tx.run(_NEXT, now_is(now)).first()
    if row is None:
        return None
    wait = min(LONGEST_WAIT, FIRST_WAIT * 2.0 ** min(row.attempts, 10))
    tx.run(_AGAIN, my_id=row.id, new_due=now + wait)
    return TakeBack(row.id, row.channel, row.thread_ts, row.ts, row.key, row.since, row.looked_to)


def look_on(tx: Tx, unwanted: TakeBack, cursor: str, at: datetime, /) -> None:
    """It wasn't on this page: look on the next."""
    tx.run(_LOOK_ON, my_id=unwanted.id, new_looked_to=cursor, new_due=at)


def next_take_back(tx: Tx, /) -> datetime | None:
    """When the next is to be taken back; None where there is none."""
    due: datetime | None = tx.run(_SOONEST).scalar_one()
    return due


def was_taken_back(tx: Tx, done: TakeBack, /) -> None:
    tx.run(_DONE, my_id=done.id)
