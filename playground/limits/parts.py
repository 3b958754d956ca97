"""The pieces Slack's rules are made of: each looks at a value and yields what is wrong with it, and where."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterator, Mapping
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from playground.state.world import Json

Rule = Callable[[Any, str], Iterator[str]]


def problem(words: str, pointer: str) -> str:
    return f"{words} [json-pointer:{pointer}]"


def anything(_value: Any, _pointer: str) -> Iterator[str]:
    """Slack takes what it is given here."""
    yield from ()


def chars(most: int, least: int = 1, like: str = "") -> Rule:
    """Give a string of so many characters, and where `like` is given, of that form."""

    def rule(value: Any, pointer: str) -> Iterator[str]:
        if not isinstance(value, str):
            yield problem("must provide a string", pointer)
            return
        if len(value) < least:
            yield problem(f"must be more than {least - 1} characters", pointer)
        if len(value) > most:
            yield problem(f"must be less than {most + 1} characters", pointer)
        if like and value and not re.fullmatch(like, value):
            yield problem("invalid format", pointer)

    return rule


def whole(least: int, most: int) -> Rule:
    def rule(value: Any, pointer: str) -> Iterator[str]:
        if isinstance(value, bool) or not isinstance(value, int):
            yield problem("must provide an integer", pointer)
        elif not least <= value <= most:
            yield problem(f"must be between {least} and {most}", pointer)

    return rule


def number(value: Any, pointer: str) -> Iterator[str]:
    if isinstance(value, bool) or not isinstance(value, int | float):
        yield problem("must provide a number", pointer)


def flag(value: Any, pointer: str) -> Iterator[str]:
    if not isinstance(value, bool):
        yield problem("must provide a boolean", pointer)


def one_of(*words: str) -> Rule:
    def rule(value: Any, pointer: str) -> Iterator[str]:
        if value not in words:
            yield problem(f"must be one of {', '.join(words)}", pointer)

    return rule


def many(item: Rule, least: int, most: int) -> Rule:
    """Give a list of so many items, each of which follows the rule."""

    def rule(value: Any, pointer: str) -> Iterator[str]:
        if not isinstance(value, list):
            yield problem("must provide an array", pointer)
            return
        if len(value) < least:
            yield problem(f"no less than {least} items allowed", pointer)
        if len(value) > most:
            yield problem(f"no more than {most} items allowed", pointer)
        for index, entry in enumerate(value[: most + 1]):
            yield from item(entry, f"{pointer}/{index}")

    return rule


def record(needed: Mapping[str, Rule], allowed: Mapping[str, Rule] | None = None, *whole_rules: Rule) -> Rule:
    """Give an object with these keys and no others; a key that is null counts as left out."""
    known = {"type": anything, **(allowed or {}), **needed}

    def rule(value: Any, pointer: str) -> Iterator[str]:
        if not isinstance(value, dict):
            yield problem("must provide an object", pointer)
            return
        for key in needed:
            if value.get(key) is None:
                yield problem(f"missing required field: {key}", pointer)
        for key, entry in value.items():
            yield from _entry(known, key, entry, pointer)
        for whole_rule in whole_rules:
            yield from whole_rule(value, pointer)

    return rule


def _entry(known: Mapping[str, Rule], key: str, entry: Any, pointer: str) -> Iterator[str]:
    if key not in known:
        yield problem(f"invalid additional property: {key}", pointer)
    elif entry is not None:
        yield from known[key](entry, f"{pointer}/{key}")


def variant(rules: Mapping[str, Rule], only: Collection[str] | None = None) -> Rule:
    """Give an object whose `type` says which rule it follows."""

    def rule(value: Any, pointer: str) -> Iterator[str]:
        if not isinstance(value, dict):
            yield problem("must provide an object", pointer)
        elif value.get("type") is None:
            yield problem("missing required field: type", pointer)
        elif value["type"] not in rules or (only is not None and value["type"] not in only):
            yield problem(f"unsupported type: {value['type']}", f"{pointer}/type")
        else:
            yield from rules[value["type"]](value, pointer)

    return rule


def needs_one(*keys: str) -> Rule:
    """At least one of these keys is given."""

    def rule(value: Json, pointer: str) -> Iterator[str]:
        if not any(value.get(key) for key in keys):
            yield problem(f"missing required field: {keys[0]}", pointer)

    return rule


def not_both(first: str, second: str) -> Rule:
    def rule(value: Json, pointer: str) -> Iterator[str]:
        if value.get(first) is not None and value.get(second) is not None:
            yield problem(f"{first} and {second} cannot both be specified", pointer)

    return rule
