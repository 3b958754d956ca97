"""Booking a session, one-off or from a package (rule 1)."""

from datetime import datetime

import pytest
from going import bookings, buttons, left, packages
from practice import Practice

from playground.person.people import Person
from playground.person.screen import Modal

AT = "2026-03-10T14:00:00+01:00"
LISTED = ": press ✕ Today/Upcoming in the bookings list to see it."


def form_for(person: Person, client: str) -> Modal:
    person.command(f"/book {client}".strip())
    return person.modal_titled("Book a session")


def filled_in(form: Modal, service: str = "Follow-up 50 min", at: str = AT) -> Modal:
    form.pick("Service", service, query=service[:4])
    form.fill("Date and time", str(int(datetime.fromisoformat(at).timestamp())))
    return form


def test_a_one_off_booking_is_not_linked(petra: Person) -> None:
    form = filled_in(form_for(petra, "bo"))
    form.pick("One-off booking")
    form.submit()
    petra.modal_titled("Booked").sees(
        "Booked: Bo Lindqvist · Follow-up 50 min, Tue 10 Mar 2026, 14:00.",
        "It is a one-off booking. You can link it later.",
    )
    petra.modal.close_all()
    row = bookings(petra).row("10 Mar")

    row.sees("14:00 Bo Lindqvist\nFollow-up 50 min", "Unconfirmed · Unpaid")
    assert "🎁" not in row.text
    assert row.menu[0] == "Link to package"


def test_a_session_booked_from_a_package_is_linked_as_it_is_booked(petra: Person) -> None:
    form = filled_in(form_for(petra, "bo"))
    form.sees("5 of 5 left")
    form.pick("Silver 5")
    form.submit()
    petra.modal_titled("Booked").sees("🎁 Follow-up 50 min in “Silver 5”: 4 of 5 left.")
    petra.modal.close_all()
    bookings(petra).row("10 Mar").sees("🎁 14:00 Bo Lindqvist", "Silver 5")
    petra.modal.close_all()
    assert "4 of 5 left" in left(petra, "bo", "Silver 5")
    packages(petra, "bo").row("Silver 5").choose("History")

    petra.modal_titled("History").row("Session of Tue 10 Mar 2026 booked from the package").sees("left 5 → 4")


def test_a_booking_beyond_the_total_or_not_included_says_so(petra: Person) -> None:
    form = filled_in(form_for(petra, "chidi"))
    form.pick("One left")
    form.submit()
    petra.modal_titled("Booked").sees("Follow-up 50 min is used up in “One left”: it is now 1 over.")
    form = filled_in(form_for(petra, "chidi"), "Nutrition review")
    form.pick("One left")
    form.submit()

    petra.modal_titled("Booked").sees("Nutrition review is not included in “One left”")


@pytest.mark.parametrize(
    ("service", "package", "way"),
    [("Follow-up 50 min", "One left", "Add a session"), ("Nutrition review", "Two left", "Swap one")],
)
def test_a_booking_without_a_place_in_its_package_offers_the_ways_to_put_it_right(
    petra: Person, practice: Practice, service: str, package: str, way: str
) -> None:
    practice.package("two", "c3", "Two left", {"follow": 2})
    form = filled_in(form_for(petra, "chidi"), service)
    form.pick(package)
    form.submit()
    booked = petra.modal_titled("Booked")
    booked.sees(f"{way}\n", "Leave it\n")
    assert booked.buttons == ["Done"]
    booked.press(way)
    petra.modal_titled("Edit package").submit()
    petra.modal_titled("Count adjustment").close_all()
    petra.command("/adjustments")

    petra.modal_titled("Pending adjustments").sees(f"Chidi Okafor · {package}", f"Reason: {service} on Tue 10 Mar")


def test_a_booking_that_counts_offers_nothing_but_done(petra: Person) -> None:
    form = filled_in(form_for(petra, "bo"))
    form.pick("Silver 5")
    form.submit()
    petra.modal_titled("Booked").sees("4 of 5 left")

    assert buttons(petra.modal) == []


