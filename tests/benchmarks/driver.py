"""The raw driver doing what Ribbon has done: its statements, recorded once and said again for other rows."""

import re
from collections.abc import Callable, Iterator, Mapping
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from secrets import token_hex
from typing import Any

from sqlalchemy import Connection, event

from storage.database import Database

OWN_ID = re.compile("[0-9a-f]{20}")  # of a row that the transaction adds
Values = Any  # a tuple for SQLite, a dictionary for PostgreSQL


@dataclass(frozen=True)
class Recorded:
    """Statements with their values, in which some names stand for those of other rows."""

    statements: list[tuple[str, Values]]

    def say(self, connection: Any, names: Mapping[str, str]) -> list[Any]:
        """Execute them with other names in place of the recorded ones; what each of them found."""
        found = []
        for statement, values in self.statements:
            cursor = connection.execute(statement, _renamed(values, names))
            found.append(cursor.fetchall() if cursor.description else cursor.rowcount)
        return found


def _renamed(values: Values, names: Mapping[str, str]) -> Values:
    def other(value: Any) -> Any:
        if not isinstance(value, str):
            return value
        return names.get(value) or (token_hex(10) if OWN_ID.fullmatch(value) else value)

    if isinstance(values, Mapping):
        return {key: other(value) for key, value in values.items()}
    return tuple(map(other, values))


def recorded(transaction: AbstractContextManager[Connection], work: Callable[[Connection], object]) -> Recorded:
    """What is said in this transaction. A listener of the engine's would make all its connections dearer for good."""
    statements: list[tuple[str, Values]] = []

    def note(_connection: Any, _cursor: Any, statement: str, values: Values, *_: Any) -> None:
        statements.append((statement, values))

    with transaction as connection:
        event.listen(connection, "before_cursor_execute", note)
        work(connection)
    return Recorded(statements)


@contextmanager
def raw_connection(database: Database) -> Iterator[Any]:
    """A connection of the driver's own, with the same settings; transactions begin only when they are told to."""
    with database.engine.connect() as connection:
        raw: Any = connection.connection.driver_connection
        if database.is_sqlite:
            yield raw
            return
        raw.autocommit = True
        yield raw
        raw.autocommit = False


def raw_transaction(database: Database, connection: Any, statements: Recorded, names: Mapping[str, str]) -> None:
    connection.execute("BEGIN IMMEDIATE" if database.is_sqlite else "BEGIN")
    statements.say(connection, names)
    connection.execute("COMMIT")
