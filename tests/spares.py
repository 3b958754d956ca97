"""Migrated databases on PostgreSQL that tests use one after another: to make one takes longer than most tests."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from uuid import uuid4

from sqlalchemy import Connection, Engine, create_engine, text
from sqlalchemy.exc import DBAPIError
from sqlalchemy.pool import NullPool

TEMPLATE = "migrated"
MOST_BYTES = 16_000_000  # of a database that is used again; a new one has half as many

_TABLES = """
    SELECT string_agg(format('DELETE FROM %I', relname), '; ')
    FROM pg_class
    WHERE relnamespace = 'public'::regnamespace AND relkind = 'r' AND relname <> 'alembic_version'
"""
_SHAPE = """
    SELECT
        (SELECT string_agg(version_num, ',') FROM alembic_version),
        (SELECT md5(string_agg(concat(relname, attname, atttypid, attnotnull), ',' ORDER BY attrelid, attnum))
         FROM pg_attribute JOIN pg_class ON pg_class.oid = attrelid WHERE relnamespace = 'public'::regnamespace),
        (SELECT md5(string_agg(pg_get_constraintdef(oid), ',' ORDER BY oid))
         FROM pg_constraint WHERE connamespace = 'public'::regnamespace)
"""
_BUSY = "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND state <> 'idle'"
_SIZE = "SELECT pg_database_size(current_database())"


def url_of(server: Engine, name: str) -> str:
    return server.url.set(database=name).render_as_string(hide_password=False)


@contextmanager
def copy_of(template: str, server: Engine) -> Iterator[str]:
    """A database of the test's own."""
    name = _copied(template, server)
    yield url_of(server, name)
    _drop(name, server)


def _copied(template: str, server: Engine) -> str:
    name = f"test_{uuid4().hex}"
    with server.connect() as connection:
        connection.execute(text(f"CREATE DATABASE {name} TEMPLATE {template}"))
    return name


def _drop(name: str, server: Engine) -> None:
    with server.connect() as connection:
        connection.execute(text(f"DROP DATABASE {name} WITH (FORCE)"))


@dataclass
class Spare:
    name: str
    keeper: Connection
    shape: object
    emptying: str


@dataclass
class Spares:
    """Each is emptied after a test; one whose tables were altered, that grew or is still in use isn't used again."""

    server: Engine
    _free: list[Spare] = field(default_factory=list)

    @contextmanager
    def taken(self) -> Iterator[str]:
        spare = self._free.pop() if self._free else self._new()
        yield url_of(self.server, spare.name)
        if _is_empty_again(spare):
            self._free.append(spare)
        else:
            self._drop(spare)

    def _new(self) -> Spare:
        name = _copied(TEMPLATE, self.server)
        keeper = create_engine(url_of(self.server, name), poolclass=NullPool, isolation_level="AUTOCOMMIT").connect()
        keeper.execute(text("SET session_replication_role = replica"))  # no trigger and no foreign key minds
        keeper.execute(text("SET lock_timeout = '1s'"))
        emptying = str(keeper.execute(text(_TABLES)).scalar_one())
        return Spare(name, keeper, keeper.execute(text(_SHAPE)).one(), emptying)

    def _drop(self, spare: Spare) -> None:
        spare.keeper.close()
        _drop(spare.name, self.server)

    def close(self) -> None:
        while self._free:
            self._drop(self._free.pop())


def _is_empty_again(spare: Spare) -> bool:
    ask = spare.keeper.exec_driver_sql
    try:
        if ask(_BUSY).scalar_one() > 1 or ask(_SHAPE).one() != spare.shape or ask(_SIZE).scalar_one() > MOST_BYTES:
            return False
        ask(spare.emptying)
    except DBAPIError:
        return False
    return True
