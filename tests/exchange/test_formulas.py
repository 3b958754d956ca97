from itertools import product

import pytest

from domain.importing.formulas import as_it_was, harmless


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ("=1+1", "'=1+1"),
        ("+1555", "'+1555"),
        ("-x", "'-x"),
        ("@SUM(A1)", "'@SUM(A1)"),
        ("\tx", "'\tx"),
        ("\uff1dx", "'\uff1dx"),
        ("'=1+1", "''=1+1"),
        ("O'Neil", "O'Neil"),
        ("'quoted'", "'quoted'"),
        ("", ""),
    ],
)
def test_what_would_run_has_an_apostrophe_more(text: str, written: str) -> None:
    assert harmless(text) == written


def test_every_text_comes_back_as_it_was() -> None:
    texts = ["".join(signs) for signs in product("'=+-@\t\r\na", repeat=4)]

    assert [as_it_was(harmless(text)) for text in texts] == texts
