"""Slack's limits for blocks, and which surface takes which (docs.slack.dev/reference/block-kit/blocks)."""

from __future__ import annotations

from typing import Literal

from playground.limits.elements import IMAGE, IN_ACTIONS, IN_INPUT, IN_SECTION, NAME, URL, formatted, plain
from playground.limits.parts import Rule, anything, chars, flag, many, needs_one, one_of, record, variant, whole
from playground.limits.rich_text import RICH_TEXT
from playground.limits.tables import CHART, DATA_TABLE, TABLE

Surface = Literal["message", "modal", "home"]


def _block(needed: dict[str, Rule], allowed: dict[str, Rule] | None = None, *more: Rule) -> Rule:
    return record(needed, {"block_id": NAME, **(allowed or {})}, *more)


_LEVEL = one_of("default", "info", "warning", "error", "success")
_SMALL = variant({"image": IMAGE, "plain_text": formatted(3000), "mrkdwn": formatted(3000)})

BLOCKS: dict[str, Rule] = {
    "section": _block(
        {},
        {
            "text": formatted(3000),
            "fields": many(formatted(2000), 1, 10),
            "accessory": IN_SECTION,
            "expand": flag,
        },
        needs_one("text", "fields"),
    ),
    "header": _block({"text": plain(150)}, {"level": whole(1, 4)}),
    "divider": _block({}),
    "image": _block(
        {"alt_text": chars(2000)},
        {"image_url": URL, "slack_file": anything, "title": plain(2000)},
        needs_one("image_url", "slack_file"),
    ),
    "context": _block({"elements": many(_SMALL, 1, 10)}),
    "actions": _block({"elements": many(IN_ACTIONS, 1, 25)}),
    "input": _block(
        {"label": plain(2000), "element": IN_INPUT},
        {"hint": plain(2000), "optional": flag, "dispatch_action": flag},
    ),
    "rich_text": RICH_TEXT,
    "table": TABLE,
    "data_table": DATA_TABLE,
    "data_visualization": CHART,
    "alert": _block({"text": formatted(200)}, {"level": _LEVEL}),
}

_FIGURES = {"table", "data_table", "data_visualization"}
TAKEN: dict[Surface, set[str]] = {
    "message": set(BLOCKS) - {"alert", "input"},
    "modal": set(BLOCKS) - _FIGURES,
    "home": set(BLOCKS) - {"alert"},
}
