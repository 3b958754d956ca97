"""A practice's data as CSV files, in and out: what `ribbon import` and `ribbon export` do."""

from collections.abc import Callable, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import typer
from rich.console import Console
from rich.progress import Progress, TaskID
from rich.table import Table
from sqlalchemy import Connection

from bot.cli.command_line import WRONG_CALL, chosen_workspace, end, opened_database, progress
from bot.settings import read_settings
from bot.views.noteworthy_words import WHY, title_of
from domain.expiring import note_every_expiry
from domain.importing.files import FileKind, Problem, RowsRefused
from domain.importing.leaving import Leaving, LeftService, TooManyGone
from domain.importing.looking import Noted
from domain.values.ids import WorkspaceId
from domain.values.import_looks import ImportLook, Note, Noteworthy
from storage.database import Database, DatabaseBusy, Tx
from storage.exchange.exporting import export_files, files_of
from storage.exchange.importing import import_files
from storage.exchange.job import Tally, rows_of
from storage.exchange.reading import GivenFile
from storage.records import RecordsTx

ROWS_REFUSED = 1
ASK = "Import this?"
CHANGED_MEANWHILE = "What importing does has changed meanwhile, so nothing was imported. Look again."
CONFIRM = "If that is right, import again with --gone {}."
BUSY = "Somebody else is writing to the database."

_out, _err = Console(soft_wrap=True, highlight=False), Console(stderr=True, soft_wrap=True, highlight=False)


def import_into_database(
    files: Sequence[Path], workspace: str | None, gone: int | None = None, *, dry_run: bool, ask: bool = False
) -> None:
    """Print what importing does before it is done; where it is asked about, it is done only if it still does that."""
    with opened_database() as database:
        importing = _Importing(database, chosen_workspace(database, workspace), files, gone)
        if dry_run:
            importing.look(lambda _: False)
            _out.print("Nothing was written: this was a dry run.")
        elif not ask:
            importing.look(lambda _: True)
            _out.print("Imported.")
        else:
            importing.ask()


@dataclass(frozen=True, slots=True)
class _Importing:
    """The files that somebody wants imported into a workspace."""

    database: Database
    workspace: WorkspaceId
    files: Sequence[Path]
    gone: int | None

    def ask(self) -> None:
        """Ask without keeping others from the database meanwhile."""
        seen = self.look(lambda _: False)
        while typer.confirm(ASK, err=True):
            done = self.look(seen.__eq__)
            if done == seen:
                _out.print("Imported.")
                return
            _out.print(CHANGED_MEANWHILE)
            seen = done
        _out.print("Nothing was imported.")

    def look(self, is_wanted: Callable[[ImportLook], bool]) -> ImportLook:
        """Print what importing does, and do it if that is wanted."""
        left: list[LeftService] = []
        try:
            with ExitStack() as opened:
                return self._imported(_opened(self.files, opened), left, is_wanted)
        except RowsRefused as refusal:
            end(str(refusal), ROWS_REFUSED)
        except TooManyGone as refusal:
            end("\n".join([*map(str, left), f"{refusal} {CONFIRM.format(refusal.gone)}"]), ROWS_REFUSED)
        except DatabaseBusy:
            end(f"{BUSY} Nothing was imported: try again.", ROWS_REFUSED)

    def _imported(
        self, files: Sequence[GivenFile], left: list[LeftService], is_wanted: Callable[[ImportLook], bool]
    ) -> ImportLook:
        noted = Noted()
        with progress() as bars, self.database.writing() as connection:
            tasks = {file.name: bars.add_task(Path(file.name).name, total=file.size) for file in files}

            def advance(file: GivenFile, _rows: int) -> None:
                bars.update(tasks[file.name], completed=file.read_so_far)

            _note_expiries(connection, self.workspace)
            default, now = read_settings().workspace(self.workspace), datetime.now(UTC)
            leaving, tx = Leaving(self.gone, left.append), Tx(connection, self.workspace)
            tallies = import_files(tx, files, now, _report, advance, default, leaving, noted)
            look = noted.look(rows_of(tallies))
            is_done = is_wanted(look)
            if not is_done:
                connection.rollback()
            _say_what_it_does(tallies, look, files, left)
        return look


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


def _say_what_it_does(
    tallies: dict[FileKind, Tally], look: ImportLook, files: Sequence[GivenFile], left: Sequence[LeftService]
) -> None:
    table = Table("rows", "new", "changed", "unchanged", title="What the import does")
    for kind, tally in tallies.items():
        table.add_row(kind, *map(str, (tally.new, tally.changed, tally.unchanged)))
    _out.print(table)
    for file in files:
        for line in file.told_left_alone():
            _out.print(line, markup=False)
    for noteworthy in look.noteworthy:
        _say_noteworthy(noteworthy, left)


def _say_noteworthy(noteworthy: Noteworthy, left: Sequence[LeftService]) -> None:
    """All of the services that left, and the first of what else there is."""
    lines = [str(service) for service in left] if noteworthy.note is Note.LEFT else list(noteworthy.first)
    _out.print(f"{title_of(noteworthy)}. {WHY[noteworthy.note]}", markup=False)
    for line in lines:
        _out.print(f"  {line}", markup=False)
    if more := noteworthy.found - len(lines):
        _out.print(f"  and {more} more", markup=False)
