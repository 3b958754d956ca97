"""Kept messages: which are out of date, and what Slack is known to show."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, Update, bindparam, exists, or_, select, update

from domain.values.adjustments import AdjustmentStatus
from domain.values.ids import AdjustmentId, ClientId, PackageId
from domain.values.messages import Message, MessageKind
from storage.database import HERE, Tx
from storage.tables import ADJUSTMENT, CLIENT, MESSAGE, MESSAGE_CLIENT
from storage.waking import WorkKind

ME = (
    MESSAGE.c.workspace == HERE,
    MESSAGE.c.kind == bindparam("my_kind"),
    MESSAGE.c.subject == bindparam("my_subject"),
)
NAMING_CLIENTS = [
    kind.value for kind in (MessageKind.REQUEST, MessageKind.CARD, MessageKind.OUTCOME, MessageKind.OFFER)
]
FOR_MANAGERS = [kind.value for kind in MessageKind if kind.is_for_managers]
_FIND = select(MESSAGE).where(*ME)
_KNOWN = select(CLIENT.c.id).where(CLIENT.c.workspace == HERE, CLIENT.c.id.in_(bindparam("ids", expanding=True)))
_PENDING_OF_PACKAGE = select(ADJUSTMENT.c.id).where(
    ADJUSTMENT.c.workspace == HERE,
    ADJUSTMENT.c.package_id == bindparam("package_id"),
    ADJUSTMENT.c.status == AdjustmentStatus.PENDING.value,
)


@dataclass(frozen=True, slots=True)
class _Change:
    """Of several messages at once; each is locked first in the order of the keys, as everybody does."""

    lock: Select[Any]
    update: Update

    @staticmethod
    def of(*which: ColumnElement[bool], **values: Any) -> "_Change":
        these = (MESSAGE.c.workspace == HERE, *which)
        lock = select(MESSAGE.c.kind).where(*these).order_by(MESSAGE.c.kind, MESSAGE.c.subject).with_for_update()
        return _Change(lock, update(MESSAGE).where(*these).values(due=bindparam("new_due"), **values))

    def make(self, tx: Tx, at: datetime, **values: str) -> None:
        if tx.is_postgresql:
            tx.run(self.lock, values)
        if tx.changed(self.update, values, new_due=at):
            tx.wake(WorkKind.MESSAGES, at)


_MARK_CARDS = _Change.of(
    MESSAGE.c.kind == MessageKind.CARD.value,
    MESSAGE.c.subject.in_(_PENDING_OF_PACKAGE),
    version=MESSAGE.c.version + 1,
)
_OF_REQUESTS = MESSAGE.c.kind.in_([MessageKind.REQUEST.value, MessageKind.CARD.value])
_MARK_REQUESTS = _Change.of(_OF_REQUESTS, MESSAGE.c.subject.in_(_PENDING_OF_PACKAGE), version=MESSAGE.c.version + 1)
_MARK_ALL_PENDING = _Change.of(
    _OF_REQUESTS,
    MESSAGE.c.subject.in_(
        select(ADJUSTMENT.c.id).where(
            ADJUSTMENT.c.workspace == HERE, ADJUSTMENT.c.status == AdjustmentStatus.PENDING.value
        )
    ),
    version=MESSAGE.c.version + 1,
)
_MARK_POSTED = _Change.of(
    MESSAGE.c.channel == bindparam("in_channel"), MESSAGE.c.ts == bindparam("its_ts"), version=MESSAGE.c.version + 1
)
_MARK_NAMES = _Change.of(
    MESSAGE.c.kind.in_(NAMING_CLIENTS),
    MESSAGE.c.ts.is_not(None),
    MESSAGE.c.shown == MESSAGE.c.version,
    version=MESSAGE.c.version + 1,
    renamed=MESSAGE.c.version + 1,
)
_MARK_NAME = _Change.of(
    MESSAGE.c.kind.in_(NAMING_CLIENTS),
    MESSAGE.c.ts.is_not(None),
    MESSAGE.c.shown == MESSAGE.c.version,
    exists().where(
        MESSAGE_CLIENT.c.workspace == HERE,
        MESSAGE_CLIENT.c.kind == MESSAGE.c.kind,
        MESSAGE_CLIENT.c.subject == MESSAGE.c.subject,
        MESSAGE_CLIENT.c.client_id == bindparam("named"),
    ),
    version=MESSAGE.c.version + 1,
    renamed=MESSAGE.c.version + 1,
)
_PARENT = MESSAGE.alias("parent")


def mark(tx: Tx, message: Message, names: Collection[ClientId], at: datetime, /) -> None:
    """Have the message shown, or shown again; where it is placed is settled the first time."""
    _mark(tx, message, at)
    _note_names(tx, message, names, known=names)


def mark_naming_strangers(tx: Tx, message: Message, names: Collection[ClientId], at: datetime, /) -> None:
    """The same, where some whom it names may be no clients (yet)."""
    _mark(tx, message, at)
    _note_names(tx, message, names, known=tx.run(_KNOWN, ids=list(names)).scalars().all())


def _note_names(tx: Tx, message: Message, names: Collection[ClientId], known: Collection[str]) -> None:
    """Note whom it names, beside those noted before."""
    if names:
        me = {"workspace": tx.workspace, "kind": message.kind, "subject": message.subject}
        rows = [me | {"client_id": name, "known_id": name if name in known else None} for name in names]
        tx.connection.execute(tx.inserting(MESSAGE_CLIENT).on_conflict_do_nothing(), rows)


def _mark(tx: Tx, message: Message, at: datetime) -> None:
    insert = tx.inserting(MESSAGE)
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
    tx.wake(WorkKind.MESSAGES, at)


def mark_cards_of(tx: Tx, package_id: PackageId, at: datetime, /) -> None:
    _MARK_CARDS.make(tx, at, package_id=package_id)


def mark_requests_of(tx: Tx, package_id: PackageId, at: datetime, /) -> None:
    _MARK_REQUESTS.make(tx, at, package_id=package_id)


def mark_posted(tx: Tx, channel: str, ts: str, at: datetime, /) -> None:
    """Have a message drawn anew, if it is one of ours."""
    _MARK_POSTED.make(tx, at, in_channel=channel, its_ts=ts)


def mark_what_names_clients(tx: Tx, at: datetime, /) -> None:
    """Have what is posted named anew; what isn't in Slack any more stays away."""
    _MARK_NAMES.make(tx, at)


