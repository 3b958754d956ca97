"""Use cases are asked on both kinds of database, of a usual practice that each test leaves as it was."""

import shutil
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import pytest
from practice import TEAM, usual_practice
from sqlalchemy import Engine, text

from domain.values.ids import WorkspaceId
from storage.database import Database, open_database
from storage.records import RecordsTx


class Undone(Exception):  # noqa: N818 - no error
    """Ends a transaction without a trace."""


@pytest.fixture(scope="session")
def practice_on_sqlite(migrated_file: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Database]:
    copy = shutil.copy(migrated_file, tmp_path_factory.mktemp("use_cases") / "ribbon.db")
    with opened(f"sqlite:///{copy}") as database:
        yield database


@pytest.fixture(scope="session")
def practice_on_postgresql(postgres: Engine) -> Iterator[Database]:
    with postgres.connect() as connection:
        connection.execute(text("CREATE DATABASE use_cases TEMPLATE migrated"))
    with opened(postgres.url.set(database="use_cases").render_as_string(hide_password=False)) as database:
        yield database


@contextmanager
def opened(url: str) -> Iterator[Database]:
    database = open_database(url)
    usual_practice(database)
    yield database
    database.close()


@pytest.fixture
def records(kind: str, request: pytest.FixtureRequest) -> Iterator[RecordsTx]:
    database: Database = request.getfixturevalue(f"practice_on_{kind}")
    with suppress(Undone), database.writing() as connection:
        yield RecordsTx(connection, WorkspaceId(TEAM))
        raise Undone
