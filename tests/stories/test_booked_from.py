"""Before a session is booked from a package, the form says what that does, by the service and the day chosen."""

from datetime import date, datetime

import pytest
from going import closes
from practice import Practice

from playground.person.people import Person
from playground.person.screen import Modal

AT = "2026-03-25T14:00:00+01:00"
OTHER = "Nutrition review"


@pytest.fixture(autouse=True)
def several(practice: Practice) -> None:
    """Emre has a package of each kind."""
    practice.package("ends", "c5", "Ends", {"follow": 4}, expires_on=date(2026, 3, 20))
    practice.package("full", "c5", "Full", {"follow": 1})
    practice.session("f1", "c5", "follow", -1, "full")
    practice.package("lacks", "c5", "Lacks", {"initial": 4})
    practice.package("fits", "c5", "Fits", {"follow": 6, "nutri": 1})


def form_for(person: Person, client: str = "emre") -> Modal:
    person.command(f"/book {client}".strip())
    return person.modal_titled("Book a session")


def start(form: Modal) -> None:
    form.fill("Date and time", str(int(datetime.fromisoformat(AT).timestamp())))


def test_with_service_and_day_each_package_says_what_booking_from_it_does(petra: Person) -> None:
    form = form_for(petra)
    form.sees("4 of 4 left · ends 20 Mar 2026")
    form.pick("Service", "Follow-up 50 min", query="foll")
    form.sees(
        "Follow-up 50 min: 4 of 4 left, becomes 3 · ends 20 Mar 2026",
        "Follow-up 50 min: 6 of 6 left, becomes 5",
        "Follow-up 50 min: none left, this makes it 1 over",
        "Follow-up 50 min is not included: the count won't change",
    )
    start(form)
    form.sees("Follow-up 50 min: 4 of 4 left, becomes 3 · ends before this session")

    assert form.options("Booked from") == ["Fits", "Full", "Lacks", "Ends", "One-off booking"]
    assert form.value("Booked from") == "Fits"


def test_another_service_keeps_the_package_that_was_chosen_and_all_that_was_filled_in(petra: Person) -> None:
    form = form_for(petra)
    start(form)
    form.fill("Length in minutes", "30")
    form.pick("Service", "Follow-up 50 min", query="foll")
    form.pick("Fits")
    form.pick("Service", OTHER, query="nutri")
    form.sees(f"{OTHER}: 1 of 1 left, becomes 0")
    assert form.options("Booked from")[0] == "Fits"
    assert [form.value(label) for label in ("Booked from", "Length in minutes")] == ["Fits", "30"]
    form.submit()

    petra.modal_titled("Booked").sees(f"🎁 {OTHER} in “Fits”: 0 of 1 left.", "Wed 25 Mar 2026, 14:00")


def test_among_many_packages_the_type_ahead_says_it_and_keeps_what_was_chosen(
    petra: Person, practice: Practice
) -> None:
    for n in range(10):
        practice.package(f"x{n}", "c5", f"More {n}", {"initial": 5})
    form = form_for(petra)
    form.pick("Booked from", "Fits", query="fits")
    form.pick("Service", "Follow-up 50 min", query="foll")
    start(form)
    assert form.value("Booked from") == "Fits"
    assert form.typeahead("Booked from", "")[:2] == ["One-off booking", "Fits"]
    assert form.typeahead("Booked from", "")[-1] == "Ends"
    form.submit()
    petra.modal_titled("Booked").sees("5 of 6 left")


def test_without_a_client_there_is_nothing_to_say_and_nothing_is_lost(petra: Person) -> None:
    form = form_for(petra, "")
    form.pick("Service", "Follow-up 50 min", query="foll")
    start(form)

    assert form.options("Booked from") == ["One-off booking"]
    assert form.value("Service") == "Follow-up 50 min"


def test_a_package_that_was_closed_meanwhile_is_chosen_no_more(petra: Person, mia: Person) -> None:
    form = form_for(petra)
    form.pick("Fits")
    closes(mia, "emre", "Fits", "Cancel package").sees("Cancelled")
    form.pick("Service", "Follow-up 50 min", query="foll")
    form.sees("none left")

    assert form.value("Booked from") == "One-off booking"
