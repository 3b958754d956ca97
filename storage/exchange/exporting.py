"""Writing a workspace as CSV files: the four that can be imported, and its history."""

import csv
import os
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from datetime import date
from pathlib import Path
from typing import Any, TextIO

from sqlalchemy import Row, Select, Table, case, select

from domain.importing.columns import Part
from domain.importing.files import HISTORY_COLUMNS, FileKind
from domain.importing.formats import FORMATS
from domain.importing.formulas import harmless
from domain.values.history import Happening
from storage.database import HERE, Tx
from storage.private import make_folder, opened
from storage.tables import CLIENT, HISTORY, INCLUDED, PACKAGE, SERVICE, SESSION

_STREAMED = {"stream_results": True, "yield_per": 1000}

Progress = Callable[[str, int], None]  # how many more rows of this file are written


def _listed(kind: FileKind, itself: Table) -> tuple[Sequence[str], Select[Any]]:
    """The columns of a kind of file, and what fills them."""
    tables = {Part.ITSELF: itself, Part.INCLUDED: INCLUDED}
    chosen = select(*(tables[column.part].c[column.field] for column in FORMATS[kind].columns))
    return FORMATS[kind].names, chosen.where(itself.c.workspace == HERE).order_by(itself.c.id)


_PACKAGES, _PACKAGE_ROWS = _listed(FileKind.PACKAGES, PACKAGE)
_OF_PACKAGE = (INCLUDED.c.workspace == PACKAGE.c.workspace) & (INCLUDED.c.package_id == PACKAGE.c.id)
_SELF_APPROVED = (HISTORY.c.event == Happening.APPROVED.value) & (HISTORY.c.by == HISTORY.c.asked_by)
_HISTORY = (
    select(*(HISTORY.c[name] for name in HISTORY_COLUMNS[:-1]), case((_SELF_APPROVED, "yes"), else_=""))
    .where(HISTORY.c.workspace == HERE)
    .order_by(*(HISTORY.c[name] for name in ("package_id", "at", "ordinal", "id")))  # as its index has them
)

_FILES: dict[str, tuple[Sequence[str], Select[Any]]] = {
    FileKind.CLIENTS: _listed(FileKind.CLIENTS, CLIENT),
    FileKind.SERVICES: _listed(FileKind.SERVICES, SERVICE),
    FileKind.PACKAGES: (_PACKAGES, _PACKAGE_ROWS.outerjoin(INCLUDED, _OF_PACKAGE).order_by(INCLUDED.c.service_id)),
    FileKind.SESSIONS: _listed(FileKind.SESSIONS, SESSION),
    "history": (HISTORY_COLUMNS, _HISTORY),
}


def files_of(folder: Path) -> list[Path]:
    """Where an export to this folder writes."""
    return [folder / f"{name}.csv" for name in _FILES]


def export_files(tx: Tx, folder: Path, progress: Progress = lambda _file, _rows: None) -> dict[str, int]:
    """Write the five files, which replace those of an earlier export once all are complete; how many rows each has."""
    make_folder(folder)
    with ExitStack() as complete:
        return {
            name: _write(tx, name, complete.enter_context(_replacing(folder / f"{name}.csv")), progress)
            for name in _FILES
        }


def _write(tx: Tx, name: str, file: TextIO, progress: Progress) -> int:
    """Write one file as its rows come from the database; how many there are."""
    columns, statement = _FILES[name]
    writer, rows = csv.writer(file, quoting=csv.QUOTE_ALL), 0
    writer.writerow(columns)
    with tx.connection.execute(statement, {"here": tx.workspace}, execution_options=_STREAMED) as found:
        for batch in found.partitions():
            writer.writerows(map(_texts, batch))
            rows += len(batch)
            progress(name, len(batch))
    return rows


def _texts(row: Row[Any]) -> list[Any]:
    return [_text(value) for value in row]


def _text(value: Any) -> Any:
    if isinstance(value, date):
        return value.isoformat()
    return harmless(value) if isinstance(value, str) else value


@contextmanager
def _replacing(path: Path) -> Iterator[TextIO]:
    """A new file beside the one at `path`, which takes its place if the block succeeds."""
    beside = path.with_name(f".{path.name}.{os.getpid()}.part")
    try:
        with open(beside, "w", newline="", encoding="utf-8-sig", opener=opened) as file:
            yield file
            file.flush()
            os.fsync(file.fileno())
        beside.replace(path)
    finally:
        beside.unlink(missing_ok=True)
