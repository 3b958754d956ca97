"""Connections to either database: kept open, prepared, found dead in time, and how long they wait for others' locks."""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from time import monotonic
from typing import Any

from sqlalchemy import URL, Connection, Dialect, Engine, create_engine, event
from sqlalchemy.engine.interfaces import DBAPIConnection
from sqlalchemy.exc import InvalidatePoolError
from sqlalchemy.pool import ConnectionPoolEntry, PoolProxiedConnection

from storage.deadlines import answered_by, seconds_left
from storage.silence import Silence, connected

PATIENCE = 2.0  # seconds: waiting for another's transaction must end before Slack's 3 seconds do
NOTICEABLE = 0.1  # seconds; to wait so much less isn't worth a statement
CONNECTIONS = 32
ALIVE_WITHIN = 0.4  # seconds; time must be left to connect anew, and to do what was asked for
TRUSTED_FOR = 0.02  # seconds that an idle connection is taken for alive: while many work, hardly one is asked

# The system gives up on a line whose other end doesn't say that it got anything; by itself after a quarter of an hour.
_LOST_LINE = {
    "tcp_user_timeout": str(int(PATIENCE * 1000)),
    "keepalives_idle": "1",
    "keepalives_interval": "1",
    "keepalives_count": "2",
}

_KEPT = "-c ribbon.kept=on"  # of no meaning but that it comes with the connection

_BUSY_TIMEOUT = f"PRAGMA busy_timeout = {int(PATIENCE * 1000)}"
_PRAGMAS = (
    "PRAGMA journal_mode = WAL",
    "PRAGMA journal_size_limit = 16777216",  # one that grew longer is cut once it is written back
    "PRAGMA synchronous = FULL",  # an acknowledged change is on disk
    "PRAGMA foreign_keys = ON",
    "PRAGMA secure_delete = ON",  # what is erased isn't left in the file's free space
    _BUSY_TIMEOUT,
    "PRAGMA cache_size = -32768",
    "PRAGMA temp_store = FILE",
)


def sqlite_engine(url: URL) -> Engine:
    """Connections to a file that is there: SQLite would make an empty one in the place of one that was moved away."""
    file = f"{Path(url.database or 'ribbon.db').resolve().as_uri()}?mode=rw"

    def connect(*_: Any) -> Any:
        return sqlite3.connect(file, PATIENCE, uri=True, check_same_thread=False)

    engine = create_engine(url, pool_size=CONNECTIONS, max_overflow=0)
    event.listen(engine, "do_connect", connect)
    event.listen(engine, "connect", _prepare_file)
    return engine


def _prepare_file(connection: DBAPIConnection, _entry: ConnectionPoolEntry) -> None:
    connection.isolation_level = None  # sqlite3 must not begin transactions by itself: `Database` does
    for pragma in _PRAGMAS:
        connection.execute(pragma)


def postgresql_engine(url: URL, silence: Silence) -> Engine:
    """Connections that have been idle are asked whether they are alive, as after a restart they aren't.

    A statement is planned once a connection, which keeps the hundred that it used last. PostgreSQL would plan it anew
    for the values of ten executions, at least; a list joins seven tables, and planning it took ten times what reading
    it takes. No plan here hangs on values.

    A pooler that gives each transaction another connection loses what belongs to one: statements aren't prepared there,
    and each transaction says for itself how long it waits for locks.
    """
    theirs = url.normalized_query.get("options", ())
    options = " ".join(
        [*theirs, f"-c lock_timeout={int(PATIENCE * 1000)}", "-c plan_cache_mode=force_generic_plan", _KEPT]
    )
    engine = create_engine(
        url.set(query=_LOST_LINE | url.query),
        pool_size=CONNECTIONS,
        max_overflow=0,
        pool_use_lifo=True,
        connect_args={"connect_timeout": int(PATIENCE), "options": options, "prepare_threshold": 0},
    )

    def connect(_dialect: Dialect, _entry: ConnectionPoolEntry, args: Any, params: Any) -> Any:
        return connected(silence, *args, **params)

    def note_time(_: DBAPIConnection | None, entry: ConnectionPoolEntry) -> None:
        entry.info["idle_since"] = monotonic()

    def require_alive(connection: DBAPIConnection, entry: ConnectionPoolEntry, _: PoolProxiedConnection) -> None:
        if monotonic() - entry.info.get("idle_since", monotonic()) > TRUSTED_FOR and not _is_alive(engine, connection):
            silence.is_suspected = True
            raise InvalidatePoolError  # the others are likely dead, too

    event.listen(engine, "do_connect", connect)
    event.listen(engine, "connect", _note_pooler)
    event.listen(engine, "checkin", note_time)
    event.listen(engine, "checkout", require_alive)
    return engine


def close_all(engine: Engine) -> None:
    """Close its connections, those in use, or made later, when they are given back: threads may be at work yet."""

    def close(_: DBAPIConnection | None, entry: ConnectionPoolEntry) -> None:
        entry.invalidate()

    event.listen(engine.pool, "checkin", close)
    engine.dispose()  # it has another pool from now on
    event.listen(engine.pool, "checkin", close)


def _note_pooler(connection: Any, entry: ConnectionPoolEntry) -> None:
    """Where PostgreSQL doesn't know the setting that came with the connection, a pooler has kept it."""
    with connection.cursor() as cursor:
        arrived = cursor.execute("SELECT current_setting('ribbon.kept', true)", prepare=False).fetchone()[0]
    connection.rollback()
    if not arrived:
        connection.prepare_threshold = None
        entry.info["is_pooled"] = True


def _is_alive(engine: Engine, connection: Any) -> bool:
    try:
        with answered_by(monotonic() + min(ALIVE_WITHIN, seconds_left() or ALIVE_WITHIN)):
            return bool(engine.dialect.do_ping(connection))
    except engine.dialect.loaded_dbapi.Error:
        return False


@contextmanager
def unchecked_keys(connection: Connection) -> Iterator[None]:
    """Have SQLite neither check nor follow foreign keys in the next transaction.

    Whoever makes a table anew drops the old one, which deletes its rows first, and with them all that refer to them.
    """
    driver: Any = connection.connection.driver_connection
    driver.execute("PRAGMA foreign_keys = OFF")  # within a transaction it does nothing
    try:
        yield
    finally:
        driver.execute("PRAGMA foreign_keys = ON")


def begin_immediate(connection: Connection, patience: float) -> None:
    """A deferred BEGIN that turns into a write fails at once, whatever the busy timeout."""
    if patience > PATIENCE - NOTICEABLE:
        connection.exec_driver_sql("BEGIN IMMEDIATE")
        return
    connection.exec_driver_sql(f"PRAGMA busy_timeout = {max(0, int(patience * 1000))}")
    try:
        connection.exec_driver_sql("BEGIN IMMEDIATE")
    finally:
        connection.exec_driver_sql(_BUSY_TIMEOUT)


def is_pooled(connection: Connection) -> bool:
    return "is_pooled" in connection.info


def wait_for_locks(connection: Connection, patience: float) -> None:
    """PostgreSQL takes 0 for no limit."""
    if patience <= PATIENCE - NOTICEABLE or is_pooled(connection):
        connection.exec_driver_sql(f"SET LOCAL lock_timeout = {max(1, int(patience * 1000))}")
