"""A count that is overrun reads as "1 over" wherever it stands, never as a number below zero."""

import re

import pytest
from going import bookings, packages
from posting import Posting
from practice import Practice

from playground.person.people import Person

ASKED = "Count adjustment · Chidi O. · One left"


@pytest.fixture(autouse=True)
def overrun(practice: Practice, petra: Person) -> None:
    """One session more than the package has is linked, and then another."""
    practice.session("w1", "c3", "follow", -1, "p5")
    bookings(petra).row("Chidi Okafor").choose("Link to package")
    petra.modal_titled("Link to package").submit()
    petra.modal_titled("Linked, 2 over").close_all()


def test_the_form_that_unlinks_and_the_questions_of_a_session_say_how_many_are_over(petra: Person) -> None:
    bookings(petra).row("Chidi Okafor").choose("Unlink from package")
    petra.modal_titled("Unlink from package").sees("2 over, total 1, becomes 1 over.")
    petra.modal.close_all()

    bookings(petra).row("Chidi Okafor").choose("Session details")
    petra.modal_titled("Session details").press("Cancel session")

    assert "2 over, total 1, becomes 1 over." in petra.dialog.text


def test_cards_histories_and_reasons_of_a_count_say_how_many_are_over(
    petra: Person, mia: Person, posting: Posting
) -> None:
    packages(petra, "chidi").row("One left").choose("Edit package")
    petra.modal_titled("Edit package").fill("Follow-up 50 min", "2")
    petra.modal.fill("Reason", "Agreed")
    petra.modal.submit()
    posting.catches_up()
    thread = mia.channel("CMAN").thread(ASKED)
    thread.sees("Follow-up 50 min | 1 → 2 | 2 over → 1 over")
    thread.press("Approve")
    petra.modal_titled("Bookings & Packages").row("One left").choose("History")
    shown = petra.modal_titled("History")
    shown.sees("left 1 over → 2 over", "left 2 over → 1 over")
    assert not re.search(r"-\d", shown.text)
    shown.close()
    petra.modal_titled("Bookings & Packages").row("One left").choose("Why this count")

    petra.modal_titled("Why this count").sees("total 2 − 3 sessions that count = 1 over")
