"""The bookings list in a modal of its own."""

from collections.abc import Sequence
from datetime import datetime

from slack_sdk.models.blocks import Block
from slack_sdk.models.views import View

from bot.gestures.interactions import SESSIONS_LIST, ListState
from bot.views.parts import context, modal, zone_note
from bot.views.session_rows import empty_bookings, filter_bar, of_a_day, paging, rows
from bot.views.undo_line import undo_line
from domain.undoing import LastAct
from domain.values.bookings import Page
from domain.values.people import Person


def bookings_list(
    state: ListState, page: Page, last: LastAct | None, by: Person, at: datetime, missing: Sequence[Block] = ()
) -> View:
    """Where there are no sessions, with what is missing for the first one."""
    blocks = [
        *undo_line(last, by, at),
        *filter_bar(state, page, by),
        *of_a_day(state.wish, page, at),
        *(missing or rows(page, by, at, empty_bookings(state, page, by))),
        *paging(page),
        context(zone_note(by.timezone)),
    ]
    return modal(SESSIONS_LIST, "Bookings", blocks, remembers=state)
