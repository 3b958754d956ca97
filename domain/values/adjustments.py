"""Adjustments of a package's sessions & services: asked for, then decided by managers (rules 11 to 14)."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum
from hashlib import sha256

from domain.values.clients import Client
from domain.values.ids import AdjustmentId, PackageId, PersonId, ServiceId
from domain.values.packages import Package
from domain.values.sessions import Service

LONGEST_REASON = 1000


class AdjustmentStatus(StrEnum):
    PENDING = "pending"
    APPROVED = "approved"
    DECLINED = "declined"
    WITHDRAWN = "withdrawn"


@dataclass(frozen=True, slots=True)
class Figures:
    """What a change does to the package: total and remaining, before → after."""

    service: Service
    total: tuple[int, int]
    remaining: tuple[int, int]
    is_new: bool  # the service isn't included yet
    has_changed: bool = False  # since it was asked for


@dataclass(frozen=True, slots=True)
class Sums:
    """The same over all services of the package."""

    total: tuple[int, int]
    remaining: tuple[int, int]


@dataclass(frozen=True, slots=True)
class Change:
    """A service's new total; `before` and `used` are as they were when it was asked for, None: not included."""

    service: Service
    before: int | None
    used: int
    after: int
    now: int | None = None  # the total as it is, in lists of what is pending; None: not included
    applied: Figures | None = None  # what an approval has done


@dataclass(frozen=True, slots=True)
class Adjustment:
    id: AdjustmentId
    package_id: PackageId
    package_name: str
    client: Client
    changes: tuple[Change, ...]
    reason: str
    requested_by: PersonId
    requested_by_name: str
    requested_at: datetime
    status: AdjustmentStatus = AdjustmentStatus.PENDING
    decided_by: PersonId | None = None
    decided_by_name: str | None = None
    decided_at: datetime | None = None
    decision_reason: str = ""
    self_approved: bool = False
    sums: Sums | None = None  # what an approval has done; earlier releases didn't keep it
    names_client: bool = True  # not to a reader who has no session with the client any more

    @property
    def is_pending(self) -> bool:
        return self.status is AdjustmentStatus.PENDING

    @property
    def is_approved(self) -> bool:
        return self.status is AdjustmentStatus.APPROVED


def effect_of(service: Service, before: int | None, used: int, after: int) -> Figures:
    """The figures of a new total; before is None where the service isn't included."""
    remaining = (0 if before is None else before - used, after - used)
    return Figures(service, (before or 0, after), remaining, is_new=before is None)


def sums_of(figures: Iterable[Figures], total: int, remaining: int) -> Sums:
    """From the package's sums before."""
    added, left = 0, 0
    for change in figures:
        added += change.total[1] - change.total[0]
        left += change.remaining[1] - change.remaining[0]
    return Sums((total, total + added), (remaining, remaining + left))


def change_nothing(figures: Iterable[Figures]) -> bool:
    return all(change.total[0] == change.total[1] and not change.is_new for change in figures)


def figures_of(adjustment: Adjustment, package: Package, linked: Mapping[ServiceId, int]) -> tuple[Figures, ...]:
    """The figures that a decision is about; `linked` is how many linked sessions of a service hold their place."""
    return tuple(_figures(change, package, linked.get(change.service.id, 0)) for change in adjustment.changes)


def _figures(change: Change, package: Package, used: int) -> Figures:
    line = package.line(change.service.id)
    before = line.total if line else None
    has_changed = (before, used) != (change.before, change.used)
    return replace(effect_of(change.service, before, used, change.after), has_changed=has_changed)


def fingerprint(figures: tuple[Figures, ...], package: Package) -> str:
    """Tells whether two people look at the same figures: nobody approves what they did not see (rule 12)."""
    shown = [(f.service.id, f.total, f.remaining, f.is_new) for f in figures]
    seen = repr((shown, package.total, package.remaining))  # the card shows the sums, too
    return sha256(seen.encode()).hexdigest()[:16]