def test_without_a_client_the_form_asks_for_one_and_then_offers_their_packages(petra: Person) -> None:
    form = filled_in(form_for(petra, ""))
    assert form.options("Booked from") == ["One-off booking"]
    form.pick("Client", "Ana Ruiz", query="ru")
    form.sees("Gold 10")

    assert form.options("Booked from") == ["Starter 3", "Gold 10", "One-off booking"]
    assert form.value("Service") == "Follow-up 50 min", "what was chosen before stays"


def test_another_client_takes_back_the_choice_of_a_package(petra: Person) -> None:
    form = filled_in(form_for(petra, "bo"))
    form.pick("Silver 5")
    form.pick("Client", "Ana Ruiz", query="ana")
    form.sees("Gold 10")
    assert form.value("Booked from") == "Starter 3", "that fits best"
    form.submit()

    petra.modal_titled("Booked").sees("Booked: Ana Ruiz", "in “Starter 3”")


def test_a_client_with_more_than_nine_packages_gets_a_type_ahead(petra: Person, practice: Practice) -> None:
    for n in range(40):
        practice.package(f"x{n:02}", "c2", f"More {n:02}", {"follow": 5})
    form = filled_in(form_for(petra, "bo"))
    assert form.typeahead("Booked from", "")[:2] == ["One-off booking", "More 00"]
    form.pick("Booked from", "More 39", query="39")
    form.submit()

    petra.modal_titled("Booked").sees("in “More 39”: 4 of 5 left")


def test_a_practitioner_books_for_themselves_only_and_a_manager_for_anybody(petra: Person, mia: Person) -> None:
    form = filled_in(form_for(petra, "bo"))
    form.pick("Practitioner", "Paul Practitioner")
    form.submit()
    assert form.errors == {"Practitioner": "Only a manager can book for somebody else. Choose yourself."}
    form = filled_in(form_for(mia, "bo"))
    form.pick("Practitioner", "Paul Practitioner")
    form.submit()
    mia.modal_titled("Booked").close_all()

    bookings(mia).row("10 Mar").sees("Bo Lindqvist")


def test_a_name_that_several_have_leaves_the_choice_to_the_form_which_says_so(mia: Person) -> None:
    form = form_for(mia, "a")

    form.sees("Several clients match “a”. Choose one.")
    assert form.typeahead("Client", "") == ["Ana Ruiz", "Chidi Okafor", "Dalia Haddad"]
    assert form.typeahead("Client", "em") == ["Emre Yıldız"]
    form.pick("Client", "Ana Ruiz", query="")
    assert "Several clients" not in mia.modal_titled("Book a session").text


def test_a_whole_name_means_that_client_even_where_others_contain_it(mia: Person, practice: Practice) -> None:
    practice.client("c9", "Ana Ruiz Soler")

    assert form_for(mia, "ana ruiz").value("Client") == "Ana Ruiz"


def test_a_name_that_nobody_has_is_answered_in_words(petra: Person) -> None:
    petra.command("/book zzz")

    petra.sees("None of your clients has “zzz” in their name.", "/book help")
    assert not petra.has_modal


@pytest.mark.parametrize(
    ("minutes", "words"), [("0", "at least 1"), ("1441", "at most 1440"), ("12.5", "whole number")]
)
def test_a_length_that_no_session_has_is_not_taken(petra: Person, minutes: str, words: str) -> None:
    form = filled_in(form_for(petra, "bo"))
    form.fill("Length in minutes", minutes)
    form.submit()

    assert words in form.errors["Length in minutes"]


def test_two_presses_of_book_book_once(petra: Person) -> None:
    form = filled_in(form_for(petra, "bo"))
    form.pick("Silver 5")
    form.submit(times=2)
    petra.modal.close_all()

    assert bookings(petra, "bo").text.count("14:00 Bo Lindqvist") == 1
    petra.modal.close_all()
    assert "4 of 5 left" in left(petra, "bo", "Silver 5")


