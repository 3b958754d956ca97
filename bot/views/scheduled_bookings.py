"""All sessions that are linked to a package."""

from datetime import datetime

from slack_sdk.models.views import View

from bot.gestures.interactions import SESSIONS_LIST, ListState
from bot.views.package_row import package_in_words
from bot.views.parts import context, modal, section, zone_note
from bot.views.session_rows import paging, rows
from bot.views.undo_line import undo_line
from domain.undoing import LastAct
from domain.values.bookings import Page
from domain.values.packages import Package
from domain.values.people import Person


def scheduled_bookings(
    package: Package, state: ListState, page: Page, last: LastAct | None, by: Person, at: datetime
) -> View:
    blocks = [
        *undo_line(last, by, at),
        *package_in_words(package, by.workspace.today(at)),
        *rows(page, by, at, section("No sessions are linked to this package yet.")),
        *paging(page),
        context(zone_note(by.timezone)),
    ]
    return modal(SESSIONS_LIST, "Scheduled bookings", blocks, remembers=state)
