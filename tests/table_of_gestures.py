"""Every gesture on every surface it stands on: the way there, what is seen once it is done, and a rule that says no.

What is the same for all is in the test: who isn't let in, what is out of date, and where something fails.
"""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import dataclass

from scene_of_gestures import HOME, ONE, Scene
from ways_of_gestures import (
    CHANNEL,
    DIRECT,
    Way,
    agreed,
    all_of_nobody,
    asked_who,
    asks_for_help,
    at_two,
    best_fit,
    best_of_all,
    book,
    book_over_page,
    booking_at,
    booking_for,
    booking_of,
    booking_with,
    choose,
    closing,
    command,
    confirming,
    crowded,
    decline,
    declining,
    drops,
    filled,
    filtered,
    filters,
    fitting,
    helped,
    history,
    linked_there,
    long,
    looked_at,
    managed,
    many_not_linked,
    many_packages,
    many_services,
    many_to_book,
    many_to_link,
    marked,
    mine_on_home,
    moving,
    names,
    new_client,
    new_package,
    new_service,
    nobodys,
    not_linked,
    of_name,
    of_nobody,
    of_one_day,
    offered,
    on_home,
    one_more,
    over_in_scheduled,
    overrun,
    pending,
    picked,
    picker,
    picking,
    press,
    proposed,
    renamed,
    renaming,
    renaming_on_home,
    scheduled,
    sent,
    services,
    settings,
    settings_history,
    several_listed,
    sold_again,
    theirs,
    theirs_on_home,
    turned,
    two_listed,
    two_on_home,
    ways_over_scheduled,
    what_matches,
    why,
    window_on_home,
    window_over_list,
    with_cancelled,
    with_one_left,
    with_one_left_out,
    with_past,
    with_paul,
    wrong_days,
    wrote,
)

from bot.door.apologies import NOT_OPENED, NOT_SHOWN
from bot.gestures import interactions as i
from bot.gestures.payloads import Kind
from bot.gestures.wire import Action, Command, TypeAhead
from bot.gestures.wire import Screen as Form
from playground.person.screen import Screen

LEAVE_OUT = "Leave out cancelled sessions"
WHO, ASKED = "Say who it is", "Say once who each is"
LEAVE, RENAME = "Leave as it is", "Name and last day"
MOVE, COUNT_IT = "Move to another package", "Make it count"
TWO, THREE, THREAD = "the second window", "the third window", "a thread"
GONE, FOR_MANAGERS = "can't be found", "Only a manager can"
MIA = "UMAN"

Meanwhile = Callable[[Scene], AbstractContextManager[None]]
No = tuple[Meanwhile, str]


@dataclass(frozen=True)
class Row:
    """`way` gets there and gives the press; once it is done, `done` is seen, or is the "#title" of a window.

    `no` happens before the press, so that a rule says `words`; without it there is nothing that a rule could refuse.
    """

    gesture: object
    on: str
    way: Way
    done: str
    no: Meanwhile | None = None
    words: str = ""
    by: str = "UPRAC"
    slow: str = NOT_OPENED  # where Slack doesn't take what is to be shown; "": it is posted, again and again

    @property
    def key(self) -> tuple[Kind, str]:
        kinds = {Command: Kind.COMMAND, Action: Kind.ACTION, Form: Kind.SUBMISSION, TypeAhead: Kind.TYPE_AHEAD}
        name = self.gesture.name if isinstance(self.gesture, Command) else self.gesture.id  # type: ignore[attr-defined]  # all others have one
        return kinds.get(type(self.gesture), Kind.EVENT), name


# The lists of sessions, on Home and in windows


