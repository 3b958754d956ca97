"""Every name that Slack sends back to us, with the type of the data it carries.

A name, once released, is never given another meaning.
"""

import re
from collections.abc import Callable, Hashable
from dataclasses import dataclass, is_dataclass
from dataclasses import field as with_default
from datetime import UTC, date, datetime
from enum import StrEnum
from functools import cache
from typing import Any, Generic, NewType, TypeVar, cast

from pydantic import TypeAdapter, ValidationError

from domain.booking import SessionChange
from domain.bookings import Place
from domain.ids import AdjustmentId, ClientId, PackageId, PersonId, SessionId
from domain.seeing import BookingsWish

D = TypeVar("D")
V = TypeVar("V")


class Unreadable(Exception):  # noqa: N818 - what arrived is unreadable
    """Data that this version didn't write: an old message, or a forged one."""


@cache
def _adapter(kind: Hashable) -> TypeAdapter[Any]:
    return TypeAdapter(cast("type[Any]", kind))


def encode(data: object) -> str:
    """An id as it is, anything else as JSON without what has its default value."""
    if data is None or isinstance(data, str):
        return data or ""
    return _adapter(cast("Hashable", type(data))).dump_json(data, exclude_defaults=True).decode()


def decode(kind: Callable[..., D], text: str) -> D:
    try:
        decoded: D = _adapter(kind).validate_json(text) if is_dataclass(kind) else kind(text)
    except (ValidationError, ValueError) as unreadable:
        raise Unreadable from unreadable
    return decoded


def nothing(text: str) -> None:
    """Read data that isn't there."""
    if text:
        raise ValueError(text)


@dataclass(frozen=True, slots=True)
class Command:
    name: str


@dataclass(frozen=True, slots=True)
class Action(Generic[D]):
    """A press or a choice; `data` makes what it carries from text: an id's type, a dataclass, or `nothing`."""

    id: str
    data: Callable[..., D]


@dataclass(frozen=True, slots=True)
class Screen(Generic[D]):
    """A modal; `data` is what it remembers in its private metadata."""

    id: str
    data: Callable[..., D]


@dataclass(frozen=True, slots=True)
class Event(Generic[D]):
    """Something that happened in Slack of which it tells us."""

    id: str
    data: Callable[..., D]


@dataclass(frozen=True, slots=True)
class TypeAhead:
    """A menu that asks us what to offer while a person types."""

    id: str


@dataclass(frozen=True, slots=True)
class Field(Generic[V]):
    """A form's field: its name, and how its value is read from Slack's state of the element."""

    name: str
    read: Callable[[dict[str, Any]], V | None]

    def nth(self, n: int) -> "Field[V]":
        return Field(f"{self.name}_{n}", self.read)


@dataclass(frozen=True, slots=True)
class Values:
    """What a person has entered into a form."""

    state: dict[str, dict[str, dict[str, Any]]]

    def get(self, field: Field[V]) -> V | None:
        elements = self.state.get(field.name)
        return field.read(next(iter(elements.values()))) if elements else None


def _text(state: dict[str, Any]) -> str | None:
    return state.get("value")


def _number(state: dict[str, Any]) -> int | None:
    """A whole number; -1, which no rule accepts, for anything else."""
    value = state.get("value")
    return None if value is None else int(value) if re.fullmatch("[0-9]{1,9}", value) else -1


def _day(state: dict[str, Any]) -> date | None:
    value = state.get("selected_date")
    return date.fromisoformat(value) if value else None


def _moment(state: dict[str, Any]) -> datetime | None:
    value = state.get("selected_date_time")
    return datetime.fromtimestamp(value, UTC) if value else None


def _choice(state: dict[str, Any]) -> str | None:
    option = state.get("selected_option")
    return option["value"] if option else None


def _person(state: dict[str, Any]) -> PersonId | None:
    value = state.get("selected_user")
    return PersonId(value) if value else None


