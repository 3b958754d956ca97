"""Work that is due in many workspaces at once: python tests/benchmarks/neighbours_at_once.py [quick]"""

import sys
import tempfile
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from random import uniform
from statistics import quantiles
from typing import Any

from measuring import Line, print_table
from neighbours import Neighbours
from neighbours_apart import slack_apart
from postgres import postgres_url
from practices import NOW, TEAM, fill, person
from sqlalchemy import text
from structlog.testing import capture_logs

from domain.linking import link_session
from domain.values.ids import PackageId, SessionId
from storage.database import Database, open_database
from storage.migrating import migrate
from storage.records import RecordsTx

KINDS = ("SQLite", "PostgreSQL")
CLICKERS, THINKS = 16, 0.4  # seconds between two clicks of one of them, on average
IDLE_FOR = 20.0  # seconds


@contextmanager
def migrated(kind: str) -> Iterator[tuple[Database, str]]:
    if kind == "PostgreSQL":
        with postgres_url() as url:
            yield from _opened(url)
    else:
        with tempfile.TemporaryDirectory() as folder:
            yield from _opened(f"sqlite:///{folder}/ribbon.db")


def _opened(url: str) -> Iterator[tuple[Database, str]]:
    database = open_database(url)
    migrate(database)
    yield database, url
    database.close()


def nothing_due(database: Database) -> None:
    """As in the middle of an hour, long after all have installed it."""
    with database.writing() as connection:
        later = "CASE kind WHEN 'rounds' THEN due_at + 3600000000 END"
        connection.execute(text(f"UPDATE due SET due_at = {later}"))  # noqa: S608


def posts(kind: str, workspaces: int, *, hanging: int = 0, messages: int = 1) -> float:
    """Seconds until each healthy workspace has its messages, all of them written by another process at once."""
    with migrated(kind) as (database, url), slack_apart(hanging=hanging) as slack:
        neighbours: Any = Neighbours(database, url, slack)  # type: ignore[arg-type]  # it asks for the URL alone
        names = neighbours.install(workspaces)
        nothing_due(database)
        with neighbours.running():
            time.sleep(2.0)
            neighbours.tell(names, messages)
            return slack.seconds_until_posted((workspaces - hanging) * messages)


def idle(kind: str, workspaces: int) -> float:
    """Per cent of a core."""
    with migrated(kind) as (database, url), slack_apart() as slack:
        neighbours: Any = Neighbours(database, url, slack)  # type: ignore[arg-type]
        neighbours.install(workspaces)
        nothing_due(database)
        with neighbours.running():
            time.sleep(5.0)
            start = time.process_time()
            time.sleep(IDLE_FOR)
            return 100 * (time.process_time() - start) / IDLE_FOR


def p99_of_links(kind: str, workspaces: int) -> float:
    """Milliseconds that a link takes of sixteen people's, while messages of so many workspaces are posted."""
    with migrated(kind) as (database, url), slack_apart() as slack:
        fill(database, 10_000)
        neighbours: Any = Neighbours(database, url, slack)  # type: ignore[arg-type]
        names = neighbours.install(max(1, workspaces))
        nothing_due(database)
        shares = [_free(database)[n::CLICKERS] for n in range(CLICKERS)]
        with neighbours.running(), ThreadPoolExecutor(CLICKERS) as people:
            time.sleep(2.0)
            if workspaces:
                neighbours.tell(names)
            until = time.monotonic() + 6.0
            took = [one for each in people.map(lambda share: _clicks(database, share, until), shares) for one in each]
    return quantiles(took, n=100)[98] * 1000


def _free(database: Database) -> list[tuple[str, str]]:
    with database.reading() as connection:
        rows = connection.execute(text("SELECT id, client_id FROM session WHERE package_id IS NULL ORDER BY id"))
        return [(row.id, f"p{row.client_id[1:]}") for row in rows]


def _clicks(database: Database, share: list[tuple[str, str]], until: float) -> list[float]:
    took = []
    for session, package in share:
        if time.monotonic() > until:
            break
        time.sleep(uniform(0, 2 * THINKS))  # noqa: S311 - no secret
        start = time.perf_counter()
        with database.writing() as connection:
            by = person(is_manager=True)
            link_session(RecordsTx(connection, TEAM), by, NOW, SessionId(session), PackageId(package))
        took.append(time.perf_counter() - start)
    return took


def lines(*, quick: bool = False) -> list[Line]:
    many, most = (100, 200) if quick else (2_000, 10_000)
    with capture_logs():
        return [line for kind in KINDS for line in (*_posted(kind, many), _idle(kind, most), *_clicking(kind, many))]


def _posted(kind: str, many: int) -> list[Line]:
    few, hanging = 300, 30
    both = posts(kind, 20, hanging=10, messages=12), posts(kind, 20, messages=12)
    return [
        Line(f"a message in each of {few} workspaces, {kind}", "the clock", "≤ 2 s", [posts(kind, few)], "s"),
        Line(f"a message in each of {many} workspaces, {kind}", "the clock", "≤ 12 s", [posts(kind, many)], "s"),
        Line(
            f"in {few} workspaces, of which {hanging} hang: the others, {kind}",
            "the clock",
            "≤ 5 s",
            [posts(kind, few, hanging=hanging)],
            "s",
        ),
        Line(f"12 messages in each of 20, of which 10 hang, {kind}", "none hangs", "≤ ×1.5", [both[0] / both[1]]),
    ]


def _idle(kind: str, most: int) -> Line:
    return Line(f"idle, {most} workspaces, {kind}", "a core (CPU)", "≤ 1 %", [idle(kind, most)], "%")


def _clicking(kind: str, many: int) -> list[Line]:
    return [
        Line(
            f"{CLICKERS} people link while {workspaces} workspaces are posted to: p99, {kind}",
            "the clock",
            "≤ 20 ms",
            [p99_of_links(kind, workspaces)],
            "ms",
        )
        for workspaces in (0, many)
    ]


if __name__ == "__main__":
    print_table(lines(quick="quick" in sys.argv))
