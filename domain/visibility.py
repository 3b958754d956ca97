"""Looking things up as a person who may see only some of them (rules 16 and 17)."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from domain.expiring import history_with_end
from domain.records import Records
from domain.values.bookings import PAGE, Cursor, Filters, Page
from domain.values.clients import Client, folded
from domain.values.fields import NotAcceptable, SearchField
from domain.values.history import Entry
from domain.values.ids import ClientId, PackageId, PersonId, ServiceId, SessionId
from domain.values.packages import Package, urgency
from domain.values.people import Person
from domain.values.refusal import NotUnderstood, Refusal
from domain.values.sessions import Confirmation, Payment, Service, Session, holding

MOST_OFFERED = 100  # in one menu
MOST_NAMED = 50  # clients that the words of one bookings list may mean


class ClientNotFound(Refusal):
    def __init__(self) -> None:
        super().__init__("This client can't be found, or has no sessions with you.")


class SessionNotFound(Refusal):
    def __init__(self) -> None:
        super().__init__("This session can't be found, or isn't one of yours.")


class PackageNotFound(Refusal):
    def __init__(self) -> None:
        super().__init__("This package can't be found, or its client has no sessions with you.")


class ServiceNotFound(Refusal):
    def __init__(self) -> None:
        super().__init__("This service can't be found any more. Choose another, or press the filter's ✕.")


class TooManyClients(NotUnderstood):
    def __init__(self, words: str) -> None:
        super().__init__(f"More than {MOST_NAMED} clients match “{words}”. Type more of the name.")


class NoClientMatches(NotUnderstood):
    def __init__(self, words: str) -> None:
        super().__init__(f"None of your clients has “{words}” in their name. Type any part of a name.")


def find_clients(records: Records, by: Person, words: str, most: int = MOST_OFFERED) -> list[Client]:
    """The clients this person may see whose names have each of the words somewhere in them, by name."""
    return records.find_clients(folded(words).split(), by.own_only, most)


def clients_meant(records: Records, by: Person, words: str) -> list[Client]:
    """The one client whose whole name this is, else all whom the words match."""
    matching = find_clients(records, by, words)
    if not matching:
        raise NoClientMatches(words)
    exactly = [client for client in matching if folded(client.name) == folded(words)]
    return exactly if len(exactly) == 1 else matching


def find_services(records: Records, words: str, *, with_retired: bool = False) -> list[Service]:
    """Services by words of their names; for what is new only those that aren't retired are offered."""
    return records.find_services(folded(words).split(), 0, MOST_OFFERED, with_retired=with_retired)


def known_services(records: Records, ids: Iterable[ServiceId | None]) -> dict[ServiceId, Service]:
    """Those services among these that there are."""
    found = (records.find_service(service_id) for service_id in ids if service_id)
    return {service.id: service for service in found if service}


def see_client(records: Records, by: Person, client_id: ClientId) -> Client:
    client = records.find_client(client_id, by.own_only)
    if client is None:
        raise ClientNotFound
    return client


def see_session(records: Records, by: Person, session_id: SessionId) -> Session:
    session = records.find_session(session_id)
    if session is None or by.own_only not in (None, session.practitioner):
        raise SessionNotFound
    return session


def seen_session(records: Records, by: Person, session_id: SessionId) -> Session | None:
    """The session, if this person sees it (any more)."""
    try:
        return see_session(records, by, session_id)
    except SessionNotFound:
        return None


def see_package(records: Records, by: Person, package_id: PackageId) -> Package:
    return _visible(records, by, records.find_package(package_id, holding(by.workspace)))


def see_package_to_change(records: Records, by: Person, package_id: PackageId) -> Package:
    """The package, kept from being changed by anybody else until the transaction ends."""
    return _visible(records, by, records.find_package_to_change(package_id, holding(by.workspace)))


def _visible(records: Records, by: Person, package: Package | None) -> Package:
    if package is None or (by.own_only and records.find_client(package.client.id, by.own_only) is None):
        raise PackageNotFound
    return package


