"""What became of kept messages on their way to Slack."""

from datetime import datetime

from sqlalchemy import bindparam, delete, update

from domain.values.messages import Message, MessageKind
from storage.database import HERE, Tx
from storage.outbox.claiming import KEEP_PACE, ClaimedMessage
from storage.outbox.messages import ME, key
from storage.tables import MESSAGE
from storage.waking import WorkKind

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
        looked_to=bindparam("new_looked_to"),
        ts=bindparam("new_ts"),
    )
)
_SET_ASIDE = (
    update(MESSAGE).where(*_HELD).values(**_RELEASED, shown=bindparam("new_shown"), error=bindparam("new_error"))
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


def has_been_shown(tx: Tx, claimed: ClaimedMessage, /, *, channel: str, ts: str, version: int, painted: str) -> bool:
    """Note what Slack acknowledged; False where another poster has been at it since."""
    values = {"new_channel": channel, "new_ts": ts, "new_shown": version, "new_painted": painted}
    is_shown = tx.changed(_SHOWN, key(claimed.message) | values, my_lease=claimed.lease)
    if claimed.message.kind is not MessageKind.TROUBLE:
        tx.run(_FORGET_TROUBLE, channel_and_space=f"{claimed.message.channel} ")
    return is_shown


def try_later(
    tx: Tx,
    claimed: ClaimedMessage,
    /,
    *,
    due: datetime,
    in_doubt: bool,
    error: str | None = None,
    looked_to: str | None = None,
    gone: bool = False,
) -> bool:
    """Give the message back; with an `error` of its own others may pass it, `gone`: it isn't in Slack any more."""
    values = {
        "new_due": due,
        "new_in_doubt": in_doubt,
        "new_error": error,
        "new_looked_to": looked_to,
        "new_ts": None if gone else claimed.ts,
    }
    if gone:
        tx.run(_FORGET_REPLIES, key(claimed.message), new_due=due)
    return tx.changed(_LATER, key(claimed.message) | values, my_lease=claimed.lease)


def set_aside(tx: Tx, claimed: ClaimedMessage, error: str, /) -> None:
    """Try this no more before there is something new to show: Slack never takes it as it is."""
    values = {"new_shown": claimed.version, "new_error": error}
    tx.run(_SET_ASIDE, key(claimed.message) | values, my_lease=claimed.lease)


def slow_down(tx: Tx, channel: str, until: datetime, /) -> None:
    """Slack said how long to wait before the next message in the channel."""
    pace = {"workspace": tx.workspace, "channel": channel, "free_at": until}
    tx.connection.execute(KEEP_PACE[tx.connection.dialect.name], pace)


def paint_again(tx: Tx, message: Message, at: datetime, /) -> None:
    tx.run(_PAINT_AGAIN, key(message), new_due=at)
    tx.wake(WorkKind.MESSAGES, at)
