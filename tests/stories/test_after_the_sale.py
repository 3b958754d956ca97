"""After the sale: a manager changes a package's name and last day, closes, reopens it, and sells it again (rule 25)."""

import pytest
from going import bookings, buttons, closes, managing, packages
from posting import Posting

from playground.person.people import People, Person
from playground.person.screen import Modal


def offered(person: Person, client: str, package: str) -> list[str]:
    packages(person, client).row(package).press("Manage package")
    return buttons(person.modal_titled("Manage package"))


def reads_history(person: Person, client: str, package: str) -> Modal:
    packages(person, client).row(package).choose("History")
    return person.modal_titled("History")


def test_only_what_can_be_done_now_is_offered(mia: Person) -> None:
    assert offered(mia, "bo", "Silver 5") == []
    assert "Complete" in mia.modal.text
    assert "Reopen" not in mia.modal.text
    mia.modal.close_all()
    offered(mia, "ana", "Old 5")
    assert "Reopen" in mia.modal.text
    assert "Cancel package" not in mia.modal.text


@pytest.mark.parametrize(("press", "status"), [("Complete", "Completed"), ("Cancel package", "Cancelled")])
def test_a_manager_closes_a_package_after_being_asked(mia: Person, press: str, status: str) -> None:
    asked = managing(mia, "bo", "Silver 5", press)
    asked.sees("Silver 5\nBo Lindqvist · Active · no last day · 5 of 5 left", "It will take no new links.")
    asked.close()
    mia.modal_titled("Manage package").sees("Active")
    closes(mia, "bo", "Silver 5", press).sees(f"Silver 5\n{status}")

    bookings(mia, "bo").row("Bo Lindqvist").choose("Link to package")
    mia.modal_titled("Link to package").sees("no active package")


def test_who_closes_a_package_second_is_told(mia: Person, people: People) -> None:
    max_ = people.person("UMAN2")
    mias = managing(mia, "bo", "Silver 5", "Cancel package")
    closes(max_, "bo", "Silver 5").sees("Completed")
    mias.submit()

    mia.modal_titled("That didn't work").sees("“Silver 5” is already completed.")


def test_a_completed_package_is_reopened_and_takes_links_again(mia: Person) -> None:
    asked = managing(mia, "ana", "Old 5", "Reopen")
    asked.sees("It will take new links again.")
    asked.submit()
    mia.modal_titled("Manage package").sees("Active")
    reads_history(mia, "ana", "Old 5").row("Package reopened").sees("by Mia Manager", "completed → active")
    bookings(mia, "ana").row("5 Mar").choose("Link to package")

    assert "Old 5" in mia.modal_titled("Link to package").options("Package")


def test_who_reopens_a_package_second_is_told(mia: Person, people: People) -> None:
    max_ = people.person("UMAN2")
    mias = managing(mia, "ana", "Old 5", "Reopen")
    closes(max_, "ana", "Old 5", "Reopen")
    mias.submit()

    mia.modal_titled("That didn't work").sees("“Old 5” is open already")


def test_a_package_whose_last_day_has_passed_is_expired_once_it_is_reopened(mia: Person) -> None:
    closes(mia, "dalia", "Expired 5", "Cancel package")
    asked = managing(mia, "dalia", "Expired 5", "Reopen")
    asked.sees("Its last day, Fri 27 Feb, has passed: it is expired until you give it a later one.")
    asked.submit()
    mia.modal_titled("Manage package").sees("Expired · ended Fri 27 Feb")
    told = reads_history(mia, "dalia", "Expired 5")

    told.row("Package reopened").sees("cancelled → expired")
    assert told.text.count("Package expired") == 1


