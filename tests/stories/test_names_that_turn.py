"""Names with marks that turn what follows round, for a reader who goes from left to right."""

import pytest
from going import bookings, packages
from practice import Practice

from bot.views.parts import cut, escape
from playground.person.people import Person

MARKS = "\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\u200e\u200f\u061c"


@pytest.mark.parametrize("mark", MARKS, ids=lambda mark: f"{ord(mark):X}")
def test_such_a_mark_is_not_shown_wherever_text_is(mark: str) -> None:
    assert cut(f"Ana {mark}Ruiz · 9 of 10 left", 300) == "Ana Ruiz · 9 of 10 left"
    assert escape(f"Ana {mark}Ruiz & {mark}Bo") == "Ana Ruiz &amp; Bo"


@pytest.mark.parametrize("name", ["ليلى حداد", "משה כהן", "می‌خواهم", "👩‍👩‍👧", "Þórdís"])
def test_names_of_every_script_stay_as_they_are(name: str) -> None:
    assert cut(name, 300) == escape(name) == name


def test_a_row_a_page_and_a_refusal_read_as_they_are_written(practice: Practice, petra: Person, mia: Person) -> None:
    practice.client("wild", "Wilma \u202eevoL")
    practice.package("wildp", "wild", "Gold \u2067\u202e01", {"follow": 3})
    practice.session("wild1", "wild", "follow", 1)

    rows = bookings(petra, "wilma")
    rows.sees("10:30 Wilma evoL\nFollow-up 50 min")
    rows.row("Wilma").choose("Link to package")
    petra.modal_titled("Link to package").sees("Wilma evoL")
    bookings(mia, "wilma").row("Wilma").choose("Link to package")
    mia.modal_titled("Link to package").submit()
    mia.modal_titled("Bookings")
    petra.modal.submit()
    petra.modal_titled("That didn't work").sees("already linked to “Gold 01” by Mia Manager")
    packages(petra, "wilma").sees("Wilma evoL", "Gold 01")
