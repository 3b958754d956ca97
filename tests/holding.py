"""Somebody else who works with the database."""

from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy import create_engine, text
from sqlalchemy.pool import NullPool


@contextmanager
def another_writer(url: str, taking: str = "LOCK TABLE person, session IN EXCLUSIVE MODE") -> Iterator[None]:
    """A transaction of another process, which has what others would write to: of an SQLite file the whole."""
    with create_engine(url, poolclass=NullPool).connect() as connection:
        connection.execute(text("BEGIN IMMEDIATE" if url.startswith("sqlite") else taking))
        yield
