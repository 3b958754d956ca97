"""Where each element keeps what a person entered, and what it starts with."""

from __future__ import annotations

from copy import deepcopy
from typing import TYPE_CHECKING, Any

from playground.limits.rules import elements_in

if TYPE_CHECKING:
    from playground.state.world import Json

KEY = {
    "static_select": "selected_option",
    "external_select": "selected_option",
    "radio_buttons": "selected_option",
    "multi_static_select": "selected_options",
    "multi_external_select": "selected_options",
    "checkboxes": "selected_options",
    "users_select": "selected_user",
    "multi_users_select": "selected_users",
    "conversations_select": "selected_conversation",
    "multi_conversations_select": "selected_conversations",
    "channels_select": "selected_channel",
    "multi_channels_select": "selected_channels",
    "datepicker": "selected_date",
    "timepicker": "selected_time",
    "datetimepicker": "selected_date_time",
    "plain_text_input": "value",
    "number_input": "value",
    "email_text_input": "value",
    "url_text_input": "value",
}
_LISTS = {"selected_options", "selected_users", "selected_conversations", "selected_channels"}


def start_values(blocks: list[Json], before: Json, here: str) -> Json:
    """state.values of a new surface: what was entered stays where ids and type are the same."""
    values: Json = {}
    for block in blocks:
        for element in elements_in(block):
            if element["type"] in KEY:
                kept = before.get(block["block_id"], {}).get(element["action_id"], {})
                same = kept.get("type") == element["type"]
                entry = kept if same else {"type": element["type"], KEY[element["type"]]: _initial(element, here)}
                values.setdefault(block["block_id"], {})[element["action_id"]] = entry
    return values


def _initial(element: Json, here: str) -> Any:
    key = KEY[element["type"]]
    first = element.get("initial_value" if key.endswith("value") else key.replace("selected", "initial"))
    if first is None and element.get("default_to_current_conversation") and here:
        first = [here] if key in _LISTS else here
    return [] if first is None and key in _LISTS else deepcopy(first)


def entered(values: Json, block: Json, element: Json) -> Any:
    """Give what stands in an element now."""
    return values.get(block["block_id"], {}).get(element["action_id"], {}).get(KEY[element["type"]])


def enter(values: Json, block: Json, element: Json, value: Any) -> Json:
    """Put a value into an element; returns the part of an action that tells it."""
    change = {KEY[element["type"]]: value}
    values.setdefault(block["block_id"], {})[element["action_id"]] = {"type": element["type"], **change}
    return change
