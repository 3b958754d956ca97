"""Sessions: what is known of one, and whether it holds its place."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from domain.values.clients import Client
from domain.values.ids import PackageId, PersonId, ServiceId, SessionId
from domain.values.people import Workspace

LONGEST_SESSION = 24 * 60  # minutes
YEARS = range(1900, 2200)  # of a session; far beyond these a clock can't be shown in every time zone


class Confirmation(StrEnum):
    UNCONFIRMED = "unconfirmed"
    CONFIRMED = "confirmed"
    CANCELLED = "cancelled"
    LATE_CANCELLED = "late_cancelled"
    NO_SHOW = "no_show"


class Payment(StrEnum):
    UNPAID = "unpaid"
    PAID = "paid"


class Origin(StrEnum):
    """How a link came about (rules 1 and 2)."""

    AUTOMATIC = "automatic"
    MANUAL = "manual"


CANCELLED = frozenset({Confirmation.CANCELLED, Confirmation.LATE_CANCELLED})
TO_HAPPEN = frozenset({Confirmation.UNCONFIRMED, Confirmation.CONFIRMED})
MISSED = frozenset({Confirmation.NO_SHOW, Confirmation.LATE_CANCELLED})  # these hold their place by a setting


@dataclass(frozen=True, slots=True)
class Service:
    """`minutes` is the usual length of its sessions; one that is retired isn't offered for what is new (rule 26)."""

    id: ServiceId
    name: str
    minutes: int | None = None
    is_retired: bool = False


@dataclass(frozen=True, slots=True)
class Link:
    """A session's tie to a package; `included`: the package's sessions & services list the session's service."""

    package_id: PackageId
    package_name: str
    origin: Origin
    included: bool
    by_name: str | None  # None: made by an import
    at: datetime


@dataclass(frozen=True, slots=True)
class Session:
    id: SessionId
    client: Client
    service: Service
    practitioner: PersonId
    practitioner_name: str
    starts_at: datetime
    minutes: int
    confirmation: Confirmation
    payment: Payment
    restores_to: Confirmation | None = None
    link: Link | None = None
    link_changes: int = 0  # links and unlinks so far
    confirmation_changes: int = 0
    payment_changes: int = 0


def holding(workspace: Workspace) -> frozenset[Confirmation]:
    """The confirmation statuses in which a linked session holds its place (rule 9)."""
    if workspace.no_shows_hold:
        return TO_HAPPEN | MISSED
    return TO_HAPPEN


def holds_place(session: Session, workspace: Workspace) -> bool:
    return session.confirmation in holding(workspace)