def packages_of(records: Records, by: Person, client_id: ClientId, at: datetime) -> list[Package]:
    """The client's packages: active ones first, then by how soon they expire."""
    client = see_client(records, by, client_id)
    today = by.workspace.today(at)
    packages = records.packages_of([client.id], holding(by.workspace))
    return sorted(packages, key=lambda package: (not package.is_active(today), *urgency(package)))


@dataclass(frozen=True, slots=True)
class BookingsWish:
    """What a person asks of the bookings list; days are days in the time zone of the reader."""

    upcoming: bool = True
    words: str = ""
    client_id: ClientId | None = None
    service_id: ServiceId | None = None
    practitioner: PersonId | None = None
    from_day: date | None = None
    to_day: date | None = None
    confirmation: Confirmation | None = None
    payment: Payment | None = None
    linked: bool | None = None
    beyond: Cursor | None = None
    older: bool = False  # with `beyond`: the page goes to older sessions rather than newer ones
    with_cancelled: bool = False  # among the upcoming ones; else they are asked for by their confirmation

    @property
    def leaves_out_cancelled(self) -> bool:
        return self.upcoming and not self.with_cancelled and self.confirmation is None


class DaysTheWrongWayRound(NotAcceptable):
    def __init__(self) -> None:
        super().__init__({SearchField.TO_DAY: "This is before the first day. Choose the same day or a later one."})


def list_bookings(records: Records, by: Person, at: datetime, wish: BookingsWish) -> Page:
    """A page of the sessions asked for: upcoming ones soonest first, lists with past ones from now, newest first."""
    client, service = filtered_to(records, by, wish)
    filters = _filters(by, at, wish, _clients_meant(records, by, wish, client))
    page = _with_standings(records, by, _page(records, filters, at, wish))
    return replace(page, client=client, service=service)


def sessions_matching(records: Records, by: Person, at: datetime, wish: BookingsWish, most: int) -> list[Session]:
    """So many of the sessions asked for, in the list's order from its beginning."""
    client, _ = filtered_to(records, by, wish)
    filters = _filters(by, at, wish, _clients_meant(records, by, wish, client))
    return records.list_sessions(filters, None, most, newest_first=not wish.upcoming)


def _page(records: Records, filters: Filters, at: datetime, wish: BookingsWish) -> Page:
    if wish.beyond is None and not wish.upcoming:
        return _page_at_now(records, filters, at)
    newest_first = wish.older if wish.beyond else False
    found = records.list_sessions(filters, wish.beyond, PAGE + 1, newest_first=newest_first)
    return page_of(found, wish.beyond, came_older=newest_first, newest_first=not wish.upcoming)


def _page_at_now(records: Records, filters: Filters, at: datetime) -> Page:
    """What was last, newest first; where nothing was, what is to come."""
    now = Cursor(at, SessionId(""))
    begun = records.list_sessions(filters, now, PAGE + 1, newest_first=True)
    to_come = records.list_sessions(filters, now, 1 if begun else PAGE + 1, newest_first=False)
    if not begun:
        return page_of(to_come, None, came_older=False, newest_first=True)
    page = page_of(begun, None, came_older=True, newest_first=True)
    return replace(page, newer=cursor_at(begun[0])) if to_come else page


def _with_standings(records: Records, by: Person, page: Page) -> Page:
    linked = [session.id for session in page.sessions if session.link and session.link.included]
    return replace(page, standings=records.standings_of(linked, holding(by.workspace)))


def filtered_to(records: Records, by: Person, wish: BookingsWish) -> tuple[Client | None, Service | None]:
    """The client and the service that are asked for, as this person may see them."""
    client = see_client(records, by, wish.client_id) if wish.client_id else None
    service = records.find_service(wish.service_id) if wish.service_id else None
    if wish.service_id and service is None:
        raise ServiceNotFound
    return client, service


