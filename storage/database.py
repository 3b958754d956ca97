"""The database: one file on one machine, or PostgreSQL for several processes; and its transactions."""

import os
import sqlite3
from collections.abc import Collection, Iterator
from contextlib import contextmanager, nullcontext
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from threading import Lock, Semaphore
from time import monotonic
from typing import Any, TypeVar

from filelock import FileLock, Timeout
from sqlalchemy import (
    URL,
    BindParameter,
    Connection,
    CursorResult,
    Engine,
    Executable,
    Table,
    bindparam,
    make_url,
)
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.exc import DatabaseError, DBAPIError, OperationalError

from domain.values.ids import WorkspaceId
from storage.connections import (
    CONNECTIONS,
    PATIENCE,
    begin_immediate,
    close_all,
    is_pooled,
    postgresql_engine,
    sqlite_engine,
    unchecked_keys,
    wait_for_locks,
)
from storage.deadlines import seconds_left
from storage.long_write import LongWrite
from storage.on_disk import FileOnDisk
from storage.private import FILE, make_file, make_folder, narrow_folder_of, take_away_from_others
from storage.silence import Silence
from storage.slots import Slot, Slots
from storage.waking import WorkKind, begin_waking, wake, write_wakes

T = TypeVar("T")
HERE: BindParameter[str] = bindparam("here")  # the workspace, in every statement

LONG = 0.1  # seconds: other people's changes take a few thousandths, an import or a workspace's people longer
_READ_ONLY = "25006"  # a standby, or a server that was made read-only as its disk is full
_LOCKED = frozenset({"55P03", "40P01"})  # PostgreSQL: lock not available, deadlock detected


class DatabaseInUse(Exception):  # noqa: N818 - said to the person who starts a second process
    """Another process has this SQLite file open; several processes need PostgreSQL."""


class DatabaseOutOfReach(Exception):  # noqa: N818 - said to the person who starts a command
    """There is no database to work with where DATABASE_URL points: it is away, read-only, or something else."""


class DatabaseBusy(Exception):  # noqa: N818 - named for what it is
    """Others kept this one waiting longer than Slack would wait for us; how many seconds more, where that is known."""

    def __init__(self, seconds_left: float | None = None) -> None:
        super().__init__()
        self.seconds_left = seconds_left


class DatabaseFileGone(Exception):  # noqa: N818 - named for what it is
    """Another SQLite file, or none, is where this process opened its own: what it wrote nobody would find."""


class OutcomeUnknown(Exception):  # noqa: N818 - named for what it is
    """The connection was lost while a transaction was being committed: it is saved, or it isn't."""


class NotCounted(Exception):  # noqa: N818 - named for what it is
    """The driver doesn't know how many rows a statement has changed."""


UNAVAILABLE = (DatabaseBusy, DatabaseFileGone, OutcomeUnknown, OperationalError)  # it may be there again in a moment


def of_few_lengths(names: Collection[T]) -> list[T]:
    """The same names, the last one again until there are 1, 2, 4, 8, …: a list of each length is planned on its own."""
    listed = list(names)
    longer = 1 << (len(listed) - 1).bit_length() if listed else 0
    return listed + listed[-1:] * (longer - len(listed))


def changed(connection: Connection, statement: Executable, values: dict[str, Any]) -> bool:
    """Execute; whether a row was inserted, updated or deleted. An error where the driver doesn't tell."""
    # SQLAlchemy asks the driver only after UPDATE and DELETE, unless told to: else an insert's rows count as -1.
    rows = connection.execute(statement, values, execution_options={"preserve_rowcount": True}).rowcount
    if rows < 0:
        raise NotCounted
    return rows > 0


