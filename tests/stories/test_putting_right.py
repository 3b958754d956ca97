"""What is linked without a place is put right: what each way leaves is said before, and only where there is need."""

from datetime import date
from typing import Any

import pytest
from going import bookings, closes, packages
from posting import HERE, Posting
from practice import Practice

from bot.app import Ribbon
from playground.person.people import Person

ASKED = "Count adjustment · Ana R. · Gold 10"


def link(person: Person, row: str, package: str) -> None:
    bookings(person).row(row).choose("Link to package")
    person.modal_titled("Link to package").pick(package)
    person.modal.submit()


def test_a_swap_beside_several_that_wait_says_before_what_stays_over(petra: Person, practice: Practice) -> None:
    practice.session("w1", "c1", "nutri", -2, "p1")
    practice.session("w2", "c1", "nutri", -1, "p1")
    link(petra, "Nutrition review", "Gold 10")
    shown = petra.modal_titled("Linked, not counted")

    shown.sees(
        "Add 3 sessions\nNutrition review is added to the package: 0 → 3 total, none left. "
        "All 3 that are linked count then.",
        "Package: 11 → 14 total.",
        "Swap one\nOne Follow-up 50 min is given up for it: 10 → 9 total, 8 → 7 left.",
        "Package: 11 total as before; Nutrition review will then be 2 over.",
    )


def test_adding_to_a_package_that_is_several_over_makes_room_for_all_of_them(petra: Person, practice: Practice) -> None:
    practice.session("w1", "c3", "follow", -1, "p5")
    link(petra, "Chidi Okafor", "One left")
    shown = petra.modal_titled("Linked, 2 over")
    shown.sees("Add 2 sessions\nFollow-up 50 min: 1 → 3 total, 2 over → none left.")
    shown.press("Add a session")

    assert petra.modal_titled("Edit package").value("Follow-up 50 min") == "3"


def test_a_cancelled_session_that_is_not_included_is_linked_without_ways_to_put_it_right(
    petra: Person, practice: Practice
) -> None:
    practice.session("x1", "c2", "nutri", 3, confirmation="cancelled")
    bookings(petra, "cancelled").row("Bo Lindqvist").choose("Link to package")
    petra.modal_titled("Link to package").sees("The session uses none of it, so the count won't change")
    petra.modal.submit()
    petra.modal_titled("Bookings").row("Bo Lindqvist").sees("🎁", "Silver 5")
    petra.modal.close_all()
    packages(petra, "bo").row("Silver 5").choose("History")

    petra.modal_titled("History").row("linked").sees("not counted")


@pytest.mark.parametrize("way", ["Add a session", "Swap one"])
def test_a_session_that_was_cancelled_meanwhile_is_not_asked_for(petra: Person, mia: Person, way: str) -> None:
    link(petra, "Nutrition review", "Gold 10")
    ways = petra.modal_titled("Linked, not counted")
    bookings(mia).row("Nutrition review").choose("Session details")
    mia.modal_titled("Session details").press("Cancel session")
    mia.dialog.press("Cancel session")
    mia.modal_titled("Session details").sees("Cancelled")
    ways.press(way)

    petra.modal_titled("That didn't work").sees("This session uses none of its package at the moment")


def test_what_somebody_has_put_right_meanwhile_is_not_asked_for_again(
    petra: Person, mia: Person, max_: Person, posting: Posting
) -> None:
    link(petra, "Nutrition review", "Gold 10")
    ways = petra.modal_titled("Linked, not counted")
    packages(max_, "ana").row("Gold 10").choose("Edit package")
    max_.modal_titled("Edit package").press("Add another")
    max_.modal.pick("Service to add", "Nutrition review")
    max_.modal.fill("Sessions to add", "1")
    max_.modal.fill("Reason", "Agreed")
    max_.modal.submit()
    posting.catches_up()
    mia.channel("CMAN").thread(ASKED).press("Approve")
    ways.press("Add a session")

    petra.modal_titled("That didn't work").sees("This session now counts")


def ask(petra: Person, posting: Posting) -> None:
    link(petra, "Nutrition review", "Gold 10")
    petra.modal_titled("Linked, not counted").press("Add a session")
    petra.modal_titled("Edit package").submit()
    petra.modal_titled("Count adjustment").close()
    posting.catches_up()


@pytest.mark.parametrize(("button", "status"), [("Cancel package", "cancelled"), ("Complete", "completed")])
def test_the_card_says_that_its_package_has_been_closed(
    petra: Person, mia: Person, max_: Person, posting: Posting, button: str, status: str
) -> None:
    ask(petra, posting)
    thread = max_.channel("CMAN").thread(ASKED)
    assert "This package" not in thread.text
    closes(mia, "ana", "Gold 10", button).row("Gold 10").sees(status.capitalize())
    posting.catches_up()

    thread.sees(f"This package is {status}. Approving changes its count; it still takes no new links.")


def test_the_card_says_when_its_package_has_ended(
    petra: Person, mia: Person, practice: Practice, posting: Posting, clock: Any, ribbon: Ribbon
) -> None:
    practice.package("p9", "c1", "Short 2", {"follow": 2}, expires_on=date(2026, 3, 3))
    link(petra, "Nutrition review", "Short 2")
    petra.modal_titled("Linked, not counted").press("Add a session")
    petra.modal_titled("Edit package").submit()
    posting.catches_up()
    thread = mia.channel("CMAN").thread("Count adjustment · Ana R. · Short 2")
    assert "This package" not in thread.text
    clock.goes_on(days=2)
    ribbon.rounds.note_expired_packages(HERE)
    posting.catches_up()

    thread.sees("This package ended on Tue 3 Mar 2026. Approving changes its count; it still takes no new links.")
