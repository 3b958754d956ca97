"""One session in words: when it is, what is its state, and how it stands in its package."""

from datetime import datetime

from bot.views.emphasis import Strong
from bot.views.package_row import left
from bot.views.parts import apart, clock, cut, local_day, moment, near
from domain.values.bookings import Standing
from domain.values.people import Person, Workspace
from domain.values.sessions import TO_HAPPEN, Confirmation, Session, holds_place

NAME = 60  # characters of a package's name in small print
NOT_LINKED = "Not linked"
_WORDS: dict[str, str] = {Confirmation.NO_SHOW: "No-show", Confirmation.LATE_CANCELLED: "Late cancellation"}


def words(value: str) -> str:
    """A status in words, as it is shown."""
    return _WORDS.get(value) or value.capitalize()


def session_line(session: Session, timezone: str) -> str:
    """When, how long and with whom."""
    return f"{moment(session.starts_at, timezone)} · {session.minutes} min · {session.practitioner_name}"


def what_and_when(session: Session, by: Person, at: datetime) -> str:
    """As under a client's name: "Follow-up 50 min · today, 09:00"."""
    return f"{apart(session.service.name)} · {when(session, by, at)}"


def when(session: Session, by: Person, at: datetime) -> str:
    return near_moment(session.starts_at, by, at)


def near_moment(moment: datetime, by: Person, at: datetime) -> str:
    """As short as can be: "today, 09:00"."""
    on, today = local_day(moment, by.timezone), local_day(at, by.timezone)
    return f"{near(on, today)}, {clock(moment, by.timezone)}"


def state(session: Session, standing: Standing | None, by: Person) -> list[str | Strong]:
    """The link first, then confirmation and payment; that it is cancelled is said before the name."""
    confirmation = [] if session.confirmation is Confirmation.CANCELLED else [words(session.confirmation)]
    return [*link_in_words(session, standing, by.workspace), *confirmation, words(session.payment)]


def link_in_words(session: Session, standing: Standing | None, workspace: Workspace) -> list[str | Strong]:
    """The package, what is left there, and whether the session uses any of it."""
    if session.link is None:
        return [NOT_LINKED]
    holds = holds_place(session, workspace)
    uses = [] if session.confirmation in TO_HAPPEN else ["uses a session" if holds else "uses no session"]
    name = apart(cut(session.link.package_name, NAME))
    if session.link.included:
        return [name, *([_left(standing)] if standing else []), *uses]
    return [name, Strong("not counted ⚠️") if holds else uses[0]]


def _left(standing: Standing) -> str | Strong:
    if standing.ran_over:
        return Strong(f"{-standing.line.remaining} over (this session) ⚠️")
    figures = left(standing.line.remaining, standing.line.total)
    return f"{figures} for this service" if standing.services > 1 else figures
