"""Bookings & Packages of one client: the tabs, and what each shows."""

from collections.abc import Iterator
from datetime import date, datetime

from slack_sdk.models.blocks import Block, ButtonElement, DividerBlock
from slack_sdk.models.views import View

from bot.gestures.interactions import (
    BOOK_A_SESSION,
    BOOKINGS_TAB,
    NEW_PACKAGE,
    PACKAGES,
    PACKAGES_PAGE,
    PACKAGES_TAB,
    RENAME_CLIENT,
    SESSIONS_LIST,
    BookState,
    ListState,
    PackagesState,
)
from bot.views.package_row import package_row
from bot.views.parts import actions, button, context, count, header, modal, name_of, section, zone_note
from bot.views.session_rows import empty_bookings, filter_bar, of_a_day, paging, rows
from bot.views.undo_line import undo_line
from domain.undoing import LastAct
from domain.values.adjustments import Adjustment
from domain.values.bookings import Page
from domain.values.clients import Client
from domain.values.packages import Package
from domain.values.people import Person

TITLE = "Bookings & Packages"
PACKAGES_A_PAGE = 10


def client_bookings(
    client: Client, state: ListState, page: Page, last: LastAct | None, by: Person, at: datetime
) -> View:
    blocks = [
        *undo_line(last, by, at),
        *_tabs(client, by, packages=False),
        *actions(list(_for_client(client, by))),
        *filter_bar(state, page, by),
        *of_a_day(state.wish, page, at),
        *rows(page, by, at, empty_bookings(state, page, by)),
        *paging(page),
        context(zone_note(by.timezone)),
    ]
    return modal(SESSIONS_LIST, TITLE, blocks, remembers=state)


def client_packages(
    client: Client,
    packages: list[Package],
    pending: list[Adjustment],
    state: PackagesState,
    by: Person,
    at: datetime,
) -> View:
    """A page of the client's packages, ten at a time."""
    first = state.page * PACKAGES_A_PAGE
    shown = packages[first : first + PACKAGES_A_PAGE]
    today = by.workspace.today(at)
    blocks = [
        *_tabs(client, by, packages=True),
        section(_how_many(packages, today), _new_package(client, by) if by.is_manager else None),
        *(block for package in shown for block in _apart(package_row(package, today, by, _of(package, pending)))),
        *_turning(state, more=len(packages) > first + PACKAGES_A_PAGE),
    ]
    return modal(PACKAGES, TITLE, blocks, remembers=state)


def _for_client(client: Client, by: Person) -> Iterator[ButtonElement]:
    named = name_of(client, by)
    yield button("Book a session", BOOK_A_SESSION, BookState(client.id), label=f"Book a session for {named}")
    if by.is_manager:
        yield button("Rename client", RENAME_CLIENT, client.id, label=f"Rename client {named}")


def _apart(row: list[Block]) -> list[Block]:
    return [DividerBlock(), *row]


def _how_many(packages: list[Package], today: date) -> str:
    """As in "2 active packages, 1 closed"."""
    if not packages:
        return "This client has no packages yet."
    active = sum(package.is_active(today) for package in packages)
    closed = len(packages) - active
    return f"{count(active, 'active package') if active else 'No active packages'}{f', {closed} closed' * bool(closed)}"


def _new_package(client: Client, by: Person) -> ButtonElement:
    return button("New package", NEW_PACKAGE, client.id, label=f"New package for {name_of(client, by)}")


def _of(package: Package, pending: list[Adjustment]) -> list[Adjustment]:
    return [adjustment for adjustment in pending if adjustment.package_id == package.id]


def _tabs(client: Client, by: Person, *, packages: bool) -> list[Block]:
    bookings_tab = button(
        "Bookings", BOOKINGS_TAB, client.id, style=None if packages else "primary", label=_tab("Bookings", not packages)
    )
    packages_tab = button(
        "Packages", PACKAGES_TAB, client.id, style="primary" if packages else None, label=_tab("Packages", packages)
    )
    return [header(name_of(client, by)), *actions([bookings_tab, packages_tab])]


def _tab(name: str, is_shown: bool) -> str:
    return f"{name} tab{', shown now' * is_shown}"


def _turning(state: PackagesState, *, more: bool) -> list[Block]:
    back, on = PackagesState(state.client_id, state.page - 1), PackagesState(state.client_id, state.page + 1)
    return actions(
        [
            *([button("Previous packages", PACKAGES_PAGE, back, apart="back")] if state.page else []),
            *([button("More packages", PACKAGES_PAGE, on, apart="on")] if more else []),
        ]
    )
