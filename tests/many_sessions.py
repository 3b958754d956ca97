"""A workspace with many sessions, a few of every sort, and all filters that a list can have."""

from collections.abc import Iterator, Sequence
from datetime import timedelta
from itertools import product
from typing import Any

from practice import NOW, TEAM, Practice

from domain.values.bookings import Filters
from domain.values.ids import ClientId, PersonId, ServiceId
from domain.values.sessions import Confirmation, Payment
from storage.database import Database
from storage.tables import SESSION

CLIENTS = [f"c{n}" for n in range(1, 6)]
PETRA = PersonId("UPRAC")

Statement = tuple[str, Any]  # with its parameters


def many_sessions(database: Database, count: int, team: str = TEAM, clients: Sequence[str] = CLIENTS) -> None:
    """Every eighth or so starts together with its neighbour, so that only the id orders the two."""
    practice = Practice(database, team)
    practice.service("follow", "Follow-up 50 min")
    practice.service("nutri", "Nutrition review")
    with practice.at_once():
        for client in clients:
            practice.client(client, client)
            practice.package(f"of-{client}", client, "Gold 10", {"follow": 10, "nutri": 10})
    with database.writing() as connection:
        connection.execute(SESSION.insert(), [_row(n, count, team, clients[n % len(clients)]) for n in range(count)])


def _row(n: int, count: int, team: str, client: str) -> dict[str, Any]:
    linked = n % 3 == 0
    return {
        "workspace": team,
        "id": f"s{(n * 7919) % 100_000:05}",
        "client_id": client,
        "service_id": ["follow", "nutri"][n % 9 > 6],
        "practitioner": ["UPRAC", "UPRAC2"][n % 7 > 3],
        "starts_at": NOW + timedelta(hours=(n - n % 8 // 7) - count // 2),
        "minutes": 50,
        "confirmation": list(Confirmation)[n % 11 % 5],
        "payment": list(Payment)[n % 2],
        "package_id": f"of-{client}" if linked else None,
        "origin": "automatic" if linked else None,
        "linked_at": NOW if linked else None,
    }


def every_combination() -> Iterator[Filters]:
    start, end = NOW - timedelta(hours=30), NOW + timedelta(hours=25)
    for practitioner, clients, (from_at, before_at), confirmation, payment, linked, service in product(
        (None, PETRA),
        (None, (ClientId("c1"), ClientId("c4"))),
        ((None, None), (start, None), (start, end)),
        (None, Confirmation.CONFIRMED),
        (None, Payment.PAID),
        (None, True, False),
        (None, ServiceId("nutri")),
    ):
        yield Filters(practitioner, clients, from_at, before_at, confirmation, payment, linked, service)
