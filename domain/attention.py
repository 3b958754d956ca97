"""What needs a person's attention: shown on their Home tab, a few of each."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Generic, TypeVar

from domain.fitting import Choice, choices_among
from domain.records import Records
from domain.requesting import pending_requests
from domain.values.adjustments import Adjustment
from domain.values.bookings import Span
from domain.values.history import Entry
from domain.values.packages import Package
from domain.values.people import Person
from domain.values.sessions import Session, holding

A_FEW = 3
MOST_LISTED = 20
LOOKED_AT = 500  # sessions before now, and as many after: a large practice has more than a Home tab has time for
BEFORE, AHEAD = timedelta(days=30), timedelta(days=30)
SOON = timedelta(days=14)

T = TypeVar("T")
U = TypeVar("U")


@dataclass(frozen=True, slots=True)
class Unlinked:
    """A session that isn't linked although its client has an active package; why, and the best package."""

    session: Session
    best: Choice
    unlinked_before: Entry | None


@dataclass(frozen=True, slots=True)
class Some(Generic[T]):
    """The first few of a kind, and how many there are in all."""

    first: tuple[T, ...] = ()
    number: int = 0


class AttentionKind(StrEnum):
    UNLINKED = "unlinked"
    NOT_COUNTED = "not_counted"
    OVERRUN = "overrun"
    EXPIRING = "expiring"


@dataclass(frozen=True, slots=True)
class Attention:
    pending: Some[Adjustment] = Some()
    unlinked: Some[Unlinked] = Some()
    not_counted: Some[Session] = Some()
    overrun: Some[Package] = Some()
    expiring: Some[Package] = Some()
    only_within: Span | None = None  # where there are too many sessions to look at each

    @property
    def is_empty(self) -> bool:
        kinds = (self.pending, self.unlinked, self.not_counted, self.overrun, self.expiring)
        return not any(kind.number for kind in kinds)


def needs_attention(records: Records, by: Person, at: datetime, of: AttentionKind | None = None) -> Attention:
    """A few of each kind, or a list of one: of sessions within thirty days of now, and of packages that end soon."""
    holds, today, own = holding(by.workspace), by.workspace.today(at), by.own_only
    wanted = Span(at - BEFORE, at + AHEAD)
    span = records.span_looked_at(wanted, at, own, LOOKED_AT)
    unlinked = _some(
        of,
        AttentionKind.UNLINKED,
        lambda most: records.unlinked_sessions(span, own, holds, today, most),
        lambda: records.count_unlinked(span, own, holds, today),
    )
    pending = [] if of else pending_requests(records, by)
    return Attention(
        pending=Some(tuple(pending[:A_FEW]), len(pending)),
        unlinked=Some(tuple(_unlinked(records, by, at, unlinked.first)), unlinked.number),
        not_counted=_some(
            of,
            AttentionKind.NOT_COUNTED,
            lambda most: records.not_counted_sessions(span, own, holds, most),
            lambda: records.count_not_counted(span, own, holds),
        ),
        overrun=_some(
            of,
            AttentionKind.OVERRUN,
            lambda most: records.overrun_packages(span, own, holds, most),
            lambda: records.count_overrun(span, own, holds),
        ),
        expiring=_some(
            of,
            AttentionKind.EXPIRING,
            lambda most: records.expiring_packages(today, today + SOON, own, holds, most),
            lambda: records.count_expiring(today, today + SOON, own, holds),
        ),
        only_within=None if span == wanted else span,
    )


def _some(
    of: AttentionKind | None, kind: AttentionKind, find: Callable[[int], Sequence[U]], count: Callable[[], int]
) -> Some[U]:
    """Counted only where there are more than are shown: to find out costs as much as to find them."""
    if of not in {None, kind}:
        return Some()
    most = MOST_LISTED if of else A_FEW
    found = find(most + 1)
    return Some(tuple(found[:most]), count() if len(found) > most else len(found))


def _unlinked(records: Records, by: Person, at: datetime, sessions: Sequence[Session]) -> list[Unlinked]:
    packages = records.packages_of({session.client.id for session in sessions}, holding(by.workspace))
    proposed = ((session, choices_among(packages, session, by, at)) for session in sessions)
    return [Unlinked(s, choices[0], records.last_unlink(s.id)) for s, choices in proposed if choices]