def of_a_list(on: str, look: Callable[[Scene], Screen]) -> list[Row]:
    return [
        Row(i.SHOW_PAST, on, lambda s: press(look(s), "✕ Today/Upcoming"), "Initial consultation"),
        Row(i.HIDE_PAST, on, lambda s: press(with_past(s, look), "Today/Upcoming"), "✕ Today/Upcoming"),
        Row(i.SHOW_CANCELLED, on, lambda s: press(look(s), "With cancelled"), "✕ With cancelled"),
        Row(i.HIDE_CANCELLED, on, lambda s: press(with_cancelled(s, look), LEAVE_OUT), "Person"),
        Row(i.NEWER, on, lambda s: press(long(s, look, "more"), "Newer"), "Older"),
        Row(i.OLDER, on, lambda s: press(turned(s, look, "more", "Newer"), "Older"), "Newer"),
        Row(i.FILTER, on, lambda s: press(look(s), "Filter"), "#Filter"),
        Row(i.DROP_FILTER, on, lambda s: press(filtered(s, look), "✕ Paid"), "🎁"),
        Row(i.LINK, on, lambda s: choose(s.free(look(s)), "Link to package"), "#Link to package", *gone()),
        Row(i.MAKE_IT_COUNT, on, lambda s: choose(s.odd_linked(look(s)), COUNT_IT), f"#{COUNT_IT}", *unlinked()),
        Row(i.CHANGE_LISTED, on, lambda s: press(of_one_day(s, look), "Confirm all"), "#Confirm all"),
        Row(i.LINK_LISTED, on, lambda s: press(two_listed(s, look), "Link several"), "#Link several"),
        Row(i.UNDO, on, lambda s: press(linked_there(s, look), "Undo"), "Undone", *untied(), slow=NOT_SHOWN),
        *of_each_session(on, look),
    ]


def of_each_session(on: str, look: Callable[[Scene], Screen]) -> list[Row]:
    """What stands in the menu of linked sessions, too."""
    return [
        Row(i.UNLINK, on, lambda s: choose(s.kept(look(s)), "Unlink from package"), "#Unlink from package", *gone()),
        Row(i.MOVE, on, lambda s: choose(s.kept(look(s)), MOVE), f"#{MOVE}", *gone()),
        Row(i.DETAILS, on, lambda s: choose(s.kept(look(s)), "Session details"), "#Session details", *gone()),
    ]


def linked_meanwhile() -> No:
    return Scene.linked_by_others, "Nothing was linked yet: 2 sessions have changed"


def changed_since() -> No:
    return Scene.changed_by_others, "Nothing was changed: one of these sessions has changed since"


def untied() -> No:
    return Scene.unlinked_by_others, "Nothing was undone"


def set_right() -> No:
    return Scene.unlinked_by_others, "isn't over any more"


def gone() -> No:
    return Scene.out_of_sight, GONE


# What opens over a list, and so a window higher


def over_a_list(on: str, look: Callable[[Scene], Screen]) -> list[Row]:
    wrong = "This is before the first day"
    return [
        Row(i.FILTERS, on, lambda s: filters(s, look).submit, "✕ Paid"),
        Row(i.FILTERS, on, lambda s: wrong_days(s, look).submit, "", Scene.as_it_is, wrong),
        Row(i.FILTER_CLIENT_AHEAD, on, lambda s: offered(filters(s, look), "Client", s.who.lower()), "Person", *gone()),
        Row(i.FILTER_SERVICE_AHEAD, on, lambda s: offered(filters(s, look), "Service", "nutri"), "Nutrition review"),
        Row(
            i.LINK_FORM,
            on,
            lambda s: s.opens(s.free(look(s)), "Link to package").submit,
            "🎁",
            Scene.linked_by_others,
            "is already linked to",
        ),
        Row(i.PACKAGE_AHEAD, on, lambda s: offered(many_to_link(s, look), "Package", "more"), "More 1", *gone()),
        Row(i.ADD_A_SESSION, on, lambda s: press(s.result(look(s)), "Add a session"), "#Edit package", *unlinked()),
        Row(i.SWAP_ONE, on, lambda s: press(s.result(look(s)), "Swap one"), "#Edit package", *unlinked()),
        Row(i.CHANGE_SEVERAL_FORM, on, lambda s: confirming(s, look).submit, "Confirmed Row", *changed_since()),
        Row(i.CHOOSE_ONE, on, lambda s: with_one_left_out(several_listed(s, look), s), "Stays unlinked."),
        Row(i.SEVERAL_FORM, on, lambda s: several_listed(s, look).submit, "Linked 2 sessions", *linked_meanwhile()),
        *over_each_session(on, look),
    ]


