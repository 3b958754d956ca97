"""Which ids the files of one import have had so far, kept on disk: a file may be longer than memory."""

import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass

from domain.importing.files import Kind
from storage.exchange.reading import Place

_TABLE = """
    CREATE TABLE seen (kind TEXT, id TEXT, part TEXT, file TEXT, line INTEGER, said TEXT, PRIMARY KEY (kind, id, part))
    WITHOUT ROWID
"""
_NOTE = "INSERT OR IGNORE INTO seen VALUES (?, ?, ?, ?, ?, ?)"
_FIRST = "SELECT file, line, said FROM seen WHERE kind = ? AND id = ? AND part = ?"


@dataclass(slots=True)
class Seen:
    """The ids of each kind; `part` tells the rows of one package apart, `said` is what its first row says of it."""

    _connection: sqlite3.Connection

    def note(self, kind: Kind, rows: Sequence[tuple[str, str, Place, str]]) -> bool:
        """Remember id, part, place and what is said, where they are new; whether all of them are."""
        before = self._connection.total_changes
        values = ((kind, key, part, place.file, place.line, said) for key, part, place, said in rows)
        self._connection.executemany(_NOTE, values)
        return self._connection.total_changes - before == len(rows)

    def first(self, kind: Kind, key: str, part: str = "") -> tuple[Place, str] | None:
        """Where this id stood first, and what was said of it."""
        row = self._connection.execute(_FIRST, (kind, key, part)).fetchone()
        return (Place(row[0], row[1]), row[2]) if row else None


@contextmanager
def nothing_seen() -> Iterator[Seen]:
    connection = sqlite3.connect("", isolation_level=None)  # a file of SQLite's own, gone when it is closed
    try:
        connection.execute("PRAGMA cache_size = -16384")
        connection.execute("BEGIN")
        connection.execute(_TABLE)
        yield Seen(connection)
    finally:
        connection.close()
