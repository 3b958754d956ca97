"""History: what happened to a package, one entry per change, and that a client was erased (rule 15)."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from domain.values.ids import ClientId, PackageId, PersonId, ServiceId, SessionId


class Happening(StrEnum):
    BOOKED = "booked"  # a session, from the package
    LINKED = "linked"
    UNLINKED = "unlinked"
    SESSION_CHANGED = "session_changed"  # confirmation or payment of a session
    CREATED = "created"  # the package
    CONFIGURED = "configured"  # a service's total, by an import
    USED_BEFORE_SET = "used_before_set"  # how many sessions of a service were used elsewhere, before Ribbon
    STATUS_CHANGED = "status_changed"
    RENAMED = "renamed"  # the package
    EXPIRY_CHANGED = "expiry_changed"
    EXPIRED = "expired"
    NO_SHOWS_SET = "no_shows_set"  # whether no-shows and late cancellations hold their place
    REQUESTED = "requested"  # these four: an adjustment
    APPROVED = "approved"
    DECLINED = "declined"
    WITHDRAWN = "withdrawn"


@dataclass(frozen=True, slots=True)
class Entry:
    """One change: who did what when, and the figures before → after as far as it has any."""

    event: Happening
    at: datetime
    by: PersonId | None  # None: an import, or nobody, as a day has passed
    client_id: ClientId
    package_id: PackageId | None = None
    session_id: SessionId | None = None
    service_id: ServiceId | None = None
    total: tuple[int, int] | None = None
    remaining: tuple[int, int] | None = None
    was: str = ""
    becomes: str = ""
    reason: str = ""
    asked_by: PersonId | None = None  # whose request was decided
    by_name: str | None = None  # these four are for showing an entry; storage fills them in
    service_name: str | None = None
    asked_by_name: str | None = None
    session_at: datetime | None = None  # when the session starts, in a package's history

    @property
    def is_self_approved(self) -> bool:
        return self.event is Happening.APPROVED and self.asked_by is not None and self.asked_by == self.by


@dataclass(frozen=True, slots=True)
class Belongings:
    """How much there is of a client."""

    sessions: int
    packages: int
    adjustments: int


@dataclass(frozen=True, slots=True)
class Erasure:
    """What is kept of an erasure: its reference is random, and neither id nor name of the client is in it."""

    reference: str
    at: datetime
    by: str
    erased: Belongings