def over_each_session(on: str, look: Callable[[Scene], Screen]) -> list[Row]:
    return [
        Row(i.UNLINK_FORM, on, lambda s: s.opens(s.kept(look(s)), "Unlink from package").submit, "Person", *unlinked()),
        Row(i.MOVE_FORM, on, lambda s: moving(s, look).submit, "Person", *unlinked()),
        Row(i.MOVE_TO_AHEAD, on, lambda s: offered(moving(s, look), "Package", "more"), "More 1", *gone()),
        Row(
            i.CHANGE_SESSION,
            on,
            lambda s: press(s.opens(s.kept(look(s)), "Session details"), "Mark as paid"),
            "Payment\nPaid",
            Scene.changed_by_others,
            "has changed since you opened it",
            slow=NOT_SHOWN,
        ),
        Row(
            i.UNDO,
            on,
            lambda s: press(marked(s, look), "Undo"),
            "Payment\nUnpaid",
            Scene.changed_by_others,
            "Nothing was undone",
            slow=NOT_SHOWN,
        ),
    ]


def unlinked() -> No:
    return Scene.unlinked_by_others, "is no longer linked to a package"


# The form of sessions & services


def edit_forms(on: str, look: str) -> list[Row]:
    ahead = "Service to add"
    return [
        Row(i.EDIT_FORM, on, lambda s: s.edit(look).submit, "5 → 9", *gone()),
        Row(i.EDIT_FORM, on, lambda s: filled(s.edit(look), Reason=" ").submit, "", Scene.as_it_is, "Give a reason"),
        Row(i.ADD_A_ROW, on, lambda s: press(s.edit(look), "Add another"), ahead, *gone()),
        Row(i.ADD_SERVICE_AHEAD, on, lambda s: offered(one_more(s.edit(look)), ahead), "Nutrition review", *gone()),
    ]


DECIDED = (Scene.decided_by_others, "This request was already declined by Max Manager.")


def edit_forms_over(on: str, ways: Callable[[Scene], Screen]) -> list[Row]:
    """The same form where it took the place of the ways to put a session right."""
    ahead = "Service to add"
    return [
        Row(i.EDIT_FORM, on, lambda s: proposed(s, ways).submit, "Pending · requested by you", *gone()),
        Row(i.ADD_A_ROW, on, lambda s: press(proposed(s, ways), "Add another"), ahead, *gone()),
        Row(
            i.ADD_SERVICE_AHEAD, on, lambda s: offered(one_more(proposed(s, ways)), ahead), "Nutrition review", *gone()
        ),
        Row(
            i.WITHDRAW,
            on,
            lambda s: agreed(sent(s, ways), "Withdraw", "Withdraw it"),
            "Withdrawn by",
            *DECIDED,
            slow=NOT_SHOWN,
        ),
    ]


# One client


ONE_CLIENT = [
    Row(i.CLIENT_AHEAD, ONE, lambda s: offered(picker(s), "Client", s.who.lower()), "Person", *gone()),
    Row(i.PICK_CLIENT, ONE, picking, "#Bookings & Packages", *gone()),
    Row(i.CLIENT_PICKER, ONE, picked, "#Bookings & Packages", *gone()),
    Row(i.PACKAGES_TAB, ONE, lambda s: press(s.page(), "Packages"), "left ■", *gone()),
    Row(i.BOOKINGS_TAB, ONE, lambda s: press(s.packages(), "Bookings"), "Confirmed · Paid", *gone()),
    Row(i.PACKAGES_PAGE, ONE, lambda s: press(many_packages(s), "More packages"), "Previous packages", *gone()),
    *(
        Row(action, ONE, lambda s, entry=entry: choose(s.packages().row(s.pack), entry), f"#{entry}", *gone())  # type: ignore[misc]  # a lambda
        for action, entry in {
            i.EDIT_PACKAGE: "Edit package",
            i.SCHEDULED_BOOKINGS: "Scheduled bookings",
            i.WHY_THIS_COUNT: "Why this count",
            i.PACKAGE_HISTORY: "History",
        }.items()
    ),
    Row(i.WHY_PAGE, TWO, lambda s: press(why(s), "Older"), "Newer", *gone()),
    Row(i.HISTORY_PAGE, TWO, lambda s: press(history(s), "Older"), "Newer", *gone()),
]
DEMOTED = (Scene.no_manager, FOR_MANAGERS)
OF_MANAGERS = [
    Row(
        i.MANAGE_PACKAGE,
        ONE,
        lambda s: press(s.packages().row(s.pack), "Manage package"),
        "#Manage package",
        *DEMOTED,
        by=MIA,
    ),
    Row(
        i.NAME_AND_LAST_DAY,
        TWO,
        lambda s: press(managed(s), "Name and last day"),
        "#Name and last day",
        *DEMOTED,
        by=MIA,
    ),
    Row(i.CHANGE_STATUS, TWO, lambda s: press(managed(s), "Complete"), "#Complete package", *DEMOTED, by=MIA),
    Row(i.SELL_AGAIN, TWO, lambda s: press(managed(s), "Sell again"), "#New package", *DEMOTED, by=MIA),
    Row(i.NAME_AND_LAST_DAY_FORM, THREE, lambda s: renaming(s).submit, "Pack again", *DEMOTED, by=MIA),
    Row(i.STATUS_FORM, THREE, lambda s: closing(s).submit, "Completed", *DEMOTED, by=MIA),
    Row(i.NEW_PACKAGE, ONE, lambda s: press(s.packages(), "New package"), "#New package", *DEMOTED, by=MIA),
    Row(i.NEW_PACKAGE_FORM, TWO, lambda s: new_package(s).submit, "Bronze", *DEMOTED, by=MIA),
    Row(i.ADD_ANOTHER, TWO, lambda s: press(new_package(s), "Add another"), "Service 2", *gone(), by=MIA),
    Row(i.SERVICE_AHEAD, TWO, lambda s: offered(new_package(s), "Service 1", "nutri"), "Nutrition review", by=MIA),
]


