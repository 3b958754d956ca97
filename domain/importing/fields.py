"""The fields of an import: text in, value out, or what is wrong with the text and what to do about it."""

import re
from collections.abc import Callable
from datetime import UTC, date, datetime
from enum import StrEnum
from functools import partial
from typing import TypeVar

from domain.importing.files import shown
from domain.lifecycle import LONGEST_NAME
from domain.values.ids import LONGEST_ID
from domain.values.packages import MOST_SESSIONS
from domain.values.sessions import YEARS

LONGEST_ADDRESS = 254

_PERSON = re.compile(r"[UW][A-Z0-9]+")
_ADDRESS = re.compile(r"[^@\s]+@[^@\s]+\.[^@\s]+")
_WHOLE_NUMBER = re.compile(r"[0-9]{1,6}")

T = TypeVar("T")
Choice = TypeVar("Choice", bound=StrEnum)


class Unfit(ValueError):  # noqa: N818 - said of a field
    """What is wrong with a field, and what to do."""


def an_id(text: str) -> str:
    if not text:
        raise Unfit("is empty. Give the id that your own system uses.")
    if len(text) > LONGEST_ID:
        raise Unfit(f"has {len(text)} characters. An id has at most {LONGEST_ID}.")
    if text != text.strip():
        raise Unfit(f"{shown(text)} begins or ends with a space. Remove it.")
    if not text.isprintable():
        raise Unfit(f"{shown(text)} contains a character that can't be seen. Remove it.")
    return text


def a_name(text: str) -> str:
    if not text.strip():
        raise Unfit("is empty. Give a name.")
    if len(text) > LONGEST_NAME:
        raise Unfit(f"has {len(text)} characters. A name has at most {LONGEST_NAME}.")
    return text


def or_none(read: Callable[[str], T]) -> Callable[[str], T | None]:
    """Read a field that may be empty."""
    return lambda text: read(text) if text else None


def a_choice_of(values: type[Choice]) -> Callable[[str], Choice]:
    known = {value.value: value for value in values}
    return partial(_chosen, known, ", ".join(known))


def _chosen(known: dict[str, Choice], all_known: str, text: str) -> Choice:
    value = known.get(text)
    if value is None:
        raise Unfit(f"{shown(text)} isn't one of {all_known}.")
    return value


def a_day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise Unfit(f"{shown(text)} isn't a day. Write it like 2026-12-31, or leave it empty.") from None


def a_number(least: int, most: int, text: str) -> int:
    if _WHOLE_NUMBER.fullmatch(text):
        number = int(text)
        if least <= number <= most:
            return number
    raise Unfit(f"{shown(text)} isn't a whole number from {least} to {most}.")


def a_total(text: str) -> int:
    return a_number(0, MOST_SESSIONS, text)


def a_practitioner(text: str) -> str:
    if len(text) <= LONGEST_ID and _PERSON.fullmatch(text):
        return text
    if len(text) <= LONGEST_ADDRESS and _ADDRESS.fullmatch(text):
        return text.lower()
    raise Unfit(f"{shown(text)} is neither a Slack user id (like U012AB3CD) nor an e-mail address.")


def a_moment(text: str) -> datetime:
    example = "Write it like 2026-12-31T14:30+01:00."
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        raise Unfit(f"{shown(text)} isn't a date and time. {example}") from None
    if moment.tzinfo is None:
        raise Unfit(f"{shown(text)} has no offset from UTC. {example}")
    if moment.year not in YEARS:
        raise Unfit(f"{shown(text)} isn't in the years {YEARS[0]} to {YEARS[-1]}. {example}")
    return moment.astimezone(UTC)
