"""Slack's limits for blocks, and which surface takes which (docs.slack.dev/reference/block-kit/blocks)."""

from __future__ import annotations

from typing import Literal

from playground.limits.elements import IMAGE, IN_ACTIONS, IN_INPUT, IN_SECTION, NAME, URL, formatted, plain
from playground.limits.parts import Rule, anything, chars, flag, many, needs_one, one_of, record, variant, whole

Surface = Literal["message", "modal", "home"]

_STYLED: dict[str, Rule] = {"style": anything}
_INLINE = variant(
    {
        "text": record({"text": chars(3000)}, _STYLED),
        "link": record({"url": URL}, {**_STYLED, "text": chars(3000), "unsafe": flag}),
        "emoji": record({"name": chars(255)}, {**_STYLED, "unicode": anything, "skin_tone": anything}),
        "user": record({"user_id": NAME}, _STYLED),
        "usergroup": record({"usergroup_id": NAME}, _STYLED),
        "channel": record({"channel_id": NAME}, _STYLED),
        "broadcast": record({"range": one_of("here", "channel", "everyone")}, _STYLED),
        "color": record({"value": chars(50)}),
        "date": record({"timestamp": anything, "format": chars(255)}, {**_STYLED, "fallback": anything, "url": URL}),
    }
)
_LINE = record({"elements": many(_INLINE, 0, 1000)})
_RICH_LIST = record(
    {"style": one_of("bullet", "ordered"), "elements": many(variant({"rich_text_section": _LINE}), 0, 1000)},
    {"indent": whole(0, 8), "offset": whole(0, 10_000), "border": whole(0, 1)},
)
_RICH_PARTS = variant(
    {
        "rich_text_section": _LINE,
        "rich_text_list": _RICH_LIST,
        "rich_text_preformatted": record({"elements": many(_INLINE, 0, 1000)}, {"border": whole(0, 1)}),
        "rich_text_quote": record({"elements": many(_INLINE, 0, 1000)}, {"border": whole(0, 1)}),
    }
)


def _block(needed: dict[str, Rule], allowed: dict[str, Rule] | None = None, *more: Rule) -> Rule:
    return record(needed, {"block_id": NAME, **(allowed or {})}, *more)


_RICH_TEXT = _block({"elements": many(_RICH_PARTS, 0, 1000)})
_CELL = variant(
    {
        "raw_text": record({"text": chars(3000)}),
        "raw_number": record({"value": anything}, {"text": chars(3000)}),
        "rich_text": _RICH_TEXT,
    }
)
_COLUMN = record({}, {"align": one_of("left", "center", "right"), "is_wrapped": flag})
_LEVEL = one_of("default", "info", "warning", "error", "success")
_SMALL = variant({"image": IMAGE, "plain_text": formatted(3000), "mrkdwn": formatted(3000)})

_READ: dict[str, Rule] = {
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
    "markdown": _block({"text": chars(12_000)}),
    "rich_text": _RICH_TEXT,
    "table": _block({"rows": many(many(_CELL, 1, 20), 1, 100)}, {"column_settings": many(_COLUMN, 0, 20)}),
    "alert": _block({"text": formatted(200)}, {"level": _LEVEL}),
}
_UNREAD = (
    "card",
    "carousel",
    "container",
    "context_actions",
    "data_table",
    "data_visualization",
    "plan",
    "video",
)
BLOCKS: dict[str, Rule] = {**_READ, **dict.fromkeys(_UNREAD, anything), "task_card": anything}

_MODAL = {
    "actions",
    "alert",
    "card",
    "context",
    "divider",
    "header",
    "image",
    "input",
    "rich_text",
    "section",
    "video",
}
_NOT_AT_HOME = {"alert", "markdown", "context_actions", "plan", "task_card"}
TAKEN: dict[Surface, set[str]] = {
    "message": set(BLOCKS) - {"alert", "input"},
    "modal": _MODAL,
    "home": set(BLOCKS) - _NOT_AT_HOME,
}
