"""The bookings list: what can be asked of it, and a page of the answer."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import MAXYEAR, MINYEAR, date, datetime

from domain.values.clients import Client
from domain.values.ids import ClientId, PersonId, ServiceId, SessionId
from domain.values.packages import Included
from domain.values.sessions import Confirmation, Payment, Service, Session

PAGE = 10  # rows


@dataclass(frozen=True, slots=True)
class Cursor:
    """Where a row stands in time; sessions that start together are ordered by id."""

    starts_at: datetime
    session_id: SessionId

    def __post_init__(self) -> None:
        if self.starts_at.tzinfo is None or not MINYEAR < self.starts_at.year < MAXYEAR:
            raise ValueError("a moment that can't be shown in every time zone")


@dataclass(frozen=True, slots=True)
class Span:
    """Some time of the schedule; a session that starts at either end belongs to it."""

    from_at: datetime
    to_at: datetime


@dataclass(frozen=True, slots=True)
class Look:
    """Who looks at what needs them on a day: sessions of some time, visible to that person, None: to anybody."""

    by: PersonId
    visible_to: PersonId | None
    span: Span
    today: date
    holding: frozenset[Confirmation]


@dataclass(frozen=True, slots=True)
class Filters:
    """Which sessions to list; None leaves a filter open."""

    practitioner: PersonId | None = None
    clients: tuple[ClientId, ...] | None = None
    from_at: datetime | None = None
    before_at: datetime | None = None
    confirmation: Confirmation | None = None
    payment: Payment | None = None
    linked: bool | None = None
    service: ServiceId | None = None
    without_cancelled: bool = False


@dataclass(frozen=True, slots=True)
class Standing:
    """What is left for a linked session's service in its package, where that includes it."""

    line: Included
    services: int  # that the package includes
    ran_over: bool = False  # whether the session is among those linked last, for which there was none left (rule 8)


@dataclass(frozen=True, slots=True)
class Page:
    """Some sessions in the order shown, and from where to go on to newer or older ones, where there are any.

    `client` and `service` are those that the list is of, where it is of one.
    """

    sessions: tuple[Session, ...] = ()
    newer: Cursor | None = None
    older: Cursor | None = None
    client: Client | None = None
    service: Service | None = None
    standings: Mapping[SessionId, Standing] = field(default_factory=dict)
