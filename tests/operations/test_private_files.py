"""What Ribbon writes is for its owner only, whatever the umask."""

import os
import stat
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path

import pytest
from importing_practice import CLIENTS
from practice import usual_practice

from storage.database import open_database
from storage.migrating import migrate


@pytest.fixture(autouse=True)
def umask() -> Iterator[None]:
    """Everybody may do everything with what is made without a word about it."""
    before = os.umask(0)
    yield
    os.umask(before)


def mode(path: Path) -> str:
    return oct(stat.S_IMODE(path.stat().st_mode))


def modes(folder: Path) -> dict[str, str]:
    return {path.name: mode(path) for path in folder.iterdir()}


def test_the_database_with_all_that_is_beside_it_and_each_folder_that_is_made(tmp_path: Path) -> None:
    data = tmp_path / "practice" / "data"
    with closing(open_database(f"sqlite:///{data / 'ribbon.db'}")) as database:
        migrate(database)
        usual_practice(database)
        files = ("ribbon.db", "ribbon.db-wal", "ribbon.db-shm", "ribbon.db.lock")
        assert modes(data) == dict.fromkeys(files, "0o600")
    assert mode(data) == mode(data.parent) == "0o700"


def test_a_database_that_others_could_read_is_theirs_no_more(tmp_path: Path) -> None:
    file, log, lock = (tmp_path / f"ribbon.db{end}" for end in ("", "-wal", ".lock"))
    for path in (file, log, lock):
        path.touch(0o664)
    open_database(f"sqlite:///{file}").close()
    assert [mode(path) for path in (file, log, lock)] == ["0o600"] * 3


def test_what_was_narrower_stays_as_it_was(tmp_path: Path) -> None:
    file = tmp_path / "ribbon.db"
    file.touch(0o400)
    open_database(f"sqlite:///{file}").close()
    assert (mode(file), mode(tmp_path)) == ("0o400", "0o700")


@pytest.mark.parametrize("there", [(), ("ribbon.db", "ribbon.db-wal", "ribbon.db.lock")])
def test_a_folder_of_ribbons_own_that_others_could_look_into_is_theirs_no_more(
    tmp_path: Path, there: tuple[str, ...]
) -> None:
    tmp_path.chmod(0o755)
    for name in there:
        (tmp_path / name).touch()
    open_database(f"sqlite:///{tmp_path / 'ribbon.db'}").close()
    assert mode(tmp_path) == "0o700"


@pytest.mark.parametrize("shared", [0o755, 0o1777, 0o2775])
def test_a_folder_that_others_share_stays_as_it_was(tmp_path: Path, shared: int) -> None:
    tmp_path.chmod(shared)
    if shared == 0o755:
        (tmp_path / "letters").mkdir()
    open_database(f"sqlite:///{tmp_path / 'ribbon.db'}").close()
    assert mode(tmp_path) == oct(shared)


@pytest.mark.on_sqlite("`ribbon backup` copies a file, and sends who has PostgreSQL to pg_dump")
def test_a_copy_and_what_is_put_back(ribbon_command: Callable[..., str], filled_url: str, tmp_path: Path) -> None:
    assert filled_url
    copy, folder = tmp_path / "copies" / "copy.db", tmp_path / "elsewhere" / "data"
    ribbon_command("backup", str(copy))
    ribbon_command("restore", str(copy), DATABASE_URL=f"sqlite:///{folder / 'ribbon.db'}")
    assert mode(copy) == mode(folder / "ribbon.db") == "0o600"
    assert mode(copy.parent) == mode(folder) == mode(folder.parent) == "0o700"


def test_an_export_over_files_that_others_could_read(
    ribbon_command: Callable[..., str], filled_url: str, tmp_path: Path
) -> None:
    assert filled_url
    folder = tmp_path / "out" / "files"
    ribbon_command("export", str(folder))
    assert set(modes(folder).values()) == {"0o600"}
    assert mode(folder) == mode(folder.parent) == "0o700"

    (folder / "clients.csv").write_text(CLIENTS, encoding="utf-8")
    (folder / "clients.csv").chmod(0o666)
    folder.chmod(0o750)
    ribbon_command("export", "--replace", str(folder))
    assert set(modes(folder).values()) == {"0o600"}
    assert mode(folder) == "0o750"
