"""Slack's limits for texts, options and the elements people use (docs.slack.dev/reference/block-kit)."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

from playground.limits.parts import (
    Rule,
    anything,
    chars,
    flag,
    many,
    needs_one,
    not_both,
    one_of,
    problem,
    record,
    variant,
    whole,
)

if TYPE_CHECKING:
    from collections.abc import Iterator

    from playground.state.world import Json

NAME = chars(255)
URL = chars(3000, like=r"[a-z][a-z0-9+.-]*:\S+")
STYLE = one_of("primary", "danger")


def plain(most: int) -> Rule:
    return variant({"plain_text": record({"text": chars(most)}, {"emoji": flag})})


def formatted(most: int) -> Rule:
    """Give a plain_text or mrkdwn object."""
    mrkdwn = record({"text": chars(most)}, {"verbatim": flag})
    return variant({"plain_text": record({"text": chars(most)}, {"emoji": flag}), "mrkdwn": mrkdwn})


def offered(element: Json) -> list[Json]:
    """Everything a menu offers, what stands in groups included."""
    grouped = [option for group in element.get("option_groups") or [] for option in group.get("options") or []]
    return [*(element.get("options") or []), *grouped]


def _tells_offers_apart(element: Json, pointer: str) -> Iterator[str]:
    values = [str(option.get("value")) for option in offered(element) if isinstance(option, dict)]
    if len(set(values)) < len(values):
        yield problem("options must have distinct values", pointer)


def _starts_with_an_offer(element: Json, pointer: str) -> Iterator[str]:
    chosen = [element["initial_option"]] if element.get("initial_option") else element.get("initial_options") or []
    if any(option not in offered(element) for option in chosen):
        yield problem("initial option must match one of the options", pointer)


def _offers_something(element: Json, pointer: str) -> Iterator[str]:
    if element.get("options") is None and element.get("option_groups") is None:
        yield problem("missing required field: options", pointer)


def _in_order(element: Json, pointer: str) -> Iterator[str]:
    least, most = (_figure(element.get(key)) for key in ("min_value", "max_value"))
    if least is not None and most is not None and least > most:
        yield problem("min_value must not be greater than max_value", pointer)


def _figure(value: Any) -> float | None:
    try:
        return float(value)
    except (TypeError, ValueError):
        return None


def _day(value: Any, pointer: str) -> Iterator[str]:
    yield from chars(10, like=r"\d{4}-\d\d-\d\d")(value, pointer)
    try:
        date.fromisoformat(str(value))
    except ValueError:
        yield problem("no day of the calendar", pointer)


PLAIN_OPTION = record({"text": plain(75), "value": chars(150)}, {"description": plain(75)})
RICH_OPTION = record({"text": formatted(75), "value": chars(150)}, {"description": formatted(75)})
GROUP = record({"label": plain(75), "options": many(PLAIN_OPTION, 1, 100)})
CONFIRM = record(
    {"title": plain(100), "text": formatted(300), "confirm": plain(30), "deny": plain(30)}, {"style": STYLE}
)
SUGGESTIONS = record(
    {},
    {"options": many(PLAIN_OPTION, 0, 100), "option_groups": many(GROUP, 0, 100)},
    not_both("options", "option_groups"),
    _offers_something,
    _tells_offers_apart,
)

_COMMON: dict[str, Rule] = {"action_id": NAME, "focus_on_load": flag}
_MENU = {**_COMMON, "placeholder": plain(150)}
_SEVERAL = {**_MENU, "max_selected_items": whole(1, 100)}
_LISTED = {"options": many(PLAIN_OPTION, 1, 100), "option_groups": many(GROUP, 1, 100)}
_TICKED = {"options": many(RICH_OPTION, 1, 10)}
_TICKED_RULES = (_tells_offers_apart, _starts_with_an_offer)
_LISTED_RULES = (
    not_both("options", "option_groups"),
    _offers_something,
    _tells_offers_apart,
    _starts_with_an_offer,
)
_FILTER = record(
    {},
    {
        "include": many(one_of("im", "mpim", "private", "public"), 1, 4),
        "exclude_external_shared_channels": flag,
        "exclude_bot_users": flag,
    },
    needs_one("include", "exclude_external_shared_channels", "exclude_bot_users"),
)
_HERE: dict[str, Rule] = {"default_to_current_conversation": flag, "filter": _FILTER}
_DISPATCH = record({}, {"trigger_actions_on": many(one_of("on_enter_pressed", "on_character_entered"), 1, 2)})
_TYPED: dict[str, Rule] = {
    "action_id": NAME,
    "placeholder": plain(150),
    "focus_on_load": flag,
    "initial_value": chars(3000, 0),
    "dispatch_action_config": _DISPATCH,
}
_BUTTON: dict[str, Rule] = {
    "action_id": NAME,
    "value": chars(2000, 0),
    "url": URL,
    "style": STYLE,
    "confirm": CONFIRM,
    "accessibility_label": chars(75),
}
_QUERY = {"min_query_length": whole(0, 3000)}

IMAGE = record(
    {"alt_text": chars(2000)},
    {"image_url": URL, "slack_file": anything},
    needs_one("image_url", "slack_file"),
)

_MENUS: dict[str, Rule] = {
    "overflow": record(
        {"options": many(PLAIN_OPTION, 1, 5)}, {"action_id": NAME, "confirm": CONFIRM}, _tells_offers_apart
    ),
    "static_select": record({}, {**_MENU, **_LISTED, "initial_option": PLAIN_OPTION}, *_LISTED_RULES),
    "multi_static_select": record(
        {}, {**_SEVERAL, **_LISTED, "initial_options": many(PLAIN_OPTION, 1, 100)}, *_LISTED_RULES
    ),
    "external_select": record({}, {**_MENU, **_QUERY, "initial_option": PLAIN_OPTION}),
    "multi_external_select": record({}, {**_SEVERAL, **_QUERY, "initial_options": many(PLAIN_OPTION, 1, 100)}),
    "users_select": record({}, {**_MENU, "initial_user": NAME}),
    "multi_users_select": record({}, {**_SEVERAL, "initial_users": many(NAME, 1, 100)}),
    "conversations_select": record({}, {**_MENU, **_HERE, "initial_conversation": NAME}),
    "multi_conversations_select": record({}, {**_SEVERAL, **_HERE, "initial_conversations": many(NAME, 1, 100)}),
    "channels_select": record({}, {**_MENU, "initial_channel": NAME}),
    "multi_channels_select": record({}, {**_SEVERAL, "initial_channels": many(NAME, 1, 100)}),
    "checkboxes": record(_TICKED, {**_COMMON, "initial_options": many(RICH_OPTION, 1, 10)}, *_TICKED_RULES),
    "radio_buttons": record(_TICKED, {**_COMMON, "initial_option": RICH_OPTION}, *_TICKED_RULES),
}
_MOMENTS: dict[str, Rule] = {
    "datepicker": record({}, {**_MENU, "initial_date": _day}),
    "timepicker": record({}, {**_MENU, "initial_time": chars(5, like=r"([01]\d|2[0-3]):[0-5]\d"), "timezone": NAME}),
    "datetimepicker": record({}, {**_COMMON, "initial_date_time": whole(1_000_000_000, 9_999_999_999)}),
}
_FIELDS: dict[str, Rule] = {
    "plain_text_input": record(
        {}, {**_TYPED, "multiline": flag, "min_length": whole(0, 3000), "max_length": whole(1, 3000)}
    ),
    "number_input": record(
        {"is_decimal_allowed": flag}, {**_TYPED, "min_value": chars(50), "max_value": chars(50)}, _in_order
    ),
    "email_text_input": record({}, _TYPED),
    "url_text_input": record({}, _TYPED),
}
ELEMENTS: dict[str, Rule] = {
    **_MENUS,
    **_MOMENTS,
    **_FIELDS,
    "button": record({"text": plain(75)}, _BUTTON),
    "image": IMAGE,
}
_CHOSEN = {*_MENUS, *_MOMENTS} - {"overflow"}
IN_INPUT = variant(ELEMENTS, {*_CHOSEN, *_FIELDS})
IN_ACTIONS = variant(ELEMENTS, {*_CHOSEN, "button", "overflow"})
IN_SECTION = variant(ELEMENTS, {*_CHOSEN, "button", "overflow", "image"})
