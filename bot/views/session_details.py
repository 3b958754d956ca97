"""One session, with what may be done with it; linking and unlinking are not among it (rule 2)."""

from datetime import datetime

from slack_sdk.models.blocks import Block, ButtonElement, ConfirmObject, SectionBlock
from slack_sdk.models.views import View

from bot.gestures.interactions import CHANGE_SESSION, MAKE_IT_COUNT, SESSION_DETAILS, DetailsState
from bot.views.emphasis import alert, facts, said, titled
from bot.views.package_row import left
from bot.views.parts import (
    actions,
    apart,
    button,
    confirm,
    context,
    cut,
    modal,
    name_of,
    or_over,
    section,
    zone_note,
)
from bot.views.session_words import NOT_LINKED, link_in_words, near_moment, when, words
from bot.views.undo_line import undo_line
from domain.changing import ASKED_FIRST, ChangesShown, SessionChange, changed, changes_that_apply
from domain.changing_counts import count_shown, effect_of_changing
from domain.linking import Counting
from domain.undoing import LastAct
from domain.values.bookings import Standing
from domain.values.packages import Package, are_used
from domain.values.people import Person
from domain.values.sessions import CANCELLED, Origin, Session, holds_place

_LABELS = {
    SessionChange.CONFIRM: "Confirm",
    SessionChange.MARK_PAID: "Mark as paid",
    SessionChange.MARK_UNPAID: "Mark as unpaid",
    SessionChange.CANCEL: "Cancel session",
    SessionChange.CANCEL_LATE: "Late cancellation",
    SessionChange.NO_SHOW: "No-show",
    SessionChange.RESTORE: "Restore",
}
_ORDER = (SessionChange.RESTORE, SessionChange.NO_SHOW, SessionChange.CANCEL_LATE, SessionChange.CANCEL)
_QUESTIONS = {
    SessionChange.CANCEL: ("Cancel this session?", "The session is marked as cancelled."),
    SessionChange.CANCEL_LATE: ("Mark this session as cancelled late?", "The session is marked as cancelled late."),
    SessionChange.NO_SHOW: ("Mark this session as a no-show?", "The session is marked as a no-show."),
    SessionChange.RESTORE: ("Restore this session?", "The session is {becomes} again."),
}
NAME = 50  # characters of a name in a question, which has 300 in all


def session_details(
    session: Session, package: Package | None, last: LastAct | None, by: Person, at: datetime, since: str = ""
) -> View:
    """With the package that the session is linked to; `since`: what has changed since it was shown before."""
    count = count_shown(session, package, by.workspace)
    state = DetailsState(session.id, ChangesShown(session.confirmation_changes, session.payment_changes, count))
    wrong = _wrong(session, package, by)
    blocks: list[Block] = [
        *undo_line(last, by, at),
        *([section(f"⚠️ {since}")] if since else []),
        _title(session, by),
        facts(_facts(session, package, by, at)),
        *([alert(wrong), *actions([button("Make it count", MAKE_IT_COUNT, session.id)])] if wrong else []),
        *_buttons(session, package, by, at),
        context(zone_note(by.timezone)),
    ]
    return modal(SESSION_DETAILS, "Session details", blocks, remembers=state)


def _title(session: Session, by: Person) -> SectionBlock:
    marks = f"{'Cancelled · ' if session.confirmation in CANCELLED else ''}{'🎁 ' if session.link else ''}"
    return titled(f"{marks}{name_of(session.client, by)}", session.service.name)


def _facts(session: Session, package: Package | None, by: Person, at: datetime) -> dict[str, str]:
    starts = when(session, by, at)
    return {
        "When": f"{starts[0].upper()}{starts[1:]}, {session.minutes} min",
        "Practitioner": session.practitioner_name,
        "Confirmation": words(session.confirmation),
        "Payment": words(session.payment),
        "Package": _package(session, package, by),
        "Booked": _booked(session, by, at),
    }


def _booked(session: Session, by: Person, at: datetime) -> str:
    """How it was booked, and who tied it to the package (rules 1 and 2)."""
    if session.link is None:
        return "One-off booking"
    if session.link.origin is Origin.AUTOMATIC:
        return "From the package"
    linked = near_moment(session.link.at, by, at)
    return f"One-off booking, linked by {apart(session.link.by_name or 'an import')} {linked}"


def _package(session: Session, package: Package | None, by: Person) -> str:
    if session.link is None or package is None:
        return NOT_LINKED
    line = package.line(session.service.id)
    standing = Standing(line, len(package.included)) if line else None
    return said(link_in_words(session, standing, by.workspace))


def _wrong(session: Session, package: Package | None, by: Person) -> str:
    """What is to be put right: that the session isn't counted, or that the package has run over."""
    if session.link is None or package is None or not holds_place(session, by.workspace):
        return ""
    line, name = package.line(session.service.id), cut(package.name, NAME)
    if line is None:
        return f"Not counted: {cut(session.service.name, NAME)} isn't included in {name}."
    if line.remaining < 0:
        return f"{-line.remaining} over: {name} has {line.total} in all, and {are_used(line.used)}."
    return ""


def _buttons(session: Session, package: Package | None, by: Person, at: datetime) -> list[Block]:
    """Money and confirmation first; what may change the count after them, and what cancels last."""
    changes = changes_that_apply(session, at)
    plain = [_button(session, change, package, by) for change in changes if change not in ASKED_FIRST]
    asked = [_button(session, change, package, by) for change in _ORDER if change in changes]
    return [*actions(plain), *actions(asked)]


def _button(session: Session, change: SessionChange, package: Package | None, by: Person) -> ButtonElement:
    question = _question(session, change, package, by) if change in ASKED_FIRST else None
    style = "danger" if change is SessionChange.CANCEL else None
    return button(_LABELS[change], CHANGE_SESSION, change, confirm=question, apart=change, style=style)


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
