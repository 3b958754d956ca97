"""Before a session's change changes a count its figures are shown, and what was shown is what happens (rule 8)."""

from dataclasses import replace

import pytest
from going import bookings, left, packages
from posting import HERE
from practice import Practice

from bot.app import Ribbon
from playground.person.people import Person
from playground.person.screen import Modal
from storage.database import Database
from storage.records import RecordsTx

CHANGED = "⚠️ Nothing was changed: the package's count has changed since you opened this. Check it again."


def details(person: Person, words: str, *row: str) -> Modal:
    bookings(person, words).row(*row).choose("Session details")
    return person.modal_titled("Session details")


def test_a_restored_session_that_finds_its_place_taken_runs_over_after_saying_so(
    petra: Person, practice: Practice
) -> None:
    practice.session("x1", "c3", "follow", 1, "p5", confirmation="cancelled")
    shown = details(petra, "cancelled", "Chidi")
    shown.press("Restore")
    assert petra.dialog.text == (
        "Restore this session?\nThe session is unconfirmed again. Its link to the package stays; it counts again. "
        "⚠️ “One left”, Follow-up 50 min: none left, this makes it 1 over."
    )
    petra.dialog.press("Restore")
    ways = petra.modal_titled("Restored, 1 over")
    ways.sees("Add a session\nFollow-up 50 min: 1 → 2 total, 1 over → none left.")
    ways.press("Add a session")

    assert petra.modal_titled("Edit package").value("Follow-up 50 min") == "2"


def test_a_restored_session_that_is_not_included_offers_the_ways_too(petra: Person, practice: Practice) -> None:
    practice.session("x1", "c2", "nutri", 1, "p4", confirmation="cancelled")
    shown = details(petra, "cancelled", "Bo Lindqvist")
    shown.press("Restore")
    assert "it isn't counted there, so no count changes." in petra.dialog.text
    petra.dialog.press("Restore")

    petra.modal_titled("Restored, not counted").sees("Swap one")


def test_cancelling_what_is_over_says_what_it_becomes(petra: Person, practice: Practice) -> None:
    practice.session("x1", "c3", "follow", 1, "p5")
    practice.session("x2", "c3", "follow", 1.1, "p5")
    details(petra, "", "Chidi", "Tue 3 Mar", "10:30").press("Cancel session")

    assert petra.dialog.text.endswith("“One left”, Follow-up 50 min: 2 over, total 1, becomes 1 over.")


@pytest.mark.parametrize("button", ["Cancel session", "Late cancellation", "No-show"])
def test_what_was_shown_before_the_count_changed_is_not_done_but_shown_anew(
    petra: Person, mia: Person, button: str
) -> None:
    shown = details(petra, "past linked", "16 Feb")
    bookings(mia).row("Ana Ruiz", "Thu 5 Mar").choose("Link to package")
    mia.modal_titled("Link to package").pick("Gold 10")
    mia.modal.submit()
    mia.modal_titled("Bookings").row("Ana Ruiz", "Thu 5 Mar").sees("🎁")
    shown.press(button)
    assert "8 of 10 left" in petra.dialog.text
    petra.dialog.press(button)
    shown.sees(CHANGED, "Confirmation\nConfirmed", "Payment\nPaid", "Gold 10 · 7 of 10 left")
    shown.press(button)
    assert "7 of 10 left" in petra.dialog.text
    petra.dialog.press(button)

    shown.sees("Restore")


def test_a_restoration_that_would_run_over_by_now_is_not_done_unannounced(
    petra: Person, mia: Person, practice: Practice
) -> None:
    practice.package("one", "c2", "Single", {"follow": 1})
    practice.session("x1", "c2", "follow", 1, "one", confirmation="cancelled")
    shown = details(petra, "cancelled", "Bo Lindqvist")
    bookings(mia).row("Bo Lindqvist", "Wed 4 Mar").choose("Link to package")
    mia.modal_titled("Link to package").pick("Single")
    mia.modal.submit()
    mia.modal_titled("Bookings").row("Bo Lindqvist", "Wed 4 Mar").sees("🎁")
    shown.press("Restore")
    petra.dialog.press("Restore")
    shown.sees(CHANGED, "Cancelled")
    shown.press("Restore")

    assert "none left, this makes it 1 over" in petra.dialog.text


def test_a_session_linked_since_is_not_cancelled_on_the_word_that_no_count_changes(petra: Person, mia: Person) -> None:
    shown = details(petra, "", "Bo Lindqvist")
    bookings(mia).row("Bo Lindqvist").choose("Link to package")
    mia.modal_titled("Link to package").submit()
    mia.modal_titled("Bookings").row("Bo Lindqvist").sees("🎁")
    shown.press("Cancel session")
    petra.dialog.press("Cancel session")

    shown.sees(CHANGED, "Silver 5 · 4 of 5 left")
    assert "4 of 5 left" in left(mia, "bo", "Silver 5")


def test_where_no_shows_count_is_chosen_anew_the_question_is_asked_anew(
    petra: Person, ribbon: Ribbon, database: Database
) -> None:
    shown = details(petra, "past linked", "16 Feb")
    with database.writing() as connection:
        records = RecordsTx(connection, HERE)
        workspace = records.find_workspace(ribbon.router.default_workspace(HERE))
        records.choose(replace(workspace, no_shows_hold=False))
    shown.press("No-show")
    petra.dialog.press("No-show")
    shown.sees(CHANGED)
    shown.press("No-show")

    assert petra.dialog.text.endswith("8 of 10 left, becomes 9.")


def test_what_changes_no_count_asks_nothing_and_is_not_kept_by_a_count_that_changed(petra: Person, mia: Person) -> None:
    shown = details(petra, "past linked", "16 Feb")
    bookings(mia).row("Ana Ruiz", "Thu 5 Mar").choose("Link to package")
    mia.modal_titled("Link to package").pick("Gold 10")
    mia.modal.submit()
    mia.modal_titled("Bookings").row("Ana Ruiz", "Thu 5 Mar").sees("🎁")
    shown.press("Mark as unpaid")

    shown.sees("Confirmation\nConfirmed", "Payment\nUnpaid")
    assert "7 of 10 left" in packages(petra, "ana").row("Gold 10").text
