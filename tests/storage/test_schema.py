import re
from collections.abc import Iterable, Iterator
from pathlib import Path

import pytest
from alembic.script import ScriptDirectory
from sqlalchemy import text
from sqlmodel import SQLModel

import storage.tables  # noqa: F401 - declares them
from storage import migrating
from storage.database import Database, open_database
from storage.migrating import KNOWN, is_up_to_date, migrate

Row = tuple[object, ...]

ON_SQLITE = {
    "tables and indexes": "SELECT type, tbl_name, name, sql FROM sqlite_master",
    "columns": """
        SELECT t.name, c.cid, c.name, c.type, c."notnull", c.dflt_value, c.pk, c.hidden
        FROM sqlite_master AS t, pragma_table_xinfo(t.name) AS c WHERE t.type = 'table'
        """,
}
ON_POSTGRES = {
    "columns": """
        SELECT c.relname, a.attnum, a.attname, format_type(a.atttypid, a.atttypmod), a.attnotnull, a.attgenerated,
               a.attidentity, a.attcollation, pg_get_expr(d.adbin, d.adrelid)
        FROM pg_attribute a JOIN pg_class c ON c.oid = a.attrelid AND c.relkind IN ('r', 'p', 'v', 'm', 'S')
        LEFT JOIN pg_attrdef d ON d.adrelid = a.attrelid AND d.adnum = a.attnum
        WHERE c.relnamespace = 'public'::regnamespace AND a.attnum > 0 AND NOT a.attisdropped
        """,
    "constraints": """
        SELECT conrelid::regclass::text, conname, pg_get_constraintdef(oid), convalidated, condeferrable
        FROM pg_constraint WHERE connamespace = 'public'::regnamespace
        """,
    "indexes": "SELECT tablename, indexname, indexdef FROM pg_indexes WHERE schemaname = 'public'",
    "triggers": "SELECT tgrelid::regclass::text, tgname, pg_get_triggerdef(oid) FROM pg_trigger WHERE NOT tgisinternal",
}


@pytest.fixture
def unmigrated(unmigrated_url: str) -> Iterator[Database]:
    opened = open_database(unmigrated_url)
    yield opened
    opened.close()


@pytest.fixture
def declared(unmigrated: Database) -> Database:
    """A database filled straight from the declared tables."""
    with unmigrated.writing() as connection:
        SQLModel.metadata.create_all(connection)
    return unmigrated


def test_the_migrations_build_exactly_the_tables_that_are_declared(database: Database, declared: Database) -> None:
    migrated, wanted = ddl(database), ddl(declared)

    for name in wanted:
        assert sorted(set(migrated[name]) ^ set(wanted[name]), key=str) == [], name
    assert len(migrated["columns"]) > len(SQLModel.metadata.tables)  # it did look


def test_a_migrated_database_is_up_to_date_and_stays_as_it_is_when_migrated_again(database: Database) -> None:
    before = ddl(database)

    revisions = migrate(database)

    assert revisions[0] == revisions[1] is not None
    assert ddl(database) == before
    assert is_up_to_date(database)


def test_a_database_is_up_to_date_once_it_is_migrated_and_not_before(unmigrated: Database) -> None:
    assert not is_up_to_date(unmigrated)

    migrate(unmigrated)

    assert is_up_to_date(unmigrated)


def test_the_migrations_are_known_by_the_names_of_their_files() -> None:
    scripts = ScriptDirectory(Path(migrating.__file__).parent / "migrations")

    assert [script.revision for script in scripts.walk_revisions()] == KNOWN[::-1]


def ddl(database: Database) -> dict[str, list[Row]]:
    """Everything the database knows of its schema, in an order that doesn't depend on how it was built."""
    queries = ON_SQLITE if database.is_sqlite else ON_POSTGRES
    with database.reading() as connection:
        return {name: _sorted(connection.execute(text(query))) for name, query in queries.items()}


def _sorted(rows: Iterable[Row]) -> list[Row]:
    """The rows in order, and the lines of each statement in them in order; without Alembic's own table."""
    normal = (tuple(_lines(value) if "\n" in str(value) else value for value in row) for row in rows)
    return sorted((row for row in normal if "alembic_version" not in row), key=str)


def _lines(statement: object) -> tuple[str, ...]:
    """Its lines; SQLite writes a column that is added later into the line of the last, and quotes a renamed table."""
    written = re.sub(r'^CREATE TABLE "(\w+)"', r"CREATE TABLE \1", str(statement))
    lines = (line.strip(" ,\t") for line in re.split(r"\n|, (?=\w+ [A-Z]+\b)|(?=\)$)", written))
    return tuple(sorted(line for line in lines if line))
