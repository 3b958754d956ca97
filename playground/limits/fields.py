"""What Slack's own client checks before it sends a form."""

from __future__ import annotations

import re
from decimal import Decimal, InvalidOperation
from typing import TYPE_CHECKING, Any

from playground.limits.values import KEY, entered

if TYPE_CHECKING:
    from playground.state.world import Json, View

REQUIRED = "Please complete this required field."


def refused(view: View) -> dict[str, str]:
    """Give what the client says instead of sending: a message by block_id."""
    found = {}
    for block in view.blocks:
        if block["type"] == "input" and block["element"]["type"] in KEY:
            words = _refused(block, entered(view.values, block, block["element"]))
            if words:
                found[block["block_id"]] = words
    return found


def _refused(block: Json, value: Any) -> str:
    element = block["element"]
    if value in (None, "", []):
        return "" if block.get("optional") else REQUIRED
    check = {
        "plain_text_input": _text,
        "number_input": _number,
        "email_text_input": _email,
        "url_text_input": _url,
    }.get(element["type"])
    return check(element, value) if check else ""


def _text(element: Json, value: str) -> str:
    least, most = element.get("min_length", 0), element.get("max_length", 3000)
    if len(value) < least:
        return f"Please enter at least {least} characters."
    return f"Please enter at most {most} characters." if len(value) > most else ""


def _number(element: Json, value: str) -> str:
    try:
        number = Decimal(value)
    except InvalidOperation:
        return "Please enter a number."
    if not number.is_finite() or (not element["is_decimal_allowed"] and number != number.to_integral_value()):
        return "Please enter a whole number."
    if "min_value" in element and number < Decimal(element["min_value"]):
        return f"Please enter a number of at least {element['min_value']}."
    if "max_value" in element and number > Decimal(element["max_value"]):
        return f"Please enter a number of at most {element['max_value']}."
    return ""


def _email(_element: Json, value: str) -> str:
    return "" if re.fullmatch(r"\S+@\S+\.\S+", value) else "Please enter an e-mail address."


def _url(_element: Json, value: str) -> str:
    return "" if re.fullmatch(r"https?://\S+", value) else "Please enter a web address."
