"""Bringing a database up to date with the code."""

from pathlib import Path

from sqlalchemy import Connection, inspect, text

from storage.database import Database, words_where_out_of_reach

_MIGRATIONS = Path(__file__).parent / "migrations"
KNOWN = sorted(file.name[:4] for file in (_MIGRATIONS / "versions").glob("[0-9]*.py"))  # files are named by revision
LOCK = 0x52_49_42_42_4F_4E  # the advisory lock by which processes migrate one after the other


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
    with words_where_out_of_reach(), database.writing(makes_tables=True) as connection:
        if not database.is_sqlite:
            connection.execute(text("SELECT pg_advisory_xact_lock(:lock)"), {"lock": LOCK})
        before = _revision(connection)
        if _is_newer(before):
            if newer_too:
                return before, before
            raise DatabaseIsNewer(str(before))
        if before != KNOWN[-1]:
            _upgrade(connection)
        return before, KNOWN[-1]


def is_up_to_date(database: Database) -> bool:
    """Whether it has all that this code needs; one that a newer release migrated meanwhile has."""
    with database.reading() as connection:
        revision = _revision(connection)
    return _is_newer(revision) or revision == KNOWN[-1]


def is_empty(database: Database) -> bool:
    """Whether no release has migrated it yet."""
    with database.reading() as connection:
        return _revision(connection) is None


def _is_newer(revision: str | None) -> bool:
    return revision is not None and revision not in KNOWN


def _revision(connection: Connection) -> str | None:
    """As Alembic keeps it; none in a database that it hasn't seen yet."""
    if not inspect(connection).has_table("alembic_version"):
        return None
    return connection.execute(text("SELECT version_num FROM alembic_version")).scalar()


def _upgrade(connection: Connection) -> None:
    """Have Alembic run what is missing; it is imported for that alone, since most starts find nothing to do."""
    from alembic import command
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(_MIGRATIONS))
    config.attributes["connection"] = connection
    command.upgrade(config, "head")
