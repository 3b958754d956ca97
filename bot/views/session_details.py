"""One session, with what may be done with it; linking and unlinking are not among it (article)."""

from datetime import datetime

from slack_sdk.models.blocks import ButtonElement, ConfirmObject
from slack_sdk.models.views import View

from bot.interactions import CHANGE_SESSION, SESSION_DETAILS, Behind, DetailsState
from bot.views.parts import actions, button, confirm, context, header, modal, moment, name_of, section, zone_note
from bot.views.session_rows import words
from domain.booking import ChangesSeen, SessionChange, changed, changes_that_apply
from domain.people import Person
from domain.sessions import Session, holds_place
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
}


def session_details(session: Session, behind: Behind, by: Person, at: datetime) -> View:
    facts = [
        session.service.name,
        f"{moment(session.starts_at, by.timezone)}, {session.minutes} min",
        f"With {session.practitioner_name}",
        f"{words(session.confirmation)} · {words(session.payment)}",
        _package(session, by),
    ]
    changes = ChangesSeen(session.confirmation_changes, session.payment_changes)
    state = DetailsState(session.id, behind, changes)
    blocks = [
        header(name_of(session.client, by)),
        section("\n".join(facts)),
        *actions([_button(session, change, by) for change in changes_that_apply(session, at)]),
        context(f"{zone_note(by.timezone)} Booking {session.id}."),
    ]
    return modal(SESSION_DETAILS, "Session details", blocks, remembers=state)


def _package(session: Session, by: Person) -> str:
    if session.link is None:
        return "Not linked to a package"
    why = why_not_counted(session, by.workspace)
    return f"🎁 Booked from package: {session.link.package_name}" + (f" · not counted: {why}" if why else "")


def _button(session: Session, change: SessionChange, by: Person) -> ButtonElement:
    return button(_LABELS[change], CHANGE_SESSION, change, confirm=_question(session, change, by), apart=change)


def _question(session: Session, change: SessionChange, by: Person) -> ConfirmObject | None:
    """Asked before a session is cancelled: what becomes of it and of its count."""
    if change not in _QUESTIONS:
        return None
    title, happens = _QUESTIONS[change]
    return confirm(title, f"{happens}{_count(session, changed(session, change), by)}", _LABELS[change], "Keep it")


def _count(session: Session, becomes: Session, by: Person) -> str:
    if session.link is None:
        return ""
    if not session.link.included:
        return " Its link to the package stays; it isn't counted there, so no count changes."
    count = "it still counts" if holds_place(becomes, by.workspace) else "its count comes back"
    return f" Its link to the package stays; {count}."