# Booking


def booking_over_a_page() -> list[Row]:
    """The form, over the page of the client for whom it is."""
    form = book_over_page
    return [
        Row(i.BOOK_CLIENT_AHEAD, TWO, lambda s: offered(form(s), "Client", s.who.lower()), "Person", *gone()),
        Row(i.BOOK_CLIENT, TWO, lambda s: form(s).offering("Client", f"{s.who} Person", s.who), "Pack", *gone()),
        Row(i.BOOK_SERVICE, TWO, lambda s: form(s).offering("Service", FOLLOW_UP, "follow"), BECOMES, *gone()),
        Row(i.BOOK_PRACTITIONER, TWO, lambda s: with_paul(form(s)), THEIRS, *gone(), by=MIA),
        Row(i.BOOK_START, TWO, lambda s: at_two(form(s)), BECOMES, *gone()),
        Row(i.BOOKED_FROM_AHEAD, TWO, lambda s: offered(form(crowded(s)), "Booked from", "more"), "More 1", *gone()),
        Row(i.SERVICE_AHEAD, TWO, lambda s: offered(form(s), "Service", "nutri"), "Nutrition review"),
        Row(i.BOOK_FORM, TWO, lambda s: form(s).submit, "#Booked", *gone()),
    ]


THEIRS = "The practitioner's is America/New York."
FOLLOW_UP, BECOMES = "Follow-up 50 min", "4 of 5 left, becomes 3"
BOOKING = [
    *booking_over_a_page(),
    Row(i.BOOK_CLIENT_AHEAD, ONE, lambda s: offered(book(s), "Client", s.who.lower()), "Person", *gone()),
    Row(i.BOOK_CLIENT, ONE, booking_for, "Pack", *gone()),
    Row(i.BOOK_SERVICE, ONE, booking_of, "4 of 5 left, becomes 3", *gone()),
    Row(i.BOOK_PRACTITIONER, ONE, booking_with, THEIRS, *gone(), by=MIA),
    Row(i.BOOK_START, ONE, booking_at, "4 of 5 left, becomes 3", *gone()),
    Row(i.BOOKED_FROM_AHEAD, ONE, lambda s: offered(many_to_book(s), "Booked from", "more"), "More 1", *gone()),
    Row(i.SERVICE_AHEAD, ONE, lambda s: offered(book(s), "Service", "nutri"), "Nutrition review"),
    Row(i.BOOK_FORM, ONE, lambda s: book(s).submit, "#Booked", *gone()),
]


# Adjustments


def of_a_request(on: str, over: str, window: Callable[[Scene], Screen]) -> list[Row]:
    return [
        Row(i.APPROVE, on, lambda s: press(window(s), "Approve"), "Approved by", *DECIDED, by=MIA, slow=NOT_SHOWN),
        Row(i.DECLINE, on, lambda s: press(window(s), "Decline"), "#Decline adjustment", *DECIDED, by=MIA),
        Row(i.DECLINE_FORM, over, lambda s: declining(s, window).submit, "Declined by", *DECIDED, by=MIA),
    ]


