"""One client: finding them, and the tabs of their page."""

from bot import screens
from bot.gestures.interactions import (
    BOOKED_CLIENT,
    CLIENT_PICKER,
    MOST_WORDS,
    ListKind,
    ListState,
    PackagesState,
    WordsState,
)
from bot.gestures.replies import Offer, Replace, Say, Show
from bot.gestures.visit import Visit
from bot.views.client_picker import client_picker
from bot.views.help import HELP_CLIENT
from bot.views.parts import client_options
from domain import visibility
from domain.values.ids import ClientId
from domain.visibility import BookingsWish


def open_client(visit: Visit, text: str) -> Say | Show:
    words = text.strip()[:MOST_WORDS]
    if words.lower() == "help":
        return Say(HELP_CLIENT)
    if not words:
        return Show(client_picker(""))
    meant = visibility.clients_meant(visit.records, visit.by, words)
    return Show(screens.sessions_list(visit, _page(meant[0].id)) if len(meant) == 1 else client_picker(words))


def open_picker(_: Visit, __: None) -> Show:
    return Show(client_picker(""))


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


def _page(client_id: ClientId) -> ListState:
    return ListState(ListKind.CLIENT, BookingsWish(client_id=client_id))
