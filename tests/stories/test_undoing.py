"""What one has just done is taken back with one press, from where one is then (rule 22)."""

from typing import Any

import pytest
from going import bookings, closes, left, packages
from posting import HERE
from practice import NOW, Practice
from sqlalchemy import func, select

from domain.erasing import forget_client
from domain.values.acts import Deed
from domain.values.ids import ClientId, PersonId
from playground.person.people import Person
from playground.person.screen import Modal
from storage.database import Database
from storage.records import RecordsTx
from storage.tables import ACT

ASKED = {"Cancel session", "Late cancellation"}


def linked(person: Person) -> Modal:
    bookings(person, "bo").row("Bo Lindqvist").choose("Link to package")
    person.modal_titled("Link to package").submit()
    return person.modal_titled("Bookings")


def details(person: Person, *changes: str) -> Modal:
    """Session details of Bo's session, once these were pressed one after the other."""
    bookings(person, "bo").row("Bo Lindqvist").choose("Session details")
    shown = person.modal_titled("Session details")
    for change in changes:
        shown.press(change)
        if change in ASKED:
            person.dialog.press(change)
    return shown


def test_a_link_is_taken_back_from_the_list_with_its_count_said_before(petra: Person) -> None:
    linked(petra).sees("Linked Bo Lindqvist, Wed 4 Mar 10:30, to Silver 5", "Now 4 of 5 left; Undo: 4 → 5")
    petra.press("Undo")
    petra.modal.sees("Undone: Bo Lindqvist, Wed 4 Mar 10:30, is as before.", "Not linked")
    petra.modal.close_all()
    assert "5 of 5 left" in left(petra, "bo", "Silver 5")
    packages(petra, "bo").row("Silver 5").choose("History")
    petra.modal_titled("History").sees("linked", "left 5 → 4", "unlinked", "left 4 → 5")


def test_a_session_taken_off_its_package_is_booked_from_it_again(petra: Person) -> None:
    bookings(petra, "past linked ana").row("16 Feb").choose("Unlink from package")
    petra.modal_titled("Unlink from package").submit()
    petra.modal_titled("Bookings").sees("Unlinked Ana Ruiz, Mon 16 Feb 10:30, from Gold 10", "Undo: 9 → 8")
    petra.press("Undo")
    petra.modal.sees("Undone: Ana Ruiz, Mon 16 Feb 10:30, is as before.")
    petra.modal.row("16 Feb").choose("Session details")
    petra.modal_titled("Session details").sees("From the package")


def test_a_move_is_taken_back_in_both_packages(petra: Person) -> None:
    bookings(petra, "past linked ana").row("16 Feb").choose("Move to another package")
    petra.modal_titled("Move to another package").submit()
    petra.modal_titled("Bookings").sees("Moved Ana Ruiz, Mon 16 Feb 10:30, to Starter 3")
    petra.modal.sees("Undo: Starter 3, Follow-up 50 min: 2 → 3", "Undo: Gold 10, Follow-up 50 min: 9 → 8")
    petra.press("Undo")
    petra.modal.sees("is as before", "Gold 10 · 8 of 10 left")
    petra.modal.close_all()
    assert "3 of 3 left" in left(petra, "ana", "Starter 3")


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ("Mark as unpaid", "Marked Bo Lindqvist, Wed 4 Mar 10:30, as unpaid"),
        ("Cancel session", "Cancelled Bo Lindqvist, Wed 4 Mar 10:30"),
        ("Late cancellation", "Marked Bo Lindqvist, Wed 4 Mar 10:30, as cancelled late"),
    ],
)
def test_what_became_of_a_session_is_taken_back_where_it_was_done(petra: Person, change: str, said: str) -> None:
    shown = details(petra, change)
    shown.sees(said, "Undo changes no count")
    shown.press("Undo")
    shown.sees("Undone: Bo Lindqvist, Wed 4 Mar 10:30, is as before.", "Confirmation\nConfirmed", "Payment\nPaid")


def test_a_cancelled_session_that_is_restored_by_undo_takes_its_place_again(petra: Person) -> None:
    linked(petra).close()
    petra.command("/client bo")
    petra.modal_titled("Bookings & Packages").row("Follow-up 50 min").choose("Session details")
    shown = petra.modal_titled("Session details")
    shown.press("Cancel session")
    petra.dialog.press("Cancel session")
    shown.sees("Now 5 of 5 left; Undo: 5 → 4")
    shown.press("Undo")
    shown.sees("is as before", "Silver 5 · 4 of 5 left")


