"""Every name that Slack sends back to us, with the type of the data it carries.

A name, once released, is never given another meaning.
"""

from dataclasses import dataclass
from dataclasses import field as with_default
from enum import StrEnum
from typing import Annotated, NewType

from pydantic import Field as Range

from bot.gestures import wire
from bot.gestures.wire import Action, Command, Event, Field, Screen, TypeAhead, nothing
from domain.changing import ChangesShown, SessionChange
from domain.values.attention import Aside, AttentionKind
from domain.values.bookings import Cursor
from domain.values.ids import ActId, AdjustmentId, ClientId, DropId, PackageId, ServiceId, SessionId, SourceName
from domain.values.import_looks import Note
from domain.values.messages import Drop
from domain.values.packages import PackageStatus
from domain.values.people import Naming
from domain.values.sessions import Confirmation, Payment
from domain.visibility import BookingsWish

MOST_WORDS = 100  # characters that a modal keeps of what was typed after a command
MOST_SKIPPED = 1_000_000  # entries of a history
MOST_SERVICES_TO_ADD = 15  # two blocks each, of the 100 that a modal may have

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
class NotedState:
    """What is noteworthy of some dropped files."""

    drop_id: DropId
    note: Note


@dataclass(frozen=True, slots=True)
class LinkState:
    session_id: SessionId
    ties: int | None = None  # of the session as it is shown


@dataclass(frozen=True, slots=True)
class DetailsState:
    session_id: SessionId
    changes: ChangesShown | None = None


@dataclass(frozen=True, slots=True)
class UnlinkState:
    session_id: SessionId
    package_id: PackageId
    ties: int | None = None  # of the session as it is shown


@dataclass(frozen=True, slots=True)
class MoveState:
    """Which session is moved, and from where."""

    session_id: SessionId
    package_id: PackageId
    link_changes: int | None = None  # of the session as it is shown


@dataclass(frozen=True, slots=True)
class SeveralState:
    """How many aren't linked in all, where that is known, and a fingerprint of the counts as the form shows them."""

    of: int = 0
    seen: str = ""


@dataclass(frozen=True, slots=True)
class ChangeSeveralState:
    """What becomes of the sessions, how many of the list it is for, and how often the form was refused."""

    change: SessionChange
    of: int = 0
    refusals: int = 0


@dataclass(frozen=True, slots=True)
class PackagesState:
    """A page of a client's packages."""

    client_id: ClientId
    page: int = 0


@dataclass(frozen=True, slots=True)
class WhyState:
    package_id: PackageId
    beyond: Cursor | None = None
    older: bool = True


@dataclass(frozen=True, slots=True)
class HistoryState:
    package_id: PackageId
    skip: Annotated[int, Range(ge=0, le=MOST_SKIPPED)] = 0


@dataclass(frozen=True, slots=True)
class NewPackageState:
    client_id: ClientId
    services: int = 1  # rows in the form
    like: PackageId | None = None  # which it is filled in from


@dataclass(frozen=True, slots=True)
class NameAndLastDay:
    """Which package, and a fingerprint of both as the form shows them."""

    package_id: PackageId
    seen: str


@dataclass(frozen=True, slots=True)
class StatusData:
    """What a package is to become."""

    package_id: PackageId
    becomes: PackageStatus


@dataclass(frozen=True, slots=True)
class EditState:
    """The form of a package's sessions & services, with rows for services to add.

    `seen` are the totals when it was opened, by the services' ids in their order: the ids alone could be too long.
    """

    package_id: PackageId
    rows: Annotated[int, Range(ge=0, le=MOST_SERVICES_TO_ADD)] = 0
    seen: tuple[int, ...] = ()
    saves: bool = False  # at once, instead of asking


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
class DirectWords:
    """Which message somebody wrote to Ribbon; what it says is left unread."""

    channel: str
    ts: str


@dataclass(frozen=True, slots=True)
class BestLink:
    session_id: SessionId
    package_id: PackageId
    ties: int | None = None  # of the session as it is shown


@dataclass(frozen=True, slots=True)
class AttentionState:
    """All of a kind that needs attention, a page of it."""

    kind: AttentionKind
    skip: Annotated[int, Range(ge=0, le=MOST_SKIPPED)] = 0


@dataclass(frozen=True, slots=True)
class BookState:
    client_id: ClientId | None = None
    choices: int = 0  # of a client, a service or a time so far
    words: str = ""  # of the command, which match several clients
    proposed: PackageId | None = None  # from which it is booked unless somebody chooses otherwise; None: one-off


@dataclass(frozen=True, slots=True)
class ClientFormState:
    """Which client is renamed, None: one is added; `doubles` are others who were said to have the name typed."""

    client_id: ClientId | None = None
    doubles: tuple[ClientId, ...] = ()


@dataclass(frozen=True, slots=True)
class ServiceFormState:
    """Which service is changed; None: one is added."""

    service_id: ServiceId | None = None


