"""What may be done with a session, and what becomes of it (rule 9)."""

import pytest
from literals import NOW, session

from domain.changing import SessionChange, changed, changes_that_apply
from domain.values.sessions import Confirmation, Payment, Session

C = SessionChange


@pytest.mark.parametrize(
    ("of", "changes"),
    [
        (session(confirmation="unconfirmed"), [C.CONFIRM, C.MARK_PAID, C.CANCEL, C.CANCEL_LATE]),
        (session(), [C.MARK_PAID, C.CANCEL, C.CANCEL_LATE]),
        (session(payment="paid"), [C.MARK_UNPAID, C.CANCEL, C.CANCEL_LATE]),
        (session(days=-1), [C.MARK_PAID, C.CANCEL, C.CANCEL_LATE, C.NO_SHOW]),
        (session(confirmation="cancelled"), [C.MARK_PAID, C.RESTORE]),
        (session(confirmation="late_cancelled"), [C.MARK_PAID, C.RESTORE]),
        (session(confirmation="no_show", payment="paid"), [C.MARK_UNPAID, C.RESTORE]),
    ],
)
def test_only_what_applies_is_offered(of: Session, changes: list[SessionChange]) -> None:
    assert list(changes_that_apply(of, NOW)) == changes


def test_a_client_cannot_have_missed_what_has_not_begun() -> None:
    assert C.NO_SHOW in changes_that_apply(session(days=0), NOW)
    assert C.NO_SHOW not in changes_that_apply(session(days=0.001), NOW)


@pytest.mark.parametrize("was", ["confirmed", "unconfirmed"])
@pytest.mark.parametrize("gone", [C.CANCEL, C.CANCEL_LATE, C.NO_SHOW])
def test_a_restored_session_is_what_it_was_before(was: str, gone: SessionChange) -> None:
    cancelled = changed(session(confirmation=was), gone)

    restored = changed(cancelled, C.RESTORE)

    assert cancelled.confirmation not in {Confirmation.CONFIRMED, Confirmation.UNCONFIRMED}
    assert (restored.confirmation, restored.restores_to) == (was, None)


def test_a_session_that_came_cancelled_is_restored_as_unconfirmed() -> None:
    assert changed(session(confirmation="cancelled"), C.RESTORE).confirmation is Confirmation.UNCONFIRMED


def test_payment_and_confirmation_do_not_touch_each_other() -> None:
    paid = changed(session(confirmation="unconfirmed"), C.MARK_PAID)

    assert (paid.confirmation, paid.payment) == (Confirmation.UNCONFIRMED, Payment.PAID)
    assert changed(paid, C.CONFIRM).payment is Payment.PAID
    assert changed(paid, C.MARK_UNPAID).payment is Payment.UNPAID
