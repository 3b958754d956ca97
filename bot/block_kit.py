"""Views and blocks as the JSON that Slack takes."""

from functools import cache
from typing import Any

from slack_sdk.models.basic_objects import JsonObject
from slack_sdk.models.blocks import Option


def as_json(model: JsonObject) -> dict[str, Any]:
    """What `model.to_dict()` gives, in one pass.

    The library's own looks through every attribute of every object for checks to make, and through each result again
    at every level above it, which took most of the time of a page.
    """
    for check in _checks(type(model)):
        check(model)
    if isinstance(model, Option):
        return _option(model)
    if type(model).to_dict is not JsonObject.to_dict:
        return model.to_dict()
    values = ((key, model.get_object_attribute(key)) for key in _keys(type(model)))
    return {key: _plain(value) for key, value in values if value or value == 0}  # Slack takes nothing that is empty


def _option(option: Option) -> dict[str, Any]:
    text, more = option._text, option._block_description  # noqa: SLF001 - the library has no other name for them
    return {"text": _plain(text), "value": option.value, **({"description": _plain(more)} if more else {})}


def _plain(value: Any) -> Any:
    if isinstance(value, str):
        return value
    if isinstance(value, JsonObject):
        return as_json(value)
    return [_plain(each) for each in value] if isinstance(value, list | tuple) else value


@cache
def _checks(kind: type[JsonObject]) -> tuple[Any, ...]:
    named = (getattr(kind, name, None) for name in dir(kind))
    return tuple(each for each in named if hasattr(each, "validator"))


@cache
def _keys(kind: type[JsonObject]) -> tuple[str, ...]:
    """The names under which objects of this kind go into JSON; they depend on nothing else."""
    return tuple(sorted(object.__new__(kind).attributes))
