"""The link transaction beside the raw driver saying the same: python tests/benchmarks/links.py"""

import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from dataclasses import dataclass
from itertools import cycle
from typing import Any

from door import practice
from driver import raw_connection, raw_transaction, recorded
from gestures import acks_only, link
from here import answered, as_bolt_reads, bare_bolt, ribbon
from measuring import Line, cpu_of, interleaved, print_table, ratios
from postgres import postgres_practice
from practices import NOW, TEAM, person
from sqlalchemy import Connection, text

from domain.linking import link_session
from domain.values.ids import PackageId, SessionId
from storage.database import Database
from storage.records import RecordsTx

ROUNDS, TIMES = 11, 100
CALLERS, LINKS_EACH = 16, 12
BY = person(is_manager=True)


@dataclass
class Links:
    """Sessions that can be linked, each to a package of its client; the first is linked to record how."""

    database: Database

    def __post_init__(self) -> None:
        free = text("SELECT id, client_id FROM session WHERE package_id IS NULL ORDER BY id")
        with self.database.reading() as connection:
            self.free = [(row.id, f"p{row.client_id[1:]}", row.client_id) for row in connection.execute(free)]
        first, *self.rest = self.free
        self.how = recorded(self.database.writing(), lambda connection: _link(connection, first))
        self.clear()
        self._next = cycle(self.rest)

    def next(self) -> tuple[str, str, str]:
        return next(self._next)

    def link(self, names: tuple[str, str, str]) -> None:
        with self.database.writing() as connection:
            _link(connection, names)

    def link_raw(self, connection: Any, names: tuple[str, str, str]) -> None:
        raw_transaction(self.database, connection, self.how, dict(zip(self.free[0], names, strict=True)))

    def clear(self) -> None:
        with self.database.writing() as connection:
            nothing = "package_id = NULL, origin = NULL, linked_by = NULL, linked_at = NULL, ties = 0"
            connection.execute(text(f"UPDATE session SET {nothing} WHERE linked_by IS NOT NULL"))  # noqa: S608
            connection.execute(text("DELETE FROM history"))

    def timed(self, work: Callable[[], object]) -> float:
        seconds = cpu_of(work, TIMES)
        self.clear()
        return seconds


def _link(connection: Connection, names: tuple[str, str, str]) -> None:
    link_session(RecordsTx(connection, TEAM), BY, NOW, SessionId(names[0]), PackageId(names[1]))


def lines() -> list[Line]:
    with practice() as database:
        found = [_one_caller(Links(database), "SQLite", 4), _submitted(Links(database))]
        found.append(_callers(Links(database), "SQLite", "none: one writes at a time"))
    with postgres_practice() as database:
        found.append(_one_caller(Links(database), "PostgreSQL", 2))
        found.append(_callers(Links(database), "PostgreSQL", "≥ ×0.9"))
    return found


def _one_caller(links: Links, kind: str, goal: int) -> Line:
    with raw_connection(links.database) as raw:
        figures = interleaved(
            ROUNDS,
            lambda: links.timed(lambda: links.link(links.next())),
            lambda: links.timed(lambda: links.link_raw(raw, links.next())),
        )
    return Line(f"link transaction, {kind}, one caller", "raw driver, the same (CPU)", f"≤ ×{goal}", ratios(*figures))


def _submitted(links: Links) -> Line:
    """From the request to its answer and what is drawn after it."""
    with ThreadPoolExecutor(4) as afterwards, raw_connection(links.database) as raw:
        ours, bare, small = ribbon(links.database, afterwards), bare_bolt(), acks_only()
        requests = [link(session, package) for session, package, _ in links.rest[: TIMES * (ROUNDS + 1)]]
        each = iter(requests)

        def as_bare() -> None:
            answered(bare, small, as_bolt_reads)
            links.link_raw(raw, links.next())

        figures = interleaved(
            ROUNDS,
            lambda: links.timed(lambda: answered(ours, next(each))),
            lambda: links.timed(as_bare),
        )
    return Line("link submit, whole, SQLite", "bare Bolt ack + raw transaction (CPU)", "≤ ×2.5", ratios(*figures))


def _callers(links: Links, kind: str, goal: str) -> Line:
    def of_ours(share: list[tuple[str, str, str]]) -> None:
        for names in share:
            links.link(names)

    def of_driver(work: tuple[Any, list[tuple[str, str, str]]]) -> None:
        for names in work[1]:
            links.link_raw(work[0], names)

    shares = [[names for names in links.rest if int(names[2][1:]) % CALLERS == n][:LINKS_EACH] for n in range(CALLERS)]
    with ExitStack() as opened:
        raw = [opened.enter_context(raw_connection(links.database)) for _ in range(CALLERS)]
        figures = interleaved(
            ROUNDS,
            lambda: _together(links, of_ours, shares),
            lambda: _together(links, of_driver, list(zip(raw, shares, strict=True))),
        )
    return Line(f"links a second, {kind}, {CALLERS} callers", "raw driver, the same", goal, ratios(*figures))


def _together(links: Links, work: Callable[[Any], object], shares: list[Any]) -> float:
    """Links a second by so many callers, each with clients of their own."""
    start = time.perf_counter()
    with ThreadPoolExecutor(CALLERS) as callers:
        list(callers.map(work, shares))
    seconds = time.perf_counter() - start
    links.clear()
    return CALLERS * LINKS_EACH / seconds


if __name__ == "__main__":
    print_table(lines())
