"""A package of which some sessions were used elsewhere before Ribbon (rule 6)."""

from going import packages

from playground.person.people import Person
from playground.person.screen import Modal


def new_package(person: Person) -> Modal:
    packages(person, "dalia").press("New package")
    form = person.modal_titled("New package")
    form.fill("Name", "Brought along")
    form.pick("Service 1", "Follow-up 50 min", query="follow")
    form.fill("Sessions of service 1", "10")
    return form


def test_a_new_package_says_how_many_were_used_elsewhere(mia: Person) -> None:
    form = new_package(mia)
    form.fill("Used before, of service 1", "7")
    form.submit()
    tab = mia.modal_titled("Bookings & Packages")
    tab.row("Brought along").sees("3 of 10 left")

    tab.row("Brought along").choose("Why this count")
    why = mia.modal_titled("Why this count")
    why.sees("Follow-up 50 min: total 10 − 7 used before − 0 sessions that count = 3 left")
    why.sees("10 as configured by", "7 used elsewhere before, entered by")
    why.close()
    mia.modal_titled("Bookings & Packages").row("Brought along").choose("History")
    mia.modal_titled("History").sees("Sessions used elsewhere before Ribbon", "0 → 7, left 10 → 3")


def test_no_more_can_have_been_used_than_there_are(mia: Person) -> None:
    form = new_package(mia)
    form.fill("Used before, of service 1", "11")
    form.submit()

    assert form.errors == {"Used before, of service 1": "Enter a whole number from 0 to 10: no more than there are."}


def test_a_count_is_not_lowered_below_what_was_used_before_ribbon_and_since(mia: Person) -> None:
    form = new_package(mia)
    form.fill("Used before, of service 1", "7")
    form.submit()
    mia.modal_titled("Bookings & Packages").row("Brought along").choose("Edit package")
    edit = mia.modal_titled("Edit package")
    edit.sees("7 used (7 of them before Ribbon), 3 of 10 left")
    edit.fill("Follow-up 50 min", "6")
    edit.fill("Reason", "Agreed")
    edit.submit()

    assert edit.errors == {"Follow-up 50 min": "7 are used. Enter 7 or more."}
