"""Booking a session (rule 1)."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from domain.fitting import Choice, best_first
from domain.linking import Effect, Linked, effect_of_one_more, make_link
from domain.records import Records
from domain.values.acts import Deed, Part, WasConfirmed
from domain.values.bookings import Filters
from domain.values.fields import BookingField, NotAcceptable
from domain.values.history import Entry, Happening
from domain.values.ids import ClientId, PackageId, PersonId, ServiceId, SessionId
from domain.values.packages import Package
from domain.values.people import Person
from domain.values.refusal import DoneAlready
from domain.values.sessions import LONGEST_SESSION, TO_HAPPEN, YEARS, Confirmation, Origin, Payment, Session
from domain.visibility import packages_of, see_client

LONGEST = timedelta(minutes=LONGEST_SESSION)
ONLY_MEMBERS = (
    "Only members of this workspace can have sessions: no guests, apps or people who have left. Choose somebody else."
)
LOOKED_AT = 20  # sessions of a practitioner around a new one


class NotYours(NotAcceptable):
    def __init__(self) -> None:
        super().__init__({BookingField.PRACTITIONER: "Only a manager can book for somebody else. Choose yourself."})


class NotAMember(NotAcceptable):
    def __init__(self) -> None:
        super().__init__({BookingField.PRACTITIONER: ONLY_MEMBERS})


class ServiceNotOffered(NotAcceptable):
    def __init__(self) -> None:
        super().__init__({BookingField.SERVICE: "This service is no longer offered. Choose another."})


class WithoutStart(NotAcceptable):
    def __init__(self) -> None:
        super().__init__({BookingField.STARTS_AT: "When does the session start?"})


class NotADay(NotAcceptable):
    def __init__(self) -> None:
        super().__init__({BookingField.STARTS_AT: f"Choose a day in the years {YEARS[0]} to {YEARS[-1]}."})


class NotALength(NotAcceptable):
    def __init__(self) -> None:
        super().__init__({BookingField.MINUTES: f"A session lasts 1 to {LONGEST_SESSION} minutes."})


@dataclass(frozen=True, slots=True)
class NewBooking:
    client_id: ClientId
    service_id: ServiceId
    practitioner: PersonId
    starts_at: datetime
    minutes: int
    package_id: PackageId | None = None  # None: a one-off booking


@dataclass(frozen=True, slots=True)
class Booked:
    session: Session
    linked: Linked | None
    clash: Session | None = None  # another one of the practitioner's at that time


@dataclass(frozen=True, slots=True)
class Source:
    """A package that a session may be booked from, and what that does; the effect is known once there is a service."""

    package: Package
    effect: Effect | None = None
    ends_before: bool = False  # the session's day, where the practice is

    @property
    def is_best_fit(self) -> bool:
        """Whether the first of several may be chosen beforehand: it has a place, and is valid on the session's day."""
        return self.effect is not None and Choice(self.package, self.effect, self.ends_before).is_best_fit


def packages_to_book_from(
    records: Records, by: Person, at: datetime, client_id: ClientId, service_id: ServiceId | None, on: date | None
) -> list[Source]:
    """The client's active packages for a session of this service on this day, as far as chosen; the best fit first."""
    service = records.find_service(service_id) if service_id else None
    today = by.workspace.today(at)
    active = [package for package in packages_of(records, by, client_id, at) if package.is_active(today)]
    ends = {package.id: on is not None and package.ends_before(on) for package in active}
    if service is None:
        return sorted((Source(p, None, ends[p.id]) for p in active), key=lambda source: source.ends_before)
    choices = best_first([Choice(p, effect_of_one_more(service, p), ends[p.id]) for p in active])
    return [Source(choice.package, choice.effect, choice.ends_before) for choice in choices]


def book_session(records: Records, by: Person, at: datetime, booking: NewBooking, new_id: SessionId) -> Booked:
    """Book a session; one booked from a package is linked as it is booked (rule 1)."""
    if by.own_only not in (None, booking.practitioner):
        raise NotYours
    if booking.practitioner != by.id and not records.members_among([booking.practitioner]):
        raise NotAMember
    if not 1 <= booking.minutes <= LONGEST_SESSION:
        raise NotALength
    if booking.starts_at.year not in YEARS:
        raise NotADay
    service = records.find_service(booking.service_id)
    if service is None or service.is_retired:
        raise ServiceNotOffered
    session = Session(
        id=new_id,
        client=see_client(records, by, booking.client_id),
        service=service,
        practitioner=booking.practitioner,
        practitioner_name="",
        starts_at=booking.starts_at,
        minutes=booking.minutes,
        confirmation=Confirmation.UNCONFIRMED,
        payment=Payment.UNPAID,
    )
    if not records.add_session(session):
        raise DoneAlready
    clash = _clash(records, session)
    linked = None
    if booking.package_id is None:
        records.record(Entry(Happening.BOOKED, at, by.id, session.client.id, session_id=new_id, service_id=service.id))
    else:
        linked = make_link(records, by, at, session, booking.package_id, Origin.AUTOMATIC, Happening.BOOKED)
    records.keep_act(by.id, at, Deed.BOOK, [_not_booked(new_id)])
    return Booked(session, linked, clash)


def _not_booked(session_id: SessionId) -> Part:
    """To undo a booking cancels it (rule 22); restored, it is as it was booked."""
    was = WasConfirmed(0, Confirmation.CANCELLED, Confirmation.UNCONFIRMED)
    return Part(session_id, confirmation=was)


def _clash(records: Records, session: Session) -> Session | None:
    """Another session of the practitioner's that takes place at the same time."""
    begins, ends = session.starts_at, _end(session)
    around = Filters(practitioner=session.practitioner, from_at=begins - LONGEST, before_at=ends)
    others = records.list_sessions(around, None, LOOKED_AT, newest_first=True)
    return next((one for one in others if one.id != session.id and _goes_on_after(one, begins)), None)


def _goes_on_after(session: Session, at: datetime) -> bool:
    return session.confirmation in TO_HAPPEN and _end(session) > at


def _end(session: Session) -> datetime:
    return session.starts_at + timedelta(minutes=session.minutes)
