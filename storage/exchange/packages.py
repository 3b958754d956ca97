"""Importing packages and the services that they include, a row each."""

from dataclasses import dataclass, field, fields
from typing import Any

from sqlalchemy import ColumnElement, Executable, Row, Select, Table, bindparam, insert, select, union

from domain.importing.columns import Part
from domain.importing.counts import Configured
from domain.importing.files import FileKind, shown
from domain.importing.history import BY_ITS_FILES, configured, package_entries
from domain.importing.reconciling import is_approved, merged_included, merged_package, total_in_words
from domain.importing.remembering import as_imported, news
from domain.importing.rows import ImportedPackage, PackageState
from domain.values.history import Entry
from domain.values.ids import ServiceId
from domain.values.import_looks import Note
from domain.values.packages import PackageStatus
from storage.database import HERE
from storage.exchange.counting import count
from storage.exchange.job import GivenRow, Job, by_ids, change_of
from storage.exchange.locking import insist
from storage.exchange.release_before import BOTH, kept, last_said
from storage.tables import ADJUSTMENT, CLIENT, HISTORY, INCLUDED, PACKAGE, SERVICE, SESSION

_FIELDS = tuple(field.name for field in fields(PackageState) if field.name != "id")
_CLIENTS, _SERVICES = by_ids(CLIENT), by_ids(SERVICE)
_STORED = by_ids(PACKAGE, *_FIELDS, *BOTH).with_for_update()
_INCLUDED = select(*(INCLUDED.c[name] for name in ("package_id", "service_id", "total", "used_before", *BOTH))).where(
    INCLUDED.c.workspace == HERE, INCLUDED.c.package_id.in_(bindparam("ids", expanding=True))
)


def _with(table: Table, *more: ColumnElement[bool]) -> Select[Any]:
    """The packages with rows in this table."""
    wanted = table.c.package_id.in_(bindparam("ids", expanding=True))
    return select(table.c.package_id.label("id")).where(table.c.workspace == HERE, wanted, *more)


_IN_USE = union(
    *(_with(SESSION), _with(ADJUSTMENT)),
    _with(HISTORY, HISTORY.c.event.not_in([event.value for event in BY_ITS_FILES])),
)
_ADD, _INCLUDE = insert(PACKAGE), insert(INCLUDED)
_CHANGE, _RECONFIGURE = change_of(PACKAGE, "id"), change_of(INCLUDED, "package_id", "service_id")
_HAND_OVER = change_of(HISTORY, "package_id")


def import_packages(job: Job, rows: list[GivenRow[ImportedPackage]]) -> None:
    batch = _load(job, _that_refer(job, rows))
    for given in batch.rows:
        batch.take(given)
    batch.write()


def _that_refer(job: Job, rows: list[GivenRow[ImportedPackage]]) -> list[GivenRow[ImportedPackage]]:
    """The rows whose client and service are there."""
    clients = job.find(_CLIENTS, (row.client_id for _, row in rows))
    services = job.find(_SERVICES, (row.service_id for _, row in rows))
    return [
        given
        for given in rows
        if not (
            job.lacks(given.line, "client_id", FileKind.CLIENTS, clients, given.row.client_id)
            | job.lacks(given.line, "service_id", FileKind.SERVICES, services, given.row.service_id)
        )
    ]


def _load(job: Job, rows: list[GivenRow[ImportedPackage]]) -> "_Batch":
    ids = {row.id for _, row in rows}
    stored = insist(job.tx, lambda: job.find(_STORED, ids))
    count(job, stored)
    moved = [row.id for _, row in rows if row.id in stored and stored[row.id].client_id != row.client_id]
    included = job.tx.run(_INCLUDED, ids=sorted(stored)).all() if stored else []
    return _Batch(
        job,
        rows,
        {key: (_state(row), last_said(PACKAGE, row)) for key, row in stored.items()},
        {
            (row.package_id, row.service_id): (Configured(row.total, row.used_before), last_said(INCLUDED, row))
            for row in included
        },
        set(job.find(_IN_USE, moved)),
    )


def _state(row: Row[Any]) -> PackageState:
    values = row._asdict()
    return PackageState(**{name: values[name] for name in ("id", *_FIELDS)} | {"status": PackageStatus(row.status)})


def _key_of(row: ImportedPackage) -> str:
    return f"{row.id}\0{row.service_id or ''}"


