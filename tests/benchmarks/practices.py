"""Practices of any size, filled by the driver's executemany; the same rows whatever the database."""

import random
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

from domain.clients import folded
from domain.ids import PersonId, WorkspaceId
from domain.people import Person, Workspace
from storage.database import Database
from storage.tables import CLIENT, INCLUDED, PACKAGE, SERVICE, SESSION

TEAM = WorkspaceId("T1")
NOW = datetime(2026, 3, 2, 9, 30, tzinfo=UTC)
SERVICES = 5
A_PRACTITIONER, A_CLIENT = 2_000, 100  # sessions each has
BATCH = 5_000


def person(*, is_manager: bool) -> Person:
    return Person(PersonId("U0"), "Petra", "Europe/Berlin", is_manager, Workspace(TEAM, managers_channel="C1"))


def fill(database: Database, sessions: int) -> None:
    """A practice with so many sessions over two years, half of them linked."""
    clients = max(1, sessions // A_CLIENT)
    _insert(database, SERVICE, (_named(f"s{n}", f"Service {n}") for n in range(SERVICES)))
    _insert(database, CLIENT, (_named(f"c{n}", f"Client {n} of Many") for n in range(clients)))
    _insert(database, PACKAGE, (_package(n) for n in range(clients)))
    _insert(database, INCLUDED, ({"package_id": f"p{n}", "service_id": "s0", "total": 60} for n in range(clients)))
    _insert(database, SESSION, _sessions(sessions, clients))
    with database.writing() as connection:
        connection.exec_driver_sql("ANALYZE")


def _insert(database: Database, table: Any, rows: Iterator[dict[str, Any]]) -> None:
    batch: list[dict[str, Any]] = []
    with database.writing() as connection:
        for row in rows:
            batch.append({"workspace": TEAM, **row})
            if len(batch) == BATCH:
                connection.execute(table.insert(), batch)
                batch = []
        if batch:
            connection.execute(table.insert(), batch)


def _named(key: str, name: str) -> dict[str, Any]:
    return {"id": key, "name": name, "folded": folded(name)}


def _package(n: int) -> dict[str, Any]:
    return {"id": f"p{n}", "client_id": f"c{n}", "name": f"Package {n}", "status": "active", "expires_on": None}


def _sessions(sessions: int, clients: int) -> Iterator[dict[str, Any]]:
    chance = random.Random(1)  # noqa: S311 - the same practice each time
    practitioners = max(1, sessions // A_PRACTITIONER)
    for n in range(sessions):
        client = n % clients
        linked = chance.random() < 0.5
        yield {
            "id": f"b{n:09d}",
            "client_id": f"c{client}",
            "service_id": f"s{chance.randrange(SERVICES)}",
            "practitioner": f"U{client % practitioners}",
            "starts_at": NOW + timedelta(minutes=chance.randrange(-525_600, 525_600)),
            "minutes": 50,
            "confirmation": chance.choices(["confirmed", "unconfirmed", "cancelled", "no_show"], [80, 15, 4, 1])[0],
            "payment": chance.choice(["paid", "unpaid"]),
            "package_id": f"p{client}" if linked else None,
            "origin": "automatic" if linked else None,
            "linked_at": NOW if linked else None,
        }
