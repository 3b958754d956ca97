"""One session, with what may be done with it; linking and unlinking are not among it (rule 2)."""

from datetime import datetime

from slack_sdk.models.blocks import ButtonElement, ConfirmObject
from slack_sdk.models.views import View

from bot.gestures.interactions import CHANGE_SESSION, SESSION_DETAILS, DetailsState
from bot.views.package_row import left
from bot.views.parts import (
    actions,
    button,
    confirm,
    context,
    cut,
    header,
    modal,
    moment,
    name_of,
    or_over,
    section,
    zone_note,
)
from bot.views.session_rows import words
from domain.changing import ASKED_FIRST, ChangesSeen, SessionChange, changed, changes_that_apply
from domain.changing_counts import count_seen, effect_of_changing
from domain.linking import Counting
from domain.values.packages import Package
from domain.values.people import Person
from domain.values.sessions import Session, holds_place
from domain.why import why_not_counted

_LABELS = {
    SessionChange.CONFIRM: "Confirm",
    SessionChange.MARK_PAID: "Mark paid",
    SessionChange.MARK_UNPAID: "Mark unpaid",
    SessionChange.CANCEL: "Cancel session",
    SessionChange.CANCEL_LATE: "Late cancellation",
    SessionChange.NO_SHOW: "No-show",
    SessionChange.RESTORE: "Restore",
}
_QUESTIONS = {
    SessionChange.CANCEL: ("Cancel this session?", "The session is marked as cancelled."),
    SessionChange.CANCEL_LATE: ("Mark this session as cancelled late?", "The session is marked as cancelled late."),
    SessionChange.NO_SHOW: ("Mark this session as a no-show?", "The session is marked as a no-show."),
    SessionChange.RESTORE: ("Restore this session?", "The session is {becomes} again."),
}
NAME = 60  # characters of a name in a question, which has 300 in all


def session_details(session: Session, package: Package | None, by: Person, at: datetime, since: str = "") -> View:
    """With the package that the session is linked to; `since`: what has changed since it was shown before."""
    facts = [
        session.service.name,
        f"{moment(session.starts_at, by.timezone)}, {session.minutes} min",
        f"With {session.practitioner_name}",
        f"{words(session.confirmation)} · {words(session.payment)}",
        _package(session, package, by),
    ]
    count = count_seen(session, package, by.workspace)
    state = DetailsState(session.id, ChangesSeen(session.confirmation_changes, session.payment_changes, count))
    blocks = [
        *([section(f"⚠️ {since}")] if since else []),
        header(name_of(session.client, by)),
        section("\n".join(facts)),
        *actions([_button(session, change, package, by) for change in changes_that_apply(session, at)]),
        context(zone_note(by.timezone)),
    ]
    return modal(SESSION_DETAILS, "Session details", blocks, remembers=state)


def _package(session: Session, package: Package | None, by: Person) -> str:
    if session.link is None or package is None:
        return "Not linked to a package"
    why, line = why_not_counted(session, by.workspace), package.line(session.service.id)
    count = f" · not counted: {why}" if why else f" · {left(line.remaining, line.total)}" if line else ""
    return f"🎁 Booked from package: {package.name}{count}"


def _button(session: Session, change: SessionChange, package: Package | None, by: Person) -> ButtonElement:
    question = _question(session, change, package, by) if change in ASKED_FIRST else None
    return button(_LABELS[change], CHANGE_SESSION, change, confirm=question, apart=change)


def _question(session: Session, change: SessionChange, package: Package | None, by: Person) -> ConfirmObject:
    """What becomes of the session and of its count, before → after."""
    becomes = changed(session, change)
    title, happens = _QUESTIONS[change]
    said = f"{happens.format(becomes=becomes.confirmation)} {_count(session, becomes, package, by)}"
    if change is SessionChange.RESTORE:
        return confirm(title, said, _LABELS[change], "Leave it", style="primary")
    return confirm(title, said, _LABELS[change], "Keep it")


def _count(session: Session, becomes: Session, package: Package | None, by: Person) -> str:
    if package is None:
        return "No count changes."
    stays, effect = "Its link to the package stays;", effect_of_changing(session, becomes, package, by.workspace)
    if package.line(session.service.id) is None:
        return f"{stays} it isn't counted there, so no count changes."
    of = f"“{cut(package.name, NAME)}”, {cut(effect.service_name, NAME)}:"
    if effect.after == effect.before:
        still = "it still counts" if holds_place(becomes, by.workspace) else "it still isn't counted"
        return f"{stays} {still}. {of} stays at {left(effect.before, effect.total)}."
    if effect.after > effect.before:
        after = or_over(effect.after)
        return f"{stays} its count comes back. {of} {left(effect.before, effect.total)}, becomes {after}."
    if effect.counting is Counting.OVER:
        return f"{stays} it counts again. ⚠️ {of} none left, this makes it {-effect.after} over."
    return f"{stays} it counts again. {of} {left(effect.before, effect.total)}, becomes {effect.after}."
