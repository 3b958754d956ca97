"""A list of sessions: its filters, one row per session, and where to go on."""

from slack_sdk.models.blocks import Block, SectionBlock
from slack_sdk.models.blocks.block_elements import InteractiveElement

from bot.gestures.interactions import (
    DETAILS,
    DROP_FILTER,
    FILTER,
    HIDE_PAST,
    LINK,
    NEWER,
    OLDER,
    SHOW_PAST,
    UNLINK,
    FilterName,
    ListKind,
    ListState,
)
from bot.views.parts import actions, button, day, entry, moment, name_of, overflow, section
from domain.values.bookings import Page
from domain.values.people import Person
from domain.values.sessions import Session

FILTERS = (  # fields of a wish
    *("words", "client_id", "service_id", "from_day", "to_day"),
    *("confirmation", "practitioner", "payment", "linked"),
)


def words(value: str) -> str:
    """A status in words, as it is shown."""
    return value.replace("_", " ").capitalize()


def session_line(session: Session, timezone: str) -> str:
    """When, how long and with whom."""
    return f"{moment(session.starts_at, timezone)} · {session.minutes} min · {session.practitioner_name}"


def status_line(session: Session) -> str:
    """Confirmation, payment, and the package with what its link does to the count."""
    parts = [words(session.confirmation), words(session.payment)]
    if session.link is not None:
        parts += [session.link.package_name] + ([] if session.link.included else ["not counted"])
    return " · ".join(parts)


def session_row(session: Session, by: Person) -> SectionBlock:
    gift = "🎁 " if session.link else ""
    text = f"{gift}{name_of(session.client, by)} · {session.service.name}\n"
    text += f"{session_line(session, by.timezone)}\n{status_line(session)}"
    is_theirs = by.own_only in {None, session.practitioner}
    return section(text, _menu(session) if is_theirs else None)


def _menu(session: Session) -> InteractiveElement:
    tie = (
        entry("Unlink from package", UNLINK, session.id) if session.link else entry("Link to package", LINK, session.id)
    )
    return overflow([tie, entry("Session details", DETAILS, session.id)])


def rows(page: Page, by: Person, when_empty: str) -> list[Block]:
    return [session_row(session, by) for session in page.sessions] or [section(when_empty)]


def turning(page: Page) -> list[Block]:
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
    past = button("✕ Today/Upcoming", SHOW_PAST, None) if wish.upcoming else button("Today/Upcoming", HIDE_PAST, None)
    chips = [
        button(f"✕ {text}", DROP_FILTER, FilterName(name), apart=name, label=f"Remove the filter {text}")
        for name, text in _filters_in_words(state, page, by).items()
    ]
    return actions([past, *chips, button("Filter", FILTER, None)])


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


def empty_bookings(state: ListState) -> str:
    wish = state.wish
    if filters_set(state):
        return "No sessions match these filters. Press a filter's ✕ to remove it."
    if wish.upcoming:
        return "Nothing is booked from today on. Press ✕ Today/Upcoming to see past sessions."
    return "There are no sessions yet. Import some, or book one with /book."