def mark_what_names(tx: Tx, client_id: ClientId, at: datetime, /) -> None:
    """The same of one client."""
    _MARK_NAME.make(tx, at, named=client_id)


def mark_pending_requests(tx: Tx, at: datetime, /) -> None:
    """Every pending request may have other figures or names now."""
    _MARK_ALL_PENDING.make(tx, at)


_SEND_REQUESTS_TO = _Change.of(
    MESSAGE.c.kind.in_(FOR_MANAGERS),
    MESSAGE.c.channel != bindparam("new_channel"),
    MESSAGE.c.ts.is_(None),
    ~MESSAGE.c.in_doubt,
    ~exists().where(
        _PARENT.c.workspace == HERE,
        _PARENT.c.kind == MESSAGE.c.after,
        _PARENT.c.subject == MESSAGE.c.subject,
        or_(_PARENT.c.ts.is_not(None), _PARENT.c.in_doubt),
    ),
    channel=bindparam("new_channel"),
    error=None,
)
_IN_THREAD = select(MESSAGE.c.subject).where(
    MESSAGE.c.workspace == HERE,
    MESSAGE.c.kind == MessageKind.REQUEST.value,
    MESSAGE.c.channel == bindparam("in_channel"),
    MESSAGE.c.ts == bindparam("thread_ts"),
)


def key(message: Message) -> dict[str, Any]:
    return {"my_kind": message.kind, "my_subject": message.subject}


def send_requests_to(tx: Tx, channel: str, at: datetime, /) -> None:
    """Requests that aren't posted yet go to this channel, and with them their cards."""
    _SEND_REQUESTS_TO.make(tx, at, new_channel=channel)


def ts_of(tx: Tx, kind: MessageKind, subject: str, /) -> tuple[str, str] | None:
    """Channel and ts of a message that has been posted."""
    row = tx.run(_FIND, my_kind=kind, my_subject=subject).first()
    return (row.channel, row.ts) if row and row.ts else None


def version_of(tx: Tx, message: Message, /) -> int:
    """Tell which version is stored; 0 for a message that was never marked."""
    row = tx.run(_FIND, key(message)).first()
    return int(row.version) if row else 0


def painted_on_card(tx: Tx, adjustment_id: AdjustmentId, /) -> str:
    """The fingerprint of the figures that the card shows."""
    row = tx.run(_FIND, my_kind=MessageKind.CARD, my_subject=adjustment_id).first()
    return str(row.painted) if row else ""


def request_in_thread(tx: Tx, channel: str, thread_ts: str, /) -> AdjustmentId | None:
    """Which request the thread is about."""
    row = tx.run(_IN_THREAD, in_channel=channel, thread_ts=thread_ts).first()
    return AdjustmentId(row.subject) if row else None
