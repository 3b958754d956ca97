"""The fields of an import: text in, value out, or what is wrong with the text and what to do about it."""

import re
from collections.abc import Callable
from enum import StrEnum
from functools import lru_cache, partial
from typing import TypeVar

from domain.importing.files import shown
from domain.importing.unfit import Unfit
from domain.values.ids import LONGEST_ID, LONGEST_NAME
from domain.values.packages import MOST_SESSIONS

LONGEST_ADDRESS = 254

_PERSON = re.compile(r"[UW][A-Z0-9]+")
_ADDRESS = re.compile(r"[^@\s]+@[^@\s]+\.[^@\s]+")
_WHOLE_NUMBER = re.compile(r"([0-9]{1,6})([.,]0+)?")  # a spreadsheet may write 10.0
_SPREADSHEETS_ERROR = re.compile(r"#(N/A|REF!|VALUE!|NAME\?|DIV/0!|NULL!|NUM!)")
_SHORTENED = re.compile(r"[0-9][.,][0-9]+E\+[0-9]+", re.IGNORECASE)  # what a spreadsheet makes of a long number
_NOTHING = frozenset({"", "null", "none"})
_SPELLINGS = {  # besides those that differ in case, blanks and hyphens alone
    "canceled": "cancelled",
    **dict.fromkeys(("late_canceled", "late_cancel", "late_cancellation"), "late_cancelled"),
    "noshow": "no_show",
    "not_confirmed": "unconfirmed",
    "not_paid": "unpaid",
    "complete": "completed",
}

T = TypeVar("T")
Choice = TypeVar("Choice", bound=StrEnum)


@lru_cache(4096)
def an_id(text: str) -> str:
    if text.lower() in _NOTHING:
        raise Unfit(f"is {text or 'empty'}. Give the id that your own system uses.")
    _require_no_error(text)
    if "+" in text and _SHORTENED.fullmatch(text):
        raise Unfit(f"{shown(text)} is a number that a spreadsheet has shortened. Format the column as text.")
    if len(text) > LONGEST_ID:
        raise Unfit(f"has {len(text)} characters. An id has at most {LONGEST_ID}.")
    if not text.isprintable():
        raise Unfit(f"{shown(text)} contains a character that can't be seen. Remove it.")
    return text


def _require_no_error(text: str) -> None:
    if text[0] == "#" and _SPREADSHEETS_ERROR.fullmatch(text):
        raise Unfit(f"{shown(text)} is an error of your spreadsheet. Correct its formula, or leave the field empty.")


def a_name(text: str) -> str:
    if not text.strip():
        raise Unfit("is empty. Give a name.")
    _require_no_error(text)
    if len(text) > LONGEST_NAME:
        raise Unfit(f"has {len(text)} characters. A name has at most {LONGEST_NAME}.")
    return text


def or_none(read: Callable[[str], T]) -> Callable[[str], T | None]:
    """Read a field that may be empty, or say that it is."""
    return lambda text: None if not text or text.lower() in _NOTHING else read(text)


def or_else(default: T, read: Callable[[str], T]) -> Callable[[str], T]:
    """Read a field that means this where it is empty."""
    return lambda text: default if text.lower() in _NOTHING else read(text)


def a_choice_of(values: type[Choice]) -> Callable[[str], Choice]:
    known = {value.value: value for value in values}
    return partial(_chosen, known, ", ".join(known))


def _chosen(known: dict[str, Choice], all_known: str, text: str) -> Choice:
    value = known.get(text)
    if value is None:
        spelled = "_".join(text.lower().replace("-", " ").split())
        value = known.get(_SPELLINGS.get(spelled, spelled))
    if value is None:
        raise Unfit(f"{shown(text)} isn't one of {all_known}.")
    return value


@lru_cache(4096)
def a_number(least: int, most: int, text: str) -> int:
    if whole := _WHOLE_NUMBER.fullmatch(text):
        number = int(whole[1])
        if least <= number <= most:
            return number
    raise Unfit(f"{shown(text)} isn't a whole number from {least} to {most}.")


def a_total(text: str) -> int:
    return a_number(0, MOST_SESSIONS, text)


@lru_cache(4096)
def a_practitioner(text: str) -> str:
    if len(text) <= LONGEST_ID and _PERSON.fullmatch(text):
        return text
    if len(text) <= LONGEST_ADDRESS and _ADDRESS.fullmatch(text):
        return text.lower()
    if not text or "@" in text:
        raise Unfit(f"{shown(text)} is neither a Slack user id (like U012AB3CD), nor an e-mail address, nor a name.")
    return a_name(" ".join(text.split()))


def is_slacks(practitioner: str) -> bool:
    """Whether it looks like an id of Slack's."""
    return _PERSON.fullmatch(practitioner) is not None
