"""What the second way to count reads: histories and links; and how the last check came out."""

from collections.abc import Collection, Iterable, Iterator
from itertools import groupby
from typing import Any

from sqlalchemy import BindParameter, Row, bindparam, delete, select

from domain.values.history import Entry, Happening
from domain.values.ids import ClientId, PackageId, ServiceId, SessionId
from domain.values.verification import Verification
from storage.database import HERE, Tx, of_few_lengths
from storage.tables import HISTORY, SESSION, VERIFICATION

_IDS: BindParameter[list[str]] = bindparam("ids", expanding=True)
_READ = (
    *("package_id", "client_id", "event", "at", "session_id", "service_id"),
    *("total_before", "total_after", "remaining_before", "remaining_after", "was", "becomes"),
)
_ENTRIES = (
    select(*(HISTORY.c[name] for name in _READ))
    .where(HISTORY.c.workspace == HERE, HISTORY.c.package_id.in_(_IDS))
    .order_by(HISTORY.c.package_id, HISTORY.c.at, HISTORY.c.ordinal, HISTORY.c.id)
)
_LINKS = select(SESSION.c.package_id, SESSION.c.id).where(SESSION.c.workspace == HERE, SESSION.c.package_id.in_(_IDS))
_LAST = select(VERIFICATION).where(VERIFICATION.c.workspace == HERE)
_FORGET = delete(VERIFICATION).where(VERIFICATION.c.workspace == HERE)


def entries_of(tx: Tx, packages: Collection[PackageId], /) -> Iterator[tuple[PackageId, Iterable[Entry]]]:
    """Each one's entries, oldest first; to be read one after the other."""
    rows = tx.run(_ENTRIES, ids=of_few_lengths(packages))
    for package_id, its_rows in groupby(rows, key=lambda row: row.package_id):
        yield PackageId(package_id), map(_entry, its_rows)


def _entry(row: Row[Any]) -> Entry:
    return Entry(
        Happening(row.event),
        row.at,
        None,
        ClientId(row.client_id),
        PackageId(row.package_id),
        SessionId(row.session_id) if row.session_id else None,
        ServiceId(row.service_id) if row.service_id else None,
        total=None if row.total_after is None else (row.total_before, row.total_after),
        remaining=None if row.remaining_after is None else (row.remaining_before, row.remaining_after),
        was=row.was,
        becomes=row.becomes,
    )


def links_of(tx: Tx, packages: Collection[PackageId], /) -> Iterable[tuple[PackageId, SessionId]]:
    rows = tx.run(_LINKS, ids=of_few_lengths(packages))
    return ((PackageId(row.package_id), SessionId(row.id)) for row in rows)


def keep_verification(tx: Tx, verification: Verification, /) -> None:
    forget_verification(tx)
    tx.insert(
        VERIFICATION,
        at=verification.at,
        packages=verification.packages,
        differing=verification.differing,
        named=list(verification.named),
    )


def verification(tx: Tx, /) -> Verification | None:
    row = tx.run(_LAST).first()
    if row is None:
        return None
    return Verification(row.at, row.packages, row.differing, tuple(PackageId(package_id) for package_id in row.named))


def forget_verification(tx: Tx, /) -> None:
    """It names packages: who erases a client erases it, and it is made anew."""
    tx.run(_FORGET)
