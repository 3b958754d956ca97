"""A small practice in the database, around a fixed now: what the stories start from."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime, timedelta
from typing import Any

from sqlalchemy import Connection, create_engine, func, select, update
from sqlalchemy.pool import NullPool

from domain.values.clients import folded
from storage.database import Database
from storage.tables import CLIENT, INCLUDED, PACKAGE, SERVICE, SESSION

TEAM = "T1"
NOW = datetime(2026, 3, 2, 9, 30, tzinfo=UTC)  # a Monday; 10:30 in Berlin


class Practice:
    """Adds rows the short way; ids are given, so that tests can name them."""

    def __init__(self, database: Database, team: str = TEAM) -> None:
        self.database, self.team = database, team
        self._open: Connection | None = None

    @contextmanager
    def at_once(self) -> Iterator[None]:
        """Whatever is added meanwhile is added in one transaction, which is quicker."""
        try:
            with self.database.writing() as self._open:
                yield
        finally:
            self._open = None

    def _insert(self, table: Any, **values: Any) -> None:
        if self._open:
            self._open.execute(table.insert(), {"workspace": self.team, **values})
            return
        with self.at_once():
            self._insert(table, **values)

    def client(self, client_id: str, name: str) -> None:
        self._insert(CLIENT, id=client_id, name=name, folded=folded(name))

    def service(self, service_id: str, name: str) -> None:
        self._insert(SERVICE, id=service_id, name=name, folded=folded(name))

    def package(
        self,
        package_id: str,
        client_id: str,
        name: str,
        services: dict[str, int],
        *,
        status: str = "active",
        expires_on: date | None = None,
    ) -> None:
        self._insert(PACKAGE, id=package_id, client_id=client_id, name=name, status=status, expires_on=expires_on)
        for service_id, total in services.items():
            self._insert(INCLUDED, package_id=package_id, service_id=service_id, total=total)

    def session(
        self,
        session_id: str,
        client_id: str,
        service_id: str,
        days: float,
        package_id: str | None = None,
        *,
        practitioner: str = "UPRAC",
        confirmation: str = "confirmed",
        payment: str = "unpaid",
    ) -> None:
        """Book a session so many days from now, linked where a package is given."""
        self._insert(
            SESSION,
            id=session_id,
            client_id=client_id,
            service_id=service_id,
            practitioner=practitioner,
            starts_at=NOW + timedelta(days=days),
            minutes=50,
            confirmation=confirmation,
            payment=payment,
            package_id=package_id,
            origin="automatic" if package_id else None,
            linked_at=NOW if package_id else None,
        )

    def include(self, package_id: str, service_id: str, total: int) -> None:
        self._insert(INCLUDED, package_id=package_id, service_id=service_id, total=total)

    def gives_away(self, client_id: str, practitioner: str) -> None:
        """All of the client's sessions are another practitioner's from now on."""
        mine = (SESSION.c.workspace == self.team, SESSION.c.client_id == client_id)
        with self.database.writing() as connection:
            connection.execute(update(SESSION).where(*mine).values(practitioner=practitioner))


def linked(url: str) -> int:
    """How many sessions are linked, seen from beside the process that has the database."""
    engine = create_engine(url, poolclass=NullPool)
    with engine.connect() as connection:
        return int(connection.execute(select(func.count()).where(SESSION.c.linked)).scalar_one())


def usual_practice(database: Database) -> Practice:
    practice = Practice(database)
    with practice.at_once():
        _fill(practice)
    return practice


def _fill(practice: Practice) -> None:
    services = {"initial": "Initial consultation", "follow": "Follow-up 50 min", "nutri": "Nutrition review"}
    for service_id, name in services.items():
        practice.service(service_id, name)
    clients = {"c1": "Ana Ruiz", "c2": "Bo Lindqvist", "c3": "Chidi Okafor", "c4": "Dalia Haddad", "c5": "Emre Yıldız"}
    for client_id, name in clients.items():
        practice.client(client_id, name)
    practice.package("p1", "c1", "Gold 10", {"follow": 10, "initial": 1}, expires_on=date(2026, 6, 1))
    practice.package("p2", "c1", "Starter 3", {"follow": 3}, expires_on=date(2026, 3, 20))
    practice.package("p3", "c1", "Old 5", {"follow": 5}, status="completed")
    practice.package("p4", "c2", "Silver 5", {"follow": 5})
    practice.package("p5", "c3", "One left", {"follow": 1}, expires_on=date(2026, 5, 1))
    practice.package("p6", "c4", "Expired 5", {"follow": 5}, expires_on=date(2026, 2, 27))
    practice.session("s01", "c1", "follow", -21, "p1", payment="paid")
    practice.session("s02", "c1", "follow", -14, "p1", payment="paid")
    practice.session("s03", "c1", "follow", -7)
    practice.session("s04", "c1", "follow", 3)
    practice.session("s05", "c1", "nutri", 4, confirmation="unconfirmed")
    practice.session("s06", "c2", "follow", 2, payment="paid")
    practice.session("s07", "c3", "follow", -3, "p5", payment="paid")
    practice.session("s08", "c3", "follow", 5)
    practice.session("s09", "c4", "follow", 6)
    practice.session("s10", "c5", "initial", 2, practitioner="UPRAC2")