def test_undoing_a_booking_cancels_it(petra: Person) -> None:
    petra.command("/book bo")
    form = petra.modal_titled("Book a session")
    form.pick("Service", "Follow-up 50 min", query="foll")
    form.fill("Date and time", str(int(NOW.timestamp()) + 86_400))
    form.pick("Silver 5")
    form.submit()
    result = petra.modal_titled("Booked")
    result.sees("Booked Bo Lindqvist", "Undo: 4 → 5")
    result.press("Undo")
    petra.modal_titled("Undone").sees("is cancelled")
    petra.modal.close()
    assert "5 of 5 left" in left(petra, "bo", "Silver 5")


def test_a_link_that_does_not_count_is_taken_back_from_its_result(petra: Person, practice: Practice) -> None:
    practice.session("odd", "c2", "nutri", 1)
    bookings(petra, "bo").row("Nutrition review").choose("Link to package")
    petra.modal_titled("Link to package").submit()
    petra.modal_titled("Linked, not counted").sees("Undo changes no count")
    petra.press("Undo")
    petra.modal_titled("Undone").sees("is as before")
    petra.modal.close()
    petra.modal_titled("Bookings").sees("Undone: Bo Lindqvist", "Not linked")


def test_home_offers_what_was_done_there(petra: Person) -> None:
    petra.home()
    petra.row("Bo Lindqvist", "Best fit").press("Link")
    petra.screen.sees("Linked Bo Lindqvist, Wed 4 Mar 10:30, to Silver 5", "Not linked (4)")
    petra.press("Undo")
    petra.screen.sees("Undone: Bo Lindqvist", "Not linked (5)")


def test_what_somebody_has_changed_since_is_left_and_said(petra: Person, mia: Person) -> None:
    linked(petra)
    bookings(mia, "bo").row("Bo Lindqvist").choose("Unlink from package")
    mia.modal_titled("Unlink from package").submit()
    mia.modal_titled("Bookings")
    petra.press("Undo")
    petra.modal.sees("Nothing was undone: somebody has changed it since. Look at it again.")
    petra.command("/bookings bo")
    assert "Undo" not in petra.modal_titled("Bookings").text


def test_where_its_package_takes_no_more_sessions_nothing_is_offered(petra: Person, mia: Person) -> None:
    bookings(petra, "past linked ana").row("16 Feb").choose("Unlink from package")
    petra.modal_titled("Unlink from package").submit()
    petra.modal_titled("Bookings").sees("Undo")
    closes(mia, "ana", "Gold 10").close_all()
    petra.press("Undo")
    petra.modal.sees("Nothing was undone")
    assert "Undo" not in bookings(petra, "ana").text


def test_two_presses_at_once_take_it_back_once(petra: Person) -> None:
    linked(petra).press("Undo", times=2)
    packages(petra, "bo").row("Silver 5").choose("History")
    assert petra.modal_titled("History").text.count("unlinked") == 1


def test_what_was_done_on_an_older_screen_is_not_taken_back_for_what_was_done_since(
    petra: Person, database: Database
) -> None:
    shown = linked(petra)
    with database.writing() as connection:
        records = RecordsTx(connection, HERE)
        records.keep_act(PersonId("UPRAC"), NOW, Deed.CONFIRM, [])
    shown.press("Undo")
    petra.modal_titled("That didn't work").sees("can't be undone any more: you have done something else since")


def test_after_half_an_hour_nothing_is_offered(petra: Person, clock: Any) -> None:
    linked(petra).sees("Undo")
    clock.goes_on(minutes=31)
    petra.press("Undo")
    petra.modal.sees("can't be undone any more")


def test_nothing_of_an_erased_client_is_kept_to_be_taken_back(petra: Person, database: Database) -> None:
    linked(petra)
    with database.writing() as connection:
        records = RecordsTx(connection, HERE)
        assert connection.execute(select(func.count()).select_from(ACT)).scalar_one() == 1
        forget_client(records, ClientId("c2"), "a test", NOW, "reference-1")
        assert connection.execute(select(func.count()).select_from(ACT)).scalar_one() == 0
