"""Packages: their sessions & services, their counts, their status (rules 6 and 10)."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from domain.values.clients import Client
from domain.values.ids import LONGEST_NAME, PackageId, ServiceId
from domain.values.sessions import Service

MOST_SESSIONS = 999  # of one service in one package (rule 11)


class PackageStatus(StrEnum):
    ACTIVE = "active"
    COMPLETED = "completed"
    CANCELLED = "cancelled"
    EXPIRED = "expired"


@dataclass(frozen=True, slots=True)
class Included:
    """A service under a package's sessions & services, and how many of its sessions are used.

    `used_before` of them were used elsewhere, before Ribbon; the others are linked sessions.
    """

    service: Service
    total: int
    used: int
    used_before: int = 0

    @property
    def linked(self) -> int:
        return self.used - self.used_before

    @property
    def remaining(self) -> int:
        """Below zero where the package is overrun (rule 8)."""
        return self.total - self.used


@dataclass(frozen=True, slots=True)
class Package:
    id: PackageId
    client: Client
    name: str
    status: PackageStatus  # as stored: an active one whose last day has passed is expired all the same
    expires_on: date | None
    included: tuple[Included, ...]
    not_counted: int = 0  # linked sessions that hold their place but whose service isn't included (rule 7)
    expiry_noted: date | None = None  # the last day of which the history says that it has passed

    @property
    def total(self) -> int:
        return sum(line.total for line in self.included)

    @property
    def remaining(self) -> int:
        return sum(line.remaining for line in self.included)

    def line(self, service_id: ServiceId) -> Included | None:
        return next((line for line in self.included if line.service.id == service_id), None)

    def status_on(self, today: date) -> PackageStatus:
        """The status on that day in the workspace's time zone; the expiry date is the last valid day (rule 10)."""
        is_past = self.status is PackageStatus.ACTIVE and self.ends_before(today)
        return PackageStatus.EXPIRED if is_past else self.status

    def is_active(self, today: date) -> bool:
        return self.status_on(today) is PackageStatus.ACTIVE

    def ends_before(self, day: date) -> bool:
        return self.expires_on is not None and self.expires_on < day


def bad_name(name: str) -> bool:
    """Whether a package can't be called so."""
    return not 1 <= len(name.strip()) <= LONGEST_NAME


def are_used(sessions: int) -> str:
    """As in "1 is used", "2 are used"."""
    return f"{sessions} {'is' if sessions == 1 else 'are'} used"


def urgency(package: Package) -> tuple[date, str, str]:
    """Sorts packages by how soon they expire, those without a date last."""
    return (package.expires_on or date.max, package.name, package.id)
