"""A list of sessions: its filters, a header per day, a row per session, and where to go on."""

from collections.abc import Iterator
from datetime import date, datetime
from itertools import groupby

from slack_sdk.models.blocks import Block, ButtonElement
from slack_sdk.models.blocks.block_elements import InteractiveElement

from bot.gestures.interactions import (
    BOOK_A_SESSION,
    CHANGE_LISTED,
    DETAILS,
    DROP_FILTER,
    FILTER,
    HIDE_CANCELLED,
    HIDE_PAST,
    LINK,
    LINK_LISTED,
    MAKE_IT_COUNT,
    MOVE,
    NEWER,
    OLDER,
    SHOW_CANCELLED,
    SHOW_PAST,
    UNLINK,
    BookState,
    FilterName,
    ListKind,
    ListState,
)
from bot.views.emphasis import small_print, titled
from bot.views.parts import (
    actions,
    button,
    clock,
    day,
    entry,
    header,
    local_day,
    name_of,
    near,
    overflow,
    section,
    short_day,
)
from bot.views.session_words import state, when, words
from domain.changing import SessionChange
from domain.changing_several import can_be_changed
from domain.values.bookings import Page, Standing
from domain.values.people import Person
from domain.values.sessions import CANCELLED, Session, holds_place
from domain.visibility import BookingsWish

FOR_ALL = {SessionChange.CONFIRM: "Confirm all", SessionChange.MARK_PAID: "Mark all paid"}
MOST_BY_HAND = 2  # sessions; as many, and they may be linked at once

FILTERS = (  # fields of a wish
    *("words", "client_id", "service_id", "from_day", "to_day"),
    *("confirmation", "practitioner", "payment", "linked"),
)


def rows(page: Page, by: Person, at: datetime, when_empty: Block) -> list[Block]:
    return [*_days(page, by, at)] or [when_empty]


def _days(page: Page, by: Person, at: datetime) -> Iterator[Block]:
    """Each day under its header, where the reader is; whose sessions they are only where not all are the reader's."""
    here, are_named = by.timezone, any(session.practitioner != by.id for session in page.sessions)
    for on, sessions in groupby(page.sessions, lambda session: local_day(session.starts_at, here)):
        yield header(_day_header(on, local_day(at, here)))
        for session in sessions:
            time, standing = clock(session.starts_at, here), page.standings.get(session.id)
            yield from _row(session, standing, time, by, is_named=are_named)


def _day_header(on: date, today: date) -> str:
    """As in "Today · Mon 30 Nov"."""
    name, short = near(on, today), short_day(on, today)
    return short if name == short else f"{name.capitalize()} · {short}"


def dated_row(session: Session, by: Person, at: datetime) -> list[Block]:
    """A row that stands by itself, with its day."""
    dated = when(session, by, at)
    return _row(session, None, dated[0].upper() + dated[1:], by, is_named=session.practitioner != by.id)


def _row(session: Session, standing: Standing | None, time: str, by: Person, *, is_named: bool) -> list[Block]:
    """Time and client in bold, the service, its menu; and in small print how it stands."""
    cancelled = "Cancelled · " if session.confirmation in CANCELLED else ""
    title = f"{cancelled}{'🎁 ' if session.link else ''}{time} {name_of(session.client, by)}"
    is_theirs = by.own_only in {None, session.practitioner}
    known = [*state(session, standing, by), *([session.practitioner_name] if is_named else [])]
    menu = _menu(session, standing, by) if is_theirs else None
    return [titled(title, session.service.name, accessory=menu), small_print(known)]


def _menu(session: Session, standing: Standing | None, by: Person) -> InteractiveElement:
    linked = [
        entry("Unlink from package", UNLINK, session.id),
        entry("Move to another package", MOVE, session.id),
        *([entry("Make it count", MAKE_IT_COUNT, session.id)] if _lacks_a_place(session, standing, by) else []),
    ]
    free = [entry("Link to package", LINK, session.id)]
    return overflow([*(linked if session.link else free), entry("Session details", DETAILS, session.id)])


def _lacks_a_place(session: Session, standing: Standing | None, by: Person) -> bool:
    """Whether the session isn't counted, or is one that its package ran over by."""
    if session.link is None or not holds_place(session, by.workspace):
        return False
    return not session.link.included or (standing is not None and standing.ran_over)