@pytest.mark.parametrize(
    ("at", "says"),
    [
        ("2020-01-01T09:00:00+01:00", f"⚠️ This is in the past{LISTED}"),
        ("2026-03-01T23:59:00+01:00", f"⚠️ This is in the past{LISTED}"),
        ("2026-03-02T10:00:00+01:00", "⚠️ This is in the past."),
    ],
)
def test_a_booking_in_the_past_is_made_and_says_so(petra: Person, at: str, says: str) -> None:
    form = filled_in(form_for(petra, "bo"), at=at)
    form.submit()

    petra.modal_titled("Booked").sees(says)


def test_a_booking_of_now_or_later_says_nothing_of_the_past(petra: Person) -> None:
    filled_in(form_for(petra, "bo"), at="2026-03-02T10:30:00+01:00").submit()

    assert "⚠️" not in petra.modal_titled("Booked").text


@pytest.mark.parametrize(
    ("days", "confirmation", "is_told"),
    [
        (8.1458, "confirmed", True),  # 10 Mar, from 13:59:57 on
        (8.1, "unconfirmed", False),  # to 13:44
        (8.12, "no_show", False),
        (8.12, "unconfirmed", True),  # to 14:12
        (8.18, "confirmed", True),  # from 14:49
        (8.19, "confirmed", False),  # from 15:03
    ],
)
def test_a_booking_at_the_time_of_another_session_of_the_practitioner_says_so(
    petra: Person, mia: Person, practice: Practice, *, days: float, confirmation: str, is_told: bool
) -> None:
    practice.session("near", "c1", "follow", days, confirmation=confirmation)
    practice.session("earlier", "c1", "follow", 8)
    practice.session("another", "c5", "follow", 8.15, practitioner="UPRAC2")
    petra.home()
    form = filled_in(form_for(mia, "bo"))
    form.pick("Practitioner", "Petra Practitioner")
    form.submit()
    mia.modal_titled("Booked").sees("Booked: Bo Lindqvist")

    told = "⚠️ Petra Practitioner has another session at that time: Ana Ruiz, Tue 10 Mar 2026, 1"
    assert (told in mia.modal.text) == is_told
    assert "Emre" not in mia.modal.text


def test_the_package_that_fits_best_is_chosen_until_somebody_chooses_otherwise(petra: Person) -> None:
    form = form_for(petra, "ana")
    assert form.value("Booked from") == "One-off booking", "nothing fits before there is a service"
    form.pick("Service", "Follow-up 50 min", query="follow")
    assert form.value("Booked from") == "Starter 3"
    form.fill("Date and time", str(int(datetime.fromisoformat("2026-04-10T14:00:00+02:00").timestamp())))
    assert form.value("Booked from") == "Gold 10", "the other one ends before"
    form.pick("One-off booking")
    form.pick("Service", "Initial consultation", query="init")
    assert form.value("Booked from") == "One-off booking"
    form.submit()

    petra.modal_titled("Booked").sees("It is a one-off booking.")


def test_a_service_that_no_package_includes_is_booked_one_off_unless_chosen(petra: Person) -> None:
    form = filled_in(form_for(petra, "ana"), "Nutrition review")

    assert form.value("Booked from") == "One-off booking"


def test_the_time_zone_is_named_and_the_practitioners_where_it_is_another(mia: Person, paul: Person) -> None:
    paul.home()
    form = form_for(mia, "bo")
    form.sees("In your time zone, Europe/Berlin.")
    form.pick("Practitioner", "Paul Practitioner")
    form.sees("In your time zone, Europe/Berlin. The practitioner's is America/New York.")


def test_closing_the_form_books_nothing(petra: Person) -> None:
    form = filled_in(form_for(petra, "bo"))
    assert form.buttons == ["Cancel", "Book"]
    form.close()

    assert "10 Mar" not in bookings(petra).text
