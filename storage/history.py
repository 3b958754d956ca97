"""History: written once, read newest first."""

from dataclasses import replace
from datetime import datetime
from secrets import token_hex
from typing import Any

from sqlalchemy import BigInteger, BindParameter, ColumnElement, Row, Select, bindparam, case, func, select, type_coerce

from domain.values.history import Entry, Happening
from domain.values.ids import ClientId, PackageId, PersonId, ServiceId, SessionId
from storage.database import HERE, Tx
from storage.tables import HISTORY, PERSON, SERVICE, SESSION, Instant

_IN_ORDER = (HISTORY.c.at, HISTORY.c.ordinal, HISTORY.c.id)

_ASKER = PERSON.alias("asker")
_NAMED: Select[Any] = (
    select(
        HISTORY,
        PERSON.c.name.label("by_name"),
        SERVICE.c.name.label("service_name"),
        _ASKER.c.name.label("asked_by_name"),
    )
    .outerjoin(PERSON, (PERSON.c.workspace == HERE) & (PERSON.c.id == HISTORY.c.by))
    .outerjoin(_ASKER, (_ASKER.c.workspace == HERE) & (_ASKER.c.id == HISTORY.c.asked_by))
    .outerjoin(SERVICE, (SERVICE.c.workspace == HERE) & (SERVICE.c.id == HISTORY.c.service_id))
    .where(HISTORY.c.workspace == HERE)
    .order_by(*(column.desc() for column in _IN_ORDER))
)
_ENTRIES = _NAMED.where(HISTORY.c.package_id == bindparam("package_id")).limit(bindparam("most"))
_UNLINKS = _NAMED.where(
    HISTORY.c.session_id == bindparam("session_id"), HISTORY.c.event == Happening.UNLINKED.value
).limit(1)
_TURNS = [
    Happening.CREATED.value,
    Happening.STATUS_CHANGED.value,
    Happening.EXPIRY_CHANGED.value,
    Happening.EXPIRED.value,
]
_LAST_TURN = select(func.max(HISTORY.c.at)).where(
    HISTORY.c.workspace == HERE, HISTORY.c.package_id == bindparam("package_id"), HISTORY.c.event.in_(_TURNS)
)
_NOW: BindParameter[datetime] = bindparam("now", type_=Instant)


def as_last(package_id: ColumnElement[str]) -> ColumnElement[datetime]:
    """The moment `now`, or just after the package's last entry where that is later."""
    just_after_the_last = (
        select(type_coerce(func.max(HISTORY.c.at), BigInteger) + 1)
        .where(HISTORY.c.workspace == HERE, HISTORY.c.package_id == package_id)
        .scalar_subquery()
    )
    return case((just_after_the_last > _NOW, just_after_the_last), else_=_NOW)


_OF_PACKAGE: BindParameter[str] = bindparam("of_package")
_ADD_AS_LAST = HISTORY.insert().values(workspace=HERE, at=as_last(_OF_PACKAGE))
_PAGE = (
    _ENTRIES.add_columns(SESSION.c.starts_at.label("session_at"))
    .outerjoin(SESSION, (SESSION.c.workspace == HERE) & (SESSION.c.id == HISTORY.c.session_id))
    .offset(bindparam("skip"))
)
_CHANGE_COUNTS = [
    Happening.CONFIGURED.value,
    Happening.USED_BEFORE_SET.value,
    Happening.APPROVED.value,
    Happening.NO_SHOWS_SET.value,
]
_RANKED = (
    select(
        HISTORY.c.id,
        func.row_number()
        .over(
            partition_by=(HISTORY.c.service_id, HISTORY.c.event == Happening.NO_SHOWS_SET.value),
            order_by=[column.desc() for column in _IN_ORDER],
        )
        .label("nth"),
    )
    .where(
        HISTORY.c.workspace == HERE,
        HISTORY.c.package_id == bindparam("package_id"),
        HISTORY.c.event.in_(_CHANGE_COUNTS),
    )
    .subquery()
)
_COUNTS = _NAMED.join(_RANKED, _RANKED.c.id == HISTORY.c.id).where(_RANKED.c.nth <= bindparam("most"))


def record(tx: Tx, entry: Entry, /) -> None:
    """Write an entry after all others of its package: whoever waited for another's change comes after it."""
    columns = columns_of(tx, entry)
    if entry.remaining is None:
        tx.insert(HISTORY, **columns)
        return
    columns |= {"now": columns.pop("at"), "of_package": entry.package_id}
    tx.run(_ADD_AS_LAST, columns)


def columns_of(tx: Tx, entry: Entry) -> dict[str, Any]:
    """The row of an entry, after all those recorded before in this transaction."""
    tx.recorded += 1
    total, remaining = entry.total or (None, None), entry.remaining or (None, None)
    return {
        "id": token_hex(10),
        "at": entry.at,
        "ordinal": tx.recorded,
        "event": entry.event,
        "by": entry.by,
        "asked_by": entry.asked_by,
        "client_id": entry.client_id,
        "package_id": entry.package_id,
        "session_id": entry.session_id,
        "service_id": entry.service_id,
        "total_before": total[0],
        "total_after": total[1],
        "remaining_before": remaining[0],
        "remaining_after": remaining[1],
        "was": entry.was,
        "becomes": entry.becomes,
        "reason": entry.reason,
    }


def history_of(tx: Tx, package_id: PackageId, skip: int, most: int, /) -> list[Entry]:
    rows = tx.run(_PAGE, package_id=package_id, skip=skip, most=most)
    return [replace(_entry(row), session_at=row.session_at) for row in rows]


def last_turn(tx: Tx, package_id: PackageId, /) -> datetime | None:
    """When the package came to be, ended, or was given another status or end, whichever was last."""
    at: datetime | None = tx.run(_LAST_TURN, package_id=package_id).scalar_one()
    return at


def last_unlink(tx: Tx, session_id: SessionId, /) -> Entry | None:
    row = tx.run(_UNLINKS, session_id=session_id).first()
    return _entry(row) if row else None


def count_changes(tx: Tx, package_id: PackageId, most: int, /) -> list[Entry]:
    newest_first = [_entry(row) for row in tx.run(_COUNTS, package_id=package_id, most=most)]
    return newest_first[::-1]


def _entry(row: Row[Any]) -> Entry:
    return Entry(
        Happening(row.event),
        row.at,
        PersonId(row.by) if row.by else None,
        ClientId(row.client_id),
        PackageId(row.package_id) if row.package_id else None,
        SessionId(row.session_id) if row.session_id else None,
        ServiceId(row.service_id) if row.service_id else None,
        None if row.total_after is None else (row.total_before, row.total_after),
        None if row.remaining_after is None else (row.remaining_before, row.remaining_after),
        row.was,
        row.becomes,
        row.reason,
        PersonId(row.asked_by) if row.asked_by else None,
        row.by_name,
        row.service_name,
        row.asked_by_name,
    )
