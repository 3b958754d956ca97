"""What a practice starts with, each step with the button by which it is done on the spot (rule 26)."""

from collections.abc import Iterator

from slack_sdk.models.blocks import Block, ButtonElement
from slack_sdk.models.views import View

from bot.gestures.interactions import (
    ADD_CLIENT,
    BOOK_A_SESSION,
    NEW_SERVICE,
    NOTHING_TO_BOOK,
    SERVICES,
    SETTINGS,
    BookState,
)
from bot.gestures.wire import Action
from bot.views.adjustment_words import told_by
from bot.views.emphasis import titled
from bot.views.parts import actions, button, escape, header, modal, section
from domain.adding import Start
from domain.values.people import Person

MOST_NAMED = 5  # managers


def first_steps(start: Start, by: Person) -> Iterator[Block]:
    """What Home begins with where there are no sessions yet."""
    yield header("Welcome to Ribbon")
    if by.is_manager:
        yield from _steps(start, by)
    else:
        yield from missing(start, by)
        yield section("Your sessions and what needs attention will stand here.")


def _steps(start: Start, by: Person) -> Iterator[Block]:
    yield titled("1 · Managers and their channel", _managers(by), accessory=_button("Choose managers", SETTINGS))
    offered = _button("Services", SERVICES) if start.has_services else _add_service()
    yield titled("2 · Services", _done(start.has_services, "What you offer, with its usual length"), accessory=offered)
    yield titled("3 · Clients", _done(start.has_clients, "Who books"), accessory=_add_client())
    needs = "One-off, or from a package" if start.can_book else "Needs a service and a client"
    yield titled("4 · First session", needs, accessory=_book())
    yield titled(
        "Do you have booking software?",
        "Drop its CSV files under Messages, or have them imported where Ribbon runs: ribbon import *.csv",
    )


def _managers(by: Person) -> str:
    who = "Managers: done" if by.workspace.managers else "Managers: the workspace's admins, until some are chosen"
    channel = "done" if by.workspace.managers_channel else "not chosen yet; type /invite @Ribbon there"
    return f"{who}. Channel: {channel}"


def _done(is_done: bool, otherwise: str) -> str:
    return "Done" if is_done else otherwise


def missing(start: Start, by: Person) -> Iterator[Block]:
    """What is missing before a session can be booked, and the ways to add it; nothing where nothing is."""
    if not start.has_services:
        yield section("There are no services yet." + (" Add what you offer." if by.is_manager else ""))
        if not by.is_manager:
            yield told_by(f"{_named(start)} can add them under Settings; then you can book.")
    if not start.has_clients:
        yield section(_no_clients(by))
    yield from actions(list(_ways(start, by)))


def _no_clients(by: Person) -> str:
    if by.own_only is None:
        return "There are no clients yet." + (" Add the first one." if by.may_add_clients else "")
    return "You have no clients yet." + (
        " Add the first one." if by.may_add_clients else " A manager can add one and book your first session."
    )


def _ways(start: Start, by: Person) -> Iterator[ButtonElement]:
    if by.is_manager and not start.has_services:
        yield _add_service()
    if by.may_add_clients and not start.has_clients:
        yield _add_client()
    if start.can_book:
        yield _book()


def _named(start: Start) -> str:
    people = [f"<@{escape(person)}>" for person in start.managers[:MOST_NAMED]]
    return " or ".join([", ".join(people[:-1]), people[-1]] if len(people) > 1 else people or ["A manager"])


def _add_service() -> ButtonElement:
    return button("Add a service", NEW_SERVICE, None)


def _add_client() -> ButtonElement:
    return button("Add a client", ADD_CLIENT, None)


def _book() -> ButtonElement:
    return button("Book a session", BOOK_A_SESSION, BookState(), apart="first", label="Book your first session")


def _button(text: str, action: Action[None]) -> ButtonElement:
    return button(text, action, None, apart="step", label=f"{text}: first steps")


def nothing_to_book(start: Start, by: Person) -> View:
    """In the place of a form whose menus would stay empty."""
    return modal(NOTHING_TO_BOOK, "Book a session", list(missing(start, by)))
