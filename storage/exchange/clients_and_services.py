"""Importing clients and services: what has a name and refers to nothing."""

from dataclasses import dataclass
from typing import Any

from sqlalchemy import Executable, Select, Table, insert

from domain.importing.files import FileKind
from domain.importing.formats import FORMATS
from domain.importing.remembering import as_imported, news
from domain.importing.rows import ImportedClient, ImportedService
from domain.values.clients import folded
from storage.exchange.job import GivenRow, Job, by_ids, change_of
from storage.exchange.release_before import BOTH, kept, last_said
from storage.tables import CLIENT, SERVICE

Rows = list[GivenRow[ImportedClient]] | list[GivenRow[ImportedService]]


@dataclass(frozen=True, slots=True)
class _Statements:
    table: Table
    fields: tuple[str, ...]
    stored: Select[Any]
    add: Executable
    change: Executable


def _statements(kind: FileKind, table: Table) -> _Statements:
    fields = tuple(column.field for column in FORMATS[kind].columns if not column.is_key)
    return _Statements(table, fields, by_ids(table, *fields, *BOTH), insert(table), change_of(table, "id"))


_STATEMENTS = {
    FileKind.CLIENTS: _statements(FileKind.CLIENTS, CLIENT),
    FileKind.SERVICES: _statements(FileKind.SERVICES, SERVICE),
}


def import_clients(job: Job, rows: list[GivenRow[ImportedClient]]) -> None:
    _import(job, FileKind.CLIENTS, rows)


def import_services(job: Job, rows: list[GivenRow[ImportedService]]) -> None:
    _import(job, FileKind.SERVICES, rows)


def _import(job: Job, kind: FileKind, rows: Rows) -> None:
    statements = _STATEMENTS[kind]
    stored = job.find(statements.stored, (row.id for _, row in rows))
    new, changed = [], []
    for _, row in rows:
        now = stored.get(row.id)
        before = last_said(statements.table, now) if now else None
        told = news(row, before)
        is_changed = now is not None and any(getattr(now, field) != value for field, value in told.items())
        job.count(kind, row.id, is_new=now is None, is_changed=is_changed)
        if not told:
            continue
        values = {field: told.get(field, getattr(now or row, field)) for field in statements.fields}
        values |= {"folded": folded(values["name"]), **kept(statements.table, as_imported(row, before))}
        if now is None:
            new.append({"workspace": job.tx.workspace, "id": row.id, **values})
        else:
            changed.append({"here": job.tx.workspace, "key_id": row.id, **values})
    job.write(statements.add, new)
    job.write(statements.change, changed)
