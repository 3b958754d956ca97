"""Time and statements of a page as a practice grows: python tests/benchmarks/pages.py [SESSIONS…]

Prints, for each page, the number of statements and the median time in each practice against the smallest one.
DATABASE_URLS may name a database for each size (PostgreSQL); by default SQLite files in a temporary folder.
"""

import os
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from statistics import median
from typing import Any

from measuring import Line, ratios
from pictures import pages_picture
from practices import NOW, TEAM, fill, person
from rich.console import Console
from rich.table import Table
from sqlalchemy import event

from bot import screens
from bot.gestures.interactions import ListKind, ListState, PackagesState
from bot.gestures.visit import Visit
from bot.slack.block_kit import as_json
from domain.values.ids import ClientId
from domain.values.sessions import Confirmation
from domain.visibility import BookingsWish
from storage.database import Database, open_database
from storage.migrating import migrate
from storage.records import RecordsTx

ROUNDS = 60
SIZES = [10_000, 1_000_000]
ROLES = {"a practitioner": False, "a manager": True}

PAGES: dict[str, Callable[[Visit], Any]] = {
    "/bookings": lambda visit: screens.sessions_list(visit, ListState()),
    "/bookings past": lambda visit: screens.sessions_list(visit, ListState(wish=BookingsWish(upcoming=False))),
    "/bookings past no-show": lambda visit: screens.sessions_list(
        visit, ListState(wish=BookingsWish(upcoming=False, confirmation=Confirmation.NO_SHOW))
    ),
    "/bookings unlinked": lambda visit: screens.sessions_list(visit, ListState(wish=BookingsWish(linked=False))),
    "/client": lambda visit: screens.sessions_list(
        visit, ListState(ListKind.CLIENT, BookingsWish(client_id=ClientId("c0")))
    ),
    "/client, Packages": lambda visit: screens.packages(visit, PackagesState(ClientId("c0"))),
    "Home": lambda visit: screens.home(visit, ListState(ListKind.HOME)),
}


@dataclass
class Measured:
    statements: int
    seconds: list[float]


def main() -> None:
    sizes = [int(size) for size in sys.argv[1:]] or SIZES
    for title, measured in _of_everybody(sizes).items():
        _print(sizes, measured, title)


def lines(sizes: list[int], picture: Path | None = None) -> list[Line]:
    """The page of each role that grows most; with the picture of a practitioner's."""
    measured = _of_everybody(sizes)
    if picture:
        first = next(iter(measured.values()))
        pages_picture(picture, {page: _milliseconds(sizes, results) for page, results in first.items()})
    return [_line(sizes, results, title) for title, results in measured.items()]


def _of_everybody(sizes: list[int]) -> "dict[str, dict[str, list[Measured]]]":
    with tempfile.TemporaryDirectory() as folder:
        databases = [_filled(size, n, Path(folder)) for n, size in enumerate(sizes)]
        measured = {title: _measure(databases, is_manager=who) for title, who in ROLES.items()}
        for database in databases:
            database.close()
    return measured


def _line(sizes: list[int], measured: "dict[str, list[Measured]]", title: str) -> Line:
    growth = {page: ratios(results[-1].seconds, results[0].seconds) for page, results in measured.items()}
    worst = max(growth, key=lambda page: median(growth[page]))
    equal = all(len({result.statements for result in results}) == 1 for results in measured.values())
    what = f"pages of {title} at {sizes[-1]:,} sessions; worst: {worst}"
    counts = "statements equal" if equal else "STATEMENTS DIFFER"
    quarters = sorted(growth[worst])[ROUNDS // 4 : -ROUNDS // 4]  # single rounds are a millisecond of a busy machine
    return Line(what, f"the same at {sizes[0]:,} ({counts})", "≤ ×3, statements equal", quarters)


def _milliseconds(sizes: list[int], results: "list[Measured]") -> dict[int, list[float]]:
    quarters = [sorted(result.seconds)[ROUNDS // 4 : -ROUNDS // 4] for result in results]
    return {size: [each * 1000 for each in seconds] for size, seconds in zip(sizes, quarters, strict=True)}


def _filled(size: int, n: int, folder: Path) -> Database:
    urls = os.environ.get("DATABASE_URLS", "").split()
    database = open_database(urls[n] if urls else f"sqlite:///{folder / f'{size}.db'}")
    migrate(database)
    start = time.perf_counter()
    fill(database, size)
    print(f"{size:,} sessions filled in {time.perf_counter() - start:.0f} s", file=sys.stderr)
    return database


def _measure(databases: list[Database], *, is_manager: bool) -> dict[str, list[Measured]]:
    """Rounds of all practices in turn, so that a slow moment of the machine hits them alike."""
    measured = {page: [Measured(0, []) for _ in databases] for page in PAGES}
    for _ in range(ROUNDS):
        for page, draw in PAGES.items():
            for database, result in zip(databases, measured[page], strict=True):
                result.statements = _draw_once(database, draw, result.seconds, is_manager=is_manager)
    return measured


def _draw_once(database: Database, draw: Callable[[Visit], Any], seconds: list[float], *, is_manager: bool) -> int:
    statements: list[str] = []

    def count(*execution: Any) -> None:
        statements.append(execution[2])

    with database.reading() as connection:
        event.listen(connection, "before_cursor_execute", count)
        visit = Visit(RecordsTx(connection, TEAM), person(is_manager=is_manager), NOW)
        start = time.perf_counter()
        as_json(draw(visit))
        seconds.append(time.perf_counter() - start)
    return len(statements)


def _print(sizes: list[int], measured: dict[str, list[Measured]], who: str) -> None:
    columns = [column for size in sizes for column in (f"statements at {size:,}", "ms", "ratio")]
    table = Table("page", *columns, title=f"Pages of {who}, medians of {ROUNDS} rounds")
    for page, results in measured.items():
        first = median(results[0].seconds)
        cells = [
            cell
            for result in results
            for cell in (
                str(result.statements),
                f"{median(result.seconds) * 1000:.2f}",
                f"{median(result.seconds) / first:.2f}",
            )
        ]
        table.add_row(page, *cells)
    Console(width=140).print(table)


if __name__ == "__main__":
    main()
