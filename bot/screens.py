"""Screens that follow what is done over them, and that handlers of several modules draw: with what is stored now."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace

from slack_sdk.models.blocks import Block
from slack_sdk.models.views import View

from bot.gestures.interactions import (
    ADJUSTMENTS_LIST,
    ATTENTION_LIST,
    CLIENT_PICKER,
    MANAGED,
    NAMES_LIST,
    NOTHING_TO_BOOK,
    PACKAGES,
    PRACTITIONER,
    REQUEST_WINDOW,
    SERVICE,
    SERVICES_LIST,
    SESSIONS_LIST,
    STARTS_AT,
    AttentionState,
    BookState,
    ListKind,
    ListState,
    NamesState,
    PackagesState,
    ServicesState,
    WordsState,
)
from bot.gestures.visit import OnScreen, Visit
from bot.gestures.wire import Unreadable
from bot.views.adjustments_list import adjustments_list
from bot.views.attention_groups import attention_list
from bot.views.book_form import USUAL_MINUTES, book_form
from bot.views.bookings_list import bookings_list
from bot.views.client_page import PACKAGES_A_PAGE, client_bookings, client_packages
from bot.views.client_picker import client_picker
from bot.views.first_steps import missing, nothing_to_book
from bot.views.home_view import home_view
from bot.views.manage_package import manage_package
from bot.views.names_in_files import names_list
from bot.views.request_window import request_window
from bot.views.scheduled_bookings import scheduled_bookings
from bot.views.service_form import services_list
from domain import adding, booking, requesting, undoing, visibility
from domain.after_sale import look_after_sale
from domain.attention import MOST_LISTED, needs_attention
from domain.deciding import look_at_request
from domain.source_names import names_page
from domain.undoing import LastAct
from domain.values.ids import AdjustmentId, ClientId, PackageId, ServiceId
from domain.verifying import last_verification
from domain.visibility import BookingsWish

MOST_PENDING = 100


def sessions_list(visit: Visit, state: ListState) -> View:
    """The list of sessions in this state, with what is stored now."""
    if state.kind is ListKind.HOME:
        return home(visit, state)
    if state.kind is ListKind.SCHEDULED and state.package_id:
        wish = state.wish
        package, page = visibility.scheduled_bookings(
            visit.records, visit.by, state.package_id, wish.beyond, older=wish.older
        )
        return scheduled_bookings(package, state, page, last(visit), visit.by, visit.at)
    page = visibility.list_bookings(visit.records, visit.by, visit.at, state.wish)
    if state.kind is ListKind.CLIENT and state.wish.client_id:
        client = visibility.see_client(visit.records, visit.by, state.wish.client_id)
        return client_bookings(client, state, page, last(visit), visit.by, visit.at)
    return bookings_list(state, page, last(visit), visit.by, visit.at, [] if page.sessions else list(_missing(visit)))


def last(visit: Visit) -> LastAct | None:
    """What the visitor did last, where it can be taken back."""
    return undoing.last_act(visit.records, visit.by, visit.at)


def _missing(visit: Visit) -> Iterator[Block]:
    """What an empty practice lacks."""
    start = adding.start_of(visit.records, visit.by)
    return missing(start, visit.by) if is_new(visit) or not start.can_book else iter(())


def home(visit: Visit, state: ListState) -> View:
    """The Home tab: the person's bookings, or a manager's practice's, and what needs their attention."""
    page = visibility.list_bookings(visit.records, visit.by, visit.at, own_wish(visit, state))
    found = needs_attention(visit.records, visit.by, visit.at)
    verified = last_verification(visit.records, visit.by)
    start = adding.start_of(visit.records, visit.by) if is_new(visit) else None
    return home_view(state, page, found, verified, last(visit), visit.by, visit.at, start)


def attention(visit: Visit, state: AttentionState) -> View:
    """A page of what needs attention of one kind; beyond the last one, the last."""
    found = needs_attention(visit.records, visit.by, visit.at, state.kind, state.skip)
    if found.is_beyond:
        return attention(visit, replace(state, skip=max(0, state.skip - MOST_LISTED)))
    return attention_list(state.kind, found, last(visit), visit.by, visit.at)


def own_wish(visit: Visit, state: ListState) -> BookingsWish:
    """The Home tab lists the sessions of the person who looks; a manager's those of the practice."""
    return state.wish if visit.by.is_manager else replace(state.wish, practitioner=visit.by.id)


def is_new(visit: Visit) -> bool:
    """Whether the workspace has no data yet."""
    return not visit.records.has_sessions()


