"""What needs a person's attention (design, section 3): shown on their Home tab, a few of each."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from domain.adjustments import Adjustment
from domain.asking import pending_requests
from domain.bookings import Filters
from domain.history import Entry
from domain.linking import Choice, choices_for
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
    today = by.workspace.today(at)
    return Attention(
        unlinked=tuple(_unlinked(records, by, at)[:A_FEW]),
        not_counted=tuple(s for s in linked if s.link and not s.link.included)[:A_FEW],
        overrun=tuple(_overrun(records, by, linked)[:A_FEW]),
        expiring=tuple(records.expiring_packages(today, today + SOON, by.own_only, holding(by.workspace), A_FEW)),
        pending=tuple(pending_requests(records, by)[:A_FEW]),
    )


def _sessions(records: Records, by: Person, at: datetime, *, linked: bool) -> list[Session]:
    """The sessions of the window that hold their place, soonest first."""
    filters = Filters(practitioner=by.own_only, from_at=at - BEFORE, before_at=at + AHEAD, linked=linked)
    sessions = records.list_sessions(filters, None, LOOKED_AT, newest_first=False)
    return [session for session in sessions if session.confirmation in TAKING_PLACE]


def _unlinked(records: Records, by: Person, at: datetime) -> list[Unlinked]:
    today, found = by.workspace.today(at), []
    for session in _sessions(records, by, at, linked=False):
        if choices := choices_for(records, by, today, session):
            found.append(Unlinked(session, choices[0], records.last_unlink(session.id)))
        if len(found) == A_FEW:
            break
    return found


def _overrun(records: Records, by: Person, linked: Sequence[Session]) -> list[Package]:
    """Packages on which the sessions stand, where a service is used beyond its total."""
    ids = dict.fromkeys(session.link.package_id for session in linked if session.link)
    packages = (records.find_package(package_id, holding(by.workspace)) for package_id in list(ids)[:LOOKED_AT])
    return [p for p in packages if p and any(line.remaining < 0 for line in p.included)]
