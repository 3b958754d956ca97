"""How clients are named, and found by parts of their names (rule 18)."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from literals import ANA

from domain.values.clients import Client, folded, short_name, shown_name
from domain.values.ids import ClientId
from domain.values.people import Naming


@pytest.mark.parametrize(
    ("name", "short"),
    [
        ("Ana Ruiz", "Ana R."),
        ("Ana María Ruiz Soler", "Ana S."),
        ("  Ana   Ruiz ", "Ana R."),
        ("Madonna", "Madonna"),
        ("ليلى حداد", "ليلى ح."),
        ("李 小龍", "李 小."),
        ("Zoë 😀son", "Zoë 😀."),
    ],
)
def test_a_short_name_is_the_first_word_and_an_initial(name: str, short: str) -> None:
    assert short_name(name) == short


def test_a_practice_chooses_how_its_clients_are_named() -> None:
    assert shown_name(ANA, Naming.SHORT) == "Ana R."
    assert shown_name(ANA, Naming.FULL) == "Ana Ruiz"
    assert shown_name(ANA, Naming.CODE) == "c1"


def test_the_code_is_added_where_two_visible_names_are_equal() -> None:
    rojas, bo = Client(ClientId("c7"), "Ana Rojas"), Client(ClientId("c2"), "Bo Lindqvist")

    assert shown_name(ANA, Naming.SHORT, [ANA, rojas, bo]) == "Ana R. (c1)"
    assert shown_name(rojas, Naming.SHORT, [ANA, rojas, bo]) == "Ana R. (c7)"
    assert shown_name(bo, Naming.SHORT, [ANA, rojas, bo]) == "Bo L."
    assert shown_name(ANA, Naming.FULL, [ANA, rojas, bo]) == "Ana Ruiz"
    assert shown_name(ANA, Naming.CODE, [ANA, rojas, bo]) == "c1"


def test_full_names_that_are_equal_get_their_codes_too() -> None:
    other = Client(ClientId("c9"), "Ana Ruiz")

    assert shown_name(other, Naming.FULL, [ANA, other]) == "Ana Ruiz (c9)"


@pytest.mark.parametrize(
    ("typed", "stored"),
    [
        ("yildiz", "Yıldız"),
        ("YILDIZ", "yıldız"),
        ("istanbul", "İstanbul"),
        ("soren", "Søren"),
        ("lodz", "Łódź"),
        ("strasse", "Straße"),
        ("aebelo", "Æbelø"),
        ("jose", "Jose\N{COMBINING ACUTE ACCENT}"),
        ("ΟΔΟΣ", "οδος"),
        ("hilbert", "\N{BLACK-LETTER CAPITAL H}ilbert"),
        ("fi", "ﬁ"),
    ],
)
def test_names_are_compared_without_case_and_accents(typed: str, stored: str) -> None:
    assert folded(typed) == folded(stored)


@given(st.text())
def test_what_is_folded_stays_as_it_is_when_folded_again(text: str) -> None:
    assert folded(folded(text)) == folded(text)
