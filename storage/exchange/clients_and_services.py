"""Importing clients and services: an id and a name."""

from sqlalchemy import Table, insert

from domain.importing.files import FileKind
from domain.importing.reconciling import merged_name
from domain.importing.rows import ImportedName
from domain.values.clients import folded
from storage.exchange.job import GivenRow, Job, by_ids, change_of
from storage.tables import CLIENT, SERVICE

_TABLES: dict[FileKind, Table] = {FileKind.CLIENTS: CLIENT, FileKind.SERVICES: SERVICE}
_STORED = {kind: by_ids(table, "name", "source") for kind, table in _TABLES.items()}
_ADD = {kind: insert(table) for kind, table in _TABLES.items()}
_CHANGE = {kind: change_of(table, "id") for kind, table in _TABLES.items()}


def import_clients(job: Job, rows: list[GivenRow[ImportedName]]) -> None:
    _import(job, FileKind.CLIENTS, rows)


def import_services(job: Job, rows: list[GivenRow[ImportedName]]) -> None:
    _import(job, FileKind.SERVICES, rows)


def _import(job: Job, kind: FileKind, rows: list[GivenRow[ImportedName]]) -> None:
    stored = job.find(_STORED[kind], (row.id for _, row in rows))
    new, changed = [], []
    for _, row in rows:
        now = stored.get(row.id)
        name = merged_name(now.name, now.source, row) if now else row.name
        values = {"name": name, "folded": folded(name), "source": row.source}
        if now is None:
            new.append({"workspace": job.tx.workspace, "id": row.id, **values})
        elif now.source != row.source:
            changed.append({"here": job.tx.workspace, "key_id": row.id, **values})
        job.tallies[kind].count(is_new=now is None, is_changed=now is not None and now.name != name)
    job.write(_ADD[kind], new)
    job.write(_CHANGE[kind], changed)
