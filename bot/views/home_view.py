"""The Home tab: the person's bookings, what needs their attention, and Settings for managers."""

from collections.abc import Iterator
from datetime import datetime

from slack_sdk.models.blocks import Block, ButtonElement, DividerBlock
from slack_sdk.models.views import View

from bot.gestures.interactions import EDIT_PACKAGE, LINK, LINK_BEST, SESSIONS_LIST, SETTINGS, BestLink, ListState
from bot.gestures.wire import encode
from bot.views.adjustments_list import pending_in_words
from bot.views.package_picker import choice_in_words
from bot.views.package_row import package_text
from bot.views.parts import actions, button, context, header, moment, name_of, section, zone_note
from bot.views.session_rows import dated_row, empty_bookings, filter_bar, paging, rows
from bot.views.session_words import session_line
from domain.attention import Attention, Unlinked
from domain.fitting import Choice
from domain.values.bookings import Page, Span
from domain.values.packages import Package
from domain.values.people import Person
from domain.values.sessions import Session


def home_view(state: ListState, page: Page, attention: Attention, by: Person, at: datetime, *, is_new: bool) -> View:
    blocks = [
        *(_first_steps(by) if is_new else []),
        *_attention(attention, by, at),
        header("Your bookings"),
        *filter_bar(state, page, by),
        *rows(page, by, at, empty_bookings(state, page, by)),
        *paging(page),
        *_foot(by),
    ]
    return View(type="home", callback_id=SESSIONS_LIST.id, blocks=blocks, private_metadata=encode(state))


def _first_steps(by: Person) -> Iterator[Block]:
    channel = "✅" if by.workspace.managers_channel else "⬜"
    managers = "✅" if by.workspace.managers else "⬜"
    yield header("First steps")
    yield section(
        f"{managers} Choose the managers under Settings; until then the workspace's admins are managers.\n"
        f"{channel} Choose the managers' channel under Settings, and type /invite @Ribbon there.\n"
        "⬜ Bring in clients, services, packages and sessions: drop the CSV files under Messages, or have them "
        "imported where Ribbon runs: ribbon import *.csv.\n"
        "⬜ Type /bookings, and link a session to a package from the ⋯ menu of its row."
    )


def _attention(attention: Attention, by: Person, at: datetime) -> Iterator[Block]:
    yield header("Needs attention")
    if attention.is_empty:
        which = "session that was checked" if attention.only_within else "session"
        yield section(f"Nothing: every {which} is linked and counted as far as it can be. 👍")
    for unlinked in attention.unlinked:
        yield from _unlinked(unlinked, by)
    for session in attention.not_counted:
        yield from dated_row(session, by, at)
    for package in attention.overrun:
        yield from _package("Over its total", package, by, at)
    for package in attention.expiring:
        yield from _package("About to expire", package, by, at)
    for adjustment in attention.pending:
        yield section(f"⏳ {pending_in_words(adjustment, by)}")
    if attention.only_within:
        yield _only_within(attention.only_within, by)
    yield DividerBlock()


def _only_within(span: Span, by: Person) -> Block:
    days = f"{moment(span.from_at, by.timezone)} to {moment(span.to_at, by.timezone)}"
    return context(
        f"There are too many sessions to check each. Only those from {days} were checked. /bookings lists all."
    )


def _unlinked(unlinked: Unlinked, by: Person) -> Iterator[Block]:
    session, best = unlinked.session, unlinked.best
    if unlinked.unlinked_before:
        who = unlinked.unlinked_before.by_name or "an import"
        why = f"Not linked: unlinked by {who}, {moment(unlinked.unlinked_before.at, by.timezone)}"
    else:
        why = "Not linked: booked as a one-off"
    fit = "Best fit" if best.is_best_fit else "No package fits"
    text = f"{name_of(session.client, by)} · {session.service.name}\n{session_line(session, by.timezone)}\n{why}\n"
    text += f"{fit}: {best.package.name} ({choice_in_words(best)})"
    yield section(text, _link(session, best, by))


def _link(session: Session, best: Choice, by: Person) -> ButtonElement:
    """Links at once where the package fits; where none does, opens the choice."""
    whose = f"{name_of(session.client, by)}'s session"
    if not best.is_best_fit:
        return button("Link to package", LINK, session.id, label=f"Link to package: {whose}")
    data = BestLink(session.id, best.package.id, session.link_changes)
    return button("Link", LINK_BEST, data, label=f"Link {whose} to {best.package.name}")


def _package(what: str, package: Package, by: Person, at: datetime) -> Iterator[Block]:
    text = f"{what}: {name_of(package.client, by)}\n{package_text(package, by.workspace.today(at))}"
    yield section(text, button("Edit package", EDIT_PACKAGE, package.id))


def _foot(by: Person) -> list[Block]:
    settings = actions([button("Settings", SETTINGS, None)]) if by.is_manager else []
    return [*settings, context(f"{zone_note(by.timezone)} Commands: /bookings, /client, /book, /adjustments.")]
