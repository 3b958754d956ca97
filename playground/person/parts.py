"""What stands on a screen, in parts that can be used: blocks, and the elements in them."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple, TypeVar

from playground.limits.values import KEY
from playground.state.world import Json, View

if TYPE_CHECKING:
    from collections.abc import Callable

    from playground.to_the_bot.payloads import Shown

BUTTONS = {"button"}
CHOICES = {"radio_buttons", "checkboxes"}  # their options can be read without opening them
PICKS = {kind for kind in KEY if kind.endswith("_select")} | {"radio_buttons"}
FIELDS = {kind for kind, key in KEY.items() if key == "value"} | {"datepicker", "timepicker", "datetimepicker"}
ROW_HEADS, ROW_PARTS = {"section", "rich_text"}, {"actions", "context"}

T = TypeVar("T")


class Part(NamedTuple):
    shown: Shown
    block: Json


class Hit(NamedTuple):
    shown: Shown
    block: Json
    element: Json


def parts_of(shown: Shown) -> list[Part]:
    """The blocks of a message or view; a message without blocks shows its text."""
    if shown.blocks or isinstance(shown, View):
        return [Part(shown, block) for block in shown.blocks]
    names = "".join(f"\n{file['name']}" for file in shown.files)
    text = {"type": "mrkdwn", "text": shown.text + names}
    return [Part(shown, {"type": "section", "block_id": "", "text": text})]


def rows_of(parts: list[Part]) -> list[list[Part]]:
    """Each section or rich text with the heading it stands under, and the small print and the buttons beneath it."""
    rows: list[list[Part]] = []
    last: list[Part] = []
    heading: list[Part] = []
    for part in parts:
        kind = part.block["type"]
        if kind in ROW_HEADS:
            last = [*(one for one in heading if one.shown is part.shown), part]
            rows.append(last)
        elif kind in ROW_PARTS and last and last[0].shown is part.shown:
            last.append(part)
        else:
            last, heading = [], [part] if kind == "header" else []
    return rows


def newest(found: list[T], shown: Callable[[T], Shown]) -> list[T]:
    """Of what was found in several messages what is in the newest."""
    return [one for one in found if shown(one) is shown(found[-1])]
