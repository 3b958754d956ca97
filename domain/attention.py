"""What needs a person's attention: shown on their Home tab, a few of each."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Generic, TypeVar

from domain.fitting import Choice, choices_among
from domain.linking_several import MOST_AT_ONCE, Several, propose, propose_among
from domain.records import Records
from domain.requesting import pending_requests
from domain.values.adjustments import Adjustment
from domain.values.attention import AttentionKind
from domain.values.bookings import Look, Span
from domain.values.history import Entry
from domain.values.packages import Package
from domain.values.people import Person
from domain.values.sessions import Session, holding

A_FEW = 3
MOST_LISTED = 20
LOOKED_AT = 500  # sessions before now, and as many after: a large practice has more than a Home tab has time for
BEFORE, AHEAD = timedelta(days=30), timedelta(days=30)
SOON = timedelta(days=14)
MOST_TRIED = 100  # sessions that aren't linked, to find some that fit

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


@dataclass(frozen=True, slots=True)
class Attention:
    pending: Some[Adjustment] = Some()
    unlinked: Some[Unlinked] = Some()
    not_counted: Some[Session] = Some()
    overrun: Some[Package] = Some()
    expiring: Some[Package] = Some()
    only_within: Span | None = None  # where there are too many sessions to look at each
    skipped: int = 0  # of a list of one kind
    is_some_aside: bool = False  # left as it is by who looks
    fitting: int = 0  # of those first that aren't linked, how many can be linked in one go
    nobodys: Some[Session] = Some()  # of practitioners whom Slack doesn't know; managers see them

    @property
    def is_empty(self) -> bool:
        kinds = (self.pending, self.unlinked, self.not_counted, self.overrun, self.expiring, self.nobodys)
        return not any(kind.number for kind in kinds)

    @property
    def is_beyond(self) -> bool:
        """Whether there are no more than were skipped."""
        kinds = (self.unlinked, self.not_counted, self.overrun, self.expiring, self.nobodys)
        return self.skipped > 0 and not any(kind.first for kind in kinds)


def needs_attention(
    records: Records, by: Person, at: datetime, of: AttentionKind | None = None, skip: int = 0
) -> Attention:
    """A few of each kind, or a page of one: of sessions within thirty days of now, and of packages that end soon."""
    look, is_part = _look(records, by, at)
    last, part = look.today + SOON, _Part(of, skip)
    unlinked = part.some(
        AttentionKind.UNLINKED,
        lambda most: records.unlinked_sessions(look, most),
        lambda: records.count_unlinked(look),
        looked_at=MOST_AT_ONCE,
    )
    packages = records.packages_of({session.client.id for session in unlinked.first}, look.holding)
    shown = unlinked.first[: A_FEW if of is None else MOST_LISTED]
    pending = [] if of else pending_requests(records, by)
    return Attention(
        pending=Some(tuple(pending[:A_FEW]), len(pending)),
        unlinked=Some(tuple(_unlinked(records, packages, by, at, shown)), unlinked.number),
        not_counted=part.some(
            AttentionKind.NOT_COUNTED,
            lambda most: records.not_counted_sessions(look, most),
            lambda: records.count_not_counted(look),
        ),
        overrun=part.some(
            AttentionKind.OVERRUN,
            lambda most: records.overrun_packages(look, most),
            lambda: records.count_overrun(look),
        ),
        expiring=part.some(
            AttentionKind.EXPIRING,
            lambda most: records.ending_packages(look, last, most),
            lambda: records.count_ending(look, last),
        ),
        nobodys=_nobodys(records, look, part) if by.is_manager else Some(),
        only_within=look.span if is_part else None,
        skipped=skip,
        is_some_aside=records.has_set_aside(by.id),
        fitting=len(propose_among(packages, by, at, unlinked.first).proposals),
    )


def what_fits(records: Records, by: Person, at: datetime) -> tuple[Several, int]:
    """What can be linked in one go of all that isn't linked, and how many those are."""
    look = _look(records, by, at)[0]
    sessions = records.unlinked_sessions(look, MOST_TRIED)
    return propose(records, by, at, sessions), records.count_unlinked(look)


def _look(records: Records, by: Person, at: datetime) -> tuple[Look, bool]:
    """What is looked at, and whether that isn't all."""
    wanted = Span(at - BEFORE, at + AHEAD)
    span = records.span_looked_at(wanted, at, by.own_only, LOOKED_AT)
    return Look(by.id, by.own_only, span, by.workspace.today(at), holding(by.workspace)), span != wanted


def a_few(kind: AttentionKind) -> int:
    """How many of a kind Home shows; of nobody's one, as most have the same name."""
    return 1 if kind is AttentionKind.NOBODYS else A_FEW


@dataclass(frozen=True, slots=True)
class _Part:
    """A few of each kind, or of one as many as a list has room for beyond those skipped."""

    of: AttentionKind | None
    skip: int

    def some(
        self, kind: AttentionKind, find: Callable[[int], Sequence[U]], count: Callable[[], int], looked_at: int = 0
    ) -> Some[U]:
        """Counted only where there are more than are shown: to find out costs as much as to find them."""
        if self.of not in {None, kind}:
            return Some()
        upto = self.skip + (MOST_LISTED if self.of else looked_at or a_few(kind))
        found = find(upto + 1)
        return Some(tuple(found[self.skip : upto]), count() if len(found) > upto else len(found))


def _nobodys(records: Records, look: Look, part: _Part) -> Some[Session]:
    """None as long as Slack hasn't named everybody."""
    if not records.everybody_is_known():
        return Some()
    return part.some(
        AttentionKind.NOBODYS,
        lambda most: records.nobodys_sessions(look, most),
        lambda: records.count_nobodys(look),
    )


def _unlinked(
    records: Records, packages: Sequence[Package], by: Person, at: datetime, sessions: Sequence[Session]
) -> list[Unlinked]:
    proposed = ((session, choices_among(packages, session, by, at)) for session in sessions)
    return [Unlinked(s, choices[0], records.last_unlink(s.id)) for s, choices in proposed if choices]
