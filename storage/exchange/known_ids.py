"""Which ids the files of one import have had so far, kept on disk: a file may be longer than memory."""

import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import groupby
from operator import itemgetter

from domain.importing.files import FileKind
from storage.exchange.reading import Line

_TABLE = """
    CREATE TABLE known (kind TEXT, id TEXT, part TEXT, file TEXT, line INTEGER, said TEXT, PRIMARY KEY (kind, id, part))
    WITHOUT ROWID
"""
_NOTE = "INSERT OR IGNORE INTO known VALUES (?, ?, ?, ?, ?, ?)"
_FIRST = "SELECT file, line, said FROM known WHERE kind = ? AND id = ? AND part = ?"
_PARTS = "SELECT id, part FROM known WHERE kind = ? ORDER BY id, part"


@dataclass(slots=True)
class KnownIds:
    """The ids of each kind; `part` tells the rows of one package apart, `said` is what its first row says of it."""

    _connection: sqlite3.Connection

    def note(self, kind: FileKind, rows: Sequence[tuple[str, str, Line, str]]) -> bool:
        """Remember id, part, line and what is said, where they are new; whether all of them are."""
        before = self._connection.total_changes
        values = ((kind, key, part, line.file, line.number, said) for key, part, line, said in rows)
        self._connection.executemany(_NOTE, values)
        return self._connection.total_changes - before == len(rows)

    def first(self, kind: FileKind, key: str, part: str = "") -> tuple[Line, str] | None:
        """Where this id stood first, and what was said of it."""
        row = self._connection.execute(_FIRST, (kind, key, part)).fetchone()
        return (Line(row[0], row[1]), row[2]) if row else None

    def parts(self, kind: FileKind) -> Iterator[tuple[str, set[str]]]:
        """Each id with all parts of it that there were."""
        for key, rows in groupby(self._connection.execute(_PARTS, (kind,)), itemgetter(0)):
            yield key, {part for _, part in rows}


@contextmanager
def no_ids_known() -> Iterator[KnownIds]:
    connection = sqlite3.connect("", isolation_level=None)  # a file of SQLite's own, gone when it is closed
    try:
        connection.execute("PRAGMA cache_size = -16384")
        connection.execute("BEGIN")
        connection.execute(_TABLE)
        yield KnownIds(connection)
    finally:
        connection.close()