ADJUSTMENTS = [
    Row(
        i.WITHDRAW,
        ONE,
        lambda s: agreed(pending(s), "Withdraw", "Withdraw it"),
        "No adjustments are pending",
        *DECIDED,
        slow=NOT_SHOWN,
    ),
    Row(i.APPROVE, THREAD, lambda s: press(s.thread(), "Approve"), "Approved by", *DECIDED, by=MIA, slow=""),
    Row(i.DECLINE, THREAD, lambda s: press(s.thread(), "Decline"), "#Decline adjustment", *DECIDED, by=MIA),
    Row(i.WHY_THIS_COUNT, THREAD, lambda s: press(s.thread(), "Why this count"), "#Why this count", *gone(), by=MIA),
    Row(
        i.WITHDRAW,
        HOME,
        lambda s: agreed(mine_on_home(s), "Withdraw", "Withdraw it"),
        "Ends Thu 12 Mar 2026",
        *DECIDED,
        slow=NOT_SHOWN,
    ),
    Row(i.OPEN_REQUEST, HOME, lambda s: press(theirs_on_home(s), "Decide"), "#Count adjustment", *gone(), by=MIA),
    Row(i.OPEN_REQUEST, ONE, lambda s: press(theirs(s), "Decide"), "#Count adjustment", *gone(), by=MIA),
    *(
        row
        for on, over, window in ((ONE, TWO, window_on_home), (TWO, THREE, window_over_list))
        for row in of_a_request(on, over, window)
    ),
    Row(i.DECLINE_FORM, ONE, lambda s: decline(s).submit, "Declined by", *DECIDED, by=MIA),
    Row(i.THREAD_WORDS, THREAD, lambda s: wrote(s, "approve"), "Approved by", *DECIDED, by=MIA),
]


# Home, commands, files


