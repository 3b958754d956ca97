"""One engine for all the tests of a folder: each would open connections, and prepare the same statements, anew."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from haste import open_in_haste
from sqlalchemy import Engine

from storage.database import Database


@pytest.fixture(scope="session")
def engines() -> Iterator[dict[str, Engine]]:
    """Those that are shared, by their addresses."""
    engines: dict[str, Engine] = {}
    yield engines
    for engine in engines.values():
        engine.dispose()


@pytest.fixture
def file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """One address for all, so that one engine goes with it."""
    path = tmp_path_factory.getbasetemp() / "ribbon.db"
    for left_over in path.parent.glob(f"{path.name}*"):
        left_over.unlink()
    return path


@pytest.fixture
def database(database_url: str, engines: dict[str, Engine]) -> Iterator[Database]:
    opened = open_in_haste(database_url)
    opened.engine = engines.setdefault(database_url, opened.engine)
    yield opened
    if opened.is_sqlite:
        opened.close()
