"""What the commands of `ribbon` share: the database, and words for what keeps a command from working."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import NoReturn

import typer
from rich.console import Console

from bot.settings import Misconfigured, read_settings
from storage.database import Database, DatabaseInUse, open_database
from storage.migrating import migrate

WRONG_CALL = 2
errors = Console(stderr=True, soft_wrap=True, highlight=False)


@contextmanager
def words_for_problems() -> Iterator[None]:
    """Say in a clear line what is wrong with the call or the environment, and end with status 2."""
    try:
        yield
    except (Misconfigured, DatabaseInUse) as problem:
        end("\n".join(f"ribbon: {line}" for line in str(problem).splitlines()), WRONG_CALL)


def end(line: str, status: int) -> NoReturn:
    errors.print(line, markup=False)
    raise typer.Exit(status)


@contextmanager
def opened_database() -> Iterator[Database]:
    """The database that the environment names, brought up to date and closed in the end."""
    with words_for_problems():
        database = open_database(read_settings().database)
    try:
        migrate(database)
        yield database
    finally:
        database.close()
