"""A database that is only busy is told to people and tried again: it is no error that somebody must look into."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from time import sleep

import pytest
from going import bookings
from holding import another_writer
from serving import get, readiness, serving, wait_for

from playground.person.people import People
from playground.server import Playground
from storage.connections import PATIENCE
from storage.database import Database, DatabaseBusy

BUSY = "Ribbon is busy with a large task. Nothing was saved. Try again in a moment."
TABLES = "alembic_version, person, session, package, client, workspace, message"


@contextmanager
def taken(url: str) -> Iterator[None]:
    """Somebody has the database so that not even reading works."""
    if not url.startswith("sqlite"):
        with another_writer(url, f"LOCK TABLE {TABLES}"):
            yield
        return
    with closing(sqlite3.connect(url.removeprefix("sqlite:///"), isolation_level=None)) as other:
        other.execute("PRAGMA locking_mode = EXCLUSIVE")
        other.execute("BEGIN EXCLUSIVE")
        yield


def test_neither_the_door_nor_work_in_the_background_logs_an_error(playground: Playground, filled_url: str) -> None:
    petra = People(playground.client).person("UPRAC")
    with serving(playground, filled_url) as served:
        bookings(petra, "past").row("Bo Lindqvist").choose("Link to package")
        form = petra.modal_titled("Link to package")
        wait_for(lambda: readiness(served) == (200, "ready"), "Ribbon")
        with another_writer(filled_url):
            form.submit()
            petra.modal_titled("That didn't work").sees(BUSY)
            sleep(2 * PATIENCE)  # for the poster
            assert readiness(served) == (200, "ready")
        assert served.stops() == 0
        assert [line for line in served.log() if line["level"] == "error"] == []


@pytest.mark.on_postgresql("nobody can keep those from reading who have a file open already")
def test_where_not_even_reading_works_it_is_busy_too(playground: Playground, filled_url: str) -> None:
    petra = People(playground.client).person("UPRAC")
    with serving(playground, filled_url) as served:
        bookings(petra, "past").row("Bo Lindqvist").choose("Link to package")
        form = petra.modal_titled("Link to package")
        wait_for(lambda: readiness(served) == (200, "ready"), "Ribbon")
        with taken(filled_url):
            form.submit()
            petra.modal_titled("That didn't work").sees(BUSY)
            sleep(2 * PATIENCE)
            assert readiness(served) == (200, "ready")
            assert "ribbon_gestures_total" in get(f"{served.url}/metrics")
        assert served.stops() == 0
        assert [line for line in served.log() if line["level"] == "error"] == []


def test_whoever_reads_what_somebody_has_whole_is_told_that_it_is_busy(database: Database, database_url: str) -> None:
    with taken(database_url), pytest.raises(DatabaseBusy), database.reading() as connection:
        connection.exec_driver_sql("SELECT count(*) FROM session").scalar_one()
