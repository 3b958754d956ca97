"""Cells that a spreadsheet would run as a formula: written with an apostrophe more, read with one less."""

import re

# A spreadsheet takes the wide signs for the narrow ones; what begins with apostrophes already must come back, too.
_RUNS = re.compile("'*[=+\\-@\t\r\n\uff1d\uff0b\uff0d\uff20]")


def harmless(text: str) -> str:
    """The text as no spreadsheet runs it."""
    return f"'{text}" if _RUNS.match(text) else text


def as_it_was(text: str) -> str:
    """The text before it was made harmless."""
    return text[1:] if text[:1] == "'" and _RUNS.match(text) else text
