"""What may become of a session: confirmed, paid, cancelled, restored (rules 8 and 9)."""

from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum

from domain.changing_counts import CountChanged, CountShown, count_shown, effect_of_changing
from domain.linking import Linked, waiting
from domain.records import Records
from domain.values.acts import Deed, Part, WasConfirmed, WasPaid
from domain.values.history import Entry, Happening
from domain.values.ids import SessionId
from domain.values.packages import Package
from domain.values.people import Person
from domain.values.refusal import Refusal
from domain.values.sessions import TO_HAPPEN, Confirmation, Payment, Session
from domain.visibility import see_package_to_change, see_session


class SessionChange(StrEnum):
    CONFIRM = "confirm"
    MARK_PAID = "mark_paid"
    MARK_UNPAID = "mark_unpaid"
    CANCEL = "cancel"
    CANCEL_LATE = "cancel_late"
    NO_SHOW = "no_show"
    RESTORE = "restore"


_CALLED_OFF = {
    SessionChange.CANCEL: Confirmation.CANCELLED,
    SessionChange.CANCEL_LATE: Confirmation.LATE_CANCELLED,
    SessionChange.NO_SHOW: Confirmation.NO_SHOW,
}


# Those that may change a count: its figures are shown before they are done (rule 8).
ASKED_FIRST = frozenset({*_CALLED_OFF, SessionChange.RESTORE})
_OF_PAYMENT = frozenset({SessionChange.MARK_PAID, SessionChange.MARK_UNPAID})


@dataclass(frozen=True, slots=True)
class ChangesShown:
    """How often a session's confirmation and payment had been changed when it was shown, and the count there."""

    confirmation: int
    payment: int
    count: CountShown | None = None  # None as well where the screen hasn't kept it


@dataclass(frozen=True, slots=True)
class Changed:
    """A session after a change; where it is linked, with what that did to the package's count."""

    session: Session
    linked: Linked | None


class DoesNotApply(Refusal):
    def __init__(self, session: Session) -> None:
        now = session.confirmation.replace("_", " ")
        super().__init__(f"This session has changed since you opened it: it is now {now} and {session.payment}.")


def changes_that_apply(session: Session, at: datetime) -> tuple[SessionChange, ...]:
    """What may be done with the session as it is now, in the order in which it is offered."""
    is_to_happen = session.confirmation in TO_HAPPEN
    applies = {
        SessionChange.CONFIRM: session.confirmation is Confirmation.UNCONFIRMED,
        SessionChange.MARK_PAID: session.payment is Payment.UNPAID,
        SessionChange.MARK_UNPAID: session.payment is Payment.PAID,
        SessionChange.CANCEL: is_to_happen,
        SessionChange.CANCEL_LATE: is_to_happen,
        SessionChange.NO_SHOW: is_to_happen and session.starts_at <= at,
        SessionChange.RESTORE: not is_to_happen,
    }
    return tuple(change for change, does in applies.items() if does)


def changed(session: Session, change: SessionChange) -> Session:
    """The session after the change; a restored one is confirmed again if it was before."""
    match change:
        case SessionChange.CONFIRM:
            return _confirmed(session, Confirmation.CONFIRMED)
        case SessionChange.MARK_PAID:
            return _paid(session, Payment.PAID)
        case SessionChange.MARK_UNPAID:
            return _paid(session, Payment.UNPAID)
        case SessionChange.RESTORE:
            return _confirmed(session, session.restores_to or Confirmation.UNCONFIRMED)
        case _:
            return _confirmed(session, _CALLED_OFF[change], restores_to=session.confirmation)


def _confirmed(session: Session, now: Confirmation, restores_to: Confirmation | None = None) -> Session:
    changes = session.confirmation_changes + 1
    return replace(session, confirmation=now, restores_to=restores_to, confirmation_changes=changes)


def _paid(session: Session, now: Payment) -> Session:
    return replace(session, payment=now, payment_changes=session.payment_changes + 1)


def change_session(
    records: Records,
    by: Person,
    at: datetime,
    session_id: SessionId,
    change: SessionChange,
    as_shown: ChangesShown | None = None,
) -> Changed:
    """Confirm, mark paid, cancel, restore …: the link stays, the count follows whether the place is held.

    `as_shown` is what the screen that this answers showed, where it has kept it.
    """
    session = see_session(records, by, session_id)
    if not _is_as_shown(session, change, as_shown) or change not in changes_that_apply(session, at):
        raise DoesNotApply(session)
    package = see_package_to_change(records, by, session.link.package_id) if session.link else None
    if change in ASKED_FIRST and as_shown and as_shown.count not in {None, count_shown(session, package, by.workspace)}:
        raise CountChanged
    becomes = changed(session, change)
    made = make_change(records, by, at, session, becomes, package)
    records.keep_act(by.id, at, Deed(change.value), [changed_before(session, change)])
    return made


def make_change(
    records: Records, by: Person, at: datetime, session: Session, becomes: Session, package: Package | None
) -> Changed:
    """Store it, unless somebody has changed it meanwhile, and write it into the history of its package, if any."""
    if not records.change_session(session, becomes):
        raise DoesNotApply(see_session(records, by, session.id))
    entry = _entry_of_change(by, at, session, becomes)
    if package is None:
        records.record(entry)
        return Changed(becomes, None)
    effect = effect_of_changing(session, becomes, package, by.workspace)
    remaining = (effect.before, effect.after) if package.line(session.service.id) else None
    records.record(replace(entry, package_id=package.id, remaining=remaining))
    records.mark_cards_of(package.id, at)
    return Changed(becomes, Linked(session, package, effect, waiting(records, by, session, effect, package)))


def changed_before(session: Session, change: SessionChange) -> Part:
    """How what this changes was before."""
    if change in _OF_PAYMENT:
        return Part(session.id, payment=WasPaid(session.payment_changes + 1, session.payment))
    was = WasConfirmed(session.confirmation_changes + 1, session.confirmation, session.restores_to)
    return Part(session.id, confirmation=was)


def _is_as_shown(session: Session, change: SessionChange, as_shown: ChangesShown | None) -> bool:
    """Whether what this changes hasn't been changed since; a payment may be noted while a confirmation changes."""
    if as_shown is None:
        return True
    if change in _OF_PAYMENT:
        return session.payment_changes == as_shown.payment
    return session.confirmation_changes == as_shown.confirmation


def _entry_of_change(by: Person, at: datetime, was: Session, becomes: Session) -> Entry:
    is_payment = was.payment is not becomes.payment
    return Entry(
        Happening.SESSION_CHANGED,
        at,
        by.id,
        was.client.id,
        session_id=was.id,
        service_id=was.service.id,
        was=was.payment if is_payment else was.confirmation,
        becomes=becomes.payment if is_payment else becomes.confirmation,
    )