@dataclass(frozen=True, slots=True)
class NamesState:
    """A page of the names that files have for practitioners."""

    skip: Annotated[int, Range(ge=0, le=MOST_SKIPPED)] = 0


@dataclass(frozen=True, slots=True)
class ServicesState:
    """A page of the services."""

    skip: Annotated[int, Range(ge=0, le=MOST_SKIPPED)] = 0


@dataclass(frozen=True, slots=True)
class SettingsState:
    """How often settings had been chosen when the form was opened."""

    times_chosen: int = 0


@dataclass(frozen=True, slots=True)
class SettingsPage:
    """A page of what was changed under Settings."""

    skip: Annotated[int, Range(ge=0, le=MOST_SKIPPED)] = 0


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
MOVE = Action("move", SessionId)
DETAILS = Action("details", SessionId)
SHOW_PAST = Action("show_past", nothing)
HIDE_PAST = Action("hide_past", nothing)
SHOW_CANCELLED = Action("show_cancelled", nothing)
HIDE_CANCELLED = Action("hide_cancelled", nothing)
NEWER = Action("newer", Cursor)
OLDER = Action("older", Cursor)
DROP_FILTER = Action("drop_filter", FilterName)
FILTER = Action("filter", nothing)
FILTERS = Screen("filters", nothing)
FILTER_CLIENT = Field("filter_client", wire.choice_of(ClientId))
FILTER_CLIENT_AHEAD = TypeAhead("filter_client")
FILTER_SERVICE = Field("filter_service", wire.choice_of(ServiceId))
FILTER_SERVICE_AHEAD = TypeAhead("filter_service")
FROM_DAY = Field("from_day", wire.day)
TO_DAY = Field("to_day", wire.day)
CONFIRMATION = Field("confirmation", wire.choice_of(Confirmation))
PAYMENT = Field("payment", wire.choice_of(Payment))
LINKED = Field("linked", wire.choice)
PRACTITIONER = Field("practitioner", wire.person)

UNDO = Action("undo", ActId)

# Linking and unlinking
LINK_FORM = Screen("link_form", LinkState)
PACKAGE = Field("package", wire.choice)
PACKAGE_AHEAD = TypeAhead("package")
LINK_RESULT = Screen("link_result", LinkState)
MAKE_IT_COUNT = Action("make_it_count", SessionId)
MAKE_PACKAGE_COUNT = Action("make_package_count", PackageId)
UNLINK_FORM = Screen("unlink_form", UnlinkState)
MOVE_FORM = Screen("move_form", MoveState)
MOVE_TO = Field("move_to", wire.choice)
MOVE_TO_AHEAD = TypeAhead("move_to")

# Linking several at once
LINK_SEVERAL = Action("link_several", nothing)
LINK_LISTED = Action("link_listed", nothing)
LINK_OF_CLIENT = Action("link_of_client", ClientId)
SEVERAL_FORM = Screen("several_form", SeveralState)
ONE_OF_SEVERAL = Field("one_of_several", wire.choice)
CHOOSE_ONE = Action("one_of_several", PackageId)

# One session
SESSION_DETAILS = Screen("session_details", DetailsState)
CHANGE_SESSION = Action("change_session", SessionChange)

# Confirming or paying several at once
CHANGE_LISTED = Action("change_listed", SessionChange)
CHANGE_SEVERAL_FORM = Screen("change_several_form", ChangeSeveralState)
CHOSEN_SESSIONS = Field("chosen_sessions", wire.choices)

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

# After the sale
MANAGE_PACKAGE = Action("manage_package", PackageId)
MANAGED = Screen("managed", PackageId)
NAME_AND_LAST_DAY = Action("name_and_last_day", PackageId)
NAME_AND_LAST_DAY_FORM = Screen("name_and_last_day_form", NameAndLastDay)
CHANGE_STATUS = Action("change_status", StatusData)
STATUS_FORM = Screen("status_form", StatusData)
SELL_AGAIN = Action("sell_again", PackageId)

# A new package
NEW_PACKAGE = Action("new_package", ClientId)
NEW_PACKAGE_FORM = Screen("new_package_form", NewPackageState)
ADD_ANOTHER = Action("add_another", nothing)
NAME = Field("name", wire.text)
EXPIRES_ON = Field("expires_on", wire.day)
SERVICE = Field("service", wire.choice)
SERVICE_AHEAD = TypeAhead("service")
SESSIONS = Field("sessions", wire.number)
USED_BEFORE = Field("used_before", wire.number)

