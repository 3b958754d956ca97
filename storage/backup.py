"""Copies of the SQLite file, made and put back whole; PostgreSQL has tools of its own for that."""

import errno
import os
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from storage.private import FILE, make_folder

_LOGS = ("-wal", "-shm", "-journal")  # which SQLite keeps beside a database


class NoGoodCopy(Exception):  # noqa: N818 - said to the operator
    """The file isn't a whole database of Ribbon's; the text says why."""


def copy_database(source: Path, target: Path, finish: Callable[[Path], None] = lambda _: None) -> dict[str, int]:
    """Copy one state of the database, also while Ribbon works on it; rows by table. The target must not be there.

    The copy is for its owner's eyes only, on disk when this returns, and found at `target` once it is whole, and what
    `finish` does with it is done; whatever fails, nothing is left there.
    """
    if not source.exists():
        raise NoGoodCopy(f"{source}: there is no such file.")
    with _in_the_making(target) as part:
        counts = _copied(source, part)
        finish(part)
        return counts


def _copied(source: Path, part: Path) -> dict[str, int]:
    with closing(_opened(source)) as here, closing(sqlite3.connect(part)) as there:
        try:
            here.backup(there)
            there.execute("PRAGMA journal_mode = DELETE")  # one file, without a log beside it
            return _counted(there, source)
        except sqlite3.DatabaseError as error:
            raise NoGoodCopy(f"{source}: this can't be read as an SQLite database ({error}).") from error


def _opened(source: Path) -> sqlite3.Connection:
    return sqlite3.connect(f"{source.resolve().as_uri()}?mode=ro", uri=True)


@contextmanager
def _in_the_making(target: Path) -> Iterator[Path]:
    for taken in _all_of(target, "", *_LOGS):  # what stayed would be played into the copy
        if taken.exists():
            raise FileExistsError(errno.EEXIST, os.strerror(errno.EEXIST), str(taken))
    make_folder(target.parent)
    part = target.with_name(f"{target.name}.part")
    _remove(part)
    os.close(os.open(part, os.O_CREAT | os.O_EXCL, FILE))
    try:
        yield part
        _flush(part)
        part.replace(target)
        _flush(target.parent)
    finally:
        _remove(part)


def _all_of(path: Path, *endings: str) -> list[Path]:
    return [path.with_name(f"{path.name}{ending}") for ending in endings]


def _remove(part: Path) -> None:
    for path in _all_of(part, "", *_LOGS, ".lock"):
        path.unlink(missing_ok=True)


def _flush(path: Path) -> None:
    file = os.open(path, os.O_RDONLY)
    try:
        os.fsync(file)
    finally:
        os.close(file)


def _counted(copy: sqlite3.Connection, source: Path) -> dict[str, int]:
    """How many rows each table of the copy has, once it is known to be whole."""
    verdict = copy.execute("PRAGMA integrity_check").fetchone()[0]
    names = [name for (name,) in copy.execute("SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY name")]
    if verdict != "ok" or "alembic_version" not in names:
        raise NoGoodCopy(f"{source}: this isn't a whole database of Ribbon's.")
    return {name: copy.execute(f'SELECT count(*) FROM "{name}"').fetchone()[0] for name in names}  # noqa: S608 - its own names
