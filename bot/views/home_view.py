"""The Home tab: what one comes for first, what needs attention, and the person's bookings."""

from collections.abc import Iterator
from datetime import datetime

from slack_sdk.models.blocks import Block, ButtonElement
from slack_sdk.models.views import View

from bot.gestures.interactions import (
    BOOK_A_SESSION,
    FIND_CLIENT,
    OPEN_BOOKINGS,
    OPEN_PENDING,
    SESSIONS_LIST,
    SETTINGS,
    BookState,
    ListState,
)
from bot.gestures.wire import encode
from bot.views.attention_groups import attention_groups, in_number
from bot.views.emphasis import titled
from bot.views.first_steps import first_steps
from bot.views.parts import actions, button, context, count, cut, header, local_day, name_of, near, zone_note
from bot.views.session_rows import empty_bookings, filter_bar, of_a_day, paging, rows
from bot.views.undo_line import undo_line
from domain.adding import Start
from domain.attention import Attention
from domain.undoing import LastAct
from domain.values.bookings import Page
from domain.values.people import Person
from domain.verifying import Verified

NAME = 100  # characters


def home_view(
    state: ListState,
    page: Page,
    attention: Attention,
    verified: Verified | None,
    last: LastAct | None,
    by: Person,
    at: datetime,
    start: Start | None = None,
) -> View:
    """Where there are no sessions yet, `start`: first steps stand in the place of those that there will be."""
    blocks = [
        *actions([*_first(by, attention.pending.number)]),
        *undo_line(last, by, at),
        *(first_steps(start, by) if start else []),
        *([] if start and attention.is_empty else attention_groups(attention, by, at)),
        *(_checked(verified, by, at) if verified else []),
        *([] if start else _bookings(state, page, by, at)),
        context(f"{zone_note(by.timezone)} /bookings, /client, /book, /adjustments and their help work anywhere."),
    ]
    return View(type="home", callback_id=SESSIONS_LIST.id, blocks=blocks, private_metadata=encode(state))


def _first(by: Person, pending: int) -> Iterator[ButtonElement]:
    yield button("Book a session", BOOK_A_SESSION, BookState(), style="primary", label="Book a session: any client")
    yield button("Find a client", FIND_CLIENT, None)
    yield button("Bookings", OPEN_BOOKINGS, None)
    if by.is_manager:
        yield button(f"Pending ({in_number(pending)})", OPEN_PENDING, None)
        yield button("Settings", SETTINGS, None)


def _bookings(state: ListState, page: Page, by: Person, at: datetime) -> Iterator[Block]:
    yield header("The practice's bookings" if by.is_manager else "Your bookings")
    yield from filter_bar(state, page, by)
    yield from of_a_day(state.wish, page, at)
    yield from rows(page, by, at, empty_bookings(state, page, by))
    yield from paging(page)


def _checked(verified: Verified, by: Person, at: datetime) -> Iterator[Block]:
    """Whether what is shown is what history says, as of the last night."""
    last = verified.verification
    when = near(local_day(last.at, by.timezone), local_day(at, by.timezone))
    checked = f"{count(last.packages, 'package')} checked {when}"
    if not last.differing:
        yield context(f"{checked}, all agree with their history.")
        return
    names = [f"{cut(name_of(p.client, by), NAME)} · {cut(p.name, NAME)}" for p in verified.packages]
    more = last.differing - len(names)
    lines = [*names, *([f"and {count(more, 'more package')}"] if more > 0 else [])]
    told = f"Of {checked}. Whoever runs Ribbon can see how, with ribbon verify."
    yield titled(f"⚠️ Counts that differ from their history ({last.differing})", told, *lines)
