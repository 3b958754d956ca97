"""Packages with their counts, which are derived from the links at each reading (rule 6)."""

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Sequence
from datetime import date
from typing import Any

from sqlalchemy import BindParameter, Row, Select, bindparam, exists, func, select, update

from domain.values.clients import Client
from domain.values.ids import ClientId, PackageId, ServiceId
from domain.values.packages import Included, Package, PackageStatus
from domain.values.sessions import Confirmation, Service
from storage.database import HERE, Tx, of_few_lengths
from storage.sessions import HOLDING, held
from storage.tables import CLIENT, INCLUDED, PACKAGE, SERVICE, SESSION

_PACKAGE_ID: BindParameter[Any] = bindparam("of_package")

COUNTING = (
    select(func.count()).select_from(SESSION).where(SESSION.c.workspace == HERE, SESSION.c.confirmation.in_(HOLDING))
)
USED = (
    INCLUDED.c.used_before
    + COUNTING.where(
        SESSION.c.package_id == INCLUDED.c.package_id, SESSION.c.service_id == INCLUDED.c.service_id
    ).scalar_subquery()
)
_not_counted = COUNTING.where(
    SESSION.c.package_id == PACKAGE.c.id,
    ~exists().where(
        INCLUDED.c.workspace == HERE,
        INCLUDED.c.package_id == SESSION.c.package_id,
        INCLUDED.c.service_id == SESSION.c.service_id,
    ),
).scalar_subquery()

PACKAGES: Select[Any] = (
    select(
        *(PACKAGE.c[name] for name in ("id", "client_id", "name", "status", "expires_on", "expiry_noted")),
        CLIENT.c.name.label("client_name"),
        _not_counted.label("not_counted"),
    )
    .join(CLIENT, (CLIENT.c.workspace == HERE) & (CLIENT.c.id == PACKAGE.c.client_id))
    .where(PACKAGE.c.workspace == HERE)
)
_INCLUDED: Select[Any] = (
    select(
        INCLUDED.c.package_id,
        INCLUDED.c.service_id,
        SERVICE.c.name.label("service_name"),
        INCLUDED.c.total,
        USED.label("used"),
        INCLUDED.c.used_before,
    )
    .join(SERVICE, (SERVICE.c.workspace == HERE) & (SERVICE.c.id == INCLUDED.c.service_id))
    .where(INCLUDED.c.workspace == HERE)
    .order_by(SERVICE.c.folded, SERVICE.c.id)
)
_ONE = PACKAGES.where(PACKAGE.c.id == _PACKAGE_ID)
_ONE_INCLUDED = _INCLUDED.where(INCLUDED.c.package_id == _PACKAGE_ID)
_ONE_LOCKED = select(PACKAGE.c.id).where(PACKAGE.c.workspace == HERE, PACKAGE.c.id == _PACKAGE_ID).with_for_update()
_CLIENTS: BindParameter[Any] = bindparam("clients", expanding=True)
_OF_CLIENTS = PACKAGES.where(PACKAGE.c.client_id.in_(_CLIENTS))
_OF_CLIENTS_INCLUDED = _INCLUDED.join(
    PACKAGE, (PACKAGE.c.workspace == HERE) & (PACKAGE.c.id == INCLUDED.c.package_id)
).where(PACKAGE.c.client_id.in_(_CLIENTS))
_EXPIRED = (
    PACKAGES.where(
        PACKAGE.c.status == PackageStatus.ACTIVE.value,
        PACKAGE.c.expires_on < bindparam("today"),
        PACKAGE.c.expiry_noted.is_distinct_from(PACKAGE.c.expires_on),
    )
    .order_by(PACKAGE.c.expires_on, PACKAGE.c.id)
    .limit(bindparam("most"))
)
_TO_TAKE_BACK = (
    PACKAGES.where(
        PACKAGE.c.status == PackageStatus.ACTIVE.value,
        PACKAGE.c.expires_on >= bindparam("today"),
        PACKAGE.c.expiry_noted == PACKAGE.c.expires_on,
    )
    .order_by(PACKAGE.c.expires_on, PACKAGE.c.id)
    .limit(bindparam("most"))
)
_BEYOND = PACKAGES.where(PACKAGE.c.id > bindparam("after")).order_by(PACKAGE.c.id).limit(bindparam("most"))
_THESE_INCLUDED = _INCLUDED.where(INCLUDED.c.package_id.in_(bindparam("ids", expanding=True)))
_MINE = (PACKAGE.c.workspace == HERE, PACKAGE.c.id == _PACKAGE_ID)
_LINKED_BY_SERVICE = (
    select(SESSION.c.service_id, func.count().label("sessions"))
    .where(SESSION.c.workspace == HERE, SESSION.c.package_id == _PACKAGE_ID, SESSION.c.confirmation.in_(HOLDING))
    .group_by(SESSION.c.service_id)
)
_USED_BEFORE = select(INCLUDED.c.service_id, INCLUDED.c.used_before).where(
    INCLUDED.c.workspace == HERE, INCLUDED.c.package_id == _PACKAGE_ID, INCLUDED.c.used_before > 0
)
_SET_TOTAL = (
    update(INCLUDED)
    .where(
        INCLUDED.c.workspace == HERE,
        INCLUDED.c.package_id == _PACKAGE_ID,
        INCLUDED.c.service_id == bindparam("of_service"),
    )
    .values(total=bindparam("new_total"))
)
_CHANGE_STATUS = update(PACKAGE).where(*_MINE, PACKAGE.c.status == bindparam("was")).values(status=bindparam("becomes"))
_CHANGE = update(PACKAGE).where(*_MINE).values(name=bindparam("new_name"), expires_on=bindparam("last_day"))
_NOTE_EXPIRY = (
    update(PACKAGE)
    .where(*_MINE, PACKAGE.c.expiry_noted.is_distinct_from(bindparam("expired_on")))
    .values(expiry_noted=bindparam("expired_on"))
)


