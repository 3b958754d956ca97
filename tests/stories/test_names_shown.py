"""Names that look like markup, mentions or emoji, in any script and of any length, are shown to the letter."""

import pytest
from going import AFTER_SALE, WILD, bookings, managing, packages
from practice import Practice

from playground.person.people import People, Person

WIDE = "氏名" * 100  # 200 characters


@pytest.fixture
def wild(practice: Practice) -> Practice:
    practice.client("wild", f"Wilma {WILD}")
    practice.service("wilds", f"Service {WILD}")
    practice.package("wildp", "wild", f"Package {WILD}", {"wilds": 3, "follow": 0})
    practice.session("wild1", "wild", "wilds", 1)
    practice.session("wild2", "wild", "follow", 2, "wildp")
    return practice


@pytest.mark.usefixtures("wild")
def test_lists_forms_and_results_show_names_to_the_letter(petra: Person) -> None:
    rows = bookings(petra, "wilma")
    rows.sees(f"10:30 Wilma {WILD}\nService {WILD}", f"Package {WILD}"[:50])
    rows.row("Service").choose("Session details")
    petra.modal_titled("Session details").sees(f"Wilma {WILD}"[:60], f"Service {WILD}")
    petra.modal.close()
    rows.row("Service").choose("Link to package")
    form = petra.modal_titled("Link to package")
    form.sees(f"Wilma {WILD}\nService {WILD}")
    assert form.options("Package")[0].startswith(f"Package {WILD}"[:70])
    form.submit()
    petra.modal_titled("Bookings").row("Service").choose("Unlink from package")
    petra.modal_titled("Unlink from package").sees(f"Package {WILD}: Service {WILD}: 2 of 3 left")


@pytest.mark.usefixtures("wild")
def test_a_clients_page_and_what_is_behind_it_show_names_to_the_letter(petra: Person) -> None:
    packages(petra, "wilma").sees(f"Wilma {WILD}"[:60], f"Package {WILD}", f"Service {WILD}: ")
    for what in ("Scheduled bookings", "Why this count"):
        packages(petra, "wilma").row("Package").choose(what)
        petra.modal_titled(what).sees(f"Package {WILD}", f"Service {WILD}")
    packages(petra, "wilma").row("Package").choose("History")
    petra.modal_titled("History").sees(f"Package {WILD}"[:60])


@pytest.mark.usefixtures("wild")
def test_refusals_and_results_show_names_to_the_letter(petra: Person, mia: Person) -> None:
    bookings(petra, "wilma").row("Service").choose("Link to package")
    petra.modal_titled("Link to package")
    bookings(mia, "wilma").row("Service").choose("Link to package")
    mia.modal_titled("Link to package").submit()
    mia.modal_titled("Bookings")
    petra.modal.submit()

    petra.modal_titled("That didn't work").sees(f"already linked to “Package {WILD}” by Mia Manager")


@pytest.mark.usefixtures("wild")
def test_a_message_that_names_what_was_typed_shows_it_to_the_letter(mia: Person, practice: Practice) -> None:
    practice.client("wild9", f"Wilma {WILD}")
    words = "wilma <@U1> <!channel> &amp; *x*"
    practice.client("a1", words)
    practice.client("a2", words)
    mia.command(f"/client {words}")

    mia.modal_titled("Choose a client").sees(f"Several clients match “{words}”. Which one?")


def test_a_practitioners_name_is_shown_to_the_letter(mia: Person, people: People, practice: Practice) -> None:
    mia.slack.add_person("UWILD", f"Dr {WILD}")
    practice.session("his", "c2", "follow", 1, practitioner="UWILD")
    bookings(people.person("UWILD")).row("Bo Lindqvist").choose("Session details")

    people.person("UWILD").modal_titled("Session details").sees(f"Practitioner\nDr {WILD}")
    bookings(mia).sees(f"Confirmed · Unpaid · Dr {WILD}")


def test_two_hundred_wide_characters_fit_everywhere(mia: Person, practice: Practice) -> None:
    practice.client("long", WIDE)
    practice.service("longs", WIDE)
    practice.package("longp", "long", WIDE, {"longs": 3})
    for n in range(11):
        practice.session(f"long{n}", "long", "longs", n)
    bookings(mia, "氏名").sees(WIDE)
    mia.modal.press("Newer")
    mia.modal.sees("Older")
    mia.modal.choose("Link to package")
    mia.modal_titled("Link to package").submit()
    mia.modal_titled("Bookings").row("🎁").sees(WIDE)
    mia.modal.row("🎁").choose("Session details")
    mia.modal_titled("Session details").sees(WIDE[:100])
    for what in AFTER_SALE.keys() - {"Reopen"}:
        managing(mia, "氏名", WIDE[:50], what).close_all()
    for what in ("Scheduled bookings", "Why this count", "History"):
        packages(mia, "氏名").row(WIDE[:50]).choose(what)
        mia.modal_titled(what)
    mia.command(f"/book {WIDE}")
    mia.modal_titled("Book a session").sees(WIDE[:30])