def page_of(found: list[Session], beyond: Cursor | None, *, came_older: bool, newest_first: bool) -> Page:
    """A page from up to PAGE + 1 sessions found in one direction, turned into the order that the list has."""
    shown, more = found[:PAGE], len(found) > PAGE
    if not shown:
        return Page(newer=beyond if came_older else None, older=None if came_older else beyond)
    oldest, newest = (shown[-1], shown[0]) if came_older else (shown[0], shown[-1])
    return Page(
        sessions=tuple(shown if came_older == newest_first else reversed(shown)),
        newer=cursor_at(newest) if (beyond if came_older else more) else None,
        older=cursor_at(oldest) if (more if came_older else beyond) else None,
    )


def cursor_at(session: Session) -> Cursor:
    return Cursor(session.starts_at, session.id)


def _filters(by: Person, at: datetime, wish: BookingsWish, clients: tuple[ClientId, ...] | None) -> Filters:
    from_at, before_at = time_asked_for(wish, at, ZoneInfo(by.timezone))
    return Filters(
        practitioner=by.own_only or wish.practitioner,
        clients=clients,
        from_at=from_at,
        before_at=before_at,
        confirmation=wish.confirmation,
        payment=wish.payment,
        linked=wish.linked,
        service=wish.service_id,
        without_cancelled=wish.leaves_out_cancelled,
    )


def time_asked_for(wish: BookingsWish, at: datetime, zone: ZoneInfo) -> tuple[datetime | None, datetime | None]:
    """From when on, and before when, the sessions asked for start: whole days in the reader's zone."""
    if wish.from_day and wish.to_day and wish.to_day < wish.from_day:
        raise DaysTheWrongWayRound
    start = _midnight(wish.from_day, zone)
    if wish.upcoming:
        today = _midnight(at.astimezone(zone).date(), zone)
        start = max(filter(None, [start, today]))
    return start, _midnight(_day_after(wish.to_day), zone)


def _clients_meant(
    records: Records, by: Person, wish: BookingsWish, client: Client | None
) -> tuple[ClientId, ...] | None:
    if client is not None:
        has_words = all(word in folded(client.name) for word in folded(wish.words).split())
        return (client.id,) if has_words else ()
    if not wish.words:
        return None
    clients = find_clients(records, by, wish.words, MOST_NAMED + 1)
    if not clients:
        raise NoClientMatches(wish.words)
    if len(clients) > MOST_NAMED:
        raise TooManyClients(wish.words)
    return tuple(client.id for client in clients)


def _midnight(day: date | None, zone: ZoneInfo) -> datetime | None:
    return datetime.combine(day, time(), zone) if day else None


def _day_after(day: date | None) -> date | None:
    """None, which leaves the filter open, after the last day that there is."""
    return day + timedelta(days=1) if day and day < date.max else None


def scheduled_bookings(
    records: Records, by: Person, package_id: PackageId, beyond: Cursor | None, *, older: bool
) -> tuple[Package, Page]:
    """A page of all sessions linked to the package, newest first, whoever their practitioner is (rule 19)."""
    package, page = linked_to(records, by, package_id, beyond, older=older)
    return package, _with_standings(records, by, page)


def linked_to(
    records: Records, by: Person, package_id: PackageId, beyond: Cursor | None, *, older: bool
) -> tuple[Package, Page]:
    """The same without how each stands."""
    package = see_package(records, by, package_id)
    came_older = older or beyond is None
    found = records.linked_sessions(package.id, beyond, PAGE + 1, newest_first=came_older)
    return package, page_of(found, beyond, came_older=came_older, newest_first=True)


@dataclass(frozen=True, slots=True)
class HistoryPage:
    package: Package
    entries: tuple[Entry, ...]
    skipped: int
    has_more: bool


def package_history(records: Records, by: Person, at: datetime, package_id: PackageId, skip: int = 0) -> HistoryPage:
    package = see_package(records, by, package_id)
    entries = history_with_end(records, package, by.workspace, at, skip, PAGE + 1)
    return HistoryPage(package, tuple(entries[:PAGE]), skip, len(entries) > PAGE)


def first_page(wish: BookingsWish) -> BookingsWish:
    return replace(wish, beyond=None, older=False)
