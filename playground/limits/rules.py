"""What Slack refuses: `check_blocks` and `check_view` say it in Slack's words; nothing said means taken."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from playground.limits.blocks import BLOCKS, TAKEN, Surface
from playground.limits.elements import SUGGESTIONS, plain
from playground.limits.parts import Rule, anything, chars, flag, many, problem, record, variant
from playground.limits.tables import CELL_TEXT

if TYPE_CHECKING:
    from collections.abc import Iterator

    from playground.state.world import Json

MESSAGE_BLOCKS, VIEW_BLOCKS, VIEW_BYTES, BLOCK_TEXT, CHARTS = 50, 100, 250_000, 13_000, 2


def check_blocks(blocks: Any, surface: Surface, pointer: str = "/blocks") -> list[str]:
    """Everything Slack would say against these blocks on a message, modal or Home tab."""
    most = MESSAGE_BLOCKS if surface == "message" else VIEW_BLOCKS
    found = list(many(variant(BLOCKS, TAKEN[surface]), 0, most)(blocks, pointer))
    whole = [block for block in blocks if isinstance(block, dict)] if isinstance(blocks, list) else []
    found += [*_repeated_names(whole, pointer), *_two_with_focus(whole, pointer), *_too_many(whole, pointer)]
    return found


def check_view(view: Any, surface: Surface) -> list[str]:
    """Everything Slack would say against this modal or Home tab."""
    if not isinstance(view, dict):
        return [problem("must provide an object", "/view")]
    if view.get("type") != surface:
        return [problem(f"must be {surface}", "/view/type")]
    frame = _MODAL if surface == "modal" else _HOME
    found = [*frame(view, "/view"), *check_blocks(view.get("blocks") or [], surface, "/view/blocks")]
    return found + list(_input_without_submit(view)) if surface == "modal" else found


def check_suggestions(answer: Any) -> list[str]:
    """Everything Slack would say against the answer to a type-ahead."""
    return list(SUGGESTIONS(answer, ""))


def view_is_too_large(view: Json) -> bool:
    return len(json.dumps(view).encode()) > VIEW_BYTES


def text_in(part: Any) -> int:
    """How many characters of text blocks hold; Slack gives up at about 13,000."""
    if isinstance(part, dict):
        own = len(part["text"]) if isinstance(part.get("text"), str) else 0
        return own + sum(text_in(value) for value in part.values() if not isinstance(value, str))
    return sum(map(text_in, part)) if isinstance(part, list) else 0


def elements_in(block: Json) -> list[Json]:
    """Give what a person can use in this block."""
    held = [block.get("accessory"), block.get("element")]
    held += block.get("elements") or [] if block.get("type") == "actions" else []
    return [element for element in held if isinstance(element, dict) and element.get("type") != "image"]


_ANY_BLOCKS: dict[str, Rule] = {"blocks": anything}
_KEPT: dict[str, Rule] = {
    "private_metadata": chars(3000, 0),
    "callback_id": chars(255, 0),
    "external_id": chars(255, 0),
}
_BUTTONS: dict[str, Rule] = {"submit": plain(24), "close": plain(24)}
_FLAGS: dict[str, Rule] = dict.fromkeys(("clear_on_close", "notify_on_close", "submit_disabled"), flag)
_MODAL = record({"title": plain(24), **_ANY_BLOCKS}, {**_KEPT, **_BUTTONS, **_FLAGS})
_HOME = record(_ANY_BLOCKS, _KEPT)


def _repeated_names(blocks: list[Json], pointer: str) -> Iterator[str]:
    seen: set[Any] = set()
    for index, block in enumerate(blocks):
        if block.get("block_id") and block["block_id"] in seen:
            yield problem(f'`block_id` "{block["block_id"]}" already exists', f"{pointer}/{index}/block_id")
        seen.add(block.get("block_id"))
        yield from _repeated_actions(block, f"{pointer}/{index}")


def _repeated_actions(block: Json, pointer: str) -> Iterator[str]:
    seen: set[Any] = set()
    for index, element in enumerate(elements_in(block)):
        name = element.get("action_id")
        if name and name in seen:
            yield problem(f'`action_id` "{name}" already exists', f"{pointer}/elements/{index}/action_id")
        seen.add(name)


def _two_with_focus(blocks: list[Json], pointer: str) -> Iterator[str]:
    if sum(bool(element.get("focus_on_load")) for block in blocks for element in elements_in(block)) > 1:
        yield problem("only one element can have `focus_on_load`", pointer)


def _too_many(blocks: list[Json], pointer: str) -> Iterator[str]:
    tables = [block for block in blocks if block.get("type") in ("table", "data_table")]
    if len(tables) > 1:
        yield problem("only_one_table_allowed", pointer)
    if sum(text_in(table.get("rows")) for table in tables) > CELL_TEXT:
        yield problem(f"must be less than {CELL_TEXT + 1} characters in all cells", pointer)
    if sum(block.get("type") == "data_visualization" for block in blocks) > CHARTS:
        yield problem(f"no more than {CHARTS} data_visualization blocks allowed", pointer)


def _input_without_submit(view: Json) -> Iterator[str]:
    blocks = view.get("blocks")
    for index, block in enumerate(blocks if isinstance(blocks, list) else []):
        if isinstance(block, dict) and block.get("type") == "input" and not view.get("submit"):
            yield problem("must define `submit` to use an `input` block in modals", f"/view/blocks/{index}")
