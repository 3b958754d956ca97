"""Linking a session to a package and unlinking it, as people click it."""

import pytest
from going import bookings, left
from slack_sdk.models.views import View

from bot import screens
from bot.gestures.interactions import ListState
from bot.gestures.visit import Visit
from playground.person.people import Person
from playground.to_the_bot.deliveries import Delivery
from storage.database import Database


def test_linking_an_included_session_counts_at_once_and_shows_the_gift(petra: Person) -> None:
    assert "5 of 5 left" in left(petra, "bo", "Silver 5")
    petra.command("/bookings")
    petra.modal.row("Bo Lindqvist").choose("Link to package")
    petra.modal_titled("Link to package").sees("5 of 5 left, becomes 4")
    petra.modal.submit()
    petra.modal_titled("Bookings").row("Bo Lindqvist").sees("🎁", "Silver 5")
    petra.modal.close_all()
    assert "4 of 5 left" in left(petra, "bo", "Silver 5")


def test_the_best_fit_comes_first_and_is_chosen_already(petra: Person) -> None:
    petra.command("/bookings")
    petra.modal.row("Ana Ruiz", "Follow-up").choose("Link to package")
    form = petra.modal_titled("Link to package")
    assert form.options("Package") == ["Starter 3", "Gold 10"]
    assert form.value("Package") == "Starter 3"


def test_a_service_that_is_not_included_is_announced_and_not_counted(petra: Person) -> None:
    petra.command("/bookings")
    petra.modal.row("Nutrition review").choose("Link to package")
    petra.modal_titled("Link to package").sees("Nutrition review is not included: the count won't change")
    petra.modal.pick("Gold 10")
    petra.modal.submit()
    petra.modal_titled("Linked, not counted").sees(
        "Not counted: Nutrition review isn't included in Gold 10, so the count stays as it was."
    )
    petra.modal.close()
    petra.modal_titled("Bookings").row("Nutrition review").sees("🎁", "Gold 10 · not counted")


def test_a_link_beyond_the_total_is_announced_and_shown_as_over(petra: Person) -> None:
    petra.command("/bookings")
    petra.modal.row("Chidi Okafor").choose("Link to package")
    petra.modal_titled("Link to package").sees("none left, this makes it 1 over")
    petra.modal.submit()
    petra.modal_titled("Linked, 1 over").close_all()
    assert "1 over" in left(petra, "chidi", "One left")


def test_a_client_without_an_active_package_has_nothing_to_link_to(petra: Person) -> None:
    petra.command("/bookings")
    petra.modal.row("Dalia Haddad").choose("Link to package")
    petra.modal_titled("Link to package").sees("no active package", "Expired 5: ended on Fri 27 Feb.")
    assert petra.modal.buttons == ["Close"]


def test_unlinking_gives_the_session_back_and_keeps_it_booked(petra: Person) -> None:
    petra.command("/bookings past linked ana")
    petra.modal.row("16 Feb").choose("Unlink from package")
    petra.modal_titled("Unlink from package").sees("8 of 10 left, becomes 9", "The session stays booked")
    petra.modal.submit()
    petra.modal_titled("Bookings").loses("Mon 16 Feb\n")
    petra.modal.press("✕ Linked")
    row = petra.modal.row("16 Feb")
    assert "🎁" not in row.text
    assert row.menu == ["Link to package", "Session details"]
    petra.modal.close_all()
    assert "9 of 10 left" in left(petra, "ana", "Gold 10")


def test_keep_does_not_unlink(petra: Person) -> None:
    petra.command("/bookings past linked ana")
    petra.modal.row("16 Feb").choose("Unlink from package")
    form = petra.modal_titled("Unlink from package")
    assert form.buttons == ["Keep", "Unlink"]
    form.close()
    petra.modal_titled("Bookings").row("16 Feb").sees("🎁")


def test_of_two_who_link_the_same_session_the_second_is_told_who_was_first(petra: Person, mia: Person) -> None:
    for person in (petra, mia):
        person.command("/bookings bo")
        person.modal.row("Bo Lindqvist").choose("Link to package")
        person.modal_titled("Link to package")
    mia.modal.submit()
    mia.modal_titled("Bookings").row("Bo Lindqvist").sees("🎁")
    petra.modal.submit()
    petra.modal.sees("already linked to “Silver 5” by Mia Manager")
    petra.modal.close()
    petra.modal_titled("Bookings").row("Bo Lindqvist").sees("🎁")


def test_two_presses_of_link_at_once_link_once(petra: Person) -> None:
    petra.command("/bookings bo")
    petra.modal.row("Bo Lindqvist").choose("Link to package")
    petra.modal_titled("Link to package").submit(times=2)
    petra.modal.close_all()
    assert "4 of 5 left" in left(petra, "bo", "Silver 5")


def submit(person: Person, entry: str) -> Delivery:
    """Link or unlink Bo's session; what was delivered."""
    person.command("/bookings bo")
    person.modal_titled("Bookings").row("Bo Lindqvist").choose(entry)
    person.modal_titled(entry).submit()
    person.modal_titled("Bookings").close_all()
    return next(one for one in reversed(person.client.deliveries.made) if one.name == "view_submission")


SINCE = "This session has been linked or unlinked since you opened it."


def test_a_link_that_arrives_late_leaves_the_session_unlinked_again(petra: Person) -> None:
    link = submit(petra, "Link to package")
    submit(petra, "Unlink from package")

    assert SINCE in str(petra.client.deliveries.again(link).body)

    assert "5 of 5 left" in left(petra, "bo", "Silver 5")


def test_an_unlink_that_arrives_late_leaves_the_session_linked_again(petra: Person) -> None:
    submit(petra, "Link to package")
    unlink = submit(petra, "Unlink from package")
    submit(petra, "Link to package")

    assert SINCE in str(petra.client.deliveries.again(unlink).body)

    assert "4 of 5 left" in left(petra, "bo", "Silver 5")


def test_a_press_on_the_home_tab_that_arrives_late_leaves_the_session_unlinked_again(petra: Person) -> None:
    petra.home()
    petra.row("Bo Lindqvist", "Best fit").press("Link")
    press = petra.client.deliveries.made[-1]
    submit(petra, "Unlink from package")

    petra.client.deliveries.again(press)

    assert "5 of 5 left" in left(petra, "bo", "Silver 5")


def test_nobody_who_writes_waits_until_the_list_behind_is_drawn(
    petra: Person, database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    bookings(petra, "bo").row("Bo Lindqvist").choose("Link to package")
    form = petra.modal_titled("Link to package")
    draw = screens.sessions_list

    def draw_beside_a_writer(visit: Visit, state: ListState) -> View:
        with database.writing(patience=0.5):
            return draw(visit, state)

    monkeypatch.setattr(screens, "sessions_list", draw_beside_a_writer)
    form.submit()

    petra.modal_titled("Bookings").row("Bo Lindqvist").sees("🎁")