NOBODY, ZONE = "None of your clients has “", "The practice's time zone"
HOME_AND_COMMANDS = [
    Row(i.HOME_OPENED, HOME, lambda s: s.home, "Your bookings"),
    Row(i.LINK_BEST, HOME, best_fit, "4 of 7 left", Scene.linked_by_others, "is already linked to", slow=NOT_SHOWN),
    Row(
        i.LINK_BEST,
        ONE,
        best_of_all,
        "3 of 5 left, becomes 2",
        Scene.linked_by_others,
        "is already linked to",
        slow=NOT_SHOWN,
    ),
    Row(i.LINK_SEVERAL, ONE, lambda s: press(many_not_linked(s), "Link several"), "#Link several"),
    Row(i.LINK_SEVERAL, HOME, lambda s: press(two_on_home(s), "Link 2"), "#Link several"),
    Row(i.SHOW_ALL, HOME, lambda s: press(long(s, on_home, "more"), "Show all 14"), "#Not linked"),
    Row(i.ATTENTION_PAGE, ONE, lambda s: press(many_not_linked(s), "Next"), "21 to 26 of 26"),
    Row(
        i.LEAVE_AS_IT_IS,
        HOME,
        lambda s: press(fitting(s.home(), s), LEAVE),
        "What you left as it is",
        *gone(),
        slow=NOT_SHOWN,
    ),
    Row(
        i.LEAVE_AS_IT_IS,
        ONE,
        lambda s: press(fitting(not_linked(s), s), LEAVE),
        "No package fits",
        *gone(),
        slow=NOT_SHOWN,
    ),
    Row(i.SHOW_AGAIN, HOME, lambda s: press(with_one_left(s), "Show it again"), "Best fit", slow=NOT_SHOWN),
    Row(i.MAKE_PACKAGE_COUNT, HOME, lambda s: press(overrun(s), COUNT_IT), f"#{COUNT_IT}", *set_right()),
    Row(i.NAME_AND_LAST_DAY, HOME, lambda s: press(s.ending(s.home()), RENAME), f"#{RENAME}", *DEMOTED, by=MIA),
    Row(i.SELL_AGAIN, HOME, lambda s: press(s.ending(s.home()), "Sell again"), "#New package", *DEMOTED, by=MIA),
    Row(i.NAME_AND_LAST_DAY_FORM, ONE, lambda s: renaming_on_home(s).submit, "Pack again", *DEMOTED, by=MIA),
    Row(i.NEW_PACKAGE_FORM, ONE, lambda s: sold_again(s).submit, "Pack again", *DEMOTED, by=MIA),
    Row(i.ADD_ANOTHER, ONE, lambda s: press(sold_again(s), "Add another"), "Service 3", *gone(), by=MIA),
    Row(i.SERVICE_AHEAD, ONE, lambda s: offered(sold_again(s), "Service 1", "nutri"), "Nutrition review", by=MIA),
    Row(i.MAKE_IT_COUNT, HOME, lambda s: press(s.uncounted(s.home()), COUNT_IT), f"#{COUNT_IT}", *unlinked()),
    Row(i.BOOK_A_SESSION, HOME, lambda s: press(s.home(), "Book a session: any client"), "#Book a session"),
    Row(i.BOOK_A_SESSION, HOME, lambda s: press(s.ending(s.home()), "Book a session"), "#Book a session", *gone()),
    Row(i.FIND_CLIENT, HOME, lambda s: press(s.home(), "Find a client"), "#Choose a client"),
    Row(i.OPEN_BOOKINGS, HOME, lambda s: press(s.home(), "Bookings"), "#Bookings"),
    Row(i.OPEN_PENDING, HOME, lambda s: press(s.home(), "Pending (0)"), "#Pending adjustments", by=MIA),
    Row(i.EDIT_PACKAGE, HOME, lambda s: press(s.ending(s.home()), "Edit package"), "#Edit package"),
    Row(i.SETTINGS, HOME, lambda s: press(s.home(), "Settings"), "#Settings", *DEMOTED, by=MIA),
    Row(i.SETTINGS_HISTORY, ONE, lambda s: press(settings(s), "History"), "#Settings: history", *DEMOTED, by=MIA),
    Row(i.SETTINGS_CHANGES_PAGE, TWO, lambda s: press(settings_history(s), "Older"), "Newer", *DEMOTED, by=MIA),
    Row(i.TIMEZONE_AHEAD, ONE, lambda s: offered(settings(s), ZONE, "berl"), "Europe/Berlin", by=MIA),
    Row(i.BOOKINGS, CHANNEL, command("/bookings"), "#Bookings"),
    Row(i.BOOKINGS, DIRECT, command("/bookings", DIRECT), "#Bookings"),
    Row(i.CLIENT, CHANNEL, command("/client {}"), "#Bookings & Packages", Scene.out_of_sight, NOBODY),
    Row(i.BOOK, CHANNEL, command("/book {}"), "#Book a session", Scene.out_of_sight, NOBODY),
    Row(i.ADJUSTMENTS, CHANNEL, command("/adjustments"), "#Pending adjustments"),
    Row(i.DIRECT_WORDS, DIRECT, asks_for_help, "What would you like to do?"),
    Row(i.OPEN_BOOKINGS, DIRECT, lambda s: helped(s, "Bookings"), "#Bookings"),
    Row(i.FIND_CLIENT, DIRECT, lambda s: helped(s, "Find a client"), "#Choose a client"),
    Row(i.BOOK_A_SESSION, DIRECT, lambda s: helped(s, "Book a session"), "#Book a session"),
    Row(i.OPEN_PENDING, DIRECT, lambda s: helped(s, "Pending requests"), "#Pending adjustments"),
    Row(i.LINK_OF_CLIENT, DIRECT, what_matches, "#Link several", *gone()),
    Row(i.DROPPED, DIRECT, drops, "what importing would do", *DEMOTED, by=MIA),
    Row(i.SHOW_NOTEWORTHY, DIRECT, lambda s: looked_at(s, "Show"), "#Worth a look", *DEMOTED, by=MIA),
    Row(i.LEAVE_FILES, DIRECT, lambda s: looked_at(s, "Leave it"), "Left as it was", *DEMOTED, by=MIA, slow=""),
    Row(i.IMPORT, DIRECT, lambda s: looked_at(s, "Import"), "Imported.", *DEMOTED, by=MIA, slow=""),
    # Last, as its managers are chosen from then on.
    Row(i.SETTINGS_FORM, ONE, lambda s: settings(s).submit, "#Settings saved", *DEMOTED, by=MIA),
]

# Starting from nothing


