"""Locking rows that people may be at, too."""

from collections.abc import Callable
from typing import TypeVar

from sqlalchemy.exc import OperationalError

from storage.database import DatabaseBusy, Tx, is_kept_waiting

TRIES = 10  # each waits for two seconds at most, and so does whoever is in the way

T = TypeVar("T")


class Overtaken(Exception):  # noqa: N818 - named for what it is
    """Other rows must be locked than it seemed: somebody has changed meanwhile which ones."""


def insist(tx: Tx, lock: Callable[[], T]) -> T:
    """What `lock` returns; it is undone and begun again where somebody was quicker, or is in the way.

    A click may wait for a session that an earlier part of the import has locked, and have the package that this part
    waits for: PostgreSQL ends either. Where it ends ours, the click has given up before long.
    """
    for _ in range(TRIES):
        try:
            with tx.connection.begin_nested():
                return lock()
        except Overtaken:
            continue
        except OperationalError as error:
            if not is_kept_waiting(error.orig):
                raise
    raise DatabaseBusy
