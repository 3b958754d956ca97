"""`ribbon backup` and `ribbon restore`: a copy of the SQLite file, and back."""

from collections.abc import Callable
from pathlib import Path
from typing import Annotated

import typer
from sqlalchemy import URL, make_url

from bot.cli.command_line import WRONG_CALL, end, words_for_problems
from bot.settings import read_settings
from storage.backup import NoGoodCopy, copy_database
from storage.database import alone_with, open_database
from storage.migrating import migrate
from storage.private import make_folder

Copy = Annotated[Path, typer.Argument(metavar="FILE", help="The copy; it must not be there yet.", dir_okay=False)]
Kept = Annotated[Path, typer.Argument(metavar="FILE", help="What `ribbon backup` wrote.", dir_okay=False)]


def backup(file: Copy) -> None:
    """Copy the SQLite database to a file, even while Ribbon runs."""
    source = _sqlite_file("pg_dump --format=custom --file=FILE ribbon")
    _say(_copied(source, file), f"Written to {file}")


def restore(file: Kept) -> None:
    """Put a copy of the SQLite database in place; stop Ribbon and move the present file away first."""
    target = _sqlite_file("createdb ribbon && pg_restore --no-owner --dbname=ribbon FILE")
    make_folder(target.parent)
    with words_for_problems(), alone_with(target):
        counts = _copied(file, target, _brought_up_to_date)
    _say(counts, f"Restored to {target}")


def _brought_up_to_date(copy: Path) -> None:
    database = open_database(f"sqlite:///{copy}")
    try:
        migrate(database)
    finally:
        database.close()


def _sqlite_file(on_postgresql: str) -> Path:
    with words_for_problems():
        url: URL = make_url(read_settings().database)
    if url.get_backend_name() != "sqlite":
        end(f"ribbon: this is for SQLite. PostgreSQL has its own way: {on_postgresql}", WRONG_CALL)
    return Path(url.database or "ribbon.db")


def _copied(source: Path, target: Path, finish: Callable[[Path], None] = lambda _: None) -> dict[str, int]:
    try:
        return copy_database(source, target, finish)
    except FileExistsError as there:
        end(f"ribbon: {there.filename} already exists. Nothing was written: move it out of the way first.", WRONG_CALL)
    except NoGoodCopy as problem:
        end(f"ribbon: {problem} Nothing was written.", WRONG_CALL)
    except OSError as problem:
        end(f"ribbon: {target} can't be written to ({problem.strerror}).", WRONG_CALL)


def _say(counts: dict[str, int], where: str) -> None:
    for name in ("client", "package", "session", "adjustment", "history"):
        typer.echo(f"{name}: {counts.get(name, 0)} rows")
    typer.echo(f"{where}, {sum(counts.values())} rows in all.")