def _people(state: dict[str, Any]) -> tuple[PersonId, ...]:
    return tuple(PersonId(person) for person in state.get("selected_users") or ())


def _channel(state: dict[str, Any]) -> str | None:
    return state.get("selected_conversation")


FilterName = NewType("FilterName", str)  # of a field of BookingsWish


class ListKind(StrEnum):
    """Where a list of sessions is shown."""

    BOOKINGS = "bookings"
    CLIENT = "client"
    SCHEDULED = "scheduled"
    HOME = "home"


@dataclass(frozen=True, slots=True)
class ListState:
    """A list of sessions as it is on screen."""

    kind: ListKind = ListKind.BOOKINGS
    wish: BookingsWish = with_default(default_factory=BookingsWish)
    package_id: PackageId | None = None  # of scheduled bookings


@dataclass(frozen=True, slots=True)
class Behind:
    """The list that stands behind a modal and is redrawn after it."""

    view_id: str
    list: ListState


@dataclass(frozen=True, slots=True)
class LinkState:
    session_id: SessionId
    behind: Behind


@dataclass(frozen=True, slots=True)
class UnlinkState:
    session_id: SessionId
    package_id: PackageId
    behind: Behind


@dataclass(frozen=True, slots=True)
class PackagesState:
    """A page of a client's packages."""

    client_id: ClientId
    page: int = 0


@dataclass(frozen=True, slots=True)
class WhyState:
    package_id: PackageId
    beyond: Place | None = None
    older: bool = True


@dataclass(frozen=True, slots=True)
class HistoryState:
    package_id: PackageId
    skip: int = 0


@dataclass(frozen=True, slots=True)
class NewPackageState:
    client_id: ClientId
    behind_view: str
    services: int = 1  # rows in the form


@dataclass(frozen=True, slots=True)
class EditState:
    """The form of a package's sessions & services: rows for services to add, and what it was opened from."""

    package_id: PackageId
    rows: int = 0
    packages: PackagesState | None = None
    behind_view: str = ""


@dataclass(frozen=True, slots=True)
class ApproveData:
    """Which request, and the fingerprint of the figures on the card."""

    adjustment_id: AdjustmentId
    seen: str


@dataclass(frozen=True, slots=True)
class ThreadWords:
    """What somebody wrote as a reply in a thread."""

    channel: str
    thread_ts: str
    text: str


@dataclass(frozen=True, slots=True)
class BestLink:
    session_id: SessionId
    package_id: PackageId


@dataclass(frozen=True, slots=True)
class BookState:
    client_id: ClientId | None = None


@dataclass(frozen=True, slots=True)
class HomeState:
    """The Home tab from which a form was opened."""

    view_id: str


@dataclass(frozen=True, slots=True)
class WordsState:
    words: str = ""


# Commands
BOOKINGS = Command("/bookings")
CLIENT = Command("/client")
BOOK = Command("/book")

# The lists of sessions
SESSIONS_LIST = Screen("sessions_list", ListState)
LINK = Action("link", SessionId)
UNLINK = Action("unlink", SessionId)
DETAILS = Action("details", SessionId)
SHOW_PAST = Action("show_past", nothing)
HIDE_PAST = Action("hide_past", nothing)
NEWER = Action("newer", Place)
OLDER = Action("older", Place)
DROP_FILTER = Action("drop_filter", FilterName)
FILTER = Action("filter", nothing)
FILTERS = Screen("filters", Behind)
FROM_DAY = Field("from_day", _day)
TO_DAY = Field("to_day", _day)
CONFIRMATION = Field("confirmation", _choice)
PAYMENT = Field("payment", _choice)
LINKED = Field("linked", _choice)
PRACTITIONER = Field("practitioner", _person)

# Linking and unlinking
LINK_FORM = Screen("link_form", LinkState)
PACKAGE = Field("package", _choice)
PACKAGE_AHEAD = TypeAhead("package")
LINK_RESULT = Screen("link_result", LinkState)
UNLINK_FORM = Screen("unlink_form", UnlinkState)

