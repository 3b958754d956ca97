"""What stands under a form follows what is done in it, down to the lowest screen."""

from forging import Forger
from going import bookings, packages

from playground.person.people import Person
from playground.person.screen import Modal


def scheduled(person: Person) -> Modal:
    packages(person, "ana").row("Gold 10").choose("Scheduled bookings")
    return person.modal_titled("Scheduled bookings")


def test_packages_under_scheduled_bookings_show_the_count_after_a_session_is_unlinked_there(petra: Person) -> None:
    before = packages(petra, "ana").row("Gold 10").text
    scheduled(petra).row("16 Feb").choose("Unlink from package")
    petra.modal_titled("Unlink from package").submit()
    petra.modal_titled("Scheduled bookings").close()

    now = petra.modal_titled("Bookings & Packages").row("Gold 10")
    assert "8 of 10 left" in before
    now.sees("9 of 10 left")


def test_packages_under_scheduled_bookings_follow_a_session_changed_there(petra: Person) -> None:
    scheduled(petra).row("16 Feb").choose("Session details")
    petra.modal_titled("Session details").press("Cancel session")
    petra.dialog.press("Cancel session")
    petra.modal_titled("Session details").sees("Cancelled")
    petra.modal.close()
    petra.modal_titled("Scheduled bookings").row("16 Feb").sees("Cancelled")
    petra.modal.close()

    petra.modal_titled("Bookings & Packages").row("Gold 10").sees("9 of 10 left")


def test_after_a_refusal_all_that_stands_under_it_is_drawn_again(petra: Person, mia: Person) -> None:
    for person in (petra, mia):
        scheduled(person).row("16 Feb").choose("Unlink from package")
    mia.modal_titled("Unlink from package").submit()
    mia.modal_titled("Scheduled bookings")
    petra.modal_titled("Unlink from package").submit()
    petra.modal_titled("That didn't work").close()
    shown = petra.modal_titled("Scheduled bookings")
    shown.loses("16 Feb")
    shown.close()

    petra.modal_titled("Bookings & Packages").row("Gold 10").sees("9 of 10 left")


def test_after_a_request_one_is_where_one_was_and_reads_what_was_sent(petra: Person) -> None:
    bookings(petra, "ana").row("Nutrition review").choose("Link to package")
    petra.modal_titled("Link to package").submit()
    petra.modal_titled("Linked, not counted").press("Add a session")
    petra.modal_titled("Edit package").submit()
    sent = petra.modal_titled("Count adjustment")
    sent.sees("Ana Ruiz · Starter 3", "Nutrition review (new): total 0 → 1, left 0 → 0", "Pending · requested by you")
    sent.close()

    petra.modal_titled("Bookings").row("🎁", "Nutrition review").sees("Starter 3 · not counted")


def test_a_form_that_an_earlier_release_opened_does_its_work(forger: Forger) -> None:
    remembered = '{"session_id":"s06","behind":{"view_id":"V1","list":{}}}'
    reply = forger.submit("link_form", remembered, package="p4")

    assert reply.body is None
    bookings(forger.person, "bo").row("Bo Lindqvist").sees("🎁", "Silver 5")
