"""Confirming several sessions, or marking them as paid, in one go: all of them or none."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from domain.changing import SessionChange, changed, changed_before, changes_that_apply, make_change
from domain.records import Records
from domain.values.acts import Deed
from domain.values.ids import SessionId
from domain.values.people import Person
from domain.values.sessions import Confirmation, Session
from domain.visibility import see_package_to_change, seen_session

FOR_SEVERAL = (SessionChange.CONFIRM, SessionChange.MARK_PAID)  # these change no count


@dataclass(frozen=True, slots=True)
class AsShown:
    """A session, and how often it had been confirmed, cancelled, … or paid when it was shown."""

    session_id: SessionId
    changes: int


def can_be_changed(sessions: Iterable[Session], change: SessionChange, at: datetime) -> list[Session]:
    """Those among them that the change is for; of a session that is cancelled nothing is to be paid."""
    return [
        session
        for session in sessions
        if change in changes_that_apply(session, at) and session.confirmation is not Confirmation.CANCELLED
    ]


def changes_so_far(session: Session, change: SessionChange) -> int:
    return session.payment_changes if change is SessionChange.MARK_PAID else session.confirmation_changes


def change_several(
    records: Records, by: Person, at: datetime, chosen: Sequence[AsShown], change: SessionChange
) -> bool:
    """Change each; False, and none is changed, where one of them isn't as it was shown."""
    before = _as_shown(records, by, at, chosen, change)
    for package_id in sorted({session.link.package_id for session in before if session.link}):
        see_package_to_change(records, by, package_id)
    records.hold_sessions(sorted(session.id for session in before))
    sessions = _as_shown(records, by, at, chosen, change)
    if len(sessions) < len(chosen) or [one.link for one in sessions] != [one.link for one in before]:
        return False
    for session in sessions:
        package = see_package_to_change(records, by, session.link.package_id) if session.link else None
        make_change(records, by, at, session, changed(session, change), package)
    records.keep_act(by.id, at, Deed(change.value), [changed_before(session, change) for session in sessions])
    return True


def _as_shown(
    records: Records, by: Person, at: datetime, chosen: Sequence[AsShown], change: SessionChange
) -> list[Session]:
    """Those that are as they were shown."""
    seen = [(one, seen_session(records, by, one.session_id)) for one in chosen]
    same = [session for one, session in seen if session and changes_so_far(session, change) == one.changes]
    return can_be_changed(same, change, at)
