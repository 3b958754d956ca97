"""Session details: what applies can be done there, but neither linking nor unlinking (rule 2)."""

from dataclasses import replace

import pytest
from going import bookings, buttons, left
from posting import HERE
from practice import Practice

from bot.app import Ribbon
from playground.person.people import Person
from playground.person.screen import Modal
from storage.database import Database
from storage.records import RecordsTx


def details(person: Person, words: str, row: str) -> Modal:
    bookings(person, words).row(row).choose("Session details")
    return person.modal_titled("Session details")


def test_details_show_the_session_and_offer_neither_link_nor_unlink(petra: Person) -> None:
    shown = details(petra, "past linked", "16 Feb")

    shown.sees(
        "Ana Ruiz", "Follow-up 50 min", "Practitioner\nPetra Practitioner", "Confirmation\nConfirmed", "Payment\nPaid"
    )
    shown.sees(
        "When\nMon 16 Feb, 10:30, 50 min",
        "Package\nGold 10 · 8 of 10 left for this service",
        "Booked\nFrom the package",
    )
    assert "Booking " not in shown.text, "no id"
    assert "ink" not in " ".join([*buttons(shown), *shown.buttons]).replace("Unlinked", "")


@pytest.mark.parametrize(
    ("words", "row", "offered"),
    [
        ("", "Nutrition review", ["Confirm", "Mark as paid", "Late cancellation", "Cancel session"]),
        ("", "Bo Lindqvist", ["Mark as unpaid", "Late cancellation", "Cancel session"]),
        ("past", "23 Feb", ["Mark as paid", "No-show", "Late cancellation", "Cancel session"]),
    ],
)
def test_only_what_applies_is_offered(petra: Person, words: str, row: str, offered: list[str]) -> None:
    assert buttons(details(petra, words, row)) == offered


def test_a_session_is_confirmed_and_paid_and_the_list_behind_follows(petra: Person) -> None:
    shown = details(petra, "", "Nutrition review")
    shown.press("Confirm")
    shown.sees("Confirmation\nConfirmed", "Payment\nUnpaid")
    shown.press("Mark as paid")
    shown.sees("Confirmation\nConfirmed", "Payment\nPaid")

    assert buttons(shown) == ["Mark as unpaid", "Late cancellation", "Cancel session"]
    shown.close()
    petra.modal_titled("Bookings").row("Nutrition review").sees("Confirmed · Paid")


def test_cancelling_asks_first_and_gives_the_count_back_and_restoring_takes_it_again(petra: Person) -> None:
    shown = details(petra, "past linked", "16 Feb")
    shown.press("Cancel session")
    assert petra.dialog.text == (
        "Cancel this session?\n"
        "The session is marked as cancelled. Its link to the package stays; its count comes back. "
        "“Gold 10”, Follow-up 50 min: 8 of 10 left, becomes 9."
    )
    petra.dialog.press("Keep it")
    assert "8 of 10 left" in left(petra, "ana", "Gold 10")

    shown = details(petra, "past linked", "16 Feb")
    shown.press("Cancel session")
    petra.dialog.press("Cancel session")
    shown.sees("Confirmation\nCancelled", "Payment\nPaid", "Gold 10 · 9 of 10 left for this service · uses no session")
    assert buttons(shown) == ["Mark as unpaid", "Restore"]
    assert "9 of 10 left" in left(petra, "ana", "Gold 10")

    shown = details(petra, "past linked", "16 Feb")
    shown.press("Restore")
    assert petra.dialog.text == (
        "Restore this session?\nThe session is confirmed again. Its link to the package stays; it counts again. "
        "“Gold 10”, Follow-up 50 min: 9 of 10 left, becomes 8."
    )
    petra.dialog.press("Restore")
    shown.sees("Confirmation\nConfirmed", "Payment\nPaid")
    assert "8 of 10 left" in left(petra, "ana", "Gold 10")


def test_a_no_show_asks_first_and_keeps_its_place(petra: Person) -> None:
    shown = details(petra, "past linked", "16 Feb")
    shown.press("No-show")
    assert petra.dialog.text == (
        "Mark this session as a no-show?\nThe session is marked as a no-show. Its link to the package stays; "
        "it still counts. “Gold 10”, Follow-up 50 min: stays at 8 of 10 left."
    )
    petra.dialog.press("No-show")
    shown.sees("Restore")

    assert "8 of 10 left" in left(petra, "ana", "Gold 10")


def test_a_late_cancellation_asks_first_and_keeps_its_place(petra: Person) -> None:
    shown = details(petra, "past linked", "16 Feb")
    shown.press("Late cancellation")
    assert petra.dialog.text == (
        "Mark this session as cancelled late?\n"
        "The session is marked as cancelled late. Its link to the package stays; it still counts. "
        "“Gold 10”, Follow-up 50 min: stays at 8 of 10 left."
    )
    petra.dialog.press("Keep it")
    assert "Late cancellation" in buttons(shown)

    shown.press("Late cancellation")
    petra.dialog.press("Late cancellation")
    shown.sees("Restore")

    assert "8 of 10 left" in left(petra, "ana", "Gold 10")


