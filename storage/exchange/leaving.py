"""Taking services out of packages that the source has without them."""

from collections.abc import Iterator
from itertools import islice
from json import loads
from typing import Any

from sqlalchemy import Row, bindparam, delete, func, or_, select

from domain.importing.counts import Configured
from domain.importing.files import FileKind
from domain.importing.history import configured
from domain.importing.leaving import LeftService, require_confirmed, what_stays
from domain.values.history import Entry
from domain.values.ids import ClientId, PackageId, ServiceId
from domain.values.import_looks import Note
from storage.database import HERE, Tx
from storage.exchange.checking import of_service
from storage.exchange.counting import count
from storage.exchange.job import Job, change_of
from storage.exchange.release_before import BOTH, last_said
from storage.tables import INCLUDED, PACKAGE, SERVICE

BATCH = 1000  # packages

_FROM_FILES = (INCLUDED.c.workspace == HERE, or_(*(INCLUDED.c[name].is_not(None) for name in BOTH)))
_HOW_MANY = select(func.count()).select_from(INCLUDED).where(*_FROM_FILES)
_THEIRS = (
    select(INCLUDED, PACKAGE.c.client_id, PACKAGE.c.name.label("package_name"), SERVICE.c.name.label("service_name"))
    .join(PACKAGE, (PACKAGE.c.workspace == HERE) & (PACKAGE.c.id == INCLUDED.c.package_id))
    .join(SERVICE, (SERVICE.c.workspace == HERE) & (SERVICE.c.id == INCLUDED.c.service_id))
    .where(*_FROM_FILES, INCLUDED.c.package_id.in_(bindparam("ids", expanding=True)))
    .order_by(INCLUDED.c.package_id, INCLUDED.c.service_id)
)
_TAKE_OUT = delete(INCLUDED).where(
    INCLUDED.c.workspace == HERE,
    INCLUDED.c.package_id == bindparam("key_package_id"),
    INCLUDED.c.service_id == bindparam("key_service_id"),
)
_KEEP = change_of(INCLUDED, "package_id", "service_id")


def services_from_files(tx: Tx) -> int:
    """How many included services are from files."""
    return int(tx.run(_HOW_MANY).scalar_one())


def take_out_gone(job: Job, known: int) -> None:
    """Once all packages of the files are read and locked; raises TooManyGone where that must be confirmed."""
    packages = job.known_ids.parts(FileKind.PACKAGES)
    while batch := dict(islice(packages, BATCH)):
        theirs = job.tx.run(_THEIRS, ids=list(batch)).all()
        _take_out(job, [row for row in theirs if of_service(row.service_id) not in batch[row.package_id]])
    require_confirmed(job.tallies[FileKind.PACKAGES].gone, known, job.leaving.confirmed)


def _take_out(job: Job, rows: list[Row[Any]]) -> None:
    count(job, (row.package_id for row in rows))
    job.record(entry for row in rows for entry in _left(job, row))
    job.tallies[FileKind.PACKAGES].gone += len(rows)


def _left(job: Job, row: Row[Any]) -> Iterator[Entry]:
    """Take out one service, but for what was approved of it; what is to be in the package's history.

    What was used before Ribbon was used of what the source had.
    """
    key = PackageId(row.package_id), ServiceId(row.service_id)
    keys = {"here": job.tx.workspace, "key_package_id": row.package_id, "key_service_id": row.service_id}
    if stays := what_stays(row.total, loads(last_said(INCLUDED, row) or "{}").get("sessions", 0)):
        changes = job.counts.configure(*key, Configured(stays))
        job.write(_KEEP, [keys | {"total": stays, "used_before": 0} | dict.fromkeys(BOTH)])
    else:
        changes = job.counts.take_out(*key)
        job.write(_TAKE_OUT, [keys])
    left = LeftService(key[0], row.package_name, ClientId(row.client_id), row.service_name, changes.total)
    job.leaving.told(left)
    job.noted.does(FileKind.PACKAGES, "\0".join(key), "gone")
    job.noted.note(Note.LEFT, str(left), left.client_id)
    return configured(job.at, ClientId(row.client_id), *key, changes)
