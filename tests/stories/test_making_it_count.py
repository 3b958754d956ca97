"""A session that isn't counted, or ran over, is put right days later from its row, its details and Home (rule 7)."""

from typing import Any

import pytest
from going import bookings, left, packages
from posting import Posting
from practice import Practice

from playground.person.people import Person
from playground.person.screen import Modal

TITLE = "Make it count"


def settings(person: Person) -> Modal:
    person.home()
    person.press("Settings")
    return person.modal_titled("Settings")


@pytest.fixture(autouse=True)
def two_linked(practice: Practice) -> None:
    """One whose service isn't included, and one beyond the total."""
    practice.session("s11", "c2", "nutri", 1, "p4")
    practice.session("s12", "c3", "follow", 1, "p5")


def test_from_the_row_of_one_that_is_not_counted(petra: Person) -> None:
    row = bookings(petra, "bo").row("Nutrition review")
    assert row.menu == ["Unlink from package", "Move to another package", TITLE, "Session details"]
    row.choose(TITLE)
    petra.modal_titled(TITLE).sees(
        "Not counted: Nutrition review isn't included in Silver 5",
        "Nutrition review is added to the package: 0 → 1 total, none left.",
        "One Follow-up 50 min is given up for it: 5 → 4 total, 5 → 4 left.",
    )
    petra.modal.press("Swap one")
    form = petra.modal_titled("Edit package")
    assert form.value("Follow-up 50 min") == "4"
    form.submit()
    petra.modal_titled("Count adjustment").close_all()
    assert "Waiting for a manager" in left(petra, "bo", "Silver 5")


def test_from_the_details_of_one_that_ran_over(petra: Person) -> None:
    row = bookings(petra, "chidi").row("Chidi Okafor", "1 over (this session)")
    assert TITLE in row.menu
    row.choose("Session details")
    petra.modal_titled("Session details").press(TITLE)
    petra.modal_titled(TITLE).sees("1 over: One left has none left of its 1 session of Follow-up 50 min.")
    petra.modal.press("Add a session")
    assert petra.modal_titled("Edit package").value("Follow-up 50 min") == "2"


def test_from_home(petra: Person) -> None:
    petra.home()
    petra.screen.row("Tomorrow, 10:30 Bo Lindqvist", "not counted").press(TITLE)
    petra.modal_titled(TITLE).sees("Not counted")


def test_one_that_counts_does_not_offer_it(petra: Person) -> None:
    assert TITLE not in bookings(petra, "past linked ana").row("16 Feb").menu


def test_one_that_counts_by_now_says_so(petra: Person, practice: Practice) -> None:
    row = bookings(petra, "bo").row("Nutrition review")
    practice.include("p4", "nutri", 1)
    row.choose(TITLE)
    petra.modal_titled("That didn't work").sees("This session now counts")


@pytest.fixture
def three_waiting(practice: Practice) -> None:
    """Three sessions of a service that their package doesn't include."""
    for n in (1, 2, 3):
        practice.session(f"w{n}", "c1", "nutri", n, "p1")


@pytest.mark.usefixtures("three_waiting")
def test_days_later_it_says_first_how_many_wait_and_how_many_would_be_added(petra: Person, clock: Any) -> None:
    clock.goes_on(days=5)
    bookings(petra, "past linked ana").row("5 Mar", "not counted").choose(TITLE)
    petra.modal_titled(TITLE).sees(
        "Not counted: Nutrition review isn't included in Gold 10. 3 sessions of it are linked and waiting.",
        "Add 3 sessions\nNutrition review is added to the package: 0 → 3 total, none left. "
        "All 3 that are linked count then.",
        "Package: 11 → 14 total.",
        "One Follow-up 50 min is given up for it: 10 → 9 total, 8 → 7 left.",
        "Nutrition review will then be 2 over.",
    )


@pytest.mark.usefixtures("three_waiting")
def test_a_manager_who_saves_at_once_is_not_told_that_it_waits_for_approval(mia: Person) -> None:
    form = settings(mia)
    form.pick("Managers' own requests", "They may decide themselves")
    form.submit()
    mia.modal_titled("Settings saved").close()
    bookings(mia, "linked ana").row("5 Mar").choose(TITLE)
    mia.modal_titled(TITLE).sees(
        "Each opens the form, filled in: nothing changes until a manager approves or saves it."
    )
    mia.modal.press("Add a session")
    mia.modal_titled("Edit package").sees("This saves at once")


@pytest.mark.usefixtures("three_waiting")
def test_once_it_is_approved_all_that_waited_count_and_nothing_is_offered(
    petra: Person, mia: Person, posting: Posting
) -> None:
    bookings(petra, "linked ana").row("5 Mar").choose(TITLE)
    petra.modal_titled(TITLE).press("Add a session")
    petra.modal_titled("Edit package").submit()
    petra.modal_titled("Count adjustment").close_all()
    posting.catches_up()
    mia.channel("CMAN").thread("Count adjustment · Ana R. · Gold 10").press("Approve")
    for day in ("3 Mar", "4 Mar", "5 Mar"):
        row = bookings(petra, "linked ana").row(day, "0 of 3 left")
        assert TITLE not in row.menu
        petra.modal.close_all()


@pytest.mark.usefixtures("three_waiting")
def test_from_details_in_the_third_window(petra: Person) -> None:
    packages(petra, "ana").row("Gold 10").choose("Scheduled bookings")
    petra.modal_titled("Scheduled bookings").row("5 Mar").choose("Session details")
    petra.modal_titled("Session details").press(TITLE)
    petra.modal_titled(TITLE).press("Add a session")
    petra.modal_titled("Edit package").sees("Nutrition review")


@pytest.mark.usefixtures("three_waiting")
def test_closing_it_changes_nothing(petra: Person) -> None:
    bookings(petra, "linked ana").row("5 Mar").choose(TITLE)
    petra.modal_titled(TITLE).close()
    petra.modal_titled("Bookings").row("5 Mar").sees("Gold 10 · not counted")


def test_a_cancelled_one_uses_no_session_and_does_not_offer_it(petra: Person, practice: Practice) -> None:
    practice.session("x1", "c2", "nutri", 3, "p4", confirmation="cancelled")
    row = bookings(petra, "linked bo cancelled").row("5 Mar")
    assert TITLE not in row.menu
    row.choose("Session details")
    assert TITLE not in petra.modal_titled("Session details").text


@pytest.mark.usefixtures("three_waiting")
def test_one_that_was_unlinked_meanwhile_says_so(petra: Person, mia: Person) -> None:
    shown = bookings(petra, "linked ana")
    bookings(mia, "linked ana").row("5 Mar").choose("Unlink from package")
    mia.modal_titled("Unlink from package").submit()
    mia.modal_titled("Bookings")
    shown.row("5 Mar").choose(TITLE)
    petra.modal_titled("That didn't work").sees("no longer linked to a package")
