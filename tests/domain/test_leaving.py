"""Services that leave a package: how many may, and what stays."""

import pytest

from domain.importing.leaving import TooManyGone, confirmed_in, require_confirmed, what_stays


@pytest.mark.parametrize(("gone", "known"), [(0, 0), (0, 9), (1, 10), (3, 30)])
def test_up_to_a_tenth_needs_no_word(gone: int, known: int) -> None:
    require_confirmed(gone, known, None)


@pytest.mark.parametrize(("gone", "known"), [(1, 9), (4, 39), (1, 1)])
def test_more_needs_just_its_number(gone: int, known: int) -> None:
    require_confirmed(gone, known, gone)
    for confirmed in (None, gone - 1, gone + 1):
        with pytest.raises(TooManyGone):
            require_confirmed(gone, known, confirmed)


@pytest.mark.parametrize(("total", "said", "stays"), [(10, 10, 0), (12, 10, 2), (7, 10, 0), (0, 10, 0)])
def test_what_approvals_added_stays(total: int, said: int, stays: int) -> None:
    assert what_stays(total, said) == stays


@pytest.mark.parametrize(
    ("words", "number"),
    [("3 gone", 3), (" 12  Gone. ", 12), ("3", None), ("gone", None), ("-3 gone", None), ("3 gone of 40", None)],
)
def test_the_number_in_the_words_that_come_with_files(words: str, number: int | None) -> None:
    assert confirmed_in(words) == number
