"""A package that ends before the session: named so, last, and never linked at one press (rule 2)."""

from datetime import date, timedelta

import pytest
from going import bookings, left
from practice import NOW, Practice
from sqlalchemy import update

from playground.person.people import Person
from storage.database import Database
from storage.tables import PACKAGE

ENDS = "ends before this session"


@pytest.fixture
def short(practice: Practice) -> None:
    """Emre's package ends on 2 March, today; his session is on the 3rd."""
    practice.package("e1", "c5", "Short 4", {"initial": 4}, expires_on=date(2026, 3, 2))
    practice.session("e2", "c5", "initial", 1)


@pytest.mark.usefixtures("short")
def test_home_does_not_link_to_it_at_one_press_but_lets_it_be_chosen(petra: Person) -> None:
    home = petra.home()
    row = home.row("Emre Yıldız", f"No package fits: Short 4 (Initial consultation: 4 of 4 left, becomes 3 · {ENDS})")
    row.press("Link to package")
    form = petra.modal_titled("Link to package")
    form.sees(ENDS)
    form.pick("Short 4")
    form.submit()
    petra.sees_no_modal()
    home.row("Emre Yıldız", "Confirmed").sees("🎁")
    assert "3 of 4 left" in left(petra, "emre", "Short 4")


@pytest.mark.usefixtures("short")
def test_the_picker_does_not_choose_it_for_anybody(petra: Person) -> None:
    bookings(petra).row("Emre").choose("Link to package")
    petra.modal_titled("Link to package").submit()

    assert petra.modal_titled("Link to package").errors.keys() == {"Package"}


def test_it_stands_last_among_the_choices_and_another_is_the_best_fit(petra: Person, practice: Practice) -> None:
    practice.session("a1", "c1", "follow", 25)  # Starter 3 ends on 20 March
    bookings(petra).row("Ana Ruiz", "27 Mar").choose("Link to package")
    form = petra.modal_titled("Link to package")

    assert form.options("Package") == ["Gold 10", "Starter 3"]
    assert form.value("Package") == "Gold 10"
    form.sees(f"Follow-up 50 min: 3 of 3 left, becomes 2 · {ENDS}")


def test_a_package_that_ends_sooner_than_home_said_is_not_linked_at_one_press(
    petra: Person, practice: Practice, database: Database
) -> None:
    practice.package("e1", "c5", "Short 4", {"initial": 4})
    practice.session("e2", "c5", "initial", 1)
    row = petra.home().row("Emre Yıldız", "Best fit: Short 4")
    with database.writing() as connection:
        connection.execute(update(PACKAGE).where(PACKAGE.c.id == "e1").values(expires_on=date(2026, 3, 2)))
    row.press("Link")

    petra.screen.sees(ENDS)
    assert "4 of 4 left" in left(petra, "emre", "Short 4")


def test_booking_from_it_says_so_before_and_after(petra: Person) -> None:
    at = NOW + timedelta(days=25)
    petra.command("/book")
    form = petra.modal_titled("Book a session")
    form.pick("Service", "Follow-up 50 min", query="foll")
    form.fill("Date and time", str(int(at.timestamp())))
    form.pick("Client", "Ana Ruiz", query="ana")
    form.sees(f"Follow-up 50 min: 3 of 3 left, becomes 2 · {ENDS}")
    assert form.options("Booked from") == ["Gold 10", "Starter 3", "One-off booking"]
    form.pick("Starter 3")
    form.submit()

    petra.modal_titled("Booked").sees("⚠️ “Starter 3” ends before this session, on Fri 20 Mar 2026.")


def test_where_no_day_is_chosen_yet_booking_says_when_a_package_ends(petra: Person) -> None:
    petra.command("/book ana")

    petra.modal_titled("Book a session").sees("3 of 3 left · ends 20 Mar 2026", "9 of 11 left · ends 1 Jun 2026")