STARTING = [
    Row(i.ADD_CLIENT, ONE, lambda s: press(picker(s), "Add a client"), "#Add a client"),
    Row(i.CLIENT_FORM, TWO, lambda s: new_client(s).submit, "Nora Newcomer"),
    Row(i.CLIENT_FORM, TWO, lambda s: new_client(s, " ").submit, "", Scene.as_it_is, "Enter a name"),
    Row(i.RENAME_CLIENT, ONE, lambda s: press(s.page(), "Rename client"), "#Rename client", *DEMOTED, by=MIA),
    Row(i.CLIENT_FORM, TWO, lambda s: renamed(s).submit, "Otherwise", *DEMOTED, by=MIA),
    Row(i.BOOK_A_SESSION, ONE, lambda s: press(s.page(), "Book a session"), "#Book a session", *gone()),
    Row(i.SERVICES, ONE, lambda s: press(settings(s), "Services"), "#Services", *DEMOTED, by=MIA),
    Row(
        i.SERVICES_PAGE, TWO, lambda s: press(many_services(s), "More services"), "Previous services", *DEMOTED, by=MIA
    ),
    Row(i.NEW_SERVICE, TWO, lambda s: press(services(s), "Add a service"), "#Add a service", *DEMOTED, by=MIA),
    Row(i.NAMES_IN_FILES, ONE, lambda s: press(settings(s), "Names in files"), "#Names in files", *DEMOTED, by=MIA),
    Row(i.NAMES_PAGE, TWO, lambda s: press(names(s, 11), "More names"), "Previous names", *DEMOTED, by=MIA),
    Row(i.SAY_WHO, TWO, lambda s: press(of_name(s, names(s)), WHO), f"#{WHO}", *DEMOTED, by=MIA),
    Row(i.WHO_FORM, THREE, lambda s: asked_who(s, of_name(s, names(s))).submit, ASKED, *DEMOTED, by=MIA),
    Row(i.SAY_WHO, HOME, lambda s: press(nobodys(s, of_nobody(s)), WHO), f"#{WHO}", *DEMOTED, by=MIA),
    Row(i.WHO_FORM, ONE, lambda s: asked_who(s, nobodys(s, of_nobody(s))).submit, "Needs attention", *DEMOTED, by=MIA),
    Row(i.SAY_WHO, ONE, lambda s: press(nobodys(s, all_of_nobody(s)), WHO), f"#{WHO}", *DEMOTED, by=MIA),
    Row(i.WHO_FORM, TWO, lambda s: asked_who(s, nobodys(s, all_of_nobody(s))).submit, "Slack", *DEMOTED, by=MIA),
    Row(
        i.CHANGE_SERVICE,
        TWO,
        lambda s: press(services(s).row("Nutrition"), "Change"),
        "#Change service",
        *DEMOTED,
        by=MIA,
    ),
    Row(i.SERVICE_FORM, THREE, lambda s: new_service(s).submit, "Usually 25 minutes", *DEMOTED, by=MIA),
]

ON_HOME = of_a_list(HOME, on_home)
IN_A_WINDOW = [*of_a_list(ONE, Scene.list), *over_a_list(ONE, on_home)]
SECOND_AND_THIRD = [
    *of_each_session(TWO, scheduled),
    Row(i.OLDER, TWO, lambda s: press(long(s, scheduled, "linked"), "Older"), "Newer"),
    Row(i.NEWER, TWO, lambda s: press(turned(s, scheduled, "linked", "Older"), "Newer"), "Older"),
    Row(i.MAKE_IT_COUNT, TWO, lambda s: choose(over_in_scheduled(s), COUNT_IT), f"#{COUNT_IT}", *unlinked()),
    Row(i.ADD_A_SESSION, THREE, lambda s: press(ways_over_scheduled(s), "Add a session"), "#Edit package", *unlinked()),
    Row(i.SWAP_ONE, THREE, lambda s: press(ways_over_scheduled(s), "Swap one"), "#Edit package", *unlinked()),
    *edit_forms_over(THREE, ways_over_scheduled),
    *over_a_list(TWO, Scene.list),
    *over_each_session(THREE, scheduled),
]
FORMS = [*edit_forms(ONE, HOME), *edit_forms(TWO, ONE), *BOOKING]
TABLE = {
    "on Home": ON_HOME,
    "in a window": IN_A_WINDOW,
    "in the second and third window": SECOND_AND_THIRD,
    "of forms": FORMS,
    "of one client": ONE_CLIENT,
    "of managers": OF_MANAGERS,
    "of starting": STARTING,
    "of adjustments": ADJUSTMENTS,
    "of Home, commands and files": HOME_AND_COMMANDS,
}
