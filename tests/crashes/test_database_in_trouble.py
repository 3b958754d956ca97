"""The database is full, write-protected or away: people are told so at once, and all goes on when it is back."""

import resource
from collections.abc import Iterator
from contextlib import contextmanager
from time import sleep
from typing import Any

import pytest
from going import bookings, seconds_of
from serving import Served, readiness, serving
from sqlalchemy import event, text
from sqlalchemy.exc import OperationalError

from playground.person.people import People, Person
from playground.server import Playground
from storage.connections import TRUSTED_FOR
from storage.database import Database, OutcomeUnknown, open_database

AWAY = "Ribbon can't use its database at the moment. Nothing was saved. Try again in a moment."
NO_LIMIT = (resource.RLIM_INFINITY, resource.RLIM_INFINITY)


@contextmanager
def full_disk(served: Served) -> Iterator[None]:
    """Let the process write no byte into any file, as on a disk that is full."""
    resource.prlimit(served.process.pid, resource.RLIMIT_FSIZE, (0, resource.RLIM_INFINITY))
    yield
    resource.prlimit(served.process.pid, resource.RLIMIT_FSIZE, NO_LIMIT)


def link(person: Person) -> float:
    """Link Bo's session; the seconds until that was answered."""
    bookings(person, "past").row("Bo Lindqvist").choose("Link to package")
    return seconds_of(person.modal_titled("Link to package").submit)


@pytest.fixture
def petra(playground: Playground) -> Person:
    return People(playground.client).person("UPRAC")


@pytest.mark.on_sqlite("only a file is written by the process that is let write no more")
def test_on_a_full_disk_people_are_told_and_all_goes_on_once_there_is_room(
    playground: Playground, filled_url: str, petra: Person
) -> None:
    with serving(playground, filled_url) as served:
        bookings(petra)
        assert readiness(served) == (200, "ready")
        with full_disk(served):
            seconds = link(petra)
            petra.modal_titled("That didn't work").sees(AWAY)
            assert seconds < 3
            assert readiness(served) == (503, "the database can't be written")
        link(petra)
        bookings(petra, "past").row("Bo Lindqvist").sees("🎁")
        assert readiness(served) == (200, "ready")
        assert served.stops() == 0


@pytest.mark.on_postgresql("nobody ends a connection to a file")
def test_connections_that_postgresql_ends_are_made_anew(playground: Playground, filled_url: str, petra: Person) -> None:
    with serving(playground, filled_url) as served:
        bookings(petra)
        end_connections(filled_url)
        assert link(petra) < 3
        bookings(petra, "past").row("Bo Lindqvist").sees("🎁")
        assert readiness(served) == (200, "ready")


def end_connections(url: str) -> None:
    """What a restart does to those who are connected."""
    database = open_database(url)
    with database.writing() as connection:
        others = "datname = current_database() AND pid <> pg_backend_pid()"
        connection.execute(text(f"SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE {others}"))  # noqa: S608
    database.close()
    sleep(2 * TRUSTED_FOR)


@pytest.mark.on_postgresql("no connection to a file is lost")
def test_where_the_connection_is_lost_at_the_commit_nobody_knows_whether_it_is_saved(database: Database) -> None:
    with pytest.raises(OutcomeUnknown):
        write_and_lose(database)
    with database.writing() as connection:
        assert connection.execute(text("SELECT 1")).scalar_one() == 1


def write_and_lose(database: Database) -> None:
    """The line is cut as the commit is on its way."""

    def cut(connection: Any) -> None:
        connection.connection.driver_connection.close()

    with database.writing() as connection:
        connection.execute(text("SELECT 1"))
        event.listen(connection, "commit", cut)


def test_a_write_protected_database_is_told(database: Database) -> None:
    protected = "PRAGMA query_only = ON" if database.is_sqlite else "SET default_transaction_read_only = on"
    database.try_to_write()

    def protect(connection: Any, _entry: object) -> None:
        connection.execute(protected)
        connection.commit()

    event.listen(database.engine, "connect", protect)
    database.engine.dispose()
    with pytest.raises(OperationalError):
        database.try_to_write()
    event.remove(database.engine, "connect", protect)
    database.engine.dispose()
    database.try_to_write()
