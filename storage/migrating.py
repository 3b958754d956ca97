"""Bringing a database up to date with the code."""

from functools import cache
from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, text

from storage.database import Database, words_where_out_of_reach

_TURN = 0x52_49_42_42_4F_4E  # the advisory lock by which processes migrate one after the other


class DatabaseIsNewer(Exception):  # noqa: N818 - said to the person who starts an older Ribbon
    """A newer release of Ribbon has migrated this database."""

    def __init__(self, revision: str) -> None:
        super().__init__(
            f"The database was migrated by a newer Ribbon (to {revision}). Start that release, or restore a backup. "
            "To go back by one release for a while: ribbon serve --newer-database"
        )


def migrate(database: Database, *, newer_too: bool = False) -> tuple[str | None, str | None]:
    """Run what is missing, in one transaction; the revisions before and after.

    A database that is newer stays as it is: refused, unless `newer_too` says that it is by one release at most.
    Raises DatabaseIsNewer, DatabaseOutOfReach.
    """
    with words_where_out_of_reach(), database.writing() as connection:
        if not database.is_sqlite:
            connection.execute(text("SELECT pg_advisory_xact_lock(:turn)"), {"turn": _TURN})
        before = _revision(connection)
        if _is_newer(before):
            if newer_too:
                return before, before
            raise DatabaseIsNewer(str(before))
        command.upgrade(_config(connection), "head")
        return before, _revision(connection)


def is_up_to_date(database: Database) -> bool:
    """Whether it has all that this code needs; one that a newer release migrated meanwhile has."""
    with database.reading() as connection:
        revision = _revision(connection)
    return _is_newer(revision) or revision == _scripts().get_current_head()


def _is_newer(revision: str | None) -> bool:
    return revision is not None and revision not in _known()


@cache
def _known() -> frozenset[str]:
    return frozenset(script.revision for script in _scripts().walk_revisions())


def _revision(connection: Connection) -> str | None:
    return MigrationContext.configure(connection).get_current_revision()


def _scripts() -> ScriptDirectory:
    return ScriptDirectory(Path(__file__).parent / "migrations")


def _config(connection: Connection) -> Config:
    config = Config()
    config.set_main_option("script_location", str(Path(__file__).parent / "migrations"))
    config.attributes["connection"] = connection
    return config