def test_an_expired_package_is_active_again_with_a_later_last_day(mia: Person) -> None:
    form = managing(mia, "dalia", "Expired 5", "Name and last day")
    form.sees("it is active again")
    form.fill("Last day", "2026-04-30")
    form.submit()
    mia.modal_titled("Manage package").sees("Active · ends Thu 30 Apr, in 59 days")
    told = reads_history(mia, "dalia", "Expired 5")
    told.row("Expiry changed").sees("by Mia Manager", "27 Feb 2026 → 30 Apr 2026")
    told.row("Package expired").sees("automatically")
    bookings(mia, "dalia").row("Dalia Haddad").choose("Link to package")

    mia.modal_titled("Link to package").sees("Expired 5")


def test_a_package_is_called_otherwise_wherever_it_is_shown(mia: Person, petra: Person, posting: Posting) -> None:
    packages(petra, "ana").row("Gold 10").choose("Edit package")
    petra.modal_titled("Edit package").fill("Follow-up 50 min", "12")
    petra.modal.fill("Reason", "Agreed")
    petra.modal.submit()
    posting.catches_up()
    form = managing(mia, "ana", "Gold 10", "Name and last day")
    assert (form.value("Name"), form.value("Last day")) == ("Gold 10", "2026-06-01")
    form.fill("Name", " Gold_10 plus ")
    form.submit()
    mia.modal_titled("Manage package").sees("Gold_10 plus\nAna Ruiz")
    posting.catches_up()

    mia.channel("CMAN").sees("Count adjustment · Ana R. · Gold_10 plus")
    told = reads_history(mia, "ana", "Gold_10 plus")
    told.row("Package renamed").sees("by Mia Manager", "“Gold 10” → “Gold_10 plus”")
    bookings(petra, "past linked ana").sees("Gold_10 plus")


@pytest.mark.parametrize(
    ("name", "last_day", "errors"),
    [
        (" ", "2026-06-01", {"Name": "A package needs a name of up to 200 characters."}),
        (
            "Gold",
            "2026-03-01",
            {"Last day": "This day has passed. Choose today or a later day, or leave it empty."},
        ),
        ("Gold 10", "2026-06-01", {"Name": "This changes nothing. Enter another name, or choose another last day."}),
    ],
)
def test_what_cannot_be_is_told_at_its_field(mia: Person, name: str, last_day: str, errors: dict[str, str]) -> None:
    form = managing(mia, "ana", "Gold 10", "Name and last day")
    form.fill("Name", name)
    form.fill("Last day", last_day)
    form.submit()

    assert form.errors == errors


def test_what_somebody_else_has_changed_since_is_not_undone(mia: Person, people: People) -> None:
    max_ = people.person("UMAN2")
    mias = managing(mia, "ana", "Gold 10", "Name and last day")
    maxs = managing(max_, "ana", "Gold 10", "Name and last day")
    maxs.fill("Last day", "2026-07-01")
    maxs.submit()
    max_.modal_titled("Manage package")
    mias.fill("Name", "Golden 10")
    mias.submit()
    mia.modal_titled("That didn't work").sees("“Gold 10” has changed since you opened this.")

    packages(mia, "ana").sees("Gold 10\nActive · ends Wed 1 Jul")


def test_a_package_is_sold_again_as_it_was(mia: Person) -> None:
    form = managing(mia, "ana", "Gold 10", "Sell again")
    form.sees("That of the one before: Mon 1 Jun 2026.")
    assert (form.value("Name"), form.value("Service 1"), form.value("Sessions of service 1")) == (
        "Gold 10",
        "Follow-up 50 min",
        "10",
    )
    form.press("Add another")
    form.sees("Service 3")
    assert (form.value("Service 2"), form.value("Sessions of service 2")) == ("Initial consultation", "1")
    form.fill("Name", "Gold 10 again")
    form.submit()

    tab = mia.modal_titled("Bookings & Packages")
    tab.row("Gold 10 again").sees("Active · no last day", "10 of 10 left", "1 of 1 left")
    tab.row("Gold 10\n").sees("ends Mon 1 Jun", "8 of 10 left")


def test_a_practitioner_manages_no_packages(petra: Person) -> None:
    assert "Manage package" not in packages(petra, "ana").text
