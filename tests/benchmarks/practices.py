"""Practices of any size, made by the database itself; the same rows whichever it is."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

from sqlalchemy import Connection, text

from domain.values.clients import folded
from domain.values.ids import PersonId, WorkspaceId
from domain.values.people import Person, Workspace
from storage.database import Database
from storage.tables import CLIENT, INCLUDED, PACKAGE, SERVICE, SESSION

TEAM = WorkspaceId("T1")
NOW = datetime(2026, 3, 2, 9, 30, tzinfo=UTC)
SERVICES = 5
A_PRACTITIONER, A_CLIENT = 2_000, 100  # sessions each has
BATCH = 5_000


def _chance(multiplier: int) -> str:
    """One of some 2³¹ numbers for row n, as Lehmer's generators make them; both databases compute them alike."""
    return f"((n + 1) * {multiplier} % 2147483647 * 16807 % 2147483647)"


_SERVICE, _MOMENT, _CONFIRMATION, _PAYMENT, _LINK = map(_chance, (48271, 69621, 39373, 40014, 40692))


_SESSIONS = f"""
    WITH RECURSIVE counted(n) AS (
        SELECT CAST(0 AS bigint) UNION ALL SELECT n + 1 FROM counted WHERE n + 1 < :sessions
    )
    INSERT INTO session (
        workspace, id, client_id, service_id, practitioner, starts_at, minutes, confirmation, payment,
        package_id, origin, linked_at
    )
    SELECT
        CAST(:team AS text), 'b' || (1000000000 + n), 'c' || (n % :clients), 's' || ({_SERVICE} % :services),
        'U' || (n % :clients % :practitioners), :now + ({_MOMENT} % 1051200 - 525600) * 60000000, 50,
        CASE WHEN {_CONFIRMATION} % 100 < 80 THEN 'confirmed' WHEN {_CONFIRMATION} % 100 < 95 THEN 'unconfirmed'
            WHEN {_CONFIRMATION} % 100 < 99 THEN 'cancelled' ELSE 'no_show' END,
        CASE {_PAYMENT} % 2 WHEN 0 THEN 'paid' ELSE 'unpaid' END,
        CASE {_LINK} % 2 WHEN 0 THEN 'p' || (n % :clients) END,
        CASE {_LINK} % 2 WHEN 0 THEN 'automatic' END,
        CASE {_LINK} % 2 WHEN 0 THEN :now END
    FROM counted"""  # noqa: S608 - nothing in it comes from outside


def person(*, is_manager: bool) -> Person:
    return Person(PersonId("U0"), "Petra", "Europe/Berlin", is_manager, Workspace(TEAM, managers_channel="C1"))


def fill(database: Database, sessions: int) -> None:
    """A practice with so many sessions over two years, half of them linked."""
    clients = max(1, sessions // A_CLIENT)
    _insert(database, SERVICE, (_named(f"s{n}", f"Service {n}") for n in range(SERVICES)))
    _insert(database, CLIENT, (_named(f"c{n}", f"Client {n} of Many") for n in range(clients)))
    _insert(database, PACKAGE, (_package(n) for n in range(clients)))
    _insert(database, INCLUDED, ({"package_id": f"p{n}", "service_id": "s0", "total": 60} for n in range(clients)))
    with database.writing() as connection:
        _book(connection, sessions, clients)
    with database.writing() as connection:
        connection.exec_driver_sql("ANALYZE")


def _book(connection: Connection, sessions: int, clients: int) -> None:
    """Insert without indexes, and sort them afterwards: millions of rows in no order would take hours."""
    for index in SESSION.indexes:
        index.drop(connection)
    if connection.dialect.name == "postgresql":
        connection.exec_driver_sql("SET LOCAL session_replication_role = replica")  # nor ask for each row's client
    practitioners = max(1, sessions // A_PRACTITIONER)
    now = (NOW - datetime(1970, 1, 1, tzinfo=UTC)) // timedelta(microseconds=1)
    sizes = {"sessions": sessions, "clients": clients, "practitioners": practitioners, "services": SERVICES}
    connection.execute(text(_SESSIONS), {**sizes, "team": TEAM, "now": now})
    for index in SESSION.indexes:
        index.create(connection)


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
