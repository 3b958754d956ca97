"""Importing files, all or nothing."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import islice
from typing import Any, Generic, TypeVar
from zoneinfo import ZoneInfo

from sqlalchemy import func, select

from domain.importing.files import FileKind, Problem, RowsRefused
from domain.importing.formats import RowReader
from domain.importing.leaving import Leaving
from domain.importing.looking import Noted
from domain.values.people import Workspace
from domain.values.sessions import holding
from storage.database import HERE, DatabaseBusy, Tx
from storage.exchange.checking import included_once, those_given_once
from storage.exchange.clients_and_services import import_clients, import_services
from storage.exchange.job import GivenRow, Job, Tally
from storage.exchange.known_ids import no_ids_known
from storage.exchange.leaving import services_from_files, take_out_gone
from storage.exchange.locking import insist
from storage.exchange.packages import import_packages
from storage.exchange.reading import GivenFile, Line, OpenedFile, Report, open_file
from storage.exchange.sessions import import_sessions
from storage.outbox.messages import mark_pending_requests
from storage.workspaces import hold_workspace

BATCH = 1000  # rows

_TURN = select(func.pg_try_advisory_xact_lock(0x52494242, func.hashtext(HERE)))

Progress = Callable[[GivenFile, int], None]  # how many more rows of the file are read
R = TypeVar("R")

_UNCONFIRMED = Leaving()


@dataclass(frozen=True, slots=True)
class _Steps(Generic[R]):
    """How rows of one kind are imported, once they are read."""

    check: Callable[[Job, list[GivenRow[R]]], list[GivenRow[R]]]
    take: Callable[[Job, list[GivenRow[R]]], None]


def _once(kind: FileKind) -> Callable[[Job, list[GivenRow[R]]], list[GivenRow[R]]]:
    return lambda job, rows: those_given_once(job, kind, rows)


_STEPS: dict[FileKind, _Steps[Any]] = {
    FileKind.CLIENTS: _Steps(_once(FileKind.CLIENTS), import_clients),
    FileKind.SERVICES: _Steps(_once(FileKind.SERVICES), import_services),
    FileKind.PACKAGES: _Steps(included_once, import_packages),
    FileKind.SESSIONS: _Steps(_once(FileKind.SESSIONS), import_sessions),
}


def import_files(
    tx: Tx,
    files: Sequence[GivenFile],
    at: datetime,
    report: Report,
    progress: Progress = lambda _file, _rows: None,
    default: Workspace | None = None,
    leaving: Leaving = _UNCONFIRMED,
    noted: Noted | None = None,
) -> dict[FileKind, Tally]:
    """Import the files, in whatever order they are given, and say how many rows were new, changed and unchanged.

    Times without an offset are in the time zone that the workspace has chosen, or in that of `default`.

    What is noteworthy is noted in `noted`.

    Every problem is reported as it is found. If there is any, RowsRefused is raised in the end, and the transaction
    must not be committed. So it is with TooManyGone.
    """
    _take_turn(tx)
    with no_ids_known() as known_ids:
        workspace = hold_workspace(tx, default or Workspace(tx.workspace))
        job = Job(tx, at, holding(workspace), known_ids, report, leaving, noted or Noted())
        opened, known = _opened(job, files, ZoneInfo(workspace.timezone)), services_from_files(tx)
        for kind in FileKind:
            for file in opened:
                if file.kind is kind:
                    _import(job, file, progress)
            if kind is FileKind.PACKAGES and known and not job.problems:
                take_out_gone(job, known)
    if job.problems:
        raise RowsRefused(job.problems)
    if any(tally.new or tally.changed or tally.gone for tally in job.tallies.values()):
        insist(tx, lambda: mark_pending_requests(tx, at))
    return job.tallies


def _take_turn(tx: Tx) -> None:
    """Let only one import at a time into a workspace; on SQLite there is only one writer anyway."""
    if tx.connection.dialect.name == "postgresql" and not tx.run(_TURN).scalar_one():
        raise DatabaseBusy


def _opened(job: Job, files: Sequence[GivenFile], zone: ZoneInfo) -> list[OpenedFile]:
    """The files whose headers are understood; where one isn't, any row might be in it."""
    opened, names = [], set[str]()
    for given in files:
        if given.name in names:
            job.report(Problem(given.name, None, None, "This file is given twice. Give it once."))
            continue
        names.add(given.name)
        file = open_file(given, job.report, zone)
        if file is None:
            job.lost.update(FileKind)
        else:
            opened.append(file)
    return opened


def _import(job: Job, file: OpenedFile, progress: Progress) -> None:
    steps, rows = _STEPS[file.kind], file.rows()
    while texts := list(islice(rows, BATCH)):
        steps.take(job, steps.check(job, list(_read(job, file.kind, file.reader, texts))))
        progress(file.given, len(texts))
    if file.has_lost_rows:
        job.lost.add(file.kind)


def _read(
    job: Job, kind: FileKind, reader: RowReader[R], rows: list[tuple[Line, Sequence[str]]]
) -> Iterator[GivenRow[R]]:
    """The rows that are as they should be; the problems of the others are reported."""
    for line, texts in rows:
        row = reader.read(texts)
        if not isinstance(row, list):
            yield GivenRow(line, row)
            continue
        for column, what in row:
            job.refuse(line, column, what)
        job.known_ids.note(kind, [(reader.id_of(texts), "", line, "")])
