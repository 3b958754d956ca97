"""The database's file under a running Ribbon: moved away, replaced, or with a log beside it that grows and grows."""

import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from time import sleep

import pytest
from going import bookings
from serving import Served, readiness, serving, wait_for

from bot.background.disk_watch import GONE, LOOK_EVERY
from playground.person.people import People, Person
from playground.server import Playground

pytestmark = pytest.mark.on_sqlite("only SQLite's file lies where somebody else may take it away")

AWAY = "Ribbon can't use its database at the moment. Nothing was saved. Try again in a moment."
GROWN = "the log beside the database's file has grown to 1"
A_MEGABYTE = 2**20


@pytest.fixture
def petra(playground: Playground) -> Person:
    return People(playground.client).person("UPRAC")


@pytest.fixture
def served(playground: Playground, filled_url: str) -> Iterator[Served]:
    with serving(playground, filled_url) as served:
        yield served


@pytest.mark.parametrize("is_replaced", [False, True], ids=["moved", "replaced"])
def test_nobody_writes_into_a_file_that_was_taken_away(
    served: Served, petra: Person, file: Path, tmp_path: Path, is_replaced: bool
) -> None:
    bookings(petra, "past").row("Bo Lindqvist").choose("Link to package")
    form, elsewhere = petra.modal_titled("Link to package"), tmp_path / "elsewhere.db"
    file.rename(elsewhere)
    if is_replaced:
        shutil.copy(elsewhere, file)

    form.submit()
    petra.modal_titled("That didn't work").sees(AWAY)
    assert readiness(served) == (503, GONE)
    assert file.exists() == is_replaced

    elsewhere.replace(file)
    wait_for(lambda: readiness(served) == (200, "ready"), "its file")
    bookings(petra, "past").row("Bo Lindqvist").choose("Link to package")
    petra.modal_titled("Link to package").submit()
    bookings(petra, "past").row("Bo Lindqvist").sees("🎁")
    assert served.stops() == 0


def test_a_file_that_was_taken_away_is_told_in_the_log_though_nobody_asks(served: Served, file: Path) -> None:
    file.unlink()
    sleep(2 * LOOK_EVERY)
    assert served.stops() == 0
    assert [line["event"] for line in served.log()].count(GONE) == 1


@contextmanager
def somebody_reads(file: Path) -> Iterator[None]:
    with closing(sqlite3.connect(file, isolation_level=None)) as reader:
        reader.execute("BEGIN")
        reader.execute("SELECT count(*) FROM session").fetchone()
        yield


def write(file: Path, megabytes: int) -> None:
    with closing(sqlite3.connect(file, isolation_level=None)) as writer:
        writer.execute("PRAGMA synchronous = OFF")
        writer.execute("CREATE TABLE more (bytes BLOB)")
        for _ in range(megabytes):
            writer.execute("INSERT INTO more VALUES (zeroblob(?))", (A_MEGABYTE,))


def test_a_log_that_grows_as_somebody_goes_on_reading_is_told_and_short_again_afterwards(
    served: Served, file: Path
) -> None:
    with somebody_reads(file):
        write(file, 100)
        status, text = readiness(served)
        assert status == 200
        assert text.startswith(f"ready\n{GROWN}")
        sleep(2 * LOOK_EVERY)

    wait_for(lambda: readiness(served) == (200, "ready"), "a shorter log")
    assert Path(f"{file}-wal").stat().st_size <= 16 * A_MEGABYTE
    assert served.stops() == 0
    assert [line["level"] for line in served.log() if line["event"].startswith(GROWN)] == ["warning"]
