"""What needs a person's attention (design, section 3): shown on their Home tab, a few of each."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from domain.adjustments import Adjustment
from domain.asking import pending_requests
from domain.bookings import Filters
from domain.history import Entry
from domain.linking import Choice, choices_among
from domain.packages import Package
from domain.people import Person
from domain.records import Records
from domain.sessions import TAKING_PLACE, Session, holding

A_FEW = 5
LOOKED_AT = 60  # sessions of the window that are looked at
BEFORE, AHEAD = timedelta(days=30), timedelta(days=30)
SOON = timedelta(days=14)


@dataclass(frozen=True, slots=True)
class Unlinked:
    """A session that isn't linked although its client has an active package; why, and the best package."""

    session: Session
    best: Choice
    unlinked_before: Entry | None


@dataclass(frozen=True, slots=True)
class Attention:
    unlinked: tuple[Unlinked, ...] = ()
    not_counted: tuple[Session, ...] = ()
    overrun: tuple[Package, ...] = ()
    expiring: tuple[Package, ...] = ()
    pending: tuple[Adjustment, ...] = ()

    @property
    def is_empty(self) -> bool:
        return not (self.unlinked or self.not_counted or self.overrun or self.expiring or self.pending)


def needs_attention(records: Records, by: Person, at: datetime) -> Attention:
    """Of the sessions from thirty days ago to thirty days ahead, and of the packages that are about to expire."""
    linked = _sessions(records, by, at, linked=True)
    unlinked = _sessions(records, by, at, linked=False)
    clients = {session.client.id for session in (*linked, *unlinked)}
    packages = records.packages_of(clients, holding(by.workspace))
    today = by.workspace.today(at)
    soon = records.expiring_packages(today, today + SOON, by.own_only, holding(by.workspace), A_FEW)
    return Attention(
        unlinked=tuple(_unlinked(records, by, at, unlinked, packages)),
        not_counted=tuple(s for s in linked if s.link and not s.link.included)[:A_FEW],
        overrun=tuple(_overrun(linked, packages)[:A_FEW]),
        expiring=tuple(soon),
        pending=tuple(pending_requests(records, by)[:A_FEW]),
    )


def _sessions(records: Records, by: Person, at: datetime, *, linked: bool) -> list[Session]:
    """The sessions of the window that hold their place, soonest first."""
    filters = Filters(practitioner=by.own_only, from_at=at - BEFORE, before_at=at + AHEAD, linked=linked)
    sessions = records.list_sessions(filters, None, LOOKED_AT, newest_first=False)
    return [session for session in sessions if session.confirmation in TAKING_PLACE]


def _unlinked(
    records: Records, by: Person, at: datetime, sessions: Sequence[Session], packages: Sequence[Package]
) -> list[Unlinked]:
    proposed = ((session, choices_among(packages, session, by, at)) for session in sessions)
    few = [(session, choices[0]) for session, choices in proposed if choices][:A_FEW]
    return [Unlinked(session, best, records.last_unlink(session.id)) for session, best in few]


def _overrun(linked: Sequence[Session], packages: Sequence[Package]) -> list[Package]:
    """Packages on which the sessions stand, where a service is used beyond its total."""
    stood_on = {session.link.package_id for session in linked if session.link}
    return [p for p in packages if p.id in stood_on and any(line.remaining < 0 for line in p.included)]
