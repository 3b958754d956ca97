"""Bringing a database up to date with the code."""

from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, text

from storage.database import Database

_TURN = 0x52_49_42_42_4F_4E  # the advisory lock by which processes migrate one after the other


def migrate(database: Database) -> tuple[str | None, str | None]:
    """Run what is missing, in one transaction; the revisions before and after."""
    with database.writing() as connection:
        if not database.is_sqlite:
            connection.execute(text("SELECT pg_advisory_xact_lock(:turn)"), {"turn": _TURN})
        before = _revision(connection)
        command.upgrade(_config(connection), "head")
        return before, _revision(connection)


def is_up_to_date(database: Database) -> bool:
    with database.reading() as connection:
        return _revision(connection) == ScriptDirectory.from_config(_config(connection)).get_current_head()


def _revision(connection: Connection) -> str | None:
    return MigrationContext.configure(connection).get_current_revision()


def _config(connection: Connection) -> Config:
    config = Config()
    config.set_main_option("script_location", str(Path(__file__).parent / "migrations"))
    config.attributes["connection"] = connection
    return config
