"""What our door costs beside Bolt's own: python tests/benchmarks/door.py"""

import tempfile
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path

from gestures import acks_only
from here import answered, as_bolt_reads, bare_bolt, ribbon
from measuring import Line, cpu_of, interleaved, print_table, ratios
from practices import fill
from slack_bolt import App

from storage.database import Database, open_database
from storage.migrating import migrate

ROUNDS, TIMES = 15, 200
SESSIONS = 10_000


@contextmanager
def practice(sessions: int = SESSIONS) -> Iterator[Database]:
    with tempfile.TemporaryDirectory() as folder:
        database = open_database(f"sqlite:///{Path(folder) / 'ribbon.db'}")
        migrate(database)
        fill(database, sessions)
        yield database
        database.close()


@contextmanager
def both() -> Iterator[tuple[App, App]]:
    with practice(100) as database, ThreadPoolExecutor(4) as afterwards:
        yield ribbon(database, afterwards), bare_bolt()


def lines() -> list[Line]:
    request = acks_only()
    with both() as (ours, bare):
        figures = interleaved(
            ROUNDS,
            lambda: cpu_of(lambda: answered(ours, request), TIMES),
            lambda: cpu_of(lambda: answered(bare, request, as_bolt_reads), TIMES),
        )
    return [Line("acknowledging, through the whole door", "bare Bolt, one listener (CPU)", "≤ ×1.2", ratios(*figures))]


if __name__ == "__main__":
    print_table(lines())