def _packages(rows: Iterable[Row[Any]], included: Iterable[Row[Any]]) -> list[Package]:
    lines: dict[str, list[Included]] = defaultdict(list)
    for line in included:
        service = Service(ServiceId(line.service_id), line.service_name)
        lines[line.package_id].append(Included(service, line.total, line.used, line.used_before))
    return [
        Package(
            PackageId(row.id),
            Client(ClientId(row.client_id), row.client_name),
            row.name,
            PackageStatus(row.status),
            row.expires_on,
            tuple(lines[row.id]),
            row.not_counted,
            row.expiry_noted,
        )
        for row in rows
    ]


def with_included(tx: Tx, rows: Sequence[Row[Any]], values: dict[str, Any], /) -> list[Package]:
    """The packages in these rows of PACKAGES, with their sessions & services."""
    return _packages(rows, tx.run(_THESE_INCLUDED, values, ids=of_few_lengths([row.id for row in rows])))


def find_package(tx: Tx, package_id: PackageId, holding: Collection[Confirmation], /) -> Package | None:
    values = {"of_package": package_id, **held(holding)}
    rows = tx.run(_ONE, values).all()
    return _packages(rows, tx.run(_ONE_INCLUDED, values))[0] if rows else None


def find_package_to_change(tx: Tx, package_id: PackageId, holding: Collection[Confirmation], /) -> Package | None:
    """Lock first, count afterwards: the counts are those that the change starts from. SQLite has one writer anyhow."""
    if tx.is_postgresql:
        tx.run(_ONE_LOCKED, of_package=package_id)
    return find_package(tx, package_id, holding)


def packages_of(tx: Tx, clients: Collection[ClientId], holding: Collection[Confirmation], /) -> list[Package]:
    values = {"clients": of_few_lengths(clients), **held(holding)}
    return _packages(tx.run(_OF_CLIENTS, values), tx.run(_OF_CLIENTS_INCLUDED, values))


def packages_beyond(tx: Tx, after: PackageId | None, holding: Collection[Confirmation], most: int, /) -> list[Package]:
    """List so many packages by their ids, beyond that one."""
    values = {"after": after or "", **held(holding)}
    return with_included(tx, tx.run(_BEYOND, values, most=most).all(), values)


def add_package(tx: Tx, package: Package, /) -> bool:
    is_new = tx.insert_new(
        PACKAGE,
        id=package.id,
        client_id=package.client.id,
        name=package.name,
        status=package.status,
        expires_on=package.expires_on,
    )
    for line in package.included if is_new else ():
        values = {"total": line.total, "used_before": line.used_before}
        tx.insert(INCLUDED, package_id=package.id, service_id=line.service.id, **values)
    return is_new


def used_by_service(tx: Tx, package_id: PackageId, holding: Collection[Confirmation], /) -> dict[ServiceId, int]:
    """Count the linked sessions that hold their place, of included services and others, and those used before."""
    used = Counter({ServiceId(row.service_id): row.used_before for row in tx.run(_USED_BEFORE, of_package=package_id)})
    used.update(
        {
            ServiceId(row.service_id): row.sessions
            for row in tx.run(_LINKED_BY_SERVICE, held(holding), of_package=package_id)
        }
    )
    return used


def set_total(tx: Tx, package_id: PackageId, service_id: ServiceId, total: int, /) -> None:
    if not tx.changed(_SET_TOTAL, of_package=package_id, of_service=service_id, new_total=total):
        tx.insert(INCLUDED, package_id=package_id, service_id=service_id, total=total)


def change_package(tx: Tx, becomes: Package, /) -> None:
    """Store its name and last day."""
    tx.run(_CHANGE, of_package=becomes.id, new_name=becomes.name, last_day=becomes.expires_on)


def change_package_status(tx: Tx, package_id: PackageId, was: PackageStatus, becomes: PackageStatus, /) -> bool:
    return tx.changed(_CHANGE_STATUS, of_package=package_id, was=was, becomes=becomes)


def expiries_to_note(tx: Tx, today: date, most: int, /) -> list[Package]:
    """Find active packages whose last day has passed and whose expiry isn't in their history yet."""
    return _packages(tx.run(_EXPIRED, held([]), today=today, most=most), [])


def expiries_to_take_back(tx: Tx, today: date, most: int, /) -> list[Package]:
    """Find active packages whose expiry is in their history although their last day hasn't passed."""
    return _packages(tx.run(_TO_TAKE_BACK, held([]), today=today, most=most), [])


def note_expiry(tx: Tx, package_id: PackageId, expired_on: date | None, /) -> bool:
    """Keep that this expiry is in the history, None that it isn't; False where that was known already."""
    return tx.changed(_NOTE_EXPIRY, of_package=package_id, expired_on=expired_on)
