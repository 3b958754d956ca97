"""What needs a person's attention: shown on their Home tab, a few of each."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from domain.fitting import Choice, choices_among
from domain.records import Records
from domain.requesting import pending_requests
from domain.values.adjustments import Adjustment
from domain.values.bookings import Span
from domain.values.history import Entry
from domain.values.packages import Package
from domain.values.people import Person
from domain.values.sessions import Session, holding

A_FEW = 5
LOOKED_AT = 500  # sessions before now, and as many after: a large practice has more than a Home tab has time for
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
    only_within: Span | None = None  # where there are too many sessions to look at each

    @property
    def is_empty(self) -> bool:
        return not (self.unlinked or self.not_counted or self.overrun or self.expiring or self.pending)


def needs_attention(records: Records, by: Person, at: datetime) -> Attention:
    """Of the sessions from thirty days ago to thirty days ahead, and of the packages that are about to expire."""
    holds, today = holding(by.workspace), by.workspace.today(at)
    wanted = Span(at - BEFORE, at + AHEAD)
    span = records.span_looked_at(wanted, at, by.own_only, LOOKED_AT)
    unlinked = records.unlinked_sessions(span, by.own_only, holds, today, A_FEW)
    return Attention(
        unlinked=tuple(_unlinked(records, by, at, unlinked)),
        not_counted=tuple(records.not_counted_sessions(span, by.own_only, holds, A_FEW)),
        overrun=tuple(records.overrun_packages(span, by.own_only, holds, A_FEW)),
        expiring=tuple(records.expiring_packages(today, today + SOON, by.own_only, holds, A_FEW)),
        pending=tuple(pending_requests(records, by)[:A_FEW]),
        only_within=None if span == wanted else span,
    )


def _unlinked(records: Records, by: Person, at: datetime, sessions: Sequence[Session]) -> list[Unlinked]:
    packages = records.packages_of({session.client.id for session in sessions}, holding(by.workspace))
    proposed = ((session, choices_among(packages, session, by, at)) for session in sessions)
    return [Unlinked(s, choices[0], records.last_unlink(s.id)) for s, choices in proposed if choices]