def packages(visit: Visit, state: PackagesState) -> View:
    """The Packages tab of a client; a page beyond the last one shows the last one."""
    client = visibility.see_client(visit.records, visit.by, state.client_id)
    found = visibility.packages_of(visit.records, visit.by, client.id, visit.at)
    final = max(0, len(found) - 1) // PACKAGES_A_PAGE
    page = PackagesState(client.id, min(max(0, state.page), final))
    pending = visit.records.pending_adjustments(None, [package.id for package in found], MOST_PENDING)
    return client_packages(client, found, pending, page, visit.by, visit.at)


def managed(visit: Visit, package_id: PackageId) -> View:
    """What can be done with a package after it was sold."""
    package = look_after_sale(visit.records, visit.by, package_id)
    return manage_package(package, visit.by, visit.at)


def book(
    visit: Visit,
    state: BookState,
    client_id: ClientId | None,
    chosen: str | None = None,
    minutes: int = USUAL_MINUTES,
) -> View:
    """The form in which a session is booked, or what is missing for that; with what is filled in and what it does."""
    client = visibility.see_client(visit.records, visit.by, client_id) if client_id else None
    start = adding.start_of(visit.records, visit.by)
    if not start.can_book:
        return nothing_to_book(start, visit.by)
    found = sources(visit, client.id) if client else []
    return book_form(client, found, state, visit.by, chosen, minutes, _theirs(visit))


def _theirs(visit: Visit) -> str | None:
    """The time zone of the practitioner who is chosen, where that is somebody else."""
    practitioner = visit.values.get(PRACTITIONER)
    return visit.records.timezone_of(practitioner) if practitioner not in {None, visit.by.id} else None


def sources(visit: Visit, client_id: ClientId) -> list[booking.Source]:
    """What the session that is filled in may be booked from."""
    service, starts_at = visit.values.get(SERVICE), visit.values.get(STARTS_AT)
    day = visit.by.workspace.day_of(starts_at) if starts_at else None
    service_id = ServiceId(service) if service else None
    return booking.packages_to_book_from(visit.records, visit.by, visit.at, client_id, service_id, day)


def picker(visit: Visit, state: WordsState) -> View:
    """Which client is meant."""
    is_empty = not adding.start_of(visit.records, visit.by).has_clients
    return client_picker(state.words, visit.by, is_empty=is_empty)


def services(visit: Visit, state: ServicesState) -> View:
    """All services, for managers."""
    return services_list(adding.services_page(visit.records, visit.by, state.skip))


def names(visit: Visit, state: NamesState) -> View:
    """Names that files have for practitioners, for managers."""
    return names_list(names_page(visit.records, visit.by, state.skip))


def pending(visit: Visit) -> View:
    """The requests that wait."""
    return adjustments_list(requesting.pending_requests(visit.records, visit.by), visit.by)


def request(visit: Visit, adjustment_id: AdjustmentId, note: str = "") -> View:
    """One request as it stands, with what the visitor may do about it."""
    return request_window(look_at_request(visit.records, visit.by, adjustment_id), visit.by, visit.at, note)


AGAIN: Mapping[str, Callable[[Visit], View]] = {
    SESSIONS_LIST.id: lambda visit: sessions_list(visit, visit.remembers(SESSIONS_LIST)),
    ATTENTION_LIST.id: lambda visit: attention(visit, visit.remembers(ATTENTION_LIST)),
    MANAGED.id: lambda visit: managed(visit, visit.remembers(MANAGED)),
    ADJUSTMENTS_LIST.id: pending,
    REQUEST_WINDOW.id: lambda visit: request(visit, visit.remembers(REQUEST_WINDOW)),
    PACKAGES.id: lambda visit: packages(visit, visit.remembers(PACKAGES)),
    NAMES_LIST.id: lambda visit: names(visit, visit.remembers(NAMES_LIST)),
    SERVICES_LIST.id: lambda visit: services(visit, visit.remembers(SERVICES_LIST)),
    CLIENT_PICKER.id: lambda visit: picker(visit, visit.remembers(CLIENT_PICKER)),
    NOTHING_TO_BOOK.id: lambda visit: book(visit, BookState(), None),
}


def require_known(visit: Visit) -> None:
    """Refuse as out of date what comes from a screen that can't be drawn again."""
    if visit.on.name not in AGAIN:
        raise Unreadable


def again(visit: Visit) -> View:
    """What the visitor looks at, as it is now."""
    require_known(visit)
    return AGAIN[visit.on.name](visit)


def stack_over(on: OnScreen) -> OnScreen | None:
    """The screens that stand under a modal which opens on top of this one, as far as they can be drawn again."""
    return on if on.name in AGAIN else on.under
