"""A database that an older release filled by an import, before this one or since, and the files of then."""

from collections.abc import Iterator
from json import dumps, loads
from pathlib import Path
from typing import Any

import pytest
from alembic import command
from alembic.config import Config
from importing_practice import Practice, session, sessions
from sqlalchemy import Connection, text

import storage.migrating
from storage.database import Database, open_database
from storage.migrating import migrate

BO = 'Bo "the\\one"\r\nO\'Neil, 50 % – 李'
CLIENTS = 'client_id,name\nc1,Ana Ruiz\nc2,"' + BO.replace('"', '""') + '"\n'
SERVICES = "service_id,name\nfollow,Follow-up\n"
PACKAGES = (
    "package_id,client_id,name,status,expires_on,service_id,sessions\n"
    "p1,c1,Gold 10,active,2027-02-20,follow,10\n"
    "p2,c2,Old 5,completed,,,\n"
)
SESSIONS = sessions(
    session("s1", confirmation="unconfirmed", package="p1"), session("s2", client="c2", who="ana@example.org")
)
OLD_ROWS: dict[str, list[dict[str, Any]]] = {
    "client": [
        {"id": "c1", "name": "Ana Ruiz", "folded": "ana ruiz", "source": ["Ana Ruiz"]},
        {"id": "c2", "name": BO, "folded": "bo", "source": [BO]},
        {"id": "c3", "name": "Added in Slack", "folded": "added in slack", "source": None},
    ],
    "service": [{"id": "follow", "name": "Follow-up", "folded": "follow-up", "source": ["Follow-up"]}],
    "package": [
        {
            "id": "p1",
            "client_id": "c1",
            "name": "Gold 10",
            "status": "active",
            "expires_on": "2027-02-20",
            "source": ["c1", "Gold 10", "active", "2027-02-20"],
        },
        {
            "id": "p2",
            "client_id": "c2",
            "name": "Old 5",
            "status": "completed",
            "expires_on": None,
            "source": ["c2", "Old 5", "completed", None],
        },
    ],
    "included": [{"package_id": "p1", "service_id": "follow", "total": 10, "source": [10]}],
    "session": [
        {  # confirmed and unlinked by people since
            "id": "s1",
            "client_id": "c1",
            "service_id": "follow",
            "practitioner": "U1",
            "starts_at": 1795165200000000,
            "minutes": 50,
            "confirmation": "confirmed",
            "payment": "unpaid",
            "source": ["c1", "follow", "U1", "2026-11-20T09:00:00+00:00", 50, "unconfirmed", "unpaid", "p1"],
        },
        {
            "id": "s2",
            "client_id": "c2",
            "service_id": "follow",
            "practitioner": "U2",
            "starts_at": 1795165200000000,
            "minutes": 50,
            "confirmation": "confirmed",
            "payment": "unpaid",
            "source": ["c2", "follow", "ana@example.org", "2026-11-20T09:00:00+00:00", 50, "confirmed", "unpaid", None],
        },
    ],
}


@pytest.fixture
def practice(unmigrated_url: str) -> Iterator[Practice]:
    """A practice whose database was filled at revision 0008 and is of today since."""
    database = open_database(unmigrated_url)
    with database.writing() as connection:
        config = Config()
        config.set_main_option("script_location", str(Path(storage.migrating.__file__).parent / "migrations"))
        config.attributes["connection"] = connection
        command.upgrade(config, "0008")
        fill(connection)
    migrate(database)
    yield Practice(database)
    database.close()


def fill(connection: Connection) -> None:
    for table, rows in OLD_ROWS.items():
        for row in rows:
            source = row["source"] and dumps(row["source"], ensure_ascii=False, separators=(",", ":"))
            values = {"workspace": "T1", **row, "source": source}
            names = ", ".join(f":{name}" for name in values)
            connection.execute(text(f"INSERT INTO {table} ({', '.join(values)}) VALUES ({names})"), values)  # noqa: S608


def test_the_files_of_then_change_nothing(practice: Practice) -> None:
    before = practice.everything()

    done = practice.take(clients=CLIENTS, services=SERVICES, packages=PACKAGES, sessions=SESSIONS)

    assert done == {"clients": (0, 0, 2), "services": (0, 0, 1), "packages": (0, 0, 2), "sessions": (0, 0, 2)}
    assert practice.everything() == before


