"""Whoever presses reads what came of it where they pressed: on Home, in a thread, in a window."""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from time import monotonic

import pytest
from going import bookings
from posting import Posting
from sqlalchemy import text

from playground.person.people import Person
from playground.server import Playground
from storage.database import open_database

ASKED = "Count adjustment · Bo L. · Silver 5"
BUSY = "Ribbon is busy with a large task. Nothing was saved. Try again in a moment."


@contextmanager
def another_writer(url: str) -> Iterator[None]:
    """A transaction of another process, which has what people's own would write to."""
    if url.startswith("sqlite"):
        connection = sqlite3.connect(url.removeprefix("sqlite:///"), isolation_level=None)
        connection.execute("BEGIN IMMEDIATE")
        yield
        connection.close()
        return
    database = open_database(url)
    with database.writing() as transaction:
        transaction.execute(text("LOCK TABLE person, session IN EXCLUSIVE MODE"))
        yield
    database.close()


def link(person: Person) -> None:
    bookings(person, "bo").row("Bo Lindqvist").choose("Link to package")
    person.modal_titled("Link to package").submit()
    person.modal_titled("Bookings").row("Bo Lindqvist").sees("🎁")
    person.modal.close_all()


def ask(person: Person, posting: Posting, sessions: str) -> None:
    """For Bo's Silver 5, which has 5 follow-ups, ask for another number."""
    person.command("/client bo")
    person.modal_titled("Bookings & Packages").press("Packages")
    person.modal.row("Silver 5").choose("Edit package")
    person.modal_titled("Edit package").fill("Follow-up 50 min", sessions)
    person.modal.fill("Reason", "Agreed")
    person.modal.submit()
    person.modal_titled("Bookings & Packages").sees("Waiting for a manager")
    person.modal.close_all()
    posting.catches_up()


def test_who_is_late_on_home_reads_who_was_first_and_home_shows_it(mia: Person, petra: Person) -> None:
    mia.home()
    best_fit = mia.row("Bo Lindqvist", "Best fit: Silver 5")
    link(petra)

    best_fit.press("Link")

    mia.modal_titled("That didn't work").sees(
        "This session is already linked to “Silver 5” by Petra Practitioner. Unlink it first to link it elsewhere."
    )
    mia.modal.close()
    mia.screen.loses("Best fit: Silver 5")


def test_who_is_late_reads_it_on_a_home_as_it_is_now_where_slack_opens_no_window(mia: Person, petra: Person) -> None:
    mia.home()
    best_fit = mia.row("Bo Lindqvist", "Best fit: Silver 5")
    link(petra)
    mia.slack.spoil("views.open", error="expired_trigger_id")

    best_fit.press("Link")

    mia.screen.sees("⚠️ This session is already linked to “Silver 5” by Petra Practitioner.")
    assert "Best fit: Silver 5" not in mia.screen.text


def test_while_the_database_is_busy_home_says_so_within_two_seconds_of_the_press(
    petra: Person, database_url: str
) -> None:
    petra.home()
    best_fit = petra.row("Bo Lindqvist", "Best fit: Silver 5")
    took = []
    for _ in range(3):
        with another_writer(database_url):
            pressed = monotonic()
            best_fit.press("Link")
            petra.modal_titled("That didn't work").sees(BUSY)
            took.append(monotonic() - pressed)
        petra.modal.close()
    assert min(took) < 2
    best_fit.press("Link")
    petra.screen.loses("Best fit: Silver 5")


def test_words_about_a_press_in_a_thread_stand_in_the_thread(mia: Person, posting: Posting) -> None:
    ask(mia, posting, "6")
    thread = mia.channel("CMAN").thread(ASKED)
    thread.press("Approve")

    thread.sees("You can't decide your own request.")
    assert "You can't decide your own" not in mia.channel("CMAN").text


def test_a_card_that_cannot_be_approved_says_why_before_and_after_a_press(
    petra: Person, mia: Person, posting: Posting
) -> None:
    ask(petra, posting, "0")
    thread = mia.channel("CMAN").thread(ASKED)
    assert "can't be approved" not in thread.text
    link(petra)
    posting.catches_up()
    why = "Follow-up 50 min: 1 is used, so the total can't become 0."
    thread.message("5 → 0 |").sees(f"This can't be approved as it is. {why} Decline this request")

    thread.press("Approve")

    thread.sees(f"{why} Decline this request; a new one can be sent.")
    assert posting.behind() == 1


def test_a_card_that_somebody_else_decided_is_drawn_anew_for_who_pressed_late(
    petra: Person, mia: Person, max_: Person, posting: Posting, playground: Playground
) -> None:
    ask(petra, posting, "6")
    thread = mia.channel("CMAN").thread(ASKED)
    max_.channel("CMAN").thread(ASKED).press("Approve")
    assert playground.slack.problems == []

    thread.press("Approve")
    thread.sees("This request was already approved by Max Manager.")
    posting.catches_up()
    thread.sees("Approved by @Max Manager")
    assert "approved already" not in mia.channel("CMAN").text


def test_words_about_a_press_reach_the_thread_where_slack_does_not_take_them_at_first(
    petra: Person, mia: Person, max_: Person, posting: Posting
) -> None:
    ask(petra, posting, "6")
    thread = mia.channel("CMAN").thread(ASKED)
    max_.channel("CMAN").thread(ASKED).press("Approve")
    mia.slack.spoil("response_url", status=500)

    thread.press("Approve")

    thread.sees("This request was already approved by Max Manager.")
    assert "already approved" not in mia.channel("CMAN").text


def test_a_card_that_cannot_be_approved_is_drawn_anew_even_where_slack_takes_no_words(
    petra: Person, mia: Person, posting: Posting
) -> None:
    ask(petra, posting, "0")
    thread = mia.channel("CMAN").thread(ASKED)
    link(petra)
    posting.catches_up()
    for method in ("response_url", "chat.postEphemeral"):
        mia.slack.spoil(method, status=500)

    thread.press("Approve")

    assert posting.behind() == 1


@pytest.mark.parametrize("label", ["Approve", "Decline"])
def test_a_press_on_a_card_that_this_version_cannot_read_draws_it_anew(
    petra: Person, mia: Person, posting: Posting, label: str
) -> None:
    ask(petra, posting, "6")
    thread = mia.channel("CMAN").thread(ASKED)
    for part in thread.look():
        for element in part.block.get("elements", []):
            element["action_id"] = f"old_{element.get('action_id')}"

    thread.press(label)

    thread.sees("This screen is out of date.")
    posting.catches_up()
    thread.message("5 → 6 |").press("Approve")
    posting.catches_up()
    thread.sees("Approved by @Mia Manager")
