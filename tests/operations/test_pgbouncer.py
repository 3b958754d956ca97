"""PostgreSQL behind the PgBouncer that docs/installing.md shows: each transaction may get another connection."""

import os
import re
import socket
import subprocess
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from going import bookings, seconds_of
from holding import another_writer
from practice import TEAM
from serving import readiness, serving, wait_for
from sqlalchemy import make_url, text
from stalls import unhurried_slack

from domain.values.ids import ClientId, WorkspaceId
from domain.values.sessions import Confirmation
from playground.person.people import People
from playground.server import Playground, free_port
from playground.state.slack import Slack
from storage.database import Database, DatabaseBusy, open_database
from storage.records import RecordsTx

pytestmark = [pytest.mark.pgbouncer, pytest.mark.on_postgresql("nothing stands between Ribbon and a file")]

PAGE = Path(__file__).parents[2] / "docs/installing.md"
CONNECTIONS, PEOPLE, TIMES = 2, 8, 25


@pytest.fixture
def slack() -> Slack:
    slack = unhurried_slack()
    slack.add_workspace(TEAM)
    slack.add_person("UPRAC", "Petra Practitioner", tz="Europe/Berlin")
    return slack


def documented() -> str:
    """The settings, as they are copied from the page."""
    (found,) = re.findall(
        r"^```ini\n(\[databases\].*?)^```", PAGE.read_text(encoding="utf-8"), re.DOTALL | re.MULTILINE
    )
    return str(found)


@pytest.fixture
def pooled_url(filled_url: str) -> Iterator[str]:
    """Where the usual practice is reached through PgBouncer."""
    url, port = make_url(filled_url), free_port()
    where = f"host={url.query.get('host') or url.host} port={url.port or 5432} user={url.username}"
    settings = documented()
    for theirs, ours in {
        "* = host=db.example.com": f"* = {where}",
        "listen_port = 6432": f"listen_port = {port}",
        "auth_type = scram-sha-256\nauth_file = /etc/pgbouncer/userlist.txt": "auth_type = any",
        "default_pool_size = 20": f"default_pool_size = {CONNECTIONS}\nunix_socket_dir =",
    }.items():
        assert settings.count(theirs) == 1
        settings = settings.replace(theirs, ours)
    with TemporaryDirectory(prefix="ribbon-pgbouncer-") as folder, pooling(_readable(Path(folder), settings), port):
        yield f"postgresql+psycopg://somebody@127.0.0.1:{port}/{url.database}"


def _readable(folder: Path, settings: str) -> Path:
    """A file that another user can read, as those of pytest's own folders aren't."""
    folder.chmod(0o755)
    file = folder / "pgbouncer.ini"
    file.write_text(settings, encoding="utf-8")
    file.chmod(0o644)
    return file


@contextmanager
def pooling(file: Path, port: int) -> Iterator[None]:
    """PgBouncer, which doesn't run as root; the tests' PostgreSQL has made a user for that."""
    user = "pgserver" if os.geteuid() == 0 else None
    process = subprocess.Popen(["pgbouncer", "--quiet", file], user=user, stderr=subprocess.DEVNULL)
    try:
        wait_for(lambda: listens(port), "PgBouncer")
        yield
    finally:
        process.terminate()
        process.wait(10)


def listens(port: int) -> bool:
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", port)) == 0


@pytest.fixture
def pooled(pooled_url: str) -> Iterator[Database]:
    database = open_database(pooled_url)
    yield database
    database.close()


def test_transactions_that_change_places_find_their_statements_and_settings(pooled: Database) -> None:
    def work(n: int) -> None:
        for time in range(TIMES):
            with pooled.reading() as connection:
                records = RecordsTx(connection, WorkspaceId(TEAM))
                assert records.packages_of([ClientId("c1"), ClientId("c2")], list(Confirmation))
            with pooled.writing() as connection:
                patience = connection.execute(text("SHOW lock_timeout")).scalar_one()
                assert patience == "2s" or 1500 < int(patience.removesuffix("ms")) < 2000
                name = {"name": f"Ana {n} {time}", "workspace": TEAM}
                statement = "UPDATE client SET name = :name WHERE workspace = :workspace AND id = 'c1'"
                connection.execute(text(statement), name)

    with ThreadPoolExecutor(PEOPLE) as people:
        for done in [people.submit(work, n) for n in range(PEOPLE)]:
            done.result()


def test_nobody_waits_longer_than_without_it(pooled: Database, filled_url: str) -> None:
    def write() -> None:
        with pytest.raises(DatabaseBusy), pooled.writing() as connection:
            connection.execute(text("DELETE FROM person"))

    def read() -> None:
        with pytest.raises(DatabaseBusy), pooled.reading() as connection:
            connection.execute(text("SELECT count(*) FROM person")).scalar_one()

    with another_writer(filled_url, "LOCK TABLE person"):
        assert seconds_of(write) < 3
        assert seconds_of(read) < 3


def test_people_are_served_through_it(playground: Playground, pooled_url: str) -> None:
    petra = People(playground.client).person("UPRAC")
    with serving(playground, pooled_url) as served:
        bookings(petra, "past").row("Bo Lindqvist").choose("Link to package")
        petra.modal_titled("Link to package").submit()
        bookings(petra, "past").row("Bo Lindqvist").sees("🎁")
        assert readiness(served) == (200, "ready")
        assert served.stops() == 0
        assert [line for line in served.log() if line["level"] == "error"] == []