# One session
SESSION_DETAILS = Screen("session_details", LinkState)
CHANGE_SESSION = Action("change_session", SessionChange)

# One client
CLIENT_PICKER = Screen("client_picker", WordsState)
PICK_CLIENT = Action("pick_client", ClientId)
CLIENT_AHEAD = TypeAhead("pick_client")
BOOKINGS_TAB = Action("bookings_tab", ClientId)
PACKAGES_TAB = Action("packages_tab", ClientId)
PACKAGES = Screen("packages", PackagesState)
PACKAGES_PAGE = Action("packages_page", PackagesState)
SCHEDULED_BOOKINGS = Action("scheduled", PackageId)
WHY_THIS_COUNT = Action("why", PackageId)
WHY = Screen("why", WhyState)
WHY_PAGE = Action("why_page", WhyState)
PACKAGE_HISTORY = Action("history", PackageId)
HISTORY = Screen("history", HistoryState)
HISTORY_PAGE = Action("history_page", HistoryState)
COMPLETE = Action("complete", PackageId)
CANCEL_PACKAGE = Action("cancel_package", PackageId)

# A new package
NEW_PACKAGE = Action("new_package", ClientId)
NEW_PACKAGE_FORM = Screen("new_package_form", NewPackageState)
ADD_ANOTHER = Action("add_another", nothing)
NAME = Field("name", _text)
EXPIRES_ON = Field("expires_on", _day)
SERVICE = Field("service", _choice)
SERVICE_AHEAD = TypeAhead("service")
SESSIONS = Field("sessions", _number)

# Asking for adjustments
EDIT_PACKAGE = Action("edit_package", PackageId)
ADD_A_SESSION = Action("add_a_session", nothing)
SWAP_ONE = Action("swap_one", nothing)
EDIT_FORM = Screen("edit_form", EditState)
ADD_A_ROW = Action("add_a_row", nothing)
COUNT = Field("count", _number)
ADD_SERVICE = Field("add_service", _choice)
ADD_SERVICE_AHEAD = TypeAhead("add_service")
ADD_SESSIONS = Field("add_sessions", _number)
REASON = Field("reason", _text)
ADJUSTMENTS = Command("/adjustments")
ADJUSTMENTS_LIST = Screen("adjustments_list", nothing)
WITHDRAW = Action("withdraw", AdjustmentId)

# Deciding adjustments
APPROVE = Action("approve", ApproveData)
DECLINE = Action("decline", AdjustmentId)
DECLINE_FORM = Screen("decline_form", AdjustmentId)
THREAD_WORDS = Event("message", ThreadWords)

# Home and settings
HOME_OPENED = Event("app_home_opened", nothing)
LINK_BEST = Action("link_best", BestLink)
SETTINGS = Action("settings", nothing)
SETTINGS_FORM = Screen("settings_form", HomeState)
MANAGERS = Field("managers", _people)
MANAGERS_CHANNEL = Field("managers_channel", _channel)
ALL_SEE_ALL = Field("all_see_all", _choice)
NO_SHOWS_HOLD = Field("no_shows_hold", _choice)
MANAGERS_DECIDE_THEIR_OWN = Field("managers_decide_their_own", _choice)
NAMING = Field("naming", _choice)
TIMEZONE = Field("timezone", _choice)
TIMEZONE_AHEAD = TypeAhead("timezone")

# Booking
BOOK_FORM = Screen("book_form", BookState)
BOOK_CLIENT = Action("book_client", ClientId)
BOOK_CLIENT_AHEAD = TypeAhead("book_client")
BOOKED_CLIENT = Field("client", _choice)
STARTS_AT = Field("starts_at", _moment)
MINUTES = Field("minutes", _number)
BOOKED_FROM = Field("booked_from", _choice)
BOOKED_FROM_AHEAD = TypeAhead("booked_from")

NOTICE = Screen("notice", nothing)
