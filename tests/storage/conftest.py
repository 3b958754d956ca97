"""What storage tests watch: the statements that reach the database."""

from collections.abc import Iterator

import pytest
from many_sessions import Statement
from sqlalchemy import event

from storage.database import Database


@pytest.fixture
def statements(database: Database) -> Iterator[list[Statement]]:
    """Every statement since, with its parameters; clear it to begin anew."""
    seen: list[Statement] = []

    def note(_c: object, _cursor: object, statement: str, parameters: object, *_: object) -> None:
        seen.append((statement, parameters))

    event.listen(database.engine, "before_cursor_execute", note)
    yield seen
    event.remove(database.engine, "before_cursor_execute", note)