def test_what_people_did_stays_where_the_file_says_what_it_said_then(practice: Practice) -> None:
    longer = SESSIONS.replace(",50,", ",30,")

    assert practice.take(sessions=longer) == {"sessions": (0, 2, 0)}

    now = practice.session("s1")
    assert (now.minutes, now.confirmation, now.link) == (30, "confirmed", None)
    assert practice.session("s2").practitioner == "U2"


def test_a_file_that_lacks_a_column_changes_nothing_either(practice: Practice) -> None:
    before = practice.everything()
    lines = [line.rsplit(",", 1)[0] for line in SESSIONS.splitlines()]

    assert practice.take(sessions="\n".join(lines)) == {"sessions": (0, 0, 2)}
    assert practice.everything() == before


def test_what_was_added_in_slack_was_never_imported(practice: Practice) -> None:
    with practice.database.reading() as connection:
        rows = {row.id: row.as_imported for row in connection.execute(text("SELECT id, as_imported FROM client"))}

    assert rows["c3"] is None
    assert loads(rows["c2"]) == {"name": BO}


def sources(practice: Practice) -> dict[str, list[str | None]]:
    """What the release before reads as last imported, by table."""
    with practice.database.reading() as connection:
        return {
            table: [source for (source,) in connection.execute(text(f"SELECT source FROM {table} ORDER BY 1"))]  # noqa: S608
            for table in OLD_ROWS
        }


def test_what_is_imported_is_kept_for_the_release_before_as_it_keeps_it(practice: Practice, database: Database) -> None:
    today = Practice(database)
    today.take(clients=CLIENTS, services=SERVICES, packages=PACKAGES, sessions=SESSIONS)
    assert [rows for rows in sources(today).values() if None in rows] == []
    assert sources(today)["session"] == sources(practice)["session"]
    assert sources(today)["package"] == sources(practice)["package"]
    assert sources(today)["included"] == sources(practice)["included"]
    assert sources(today)["service"] == sources(practice)["service"]

    moved = PACKAGES.replace("Gold 10", "Gold 12").replace("follow,10", "follow,12")
    today.take(clients=CLIENTS.replace("Ana", "Anna"), packages=moved, sessions=SESSIONS.replace(",50,", ",30,"))
    assert '["Anna Ruiz"]' in sources(today)["client"]
    assert '["c1","Gold 12","active","2027-02-20"]' in sources(today)["package"]
    assert sources(today)["included"] == ["[12]"]
    assert all(",30," in (source or "") for source in sources(today)["session"])


def test_what_the_release_before_imported_last_is_what_was_last_imported(practice: Practice) -> None:
    """It has taken files of its own since, which said something else, and people have set that back."""
    renamed = {"c1": ("client", '["Anna Ruiz"]'), "p1": ("package", '["c1","Gold 12","active","2027-02-20"]')}
    with practice.database.writing() as connection:
        for key, (table, source) in renamed.items():
            connection.execute(text(f"UPDATE {table} SET source = :s WHERE id = :id"), {"s": source, "id": key})  # noqa: S608
        connection.execute(text("UPDATE included SET source = '[12]'"))
        connection.execute(text("UPDATE session SET source = replace(source, ',50,', ',30,'), as_imported = NULL"))
    before = practice.everything()
    theirs = {
        "clients": CLIENTS.replace("Ana", "Anna"),
        "packages": PACKAGES.replace("Gold 10", "Gold 12").replace("follow,10", "follow,12"),
        "sessions": SESSIONS.replace(",50,", ",30,"),
    }

    assert practice.take(**theirs) == {"clients": (0, 0, 2), "packages": (0, 0, 2), "sessions": (0, 0, 2)}
    assert practice.everything() == before

    done = practice.take(clients=CLIENTS, packages=PACKAGES, sessions=SESSIONS.replace(",50,", ",40,"))
    assert done == {"clients": (0, 0, 2), "packages": (0, 0, 2), "sessions": (0, 2, 0)}
    assert practice.session("s1").confirmation == "confirmed"
    assert practice.take(**theirs) == {"clients": (0, 1, 1), "packages": (0, 1, 1), "sessions": (0, 2, 0)}
