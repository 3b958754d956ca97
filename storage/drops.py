"""Files that were dropped to be imported: kept until they are, and until it has been said what came of it."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Row, and_, bindparam, delete, exists, or_, select, update

from domain.values.ids import ClientId, DropId, PersonId
from domain.values.import_looks import ImportLook
from domain.values.messages import Drop, Message, MessageKind
from storage.database import HERE, Tx
from storage.looks import as_json, as_look
from storage.outbox.messages import mark_naming_strangers, version_of
from storage.outbox.waiting import now_is
from storage.tables import DROP, MESSAGE
from storage.waking import WorkKind

_ME = (DROP.c.workspace == HERE, DROP.c.id == bindparam("drop_id"))
WAITS = and_(DROP.c.answer.is_(None), DROP.c.look.is_not(None), DROP.c.wanted_by.is_(None))  # for a manager's word
_TO_DO = and_(DROP.c.answer.is_(None), or_(DROP.c.look.is_(None), DROP.c.wanted_by.is_not(None)))
_OLDEST = select(DROP).where(DROP.c.workspace == HERE, _TO_DO).order_by(DROP.c.id).limit(1)
_FIRST = _OLDEST.with_for_update()
_TAKE = update(DROP).where(*_ME).values(due=bindparam("new_due"), attempts=DROP.c.attempts + 1)
_LATER = update(DROP).where(*_ME).values(due=bindparam("new_due"))
_IT = select(DROP).where(*_ME)
_LOCK = _IT.with_for_update()
_SETTLE = (
    update(DROP).where(*_ME, DROP.c.answer.is_(None)).values(answer=bindparam("new_answer"), look=None, wanted_by=None)
)
_LOOKED = update(DROP).where(*_ME, DROP.c.answer.is_(None)).values(look=bindparam("new_look"), wanted_by=None)
_KEEP_LOOK = {
    False: _LOOKED.where(DROP.c.look.is_(None)),
    True: _LOOKED.where(DROP.c.wanted_by.is_not(None)),
}
_WANT = (
    update(DROP)
    .where(*_ME, WAITS)
    .values(wanted_by=bindparam("by"), kept_at=bindparam("at"), due=bindparam("at"), attempts=0)
)
_FROM_BEFORE = select(DROP).where(DROP.c.workspace == HERE, WAITS, DROP.c.kept_at < bindparam("before")).limit(100)
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
    wanted: ImportLook | None = None  # what somebody has seen that importing would do; None: nobody has looked


@dataclass(frozen=True, slots=True)
class Said:
    """What is to be said of dropped files: what came of them, or what importing them would do."""

    answer: str | None
    look: ImportLook | None
    is_wanted: bool


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
    drop = _drop(row)
    tx.run(_TAKE, drop_id=drop.id, new_due=until)
    return ClaimedDrop(drop, row.kept_at, row.attempts + 1, as_look(row.look) if row.look else None)


def _drop(row: Row[Any]) -> Drop:
    return Drop(row.channel, row.ts, tuple(row.files), row.gone)


def _has_come(row: Row[Any], now: datetime) -> bool:
    return bool(row.due <= now or row.due > now_is(now)["farthest"])


def import_later(tx: Tx, drop: Drop, due: datetime, /) -> None:
    """Give it back; nothing waits longer than LONGEST_WAIT."""
    tx.run(_LATER, drop_id=drop.id, new_due=due)


def next_drop(tx: Tx, /) -> datetime | None:
    """When the oldest is to be imported; None where there is none."""
    row = tx.run(_OLDEST).first()
    return row.due if row else None


def lock_drop(tx: Tx, drop: Drop, /, *, is_wanted: bool = False) -> bool:
    """Keep everybody else from importing it until the transaction ends; False where somebody else was quicker."""
    row = tx.run(_LOCK, drop_id=drop.id).first()
    if row is None or row.answer is not None:
        return False
    return row.wanted_by is not None if is_wanted else row.look is None


def keep_look(
    tx: Tx, drop: Drop, look: ImportLook, names: Collection[ClientId], at: datetime, /, *, was_wanted: bool
) -> None:
    """Have it said what importing would do, and wait for a manager's word."""
    if tx.changed(_KEEP_LOOK[was_wanted], drop_id=drop.id, new_look=as_json(look)):
        mark_naming_strangers(tx, _message(drop), names, at)


def look_of(tx: Tx, drop_id: DropId, /) -> ImportLook | None:
    row = tx.run(_IT.where(WAITS), drop_id=drop_id).first()
    return as_look(row.look) if row else None


def want_import(tx: Tx, drop_id: DropId, by: PersonId, at: datetime, /) -> bool:
    row = tx.run(_LOCK, drop_id=drop_id).first()
    if row is None or not tx.changed(_WANT, drop_id=drop_id, by=by, at=at):
        return False
    mark_naming_strangers(tx, _message(_drop(row)), (), at)
    tx.wake(WorkKind.IMPORTS, at)
    return True


def leave_drop(tx: Tx, drop_id: DropId, answer: str, at: datetime, /) -> bool:
    row = tx.run(_LOCK.where(WAITS), drop_id=drop_id).first()
    if row is None:
        return False
    settle(tx, _drop(row), answer, (), at)
    tx.wake(WorkKind.IMPORTS, at)  # so that it is forgotten, once it is said
    return True


def leave_those_from_before(tx: Tx, before: datetime, answer: str, at: datetime, /) -> None:
    """Forget files that have waited since then, and say so."""
    for row in tx.run(_FROM_BEFORE, before=before).all():
        settle(tx, _drop(row), answer, (), at)
        tx.wake(WorkKind.IMPORTS, at)


def settle(tx: Tx, drop: Drop, answer: str, names: Collection[ClientId], at: datetime, /) -> None:
    """Have it said what came of it, which may name some who are no clients (yet); what was said first, stays."""
    if tx.changed(_SETTLE, drop_id=drop.id, new_answer=answer):
        mark_naming_strangers(tx, _message(drop), names, at)


def said_of(tx: Tx, drop_id: str, /) -> Said | None:
    row = tx.run(_IT, drop_id=drop_id).first()
    if row is None:
        return None
    return Said(row.answer, as_look(row.look) if row.look else None, row.wanted_by is not None)


def _message(drop: Drop) -> Message:
    return Message(MessageKind.IMPORT, drop.id, drop.conversation)