@dataclass(slots=True)
class _Batch:
    """Some rows, and what they meet: of packages and included services, what is stored and was last imported."""

    job: Job
    rows: list[GivenRow[ImportedPackage]]
    packages: dict[str, tuple[PackageState, str | None]]
    included: dict[tuple[str, str], tuple[Configured, str | None]]
    in_use: set[str]  # of those that are to change clients
    writes: dict[Executable, list[dict[str, Any]]] = field(
        default_factory=lambda: {statement: [] for statement in (_ADD, _CHANGE, _HAND_OVER, _INCLUDE, _RECONFIGURE)}
    )
    entries: list[Entry] = field(default_factory=list)

    def take(self, given: GivenRow[ImportedPackage]) -> None:
        row = given.row
        is_new = row.id not in self.packages
        is_changed = self._take_package(given)
        if row.service_id is not None and row.id in self.packages:
            is_new |= (row.id, row.service_id) not in self.included
            is_changed |= self._take_included(row, row.service_id)
        self.job.count(FileKind.PACKAGES, _key_of(row), is_new=is_new, is_changed=is_changed)

    def _take_package(self, given: GivenRow[ImportedPackage]) -> bool:
        """Write what the row says of the package itself; whether that changes it."""
        row = given.row
        now, before = self.packages.get(row.id, (None, None))
        if not news(row, before):
            return False
        becomes = merged_package(now, before, row)
        if now is not None and now.client_id != becomes.client_id and not self._hand_over(given, now):
            return False
        said = as_imported(row, before)
        self._store(becomes, said, is_new=now is None)
        self.entries += package_entries(row.id, now, becomes, self.job.at)
        self.packages[row.id] = (becomes, said)
        return now != becomes

    def _hand_over(self, given: GivenRow[ImportedPackage], now: PackageState) -> bool:
        """Give the package's history to the row's client; refused where it tells of more than how it was created."""
        row = given.row
        if row.id in self.in_use:
            what = (
                f"The package belongs to {shown(now.client_id)}, and more than its creation is in its history."
                " Leave it with them, or use another package_id."
            )
            self.job.refuse(given.line, "client_id", what, now.client_id)
            return False
        key = {"here": self.job.tx.workspace, "key_package_id": row.id}
        self.writes[_HAND_OVER].append(key | {"client_id": row.client_id})
        return True

    def _store(self, package: PackageState, said: str, *, is_new: bool) -> None:
        values = {name: getattr(package, name) for name in _FIELDS} | kept(PACKAGE, said)
        if is_new:
            self.writes[_ADD].append({"workspace": self.job.tx.workspace, "id": package.id, **values})
        else:
            self.writes[_CHANGE].append({"here": self.job.tx.workspace, "key_id": package.id, **values})

    def _take_included(self, row: ImportedPackage, service_id: ServiceId) -> bool:
        """Write what the row says of its service; whether that changes it."""
        now, before = self.included.get((row.id, service_id), (None, None))
        told = news(row, before, Part.INCLUDED)
        if not told:
            return False
        becomes = merged_included(now, told)
        self._configure(row, service_id, becomes, as_imported(row, before, Part.INCLUDED), is_new=now is None)
        if now == becomes:
            return False
        client_id = self.packages[row.id][0].client_id
        if now is not None and now.total != becomes.total and is_approved(now.total, before):
            totals = (now.total, becomes.total)
            line = total_in_words(self.packages[row.id][0].name, row.id, service_id, totals)
            self.job.noted.note(Note.APPROVED, line, client_id)
        changes = self.job.counts.configure(row.id, service_id, becomes)
        self.entries += configured(self.job.at, client_id, row.id, service_id, changes)
        return True

    def _configure(
        self, row: ImportedPackage, service_id: ServiceId, becomes: Configured, said: str, *, is_new: bool
    ) -> None:
        self.included[row.id, service_id] = (becomes, said)
        values = {"total": becomes.total, "used_before": becomes.used_before, **kept(INCLUDED, said)}
        if is_new:
            keys = {"workspace": self.job.tx.workspace, "package_id": row.id, "service_id": service_id}
            self.writes[_INCLUDE].append(keys | values)
        else:
            keys = {"here": self.job.tx.workspace, "key_package_id": row.id, "key_service_id": service_id}
            self.writes[_RECONFIGURE].append(keys | values)

    def write(self) -> None:
        for statement, rows in self.writes.items():
            self.job.write(statement, rows)
        self.job.record(self.entries)
