"""How names and data travel to Slack and back: each gesture carries one typed value."""

import re
from collections.abc import Callable, Hashable
from dataclasses import dataclass, is_dataclass
from datetime import UTC, date, datetime
from functools import cache
from typing import Any, Generic, TypeVar, cast

from pydantic import TypeAdapter
from pydantic_core import from_json

from domain.values.ids import PersonId

D = TypeVar("D")
V = TypeVar("V")

MOST = 2**31 - 1  # nothing that is counted here comes near it

_UNSTORABLE = re.compile("[\0\ud800-\udfff]")


class Unreadable(Exception):  # noqa: N818 - what arrived is unreadable
    """Data that this version didn't write: an old message, or a forged one."""


class Unstorable(Unreadable):
    """Text with what no database stores, in the field of this name: typed, or pasted."""

    def __init__(self, field: str) -> None:
        super().__init__("This has an invisible character that can't be saved. Delete the text and type it again.")
        self.field = field


@cache
def _adapter(kind: Hashable) -> TypeAdapter[Any]:
    return TypeAdapter(cast("type[Any]", kind))


def encode(data: object) -> str:
    """An id as it is, anything else as JSON without what has its default value."""
    if data is None or isinstance(data, str):
        return data or ""
    return _adapter(cast("Hashable", type(data))).dump_json(data, exclude_defaults=True).decode()


def is_readable(text: object) -> bool:
    """Whether it is text without what no database stores: half a character, or none."""
    return isinstance(text, str) and is_storable(text)


def is_storable(value: object) -> bool:
    """Whether a database stores it, if it is text."""
    return not isinstance(value, str) or _UNSTORABLE.search(value) is None


def readable(text: object) -> str:
    """The text, if it is readable."""
    if not isinstance(text, str) or not is_readable(text):
        raise Unreadable
    return text


def decode(kind: Callable[..., D], text: str) -> D:
    """Read what `encode` wrote. Raises Unreadable for anything that it wouldn't write."""
    readable(text)
    try:
        if not is_dataclass(kind):
            return kind(text)
        _require_storable(from_json(text))
        decoded: D = _adapter(kind).validate_json(text, strict=True)
    except ValueError as unreadable:
        raise Unreadable from unreadable
    return decoded


def _require_storable(value: object) -> None:
    """JSON can hold what no database does: half a character by its number, a number of any length."""
    match value:
        case dict():
            for part in (*value, *value.values()):
                _require_storable(part)
        case list():
            for part in value:
                _require_storable(part)
        case str():
            readable(value)
        case int() | float() if not abs(value) <= MOST:
            raise Unreadable


def nothing(text: str) -> None:
    """Read data that isn't there."""
    if text:
        raise ValueError(text)


@dataclass(frozen=True, slots=True)
class Command:
    name: str


@dataclass(frozen=True, slots=True)
class Action(Generic[D]):
    """A press or a choice; `data` makes what it carries from text: an id's type, a dataclass, or `nothing`."""

    id: str
    data: Callable[..., D]


@dataclass(frozen=True, slots=True)
class Screen(Generic[D]):
    """A modal; `data` is what it remembers in its private metadata."""

    id: str
    data: Callable[..., D]


@dataclass(frozen=True, slots=True)
class Event(Generic[D]):
    """Something that happened in Slack of which it tells us."""

    id: str
    data: Callable[..., D]


@dataclass(frozen=True, slots=True)
class TypeAhead:
    """A menu that asks us what to offer while a person types."""

    id: str


@dataclass(frozen=True, slots=True)
class Field(Generic[V]):
    """A form's field: its name, and how its value is read from Slack's state of the element."""

    name: str
    read: Callable[[dict[str, Any]], V | None]

    def nth(self, n: int) -> "Field[V]":
        return self.of(str(n))

    def of(self, which: str) -> "Field[V]":
        return Field(f"{self.name}_{which}", self.read)


@dataclass(frozen=True, slots=True)
class Values:
    """What a person has entered into a form."""

    state: dict[str, dict[str, dict[str, Any]]]

    def get(self, field: Field[V]) -> V | None:
        try:
            elements = self.state.get(field.name)
            if field.read is text and elements and not is_storable(next(iter(elements.values())).get("value")):
                raise Unstorable(field.name)
            value = field.read(next(iter(elements.values()))) if elements else None
        except (ValueError, TypeError, KeyError, AttributeError, OverflowError, OSError) as unreadable:
            raise Unreadable from unreadable
        return value

    def each(self, field: Field[V]) -> dict[str, V | None]:
        """Of a field that stands in the form several times: by which one it is."""
        start = f"{field.name}_"
        names = [name.removeprefix(start) for name in self.state if name.startswith(start)]
        return {which: self.get(field.of(which)) for which in names}


def _words(value: object) -> str | None:
    """A text that can be stored, or none."""
    return None if value is None else readable(value)


def text(state: dict[str, Any]) -> str | None:
    return _words(state.get("value"))


def number(state: dict[str, Any]) -> int | None:
    """A whole number; -1, which no rule accepts, for anything else."""
    value = state.get("value")
    if not isinstance(value, str | None):
        raise Unreadable
    return None if value is None else int(value) if re.fullmatch("[0-9]{1,9}", value) else -1


def day(state: dict[str, Any]) -> date | None:
    value = _words(state.get("selected_date"))
    return date.fromisoformat(value) if value else None


def moment(state: dict[str, Any]) -> datetime | None:
    value = state.get("selected_date_time")
    if not isinstance(value, int | None) or isinstance(value, bool):
        raise Unreadable
    return datetime.fromtimestamp(value, UTC) if value else None


def choice(state: dict[str, Any]) -> str | None:
    option = state.get("selected_option")
    return readable(option["value"]) if option else None


def choices(state: dict[str, Any]) -> tuple[str, ...]:
    return tuple(readable(option["value"]) for option in state.get("selected_options") or ())


def choice_of(values: Callable[[str], V]) -> Callable[[dict[str, Any]], V | None]:
    """Read a choice among a few values."""

    def read(state: dict[str, Any]) -> V | None:
        value = choice(state)
        return values(value) if value else None

    return read


def person(state: dict[str, Any]) -> PersonId | None:
    value = _words(state.get("selected_user"))
    return PersonId(value) if value else None


def people(state: dict[str, Any]) -> tuple[PersonId, ...]:
    return tuple(PersonId(readable(person)) for person in state.get("selected_users") or ())


def channel(state: dict[str, Any]) -> str | None:
    return _words(state.get("selected_conversation"))
