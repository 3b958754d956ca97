"""A practice's data as CSV files, in and out: what `ribbon import` and `ribbon export` do."""

from collections.abc import Callable, Sequence
from contextlib import ExitStack
from datetime import UTC, datetime
from pathlib import Path

from rich.console import Console
from rich.progress import Progress, TaskID
from rich.table import Table
from sqlalchemy import Connection

from bot.cli.command_line import WRONG_CALL, chosen_workspace, end, opened_database, progress
from bot.settings import read_settings
from domain.expiring import note_every_expiry
from domain.importing.files import FileKind, Problem, RowsRefused
from domain.importing.leaving import Leaving, LeftService, TooManyGone
from domain.values.ids import WorkspaceId
from storage.database import Database, DatabaseBusy, Tx
from storage.exchange.exporting import export_files, files_of
from storage.exchange.importing import import_files
from storage.exchange.job import Tally
from storage.exchange.reading import GivenFile
from storage.records import RecordsTx

ROWS_REFUSED = 1
CONFIRM = "If that is right, import again with --gone {}."
BUSY = "Somebody else is writing to the database."

_out, _err = Console(soft_wrap=True, highlight=False), Console(stderr=True, soft_wrap=True, highlight=False)


def import_into_database(
    files: Sequence[Path], workspace: str | None, gone: int | None = None, *, dry_run: bool
) -> None:
    left: list[LeftService] = []
    with ExitStack() as opened, opened_database() as database:
        given = _opened(files, opened)
        team = chosen_workspace(database, workspace)
        try:
            tallies = _imported(database, team, given, Leaving(gone, left.append), dry_run=dry_run)
        except RowsRefused as refusal:
            end(str(refusal), ROWS_REFUSED)
        except TooManyGone as refusal:
            end("\n".join([*map(str, left), f"{refusal} {CONFIRM.format(refusal.gone)}"]), ROWS_REFUSED)
        except DatabaseBusy:
            end(f"{BUSY} Nothing was imported: try again.", ROWS_REFUSED)
    _say_what_changed(tallies, given, left, dry_run=dry_run)


def export_from_database(folder: Path, workspace: str | None, *, replace: bool) -> None:
    there = [path.name for path in files_of(folder) if path.exists()]
    if there and not replace:
        end(f"{folder}: {', '.join(there)} already there. Nothing was written. Overwrite with --replace.", WRONG_CALL)
    with opened_database() as database, progress() as bars:
        team = chosen_workspace(database, workspace)
        try:
            with database.writing() as connection:
                _note_expiries(connection, team)
            with database.reading() as connection:
                rows = export_files(Tx(connection, team), folder, _export_progress(bars))
        except DatabaseBusy:
            end(f"{BUSY} Nothing was exported: try again.", ROWS_REFUSED)
        except OSError as error:
            end(f"{folder}: can't be written to ({error.strerror}).", WRONG_CALL)
    for name, count in rows.items():
        _out.print(f"{folder / name}.csv: {count} rows")


def _opened(files: Sequence[Path], opened: ExitStack) -> list[GivenFile]:
    """All of the files, or an end with a line for each that can't be read."""
    given, unreadable = [], []
    for path in files:
        try:
            file = GivenFile.at(path)
        except OSError as error:
            unreadable.append(f"{path}: can't be read ({error.strerror}).")
        else:
            opened.enter_context(file.text)
            given.append(file)
    if unreadable:
        end("\n".join(unreadable), WRONG_CALL)
    return given


def _imported(
    database: Database, workspace: WorkspaceId, files: Sequence[GivenFile], leaving: Leaving, *, dry_run: bool
) -> dict[FileKind, Tally]:
    with progress() as bars, database.writing() as connection:
        tasks = {file.name: bars.add_task(Path(file.name).name, total=file.size) for file in files}

        def advance(file: GivenFile, _rows: int) -> None:
            bars.update(tasks[file.name], completed=file.read_so_far)

        _note_expiries(connection, workspace)
        default = read_settings().workspace(workspace)
        now = datetime.now(UTC)
        tallies = import_files(Tx(connection, workspace), files, now, _report, advance, default, leaving)
        if dry_run:
            connection.rollback()
        return tallies


def _note_expiries(connection: Connection, workspace: WorkspaceId) -> None:
    """What has ended is in its history, before that is read or what is imported makes something else of it."""
    records = RecordsTx(connection, workspace)
    note_every_expiry(records, records.hold_workspace(read_settings().workspace(workspace)), datetime.now(UTC))


def _report(problem: Problem) -> None:
    _err.print(str(problem), markup=False)


def _export_progress(bars: Progress) -> Callable[[str, int], None]:
    tasks: dict[str, TaskID] = {}

    def advance(name: str, rows: int) -> None:
        if name not in tasks:
            tasks[name] = bars.add_task(name, total=None)
        bars.advance(tasks[name], rows)

    return advance


def _say_what_changed(
    tallies: dict[FileKind, Tally], files: Sequence[GivenFile], left: Sequence[LeftService], *, dry_run: bool
) -> None:
    table = Table("rows", "new", "changed", "unchanged", title="What an import would do" if dry_run else None)
    for kind, tally in tallies.items():
        table.add_row(kind, *map(str, (tally.new, tally.changed, tally.unchanged)))
    _out.print(table)
    for file in files:
        for line in file.told_left_alone():
            _out.print(line, markup=False)
    for service in left:
        _out.print(str(service), markup=False)
    if dry_run:
        _out.print("Nothing was written: this was a dry run.")
