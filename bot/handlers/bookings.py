"""The bookings list: opening it, filtering it, paging through it."""

from dataclasses import replace
from datetime import date, timedelta
from zoneinfo import ZoneInfo

from bot import screens
from bot.gestures.interactions import (
    CONFIRMATION,
    FILTER_CLIENT,
    FILTER_SERVICE,
    FROM_DAY,
    LINKED,
    MOST_WORDS,
    PAYMENT,
    PRACTITIONER,
    SESSIONS_LIST,
    TO_DAY,
    FilterName,
    ListKind,
    ListState,
)
from bot.gestures.replies import Close, Replace, Say, Show
from bot.gestures.visit import Visit
from bot.views.filters_form import filters_form
from bot.views.help import HELP_BOOKINGS
from bot.views.session_rows import filters_set
from domain import visibility
from domain.values.bookings import Cursor
from domain.values.sessions import Confirmation, Payment
from domain.visibility import BookingsWish, first_page

_WORDS: dict[str, dict[str, object]] = {
    "all": {"upcoming": False},
    "past": {"upcoming": False},
    "linked": {"linked": True},
    "unlinked": {"linked": False},
    "paid": {"payment": Payment.PAID},
    "unpaid": {"payment": Payment.UNPAID},
    "confirmed": {"confirmation": Confirmation.CONFIRMED},
    "unconfirmed": {"confirmation": Confirmation.UNCONFIRMED},
    "cancelled": {"confirmation": Confirmation.CANCELLED},
    "no-show": {"confirmation": Confirmation.NO_SHOW},
}
_DAYS = {"yesterday": -1, "today": 0, "tomorrow": 1}


def open_list(visit: Visit, text: str) -> Say | Show:
    if text.strip().lower() == "help":
        return Say(HELP_BOOKINGS)
    today = visit.at.astimezone(ZoneInfo(visit.by.timezone)).date()
    return Show(screens.sessions_list(visit, ListState(wish=wish_of(text, today))))


def open_all(visit: Visit, _: None) -> Show:
    return Show(screens.sessions_list(visit, ListState()))


def wish_of(text: str, today: date) -> BookingsWish:
    """Words for filters set these; the others are parts of a client's name."""
    words, known = text.split(), _WORDS | {word: _day(today + timedelta(days)) for word, days in _DAYS.items()}
    filters = [known[word.lower()] for word in words if word.lower() in known]
    name = " ".join(word for word in words if word.lower() not in known)[:MOST_WORDS]
    wish = BookingsWish(words=name)
    for chosen in filters:
        wish = replace(wish, **chosen)  # type: ignore[arg-type]  # the names are fields, as the tests show
    return wish


def _day(on: date) -> dict[str, object]:
    """All of the day, also what has begun."""
    return {"upcoming": False, "from_day": on, "to_day": on}


def show_past(visit: Visit, _: None) -> Replace:
    return _again(visit, upcoming=False)


def hide_past(visit: Visit, _: None) -> Replace:
    return _again(visit, upcoming=True)


def show_cancelled(visit: Visit, _: None) -> Replace:
    return _again(visit, with_cancelled=True)


def hide_cancelled(visit: Visit, _: None) -> Replace:
    return _again(visit, with_cancelled=False)


def drop_filter(visit: Visit, name: FilterName) -> Replace:
    is_set = name in filters_set(visit.remembers(SESSIONS_LIST))
    return _again(visit, **({name: "" if name == "words" else None} if is_set else {}))


def newer(visit: Visit, cursor: Cursor) -> Replace:
    return _page_from(visit, cursor, older=False)


def older(visit: Visit, cursor: Cursor) -> Replace:
    return _page_from(visit, cursor, older=True)


def open_filters(visit: Visit, _: None) -> Show:
    state = visit.remembers(SESSIONS_LIST)
    client, service = visibility.filtered_to(visit.records, visit.by, state.wish)
    return Show(filters_form(state, client, service, visit.by))


def submit_filters(visit: Visit, _: None) -> Close:
    """The list is looked up at once: what is wished may be refused."""
    entered, state = visit.values, visit.below.remembers(SESSIONS_LIST)
    linked, of_a_client = entered.get(LINKED), state.kind is ListKind.CLIENT
    wish = replace(
        first_page(state.wish),
        client_id=state.wish.client_id if of_a_client else entered.get(FILTER_CLIENT),
        service_id=entered.get(FILTER_SERVICE),
        from_day=entered.get(FROM_DAY),
        to_day=entered.get(TO_DAY),
        confirmation=entered.get(CONFIRMATION),
        payment=entered.get(PAYMENT),
        linked=None if linked is None else linked == "linked",
        practitioner=entered.get(PRACTITIONER),
    )
    return Close(onto=screens.sessions_list(visit, replace(state, wish=wish)))


def _again(visit: Visit, **change: object) -> Replace:
    """The list from its first page, with the change."""
    state = visit.remembers(SESSIONS_LIST)
    wish = replace(first_page(state.wish), **change)  # type: ignore[arg-type]  # callers name fields
    return Replace(screens.sessions_list(visit, replace(state, wish=wish)))


def _page_from(visit: Visit, cursor: Cursor, *, older: bool) -> Replace:
    state = visit.remembers(SESSIONS_LIST)
    wish = replace(state.wish, beyond=cursor, older=older)
    return Replace(screens.sessions_list(visit, replace(state, wish=wish)))