def paging(page: Page) -> list[Block]:
    """Newer and Older, where there are any."""
    turns: list[InteractiveElement] = []
    if page.newer:
        turns.append(button("Newer", NEWER, page.newer))
    if page.older:
        turns.append(button("Older", OLDER, page.older))
    return actions(turns)


def filter_bar(state: ListState, page: Page, by: Person) -> list[Block]:
    """Today/Upcoming, what else is filtered, each removed by a press, and the way to more filters."""
    wish = state.wish
    past = (
        button("✕ Today/Upcoming", SHOW_PAST, None, label="Remove the filter Today/Upcoming")
        if wish.upcoming
        else button("Today/Upcoming", HIDE_PAST, None)
    )
    chips = [
        button(f"✕ {text}", DROP_FILTER, FilterName(name), apart=name, label=f"Remove the filter {text}")
        for name, text in _filters_in_words(state, page, by).items()
    ]
    return actions([past, *_cancelled(wish), *chips, button("Filter", FILTER, None), *_several(wish, page)])


def of_a_day(wish: BookingsWish, page: Page, at: datetime) -> list[Block]:
    """What can be done with all of the day that the list is filtered to."""
    if wish.from_day is None or wish.from_day != wish.to_day:
        return []
    buttons = [
        button(text, CHANGE_LISTED, change, apart=change, label=f"{text}: {day(wish.from_day)}")
        for change, text in FOR_ALL.items()
        if can_be_changed(page.sessions, change, at)
    ]
    return actions(buttons)


def _several(wish: BookingsWish, page: Page) -> list[ButtonElement]:
    """Where the list is filtered to what isn't linked."""
    if wish.linked is not False or len(page.sessions) < MOST_BY_HAND:
        return []
    return [button("Link several", LINK_LISTED, None, label="Link several: each to the package that fits best")]


def _cancelled(wish: BookingsWish) -> list[ButtonElement]:
    """Whether cancelled ones are among the upcoming; past ones always are."""
    if wish.leaves_out_cancelled:
        return [button("With cancelled", SHOW_CANCELLED, None)]
    if wish.upcoming and wish.with_cancelled:
        return [button("✕ With cancelled", HIDE_CANCELLED, None, label="Leave out cancelled sessions")]
    return []


def filters_set(state: ListState) -> set[str]:
    """The fields of the wish that are set, and can be dropped; a client's page is of that client."""
    wish = state.wish
    names = {name for name in FILTERS if getattr(wish, name) not in (None, "")}
    return names - {"client_id"} if state.kind is ListKind.CLIENT else names


def _filters_in_words(state: ListState, page: Page, by: Person) -> dict[str, str]:
    """The filters that are set: name of the wish's field → words."""
    wish = state.wish
    shown = {
        "words": f"“{wish.words}”" if wish.words else None,
        "client_id": name_of(page.client, by) if page.client else None,
        "service_id": page.service.name if page.service else None,
        "from_day": f"From {day(wish.from_day)}" if wish.from_day else None,
        "to_day": f"To {day(wish.to_day)}" if wish.to_day else None,
        "confirmation": words(wish.confirmation) if wish.confirmation else None,
        "practitioner": "Practitioner" if wish.practitioner else None,
        "payment": words(wish.payment) if wish.payment else None,
        "linked": None if wish.linked is None else "Linked" if wish.linked else "Not linked",
    }
    names = filters_set(state)
    return {name: text for name, text in shown.items() if text and name in names}


def empty_bookings(state: ListState, page: Page, by: Person) -> Block:
    """What was looked for, and the next step; on Home and on a client's page its button is there already."""
    book = button("Book a session", BOOK_A_SESSION, BookState()) if state.kind is ListKind.BOOKINGS else None
    return section(_nothing(state, page, by), book)


def _nothing(state: ListState, page: Page, by: Person) -> str:
    wish, asked = state.wish, ", ".join(_filters_in_words(state, page, by).values())
    if asked and wish.upcoming:
        return f"No sessions from today on match: {asked}. Remove a filter above, or book one."
    if asked:
        return f"No sessions match: {asked}. Remove a filter above, or book one."
    if wish.upcoming:
        return "Nothing is booked from today on. Press ✕ Today/Upcoming to see past sessions, or book one."
    return "There are no sessions yet. Import some, or book one."
