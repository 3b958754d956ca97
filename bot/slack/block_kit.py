"""Views and blocks as the JSON that Slack takes."""

from collections.abc import Callable
from typing import Any

from slack_sdk.models.basic_objects import JsonObject
from slack_sdk.models.blocks import Option


def as_json(model: JsonObject) -> dict[str, Any]:
    """What `model.to_dict()` gives, in one pass.

    The library's own looks through every attribute of every object for checks to make, and through each result again
    at every level above it, which took most of the time of a page.
    """
    written: dict[str, Any] = _written[type(model)](model)
    return written


class _Writers(dict[type, Callable[[Any], Any]]):
    """How values of a type are written, found out once: it depends on nothing but the type."""

    def __missing__(self, kind: type) -> Callable[[Any], Any]:
        if issubclass(kind, JsonObject):
            self[kind] = _writer_of(kind)
        else:
            self[kind] = _each if issubclass(kind, list | tuple) else _as_it_is
        return self[kind]


_written = _Writers()


def _writer_of(kind: type[JsonObject]) -> Callable[[Any], Any]:
    checks, keys = _checks(kind), sorted(object.__new__(kind).attributes)

    def write(model: Any) -> dict[str, Any]:
        values = ((key, getattr(model, key, None)) for key in keys)
        # Slack takes nothing that is empty.
        return {key: _written[type(value)](value) for key, value in values if value or value == 0}

    inner = _option if issubclass(kind, Option) else write if kind.to_dict is JsonObject.to_dict else kind.to_dict

    def checked(model: Any) -> Any:
        for check in checks:
            check(model)
        return inner(model)

    return checked if checks else inner


def _checks(kind: type[JsonObject]) -> list[Any]:
    named = (getattr(kind, name, None) for name in dir(kind))
    return [each for each in named if hasattr(each, "validator")]


def _option(option: Option) -> dict[str, Any]:
    text, more = option._text, option._block_description  # noqa: SLF001 - the library has no other name for them
    written = {"text": _written[type(text)](text), "value": option.value}
    return written | {"description": _written[type(more)](more)} if more else written


def _each(values: Any) -> list[Any]:
    return [_written[type(value)](value) for value in values]


def _as_it_is(value: Any) -> Any:
    return value