# Asking for adjustments
EDIT_PACKAGE = Action("edit_package", PackageId)
ADD_A_SESSION = Action("add_a_session", nothing)
SWAP_ONE = Action("swap_one", nothing)
EDIT_FORM = Screen("edit_form", EditState)
ADD_A_ROW = Action("add_a_row", nothing)
COUNT = Field("count", wire.number)
ADD_SERVICE = Field("add_service", wire.choice)
ADD_SERVICE_AHEAD = TypeAhead("add_service")
ADD_SESSIONS = Field("add_sessions", wire.number)
REASON = Field("reason", wire.text)
ADJUSTMENTS = Command("/adjustments")
ADJUSTMENTS_LIST = Screen("adjustments_list", nothing)
WITHDRAW = Action("withdraw", AdjustmentId)
OPEN_REQUEST = Action("open_request", AdjustmentId)
REQUEST_WINDOW = Screen("request_window", AdjustmentId)

# Deciding adjustments
APPROVE = Action("approve", ApproveData)
DECLINE = Action("decline", AdjustmentId)
DECLINE_FORM = Screen("decline_form", AdjustmentId)
THREAD_WORDS = Event("message", ThreadWords)

# Home and settings
HOME_OPENED = Event("app_home_opened", nothing)
LINK_BEST = Action("link_best", BestLink)
OPEN_BOOKINGS = Action("open_bookings", nothing)
FIND_CLIENT = Action("find_client", nothing)
BOOK_A_SESSION = Action("book_a_session", BookState)
SHOW_ALL = Action("show_all", AttentionState)
ATTENTION_LIST = Screen("attention_list", AttentionState)
ATTENTION_PAGE = Action("attention_page", AttentionState)
LEAVE_AS_IT_IS = Action("leave_as_it_is", Aside)
SHOW_AGAIN = Action("show_again", nothing)
OPEN_PENDING = Action("open_pending", nothing)
SETTINGS = Action("settings", nothing)
SETTINGS_FORM = Screen("settings_form", SettingsState)
SETTINGS_HISTORY = Action("settings_history", nothing)
SETTINGS_CHANGES = Screen("settings_changes", SettingsPage)
SETTINGS_CHANGES_PAGE = Action("settings_changes_page", SettingsPage)
MANAGERS = Field("managers", wire.people)
MANAGERS_CHANNEL = Field("managers_channel", wire.channel)
ALL_SEE_ALL = Field("all_see_all", wire.choice)
NO_SHOWS_HOLD = Field("no_shows_hold", wire.choice)
MANAGERS_DECIDE_THEIR_OWN = Field("managers_decide_their_own", wire.choice)
NAMING = Field("naming", wire.choice_of(Naming))
IMPORTS_AT_ONCE = Field("imports_at_once", wire.choice)
TIMEZONE = Field("timezone", wire.choice)
TIMEZONE_AHEAD = TypeAhead("timezone")

# Booking
BOOK_FORM = Screen("book_form", BookState)
BOOK_CLIENT = Action("book_client", ClientId)
BOOK_CLIENT_AHEAD = TypeAhead("book_client")
BOOKED_CLIENT = Field("client", wire.choice)
BOOK_SERVICE = Action("service", ServiceId)
STARTS_AT = Field("starts_at", wire.moment)
BOOK_START = Action("starts_at", nothing)
BOOK_PRACTITIONER = Action("practitioner", nothing)
MINUTES = Field("minutes", wire.number)
BOOKED_FROM = Field("booked_from", wire.choice)
BOOKED_FROM_AHEAD = TypeAhead("booked_from")

# The direct messages: words, and files to import
DIRECT_WORDS = Event("direct_words", DirectWords)
DROPPED = Event("file_share", Drop)
IMPORT = Action("import", DropId)
LEAVE_FILES = Action("leave_files", DropId)
SHOW_NOTEWORTHY = Action("show_noteworthy", NotedState)
NOTEWORTHY = Screen("noteworthy", nothing)

# Names that files have for practitioners
NAMES_IN_FILES = Action("names_in_files", nothing)
NAMES_LIST = Screen("names_list", NamesState)
NAMES_PAGE = Action("names_page", NamesState)
SAY_WHO = Action("say_who", SourceName)
WHO_FORM = Screen("who_form", SourceName)
NAMES_PERSON = Field("names_person", wire.person)

# Starting from nothing
NOTHING_TO_BOOK = Screen("nothing_to_book", nothing)
ADD_CLIENT = Action("add_client", nothing)
RENAME_CLIENT = Action("rename_client", ClientId)
CLIENT_FORM = Screen("client_form", ClientFormState)
CLIENT_NAME = Field("client_name", wire.text)
SERVICES = Action("services", nothing)
SERVICES_LIST = Screen("services_list", ServicesState)
SERVICES_PAGE = Action("services_page", ServicesState)
NEW_SERVICE = Action("new_service", nothing)
CHANGE_SERVICE = Action("change_service", ServiceId)
SERVICE_FORM = Screen("service_form", ServiceFormState)
SERVICE_NAME = Field("service_name", wire.text)
USUAL_MINUTES = Field("service_minutes", wire.number)
OFFERED = Field("offered", wire.choice)
PRACTITIONERS_ADD_CLIENTS = Field("practitioners_add_clients", wire.choice)

NOTICE = Screen("notice", nothing)
