"""A database that waits for no disk: nothing here outlives the tests."""

from typing import Any

from sqlalchemy import event

from storage.database import Database, open_database


def open_in_haste(url: str) -> Database:
    database = open_database(url)
    if database.is_sqlite:
        event.listen(database.engine, "connect", _leave_it_to_the_system)
    return database


def _leave_it_to_the_system(connection: Any, _entry: object) -> None:
    connection.execute("PRAGMA synchronous = OFF")
