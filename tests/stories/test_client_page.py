"""Bookings & Packages of one client: how they are found, and the two tabs."""

import pytest
from going import bookings, buttons, packages, rows
from practice import Practice

from playground.person.people import Person
from playground.server import Playground


@pytest.mark.parametrize("words", ["ana ruiz", "ruiz", "RUIZ an", "Ana"])
def test_any_parts_of_a_name_that_only_one_client_has_open_their_page(petra: Person, words: str) -> None:
    petra.command(f"/client {words}")
    page = petra.modal_titled("Bookings & Packages")

    page.sees("Ana Ruiz", "Times are in Europe/Berlin")
    assert rows(page) == ["Ana Ruiz · Follow-up 50 min", "Ana Ruiz · Nutrition review"]


def test_without_a_name_a_type_ahead_picks_the_client(mia: Person) -> None:
    mia.command("/client")
    picker = mia.modal_titled("Choose a client")

    assert picker.typeahead("Client", "y") == ["Emre Yıldız"]
    assert picker.typeahead("Client", "YILD em") == ["Emre Yıldız"]
    assert picker.typeahead("Client", "zzz") == []
    picker.pick("Client", "Emre Yıldız", query="emre")
    mia.modal_titled("Bookings & Packages").sees("Emre Yıldız")


def test_where_several_match_these_are_offered_at_once(mia: Person) -> None:
    mia.command("/client a")
    picker = mia.modal_titled("Choose a client")

    picker.sees("Several clients match “a”. Which one?")
    assert picker.typeahead("Client", "") == ["Ana Ruiz", "Chidi Okafor", "Dalia Haddad"]
    picker.pick("Client", "Dalia Haddad", query="")
    mia.modal_titled("Bookings & Packages").sees("Dalia Haddad")


def test_a_whole_name_means_that_client_even_where_others_contain_it(mia: Person, practice: Practice) -> None:
    practice.client("c9", "Ana Ruiz Soler")
    mia.command("/client ana ruiz")

    assert "Soler" not in mia.modal_titled("Bookings & Packages").text


def test_two_clients_of_one_name_are_told_apart(mia: Person, practice: Practice, playground: Playground) -> None:
    practice.client("c9", "Ana Ruiz")
    mia.command("/client ana ruiz")
    picker = mia.modal_titled("Choose a client")
    assert picker.typeahead("Client", "ana") == ["Ana Ruiz", "Ana Ruiz"]

    offered = playground.deliveries.made[-1].reply.body["options"]
    assert {option["description"]["text"] for option in offered} == {"c1", "c9"}


def test_a_code_is_not_shown_where_the_name_is_enough(mia: Person, playground: Playground) -> None:
    mia.command("/client")
    mia.modal_titled("Choose a client").typeahead("Client", "ana")

    assert ["description" in option for option in playground.deliveries.made[-1].reply.body["options"]] == [False]


@pytest.mark.parametrize("words", ["zzz", "emre"])
def test_a_client_who_is_not_there_or_not_theirs_is_answered_in_words(petra: Person, words: str) -> None:
    petra.command(f"/client {words}")

    petra.sees(f"None of your clients has “{words}” in their name.", "/client help")
    assert not petra.has_modal


def test_a_practitioner_is_offered_only_their_own_clients(paul: Person) -> None:
    paul.command("/client")

    assert paul.modal_titled("Choose a client").typeahead("Client", "a") == []
    assert paul.modal.typeahead("Client", "e") == ["Emre Yıldız"]


def test_a_hundred_of_many_clients_are_offered(mia: Person, practice: Practice) -> None:
    for n in range(105):
        practice.client(f"m{n}", f"Maria {n:03}")
    mia.command("/client maria")

    assert len(mia.modal_titled("Choose a client").typeahead("Client", "")) == 100
    assert mia.modal.typeahead("Client", "maria 104") == ["Maria 104"]


def test_the_bookings_tab_is_a_bookings_list_of_this_client(petra: Person) -> None:
    petra.command("/client ana")
    page = petra.modal_titled("Bookings & Packages")
    page.press("✕ Today/Upcoming")
    page.sees("9 Feb")
    assert len(rows(page)) == 3
    page.press("Filter")
    petra.modal_titled("Filter").pick("Package", "Not linked")
    petra.modal.submit()
    page = petra.modal_titled("Bookings & Packages")
    page.sees("✕ Not linked")

    assert len(rows(page)) == 1
    assert page.row("23 Feb").menu == ["Link to package", "Session details"]


def test_linking_from_a_clients_page_leads_back_to_it(petra: Person) -> None:
    petra.command("/client bo")
    petra.modal_titled("Bookings & Packages").row("Follow-up").choose("Link to package")
    petra.modal_titled("Link to package").submit()
    page = petra.modal_titled("Bookings & Packages")
    page.row("Follow-up").sees("🎁", "Silver 5")
    page.press("Packages")

    page.row("Silver 5").sees("4 of 5 left")


def test_the_packages_tab_shows_status_expiry_bars_and_what_is_left(petra: Person) -> None:
    tab = packages(petra, "ana")

    tab.sees("2 active packages, 1 closed")
    tab.row("Gold 10").sees("Active · ends Mon 1 Jun, in 91 days", "Follow-up 50 min: 8 of 10 left ■■■■■■■■□□")
    tab.row("Gold 10").sees("Initial consultation: 1 of 1 left ■", "Sum: 9 of 11 left")
    tab.row("Old 5").sees("Completed")
    assert tab.row("Gold 10").menu[-3:] == ["Scheduled bookings", "Why this count", "History"]
    tab.press("Bookings")
    tab.sees("✕ Today/Upcoming")


def test_an_expired_package_says_so(petra: Person) -> None:
    packages(petra, "dalia").row("Expired 5").sees("Expired · ended Fri 27 Feb")


def test_active_packages_come_first_the_most_urgent_on_top(petra: Person) -> None:
    text = packages(petra, "ana").text

    assert text.index("Starter 3") < text.index("Gold 10") < text.index("Old 5")


def test_a_client_without_packages_has_an_empty_tab(paul: Person) -> None:
    packages(paul, "emre").sees("This client has no packages yet.")


def test_hundreds_of_packages_are_shown_ten_at_a_time(petra: Person, practice: Practice) -> None:
    for n in range(120):
        practice.package(f"x{n:03}", "c2", f"Many {n:03}", {"follow": 5})
    tab = packages(petra, "bo")
    seen = _names(tab.text)
    while "More packages" in buttons(tab):
        before = tab.view.hash
        tab.press("More packages")
        petra.slack.wait(lambda old=before: tab.view.hash != old, lambda: "the next page did not come")  # type: ignore[misc]
        seen += _names(tab.text)

    assert len(seen) == len(set(seen)) == 121
    tab.press("Previous packages")
    tab.sees("More packages")


def _names(text: str) -> list[str]:
    return [line.split(" · ")[0] for line in text.splitlines() if line.startswith(("Many", "Silver"))]


def test_a_list_behind_is_the_one_that_was_open(petra: Person) -> None:
    bookings(petra)
    petra.command("/client ana")

    assert petra.modal_titled("Bookings & Packages").title == "Bookings & Packages"
    petra.modal.close()
    petra.sees_no_modal()
