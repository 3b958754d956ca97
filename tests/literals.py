"""Domain values the short way: what a test doesn't name is as it usually is."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

from domain.values.clients import Client
from domain.values.ids import ClientId, PackageId, PersonId, ServiceId, SessionId, WorkspaceId
from domain.values.packages import Included, Package, PackageStatus
from domain.values.people import Person, Workspace
from domain.values.sessions import Confirmation, Link, Origin, Payment, Service, Session
from storage.people import Member

NOW = datetime(2026, 3, 2, 9, 30, tzinfo=UTC)  # a Monday
BERLIN = Workspace(WorkspaceId("T1"), timezone="Europe/Berlin")
ANA = Client(ClientId("c1"), "Ana Ruiz")


def person(user: str = "UPRAC", *, manager: bool = False, timezone: str = "Europe/Berlin", **workspace: Any) -> Person:
    practice = Workspace(WorkspaceId("T1"), timezone="Europe/Berlin", **workspace)
    return Person(PersonId(user), user.title(), timezone, manager, practice)


def member(user: str) -> Member:
    """What Slack says of a practitioner."""
    return Member(PersonId(user), user, None, "Europe/Berlin", is_admin=False, is_member=True, fetched_at=NOW)


def service(name: str) -> Service:
    """A service whose id is its name."""
    return Service(ServiceId(name), name)


def package(name: str = "Gold", *, expires_on: date | None = None, status: str = "active", **lines: Any) -> Package:
    """A package of Ana's whose id is its name; its lines are service=total or service=(total, used)."""
    included = [(key, value if isinstance(value, tuple) else (value, 0)) for key, value in lines.items()]
    return Package(
        PackageId(name),
        ANA,
        name,
        PackageStatus(status),
        expires_on,
        tuple(Included(service(key), total, used) for key, (total, used) in included),
    )


def session(
    of: str = "follow",
    *,
    session_id: str = "s1",
    days: float = 1,
    confirmation: str = "confirmed",
    payment: str = "unpaid",
    client: Client = ANA,
    link: Link | None = None,
    restores_to: Confirmation | None = None,
) -> Session:
    return Session(
        SessionId(session_id),
        client,
        service(of),
        PersonId("UPRAC"),
        "Petra Practitioner",
        NOW + timedelta(days=days),
        50,
        Confirmation(confirmation),
        Payment(payment),
        restores_to,
        link,
    )


def linked_to(name: str, *, included: bool = True, by: str | None = "Mia Manager") -> Link:
    return Link(PackageId(name), name, Origin.MANUAL, included, by, NOW)
