"""Confirm all and Mark all paid, in a list filtered to a day."""

import pytest
from going import bookings
from practice import Practice

from playground.person.people import Person
from playground.person.screen import Modal


@pytest.fixture
def day(practice: Practice) -> None:
    for n, name in enumerate(("ana", "bo", "chidi"), 1):
        practice.session(
            f"{name}-on-6",
            f"c{n}",
            "follow",
            5 + n / 24,
            confirmation="unconfirmed",
            payment="paid" if n == 1 else "unpaid",
        )


def listed(person: Person, press: str) -> Modal:
    shown = bookings(person)
    shown.press("Filter")
    form = person.modal_titled("Filter")
    form.fill("From", "2026-03-07")
    form.fill("To", "2026-03-07")
    form.submit()
    person.modal_titled("Bookings").press(press)
    return person.modal_titled(press)


@pytest.mark.usefixtures("day")
def test_all_of_a_day_are_confirmed_at_once_and_one_press_takes_it_back(petra: Person) -> None:
    form = listed(petra, "Confirm all")
    form.sees("3 sessions.", "No count changes.")
    form.submit()
    petra.modal_titled("Bookings").sees("Confirmed 3 sessions", "Undo changes no count")
    assert "Confirm all" not in petra.modal.text
    petra.press("Undo")
    petra.modal.sees("Undone: 3 sessions are as before.", "Confirm all")
    assert petra.modal.text.count("Unconfirmed") == 3


@pytest.mark.usefixtures("day")
def test_only_what_is_unpaid_is_marked_as_paid_and_any_can_be_taken_out(petra: Person) -> None:
    form = listed(petra, "Mark all paid")
    form.sees("3 sessions.")
    form.pick("Sessions", *[text for text in form.options("Sessions") if "Bo " in text])
    form.submit()
    petra.modal_titled("Bookings").sees("Marked Bo Lindqvist, Sat 7 Mar 12:30, as paid")
    petra.modal.row("13:30 Chidi Okafor\nFollow-up", "Unpaid")
    petra.modal.row("Bo Lindqvist\nFollow-up", "· Paid")


@pytest.mark.usefixtures("day")
def test_where_one_has_changed_meanwhile_none_is_changed_and_they_are_shown_anew(petra: Person, mia: Person) -> None:
    form = listed(petra, "Confirm all")
    bookings(mia, "ana").row("11:30 Ana Ruiz\nFollow-up").choose("Session details")
    mia.modal_titled("Session details").press("Confirm")
    mia.modal.sees("Confirmation\nConfirmed")
    form.submit()
    form.sees("Nothing was changed: one of these sessions has changed since.", "2 of 3 sessions")
    form.submit()
    petra.modal_titled("Bookings").sees("Confirmed 2 sessions")


@pytest.mark.usefixtures("day")
def test_where_others_were_faster_there_is_nothing_to_do(petra: Person, mia: Person) -> None:
    form = listed(petra, "Confirm all")
    listed(mia, "Confirm all").submit()
    mia.modal_titled("Bookings").sees("Confirmed 3 sessions")
    form.submit()
    petra.modal_titled("Confirm all").sees("There is none any more")