@dataclass(slots=True)
class Tx:
    """An open transaction on one workspace's records."""

    connection: Connection
    workspace: WorkspaceId
    recorded: int = 0  # history entries so far

    @property
    def is_postgresql(self) -> bool:
        return self.connection.dialect.name == "postgresql"

    def run(self, statement: Executable, params: dict[str, Any] | None = None, /, **more: Any) -> CursorResult[Any]:
        """Execute with `here`, the workspace, and these values bound."""
        return self.connection.execute(statement, {"here": self.workspace, **(params or {}), **more})

    def changed(self, statement: Executable, params: dict[str, Any] | None = None, /, **more: Any) -> bool:
        """Execute likewise; whether a row was changed."""
        return changed(self.connection, statement, {"here": self.workspace, **(params or {}), **more})

    def insert(self, table: Table, **values: Any) -> None:
        self.connection.execute(table.insert(), {"workspace": self.workspace, **values})

    def inserting(self, table: Table) -> postgresql.Insert | sqlite.Insert:
        """An insert that can say what to do where the row is there already: each dialect has its own."""
        return postgresql.insert(table) if self.is_postgresql else sqlite.insert(table)

    def wake(self, kind: WorkKind, at: datetime) -> None:
        """Have work of this kind looked for in the workspace from then on, once this is committed."""
        wake(self.connection, self.workspace, kind, at)

    def insert_new(self, table: Table, **values: Any) -> bool:
        """Insert, unless a row with this key is there, or being written by somebody else who isn't refused."""
        statement = self.inserting(table).on_conflict_do_nothing(index_elements=["workspace", "id"])
        return changed(self.connection, statement, {"workspace": self.workspace, **values})


@dataclass
class Database:
    engine: Engine
    on_disk: FileOnDisk | None = None
    _file_lock: FileLock | None = None
    _writer: Lock = field(default_factory=Lock)
    _long_write: LongWrite | None = None
    _slots: Slots = field(default_factory=Slots)
    _silence: Silence = field(default_factory=Silence)
    _places: Semaphore = field(default_factory=lambda: Semaphore(CONNECTIONS))

    @property
    def is_sqlite(self) -> bool:
        return self.engine.dialect.name == "sqlite"

    @contextmanager
    def reading(self, patience: float = PATIENCE) -> Iterator[Connection]:
        """A transaction that sees one state and changes nothing.

        Raises DatabaseBusy where all connections are taken, or somebody has what it reads for themselves.
        """
        end = monotonic() + patience
        if self.is_sqlite:
            with self._slots.taken(), _waiting_in_vain(), self._connected(end) as connection, connection.begin():
                connection.connection.driver_connection.execute("BEGIN")  # type: ignore[union-attr]  # it is open
                self._require_file()
                yield connection
            return
        with _waiting_in_vain(), self._connected(end) as connection:
            connection.execution_options(isolation_level="REPEATABLE READ")
            with connection.begin():
                if is_pooled(connection):
                    wait_for_locks(connection, end - monotonic())
                yield connection

    @contextmanager
    def writing(self, patience: float = PATIENCE, *, makes_tables: bool = False) -> Iterator[Connection]:
        """A transaction that is committed when the block ends, and rolled back if it fails.

        One that `makes_tables` anew may do so although others refer to them.
        Raises DatabaseBusy where others keep it waiting longer than so many seconds.
        """
        end = monotonic() + patience
        if not self.is_sqlite:
            with _waiting_in_vain(), self._connected(end) as connection, _committed_at_the_end(connection):
                wait_for_locks(connection, end - monotonic())
                with _waking(connection):
                    yield connection
            return
        with (
            self._slots.taken(patience) as slot,
            self._alone(end, slot),
            _waiting_in_vain(),
            self._connected(end) as connection,
            unchecked_keys(connection) if makes_tables else nullcontext(),
            connection.begin(),
        ):
            begin_immediate(connection, end - monotonic())
            with _waking(connection):
                yield connection
            self._require_file()

    def is_gone(self) -> bool:
        """Whether the SQLite file was moved away, replaced or deleted."""
        return self.on_disk is not None and not self.on_disk.is_there()

    def _require_file(self) -> None:
        if self.is_gone():
            raise DatabaseFileGone

    @contextmanager
    def _connected(self, until: float) -> Iterator[Connection]:
        """One of the connections. The pool itself would wait as long for everybody, whatever their patience."""
        self._silence.require_hope()
        patience, left = max(0.0, until - monotonic()), seconds_left()
        if not self._places.acquire(timeout=patience if left is None else min(patience, left)):
            raise self._silence.error() if self._silence.is_suspected else DatabaseBusy
        try:
            with self.engine.connect() as connection:
                yield connection
        finally:
            self._places.release()

    @contextmanager
    def _alone(self, until: float, slot: Slot) -> Iterator[None]:
        """As the only one of this process who writes to the file. Where that takes long, others have it."""
        if not self._is_writer(min(until, monotonic() + LONG)):
            slot.give_back()
            if not self._is_writer(until):
                raise DatabaseBusy(self._seconds_left())
        self._long_write = LongWrite(monotonic())
        try:
            yield
        finally:
            self._long_write = None
            self._writer.release()

    def tell_how_far(self, done: float) -> None:
        """Who writes for long says which part is done, between 0 and 1: others are told how long it still takes."""
        if (writing := self._long_write) is not None:
            writing.note(done, monotonic())

    def _seconds_left(self) -> float | None:
        writing = self._long_write
        return writing.seconds_left(monotonic()) if writing else None

    def _is_writer(self, until: float) -> bool:
        return self._writer.acquire(timeout=max(0.0, until - monotonic()))

    def try_to_write(self) -> None:
        """Write what changes nothing. Raises SQLAlchemyError where that can't be done: a full disk, a standby."""
        with self.writing() as connection:
            if self.is_sqlite:
                version = connection.exec_driver_sql("PRAGMA user_version").scalar_one()
                connection.exec_driver_sql(f"PRAGMA user_version = {version}")  # writes its page whatever the value
            else:
                connection.exec_driver_sql("DELETE FROM alembic_version WHERE false")

    def close(self) -> None:
        close_all(self.engine)
        if self._file_lock:
            self._file_lock.release()


