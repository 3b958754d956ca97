"""What somebody leaves as it is: their Home no longer lists it, until it changes or they want it back."""

from datetime import date

import pytest
from going import bookings, managing, packages
from posting import HERE
from practice import NOW, Practice

from domain.erasing import forget_client
from domain.values.ids import ClientId
from playground.person.people import Person
from playground.person.screen import Modal
from storage.database import Database
from storage.records import RecordsTx

LEAVE = "Leave as it is"
LEFT = "What you left as it is isn't listed until it changes."


def not_linked(person: Person, number: int) -> Modal:
    person.home().press(f"Show all {number}")
    return person.modal_titled("Not linked")


def test_a_session_left_as_it_is_is_not_listed_for_who_left_it_alone(petra: Person, mia: Person) -> None:
    petra.home().sees("Not linked (5)")
    petra.row("Bo Lindqvist", "Best fit").press(LEAVE)
    petra.screen.sees("Not linked (4)", LEFT)
    assert "Bo Lindqvist" not in not_linked(petra, 4).text
    mia.home().sees("Bo Lindqvist", "Best fit: Silver 5")
    assert LEFT not in mia.screen.text


def test_it_is_listed_again_once_it_has_been_linked_and_unlinked(petra: Person) -> None:
    petra.home()
    petra.row("Bo Lindqvist", "Best fit").press(LEAVE)
    petra.screen.sees("Not linked (4)")
    bookings(petra, "bo").row("Bo Lindqvist").choose("Link to package")
    petra.modal_titled("Link to package").submit()
    petra.modal_titled("Bookings").row("🎁").choose("Unlink from package")
    petra.modal_titled("Unlink from package").submit()
    petra.modal_titled("Bookings").close()
    petra.home().sees("Not linked (5)")
    petra.row("Bo Lindqvist", "unlinked by Petra Practitioner", "Best fit")


def test_what_was_left_is_listed_again_for_who_wants_it_back(petra: Person) -> None:
    listed = not_linked(petra, 5)
    listed.row("Bo Lindqvist", "Best fit").press(LEAVE)
    listed.loses("Bo Lindqvist")
    listed.row("Nutrition review", "No package fits").press(LEAVE)
    petra.modal_titled("Not linked").close()
    petra.screen.sees("Not linked (3)", LEFT)
    petra.press("Show it again")
    petra.screen.sees("Not linked (5)")
    petra.screen.loses(LEFT)


def test_a_session_that_is_not_counted_is_left_and_counts_as_before(petra: Person) -> None:
    not_linked(petra, 5).row("Nutrition review", "No package fits").press("Link to package")
    petra.modal_titled("Link to package").submit()
    petra.modal_titled("Linked, not counted").close_all()
    petra.screen.sees("Not counted (1)")
    petra.screen.row("🎁 Fri 6 Mar, 10:30 Ana Ruiz").press(LEAVE)
    petra.screen.loses("Not counted (1)")
    packages(petra, "ana").row("Starter 3").sees("1 linked session not counted")


def test_a_package_left_over_is_listed_again_once_it_is_over_by_more(petra: Person, practice: Practice) -> None:
    practice.session("more", "c3", "follow", 1)
    over = "Chidi Okafor · One left"
    for day, then in (("Sat 7 Mar", "1 over"), ("Tue 3 Mar", "2 over")):
        bookings(petra, "chidi unlinked").row(f"{day}\n10:30 Chidi Okafor").choose("Link to package")
        petra.modal_titled("Link to package").submit()
        petra.modal_titled(f"Linked, {then}").close_all()
        petra.home().row(over, then).press(LEAVE)
        petra.screen.loses(over)


@pytest.mark.parametrize("last_day", ["2026-03-09", "2026-03-04"])
def test_a_package_left_to_end_is_listed_again_with_another_last_day(
    mia: Person, practice: Practice, last_day: str
) -> None:
    practice.package("soon", "c1", "Soon over", {"follow": 2}, expires_on=date(2026, 3, 6))
    mia.home().row("Ana Ruiz · Soon over", "in 4 days").press(LEAVE)
    mia.screen.loses("Ana Ruiz · Soon over")
    form = managing(mia, "ana", "Soon over", "Name and last day")
    form.fill("Last day", last_day)
    form.submit()
    mia.modal_titled("Manage package").close_all()
    mia.home().sees("Ana Ruiz · Soon over")


def test_a_package_without_sessions_left_does_not_end_soon(mia: Person, practice: Practice) -> None:
    practice.package("soon", "c1", "Soon over", {"follow": 1}, expires_on=date(2026, 3, 6))
    mia.home().sees("Ana Ruiz · Soon over")
    practice.session("last", "c1", "follow", 1, "soon")
    assert "Ending soon" not in mia.home().text


def test_who_manages_gives_it_another_last_day_or_sells_it_again_on_the_spot(mia: Person, practice: Practice) -> None:
    practice.package("soon", "c1", "Soon over", {"follow": 2}, expires_on=date(2026, 3, 6))
    mia.home().row("Ana Ruiz · Soon over").press("Sell again")
    form = mia.modal_titled("New package")
    form.fill("Expires on", "2026-12-31")
    form.submit()
    mia.home().row("Ana Ruiz · Soon over").press("Name and last day")
    form = mia.modal_titled("Name and last day")
    form.fill("Last day", "2026-06-30")
    form.submit()
    mia.screen.loses("Ana Ruiz · Soon over")
    assert packages(mia, "ana").text.count("Soon over") >= 2


def test_a_list_beyond_its_first_page_is_gone_through_and_steps_back_as_it_gets_shorter(
    petra: Person, practice: Practice
) -> None:
    with practice.at_once():
        for n in range(17):
            practice.session(f"more{n}", "c2", "follow", 6 + n)
    listed = not_linked(petra, 22)
    listed.sees("1 to 20 of 22")
    listed.press("Next")
    listed = petra.modal_titled("Not linked")
    listed.sees("21 to 22 of 22", "Previous")
    listed.row("Tue 24 Mar").press(LEAVE)
    listed.sees("21 to 21 of 21")
    listed.row("Mon 23 Mar").press(LEAVE)
    listed.sees("Chidi Okafor")  # the first page
    assert "Next" not in listed.text


def test_a_package_over_by_sessions_with_others_is_put_right_with_its_form(petra: Person, practice: Practice) -> None:
    practice.package("both", "c1", "Both", {"follow": 3, "initial": 1})
    practice.session("own", "c1", "follow", 1, "both")
    for n in range(2):
        practice.session(f"theirs{n}", "c1", "initial", n, "both", practitioner="UPRAC2")
    petra.home().row("Ana Ruiz · Both", "1 over").press("Make it count")
    petra.modal_titled("That didn't work").sees("over by sessions with other practitioners", "Edit package")


def test_a_client_who_is_erased_leaves_no_trace_of_what_was_left(petra: Person, database: Database) -> None:
    petra.home()
    petra.row("Bo Lindqvist", "Best fit").press(LEAVE)
    petra.screen.sees(LEFT)
    with database.writing() as connection:
        forget_client(RecordsTx(connection, HERE), ClientId("c2"), "a test", NOW, "reference-1")
    assert LEFT not in petra.home().text
