"""An import beside the driver's executemany of the same rows: python tests/benchmarks/imports.py [SESSIONS]"""

import csv
import sqlite3
import sys
import tempfile
import time
from contextlib import closing
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from measuring import Line, print_table
from practices import NOW, TEAM, fill

from storage.database import open_database
from storage.exchange.importing import import_files
from storage.exchange.reading import GivenFile
from storage.migrating import migrate
from storage.records import RecordsTx

SESSIONS, ROUNDS = 20_000, 3
CLIENTS = 100
HEADER = "session_id client_id service_id practitioner starts_at minutes confirmation payment package_id".split()
INSERT = (
    "INSERT INTO session"
    " (workspace, id, client_id, service_id, practitioner, starts_at, minutes, confirmation, payment)"
    " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)"
)


def lines(sessions: int = SESSIONS) -> list[Line]:
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        with (folder / "sessions.csv").open("w", newline="") as file:
            csv.writer(file).writerows([HEADER, *(_row(n) for n in range(sessions))])
        figures = [_imported(folder, n) / _inserted(folder, n) for n in range(ROUNDS)]
    return [Line(f"import of {sessions:,} sessions, SQLite", "the driver's executemany (CPU)", "≤ ×4", figures)]


def _row(n: int) -> list[str]:
    at = (NOW + timedelta(minutes=n)).isoformat()
    return [f"n{n:07d}", f"c{n % CLIENTS}", "s0", f"U{n % 20}", at, "50", "confirmed", "paid", ""]


def _empty(path: Path) -> str:
    """A practice with clients and services."""
    database = open_database(f"sqlite:///{path}")
    migrate(database)
    fill(database, CLIENTS * 100)
    database.close()
    return f"sqlite:///{path}"


def _imported(folder: Path, n: int) -> float:
    database = open_database(_empty(folder / f"ours{n}.db"))
    start = time.process_time()
    file = GivenFile.at(folder / "sessions.csv")
    with database.writing() as connection:
        import_files(RecordsTx(connection, TEAM), [file], NOW, print)
    seconds = time.process_time() - start
    file.text.close()
    database.close()
    return seconds


def _inserted(folder: Path, n: int) -> float:
    path = folder / f"theirs{n}.db"
    _empty(path)
    with closing(sqlite3.connect(path)) as connection, (folder / "sessions.csv").open(newline="") as file:
        start = time.process_time()
        rows = csv.reader(file)
        next(rows)
        connection.execute("PRAGMA foreign_keys = ON")
        connection.executemany(INSERT, (_values(row) for row in rows))
        connection.commit()
        return time.process_time() - start


def _values(row: list[str]) -> list[Any]:
    at = int(datetime.fromisoformat(row[4]).timestamp()) * 1_000_000
    return [TEAM, *row[:4], at, int(row[5]), row[6], row[7]]


if __name__ == "__main__":
    print_table(lines(*map(int, sys.argv[1:])))
