"""Slack's limits for rich text (docs.slack.dev/reference/block-kit/blocks/rich-text-block)."""

from __future__ import annotations

from playground.limits.elements import NAME, URL
from playground.limits.parts import Rule, chars, flag, many, one_of, record, variant, whole

_STYLE: dict[str, Rule] = {"style": record({}, dict.fromkeys(("bold", "italic", "strike", "code"), flag))}
_INLINE: dict[str, Rule] = {
    "text": record({"text": chars(3000)}, _STYLE),
    "link": record({"url": URL}, {**_STYLE, "text": chars(3000)}),
    "emoji": record({"name": chars(255)}, _STYLE),
    "user": record({"user_id": NAME}, _STYLE),
    "channel": record({"channel_id": NAME}, _STYLE),
    "date": record(
        {"timestamp": whole(0, 9_999_999_999), "format": chars(255, like=r".*\{\w+\}.*")},
        {**_STYLE, "fallback": chars(3000), "url": URL},
    ),
}
_SECTION = record({"elements": many(variant(_INLINE), 1, 1000)})
_LIST = record(
    {"style": one_of("bullet", "ordered"), "elements": many(variant({"rich_text_section": _SECTION}), 1, 1000)},
    {"indent": whole(0, 8), "offset": whole(0, 10_000)},
)
_PARTS: dict[str, Rule] = {
    "rich_text_section": _SECTION,
    "rich_text_list": _LIST,
    "rich_text_preformatted": record({"elements": many(variant(_INLINE, {"text", "link"}), 1, 1000)}),
    "rich_text_quote": _SECTION,
}
RICH_TEXT = record({"elements": many(variant(_PARTS), 1, 1000)}, {"block_id": NAME})
