"""One client: finding them, and the tabs of their page."""

from bot import screens
from bot.gestures.interactions import (
    BOOKED_CLIENT,
    CLIENT_NAME,
    CLIENT_PICKER,
    MOST_WORDS,
    NOTHING_TO_BOOK,
    BookState,
    ClientFormState,
    ListKind,
    ListState,
    PackagesState,
    WordsState,
)
from bot.gestures.replies import Close, Offer, Replace, Say, Show
from bot.gestures.visit import Visit
from bot.views.client_form import add_client_form, rename_client_form
from bot.views.help import HELP_CLIENT
from bot.views.parts import client_options
from domain import adding, visibility
from domain.values.ids import ClientId
from domain.values.people import require_manager
from domain.visibility import BookingsWish


def open_client(visit: Visit, text: str) -> Say | Show:
    words = text.strip()[:MOST_WORDS]
    if words.lower() == "help":
        return Say(HELP_CLIENT)
    if not words:
        return open_picker(visit, None)
    meant = visibility.clients_meant(visit.records, visit.by, words)
    return Show(
        screens.sessions_list(visit, _page(meant[0].id))
        if len(meant) == 1
        else screens.picker(visit, WordsState(words))
    )


def open_picker(visit: Visit, _: None) -> Show:
    return Show(screens.picker(visit, WordsState()))


def suggest_clients(visit: Visit, typed: str) -> Offer:
    """Until something is typed, the clients that the command's words match."""
    words = typed or visit.remembers(CLIENT_PICKER).words
    return Offer(client_options(visibility.find_clients(visit.records, visit.by, words), visit.by))


def suggest_any(visit: Visit, typed: str) -> Offer:
    return Offer(client_options(visibility.find_clients(visit.records, visit.by, typed), visit.by))


def pick_client(visit: Visit, client_id: ClientId) -> Replace:
    visit.remembers(CLIENT_PICKER)
    return Replace(screens.sessions_list(visit, _page(client_id)))


def submit_pick(visit: Visit, _: WordsState) -> Replace:
    return Replace(screens.sessions_list(visit, _page(ClientId(visit.values.get(BOOKED_CLIENT) or ""))))


def open_bookings_tab(visit: Visit, client_id: ClientId) -> Replace:
    return Replace(screens.sessions_list(visit, _page(client_id)))


def open_packages_tab(visit: Visit, client_id: ClientId) -> Replace:
    return Replace(screens.packages(visit, PackagesState(client_id)))


def open_add(visit: Visit, _: None) -> Show:
    adding.require_may_add(visit.by)
    return Show(add_client_form(visit.by))


def open_rename(visit: Visit, client_id: ClientId) -> Show:
    require_manager(visit.by, "rename a client")
    return Show(rename_client_form(visibility.see_client(visit.records, visit.by, client_id)))


def submit_client(visit: Visit, state: ClientFormState) -> Replace | Close:
    """A client who is added is shown, or chosen in the form that was opened to book a session."""
    name = visit.values.get(CLIENT_NAME) or ""
    if state.client_id:
        adding.rename_client(visit.records, visit.by, visit.at, state.client_id, name)
        return Close()
    doubles = adding.likely_doubles(visit.records, visit.by, name)
    if {one.id for one in doubles} != set(state.doubles):
        return Replace(add_client_form(visit.by, doubles, name))
    client = adding.add_client(visit.records, visit.by, name, ClientId(visit.new_id))
    under = visit.below.on
    if under.name == NOTHING_TO_BOOK.id:
        return Close(onto=screens.book(visit, BookState(client.id), client.id))
    page = screens.sessions_list(visit, _page(client.id))
    return Close(onto=page) if under.depth else Replace(page)


def _page(client_id: ClientId) -> ListState:
    return ListState(ListKind.CLIENT, BookingsWish(client_id=client_id))
