"""What a message says, line by line."""

from typing import Any

from bot.slack.block_kit import as_json
from bot.views.parts import Picture


def said(picture: Picture) -> list[str]:
    return "\n".join(in_lines(as_json(block)) for block in picture.blocks).split("\n")


def in_lines(part: dict[str, Any]) -> str:
    """A block's text, its buttons aside; the cells of a row in a line."""
    if part["type"] == "table":
        return "\n".join(" | ".join(map(in_lines, row)) for row in part["rows"])
    if part["type"] == "rich_text":
        return "\n".join(map(in_lines, part["elements"]))
    return str(part.get("text") or "".join(map(in_lines, part.get("elements", []))))