def test_where_late_cancellations_give_their_place_back_the_question_says_so(
    petra: Person, ribbon: Ribbon, database: Database
) -> None:
    with database.writing() as connection:
        records = RecordsTx(connection, HERE)
        workspace = records.find_workspace(ribbon.router.default_workspace(HERE))
        records.choose(replace(workspace, no_shows_hold=False))
    details(petra, "past linked", "16 Feb").press("Late cancellation")

    assert petra.dialog.text.endswith("its count comes back. “Gold 10”, Follow-up 50 min: 8 of 10 left, becomes 9.")


@pytest.mark.parametrize("button", ["Cancel session", "Late cancellation"])
def test_cancelling_a_linked_session_that_is_not_counted_promises_no_count(
    petra: Person, practice: Practice, button: str
) -> None:
    practice.session("n1", "c2", "nutri", 3, "p4")
    details(petra, "linked", "Bo Lindqvist").press(button)

    assert "Its link to the package stays; it isn't counted there, so no count changes." in petra.dialog.text


@pytest.mark.parametrize("button", ["Cancel session", "Late cancellation"])
def test_cancelling_a_session_that_is_not_linked_says_nothing_of_a_package(petra: Person, button: str) -> None:
    details(petra, "", "Bo Lindqvist").press(button)

    assert "package" not in petra.dialog.text
    assert petra.dialog.text.endswith("No count changes.")


def test_an_unconfirmed_session_is_unconfirmed_again_when_restored(petra: Person) -> None:
    shown = details(petra, "", "Nutrition review")
    shown.press("Late cancellation")
    petra.dialog.press("Late cancellation")
    shown.sees("Confirmation\nLate cancellation", "Payment\nUnpaid")
    shown.press("Restore")
    assert petra.dialog.text == "Restore this session?\nThe session is unconfirmed again. No count changes."
    petra.dialog.press("Restore")

    shown.sees("Confirmation\nUnconfirmed", "Payment\nUnpaid")


def test_who_comes_second_is_told_and_sees_how_it_is_now(petra: Person, mia: Person) -> None:
    hers, theirs = details(petra, "", "Nutrition review"), details(mia, "", "Nutrition review")
    hers.press("Confirm")
    hers.sees("Confirmation\nConfirmed", "Payment\nUnpaid")
    theirs.press("Confirm")
    mia.modal_titled("That didn't work").sees("it is now confirmed and unpaid")
    mia.modal.close()
    mia.modal.close()
    mia.modal_titled("Bookings").row("Nutrition review").sees("Confirmed · Unpaid")


def test_pressing_twice_at_once_changes_once(petra: Person, practice: Practice) -> None:
    assert practice.team
    details(petra, "", "Nutrition review").press("Mark as paid", times=2)
    petra.modal.close_all()

    assert "Paid" in bookings(petra).row("Nutrition review").text


def test_a_cancellation_that_arrives_late_leaves_the_session_restored(petra: Person) -> None:
    shown = details(petra, "past linked", "16 Feb")
    shown.press("Cancel session")
    petra.dialog.press("Cancel session")
    cancellation = petra.client.deliveries.made[-1]
    shown.press("Restore")
    petra.dialog.press("Restore")
    shown.sees("Confirmation\nConfirmed", "Payment\nPaid")

    petra.client.deliveries.again(cancellation)

    petra.modal_titled("That didn't work").sees("changed since you opened it: it is now confirmed and paid")
    petra.modal.close_all()
    assert "8 of 10 left" in left(petra, "ana", "Gold 10")


def test_a_payment_that_arrives_late_leaves_the_session_unpaid_again(petra: Person) -> None:
    shown = details(petra, "", "Nutrition review")
    shown.press("Mark as paid")
    payment = petra.client.deliveries.made[-1]
    shown.press("Mark as unpaid")
    shown.sees("Confirmation\nUnconfirmed", "Payment\nUnpaid")

    petra.client.deliveries.again(payment)

    petra.modal.close_all()
    assert "Unpaid" in bookings(petra).row("Nutrition review").text


def test_a_payment_can_be_noted_before_the_screen_shows_that_the_session_is_confirmed(
    petra: Person, mia: Person
) -> None:
    hers, theirs = details(petra, "", "Nutrition review"), details(mia, "", "Nutrition review")
    hers.press("Confirm")
    theirs.press("Mark as paid")
    theirs.sees("Confirmation\nConfirmed", "Payment\nPaid")


def test_a_cancelled_session_can_still_be_linked_and_then_counts_nothing(petra: Person) -> None:
    shown = details(petra, "", "Bo Lindqvist")
    shown.press("Cancel session")
    petra.dialog.press("Cancel session")
    shown.sees("Cancelled")
    bookings(petra, "cancelled").row("Bo Lindqvist").choose("Link to package")
    petra.modal_titled("Link to package").sees("The session uses none of it, so the count won't change")
    petra.modal.submit()
    petra.modal_titled("Bookings").row("Bo Lindqvist").sees("🎁", "Silver 5")
    petra.modal.close_all()

    assert "5 of 5 left" in left(petra, "bo", "Silver 5")
