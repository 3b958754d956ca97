"""Files that were dropped to be imported: kept until they are, and until it has been said what came of it."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Row, bindparam, delete, exists, select, update

from domain.values.ids import ClientId
from domain.values.messages import Drop, Message, MessageKind
from storage.database import HERE, Tx
from storage.outbox.messages import mark_naming_strangers, version_of
from storage.outbox.waiting import now_is
from storage.tables import DROP, MESSAGE
from storage.waking import WorkKind

_ME = (DROP.c.workspace == HERE, DROP.c.id == bindparam("drop_id"))
_OLDEST = select(DROP).where(DROP.c.workspace == HERE, DROP.c.answer.is_(None)).order_by(DROP.c.id).limit(1)
_FIRST = _OLDEST.with_for_update()
_TAKE = update(DROP).where(*_ME).values(due=bindparam("new_due"), attempts=DROP.c.attempts + 1)
_LATER = update(DROP).where(*_ME).values(due=bindparam("new_due"))
_ANSWER = select(DROP.c.answer).where(*_ME)
_LOCK = _ANSWER.with_for_update()
_SETTLE = update(DROP).where(*_ME, DROP.c.answer.is_(None)).values(answer=bindparam("new_answer"))
_FORGET_SAID = delete(DROP).where(
    DROP.c.workspace == HERE,
    DROP.c.answer.is_not(None),
    exists().where(
        MESSAGE.c.workspace == HERE,
        MESSAGE.c.kind == MessageKind.IMPORT.value,
        MESSAGE.c.subject == DROP.c.id,
        MESSAGE.c.shown >= MESSAGE.c.version,
    ),
)


@dataclass(frozen=True, slots=True)
class ClaimedDrop:
    """What is to be imported next, since when, and how often that has been begun."""

    drop: Drop
    kept_at: datetime
    attempts: int


def keep_drop(tx: Tx, drop: Drop, at: datetime, /) -> None:
    """Keep the files to be imported, unless they are kept already, or what came of them has been said."""
    if version_of(tx, _message(drop)) == 0:
        said = {"channel": drop.conversation, "ts": drop.message, "files": list(drop.files), "gone": drop.gone}
        if tx.insert_new(DROP, id=drop.id, **said, kept_at=at, due=at, attempts=0):
            tx.wake(WorkKind.IMPORTS, at)


def claim_drop(tx: Tx, now: datetime, until: datetime, /) -> ClaimedDrop | None:
    """Take the oldest, if its time has come, so that nobody else begins with it until then."""
    tx.run(_FORGET_SAID)
    row = tx.run(_FIRST).first()
    if row is None or not _has_come(row, now):
        return None
    drop = Drop(row.channel, row.ts, tuple(row.files), row.gone)
    tx.run(_TAKE, drop_id=drop.id, new_due=until)
    return ClaimedDrop(drop, row.kept_at, row.attempts + 1)


def _has_come(row: Row[Any], now: datetime) -> bool:
    return bool(row.due <= now or row.due > now_is(now)["farthest"])


def import_later(tx: Tx, drop: Drop, due: datetime, /) -> None:
    """Give it back; nothing waits longer than LONGEST_WAIT."""
    tx.run(_LATER, drop_id=drop.id, new_due=due)


def next_drop(tx: Tx, /) -> datetime | None:
    """When the oldest is to be imported; None where there is none."""
    row = tx.run(_OLDEST).first()
    return row.due if row else None


def lock_drop(tx: Tx, drop: Drop, /) -> bool:
    """Keep everybody else from importing it until the transaction ends; False where somebody else has."""
    row = tx.run(_LOCK, drop_id=drop.id).first()
    return row is not None and row.answer is None


def settle(tx: Tx, drop: Drop, answer: str, names: Collection[ClientId], at: datetime, /) -> None:
    """Have it said what came of it, which may name some who are no clients (yet); what was said first, stays."""
    if tx.changed(_SETTLE, drop_id=drop.id, new_answer=answer):
        mark_naming_strangers(tx, _message(drop), names, at)


def answer_to(tx: Tx, drop_id: str, /) -> str | None:
    row = tx.run(_ANSWER, drop_id=drop_id).first()
    return row.answer if row else None


def _message(drop: Drop) -> Message:
    return Message(MessageKind.IMPORT, drop.id, drop.conversation)
