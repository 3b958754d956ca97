"""A session that isn't counted, or ran over, is put right days later from its row, its details and Home (rule 7)."""

import pytest
from going import bookings, left
from practice import Practice

from playground.person.people import Person

TITLE = "Make it count"


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
    petra.sees_no_modal()
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