def open_database(url: str) -> Database:
    """Connect to `sqlite:///FILE` or `postgresql+psycopg://…`; an SQLite file is taken for this process alone."""
    parsed = make_url(url)
    if parsed.get_backend_name() == "sqlite":
        return _open_file(parsed)
    silence = Silence()
    return Database(postgresql_engine(parsed, silence), _silence=silence)


@contextmanager
def words_where_out_of_reach() -> Iterator[None]:
    """Turn what the system or the driver says into DatabaseOutOfReach."""
    try:
        yield
    except OSError as error:
        raise DatabaseOutOfReach(f"The database can't be used: {error.strerror}: {error.filename}") from error
    except DatabaseBusy as busy:
        raise DatabaseOutOfReach("The database can't be used: somebody else is writing to it. Try again.") from busy
    except DatabaseError as error:
        raise DatabaseOutOfReach(f"The database can't be used: {str(error.orig).splitlines()[0]}") from error


@contextmanager
def _committed_at_the_end(connection: Connection) -> Iterator[None]:
    with connection.begin() as transaction:
        yield
        if not transaction.is_active:  # a dry run has rolled it back
            return
        try:
            transaction.commit()
        except DBAPIError as error:
            if error.connection_invalidated:
                raise OutcomeUnknown from error
            raise


@contextmanager
def _waking(connection: Connection) -> Iterator[None]:
    begin_waking(connection)
    yield
    if connection.in_transaction():  # a dry run has rolled it back
        write_wakes(connection)


@contextmanager
def _waiting_in_vain() -> Iterator[None]:
    try:
        yield
    except DBAPIError as error:
        if is_kept_waiting(error.orig):
            raise DatabaseBusy from error
        if getattr(error.orig, "sqlstate", None) == _READ_ONLY and error.orig:
            raise OperationalError(error.statement, error.params, error.orig) from error
        raise


def is_kept_waiting(error: BaseException | None) -> bool:
    if isinstance(error, sqlite3.Error):
        return error.sqlite_errorcode & 0xFF in {sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED}  # above: why
    return getattr(error, "sqlstate", None) in _LOCKED


@contextmanager
def alone_with(path: Path) -> Iterator[None]:
    """Let no other process of Ribbon's open the SQLite file that is there, or comes to be there."""
    with words_where_out_of_reach():
        lock = _taken(path)
    try:
        yield
    finally:
        lock.release()


def _taken(path: Path) -> FileLock:
    lock = FileLock(f"{os.fspath(path)}.lock", timeout=0, mode=FILE)
    try:
        lock.acquire()
    except Timeout:
        raise DatabaseInUse(
            f"{path} is in use by another Ribbon process. Stop that one, or use PostgreSQL for several (DATABASE_URL)."
        ) from None
    return lock


def _open_file(url: URL) -> Database:
    path = Path(url.database or "ribbon.db")
    with words_where_out_of_reach():
        make_folder(path.parent)
        lock = _taken(path)
        narrow_folder_of(path)
        make_file(path)
        for beside in (".lock", "-wal", "-shm", "-journal"):  # SQLite makes new ones as narrow as the file
            take_away_from_others(path.with_name(f"{path.name}{beside}"))
    return Database(sqlite_engine(url), FileOnDisk.at(path), lock)
