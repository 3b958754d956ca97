"""What the commands of `ribbon` share: the database, and words for what keeps a command from working."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Annotated, NoReturn

import typer
from rich.console import Console
from rich.progress import BarColumn, Progress, TaskProgressColumn, TextColumn, TimeElapsedColumn

from bot.settings import Misconfigured, read_settings
from domain.values.ids import WorkspaceId
from storage.database import Database, DatabaseBusy, DatabaseInUse, DatabaseOutOfReach, open_database
from storage.migrating import DatabaseIsNewer, migrate
from storage.workspaces import some_workspaces

BUSY_NOW, WRONG_CALL = 1, 2
_TEAM = re.compile(r"[TE][A-Z0-9]+")
errors = Console(stderr=True, soft_wrap=True, highlight=False)


Workspace = Annotated[
    str | None,
    typer.Option(metavar="T…", help="The Slack team id; not needed while Ribbon knows only one workspace."),
]


@contextmanager
def words_for_problems() -> Iterator[None]:
    """Say in a clear line what is wrong with the call or the environment, and end with status 2."""
    try:
        yield
    except (Misconfigured, DatabaseInUse, DatabaseOutOfReach, DatabaseIsNewer) as problem:
        end("\n".join(f"ribbon: {line}" for line in str(problem).splitlines()), WRONG_CALL)


def end(line: str, status: int) -> NoReturn:
    errors.print(line, markup=False)
    raise typer.Exit(status)


@contextmanager
def opened_database(*, newer_too: bool = False) -> Iterator[Database]:
    """The database that the environment names, brought up to date and closed in the end; an end with a line if busy."""
    with words_for_problems():
        database = open_database(read_settings().database)
    try:
        with words_for_problems():
            migrate(database, newer_too=newer_too)
        yield database
    except DatabaseBusy:
        end("ribbon: Somebody else is writing to the database. Nothing was done: try again.", BUSY_NOW)
    finally:
        database.close()


def progress() -> Progress:
    """Bars on a terminal, and nothing elsewhere."""
    columns = (TextColumn("{task.description}", markup=False), BarColumn(), TaskProgressColumn(), TimeElapsedColumn())
    return Progress(*columns, console=errors, transient=True, disable=not errors.is_terminal)


def chosen_workspace(database: Database, named: str | None) -> WorkspaceId:
    """The workspace named, or the only one there is."""
    if named is not None:
        if not _TEAM.fullmatch(named):
            end(f"--workspace {named}: this isn't a Slack team id. It begins with T, like T012AB3CD.", WRONG_CALL)
        return WorkspaceId(named)
    with database.reading() as connection:
        known = some_workspaces(connection)
    if len(known) != 1:
        why = "Ribbon knows more than one workspace." if known else "Ribbon doesn't know any workspace yet."
        end(f"{why} Say which one you mean: --workspace T…, with its Slack team id.", WRONG_CALL)
    return known.pop()
