"""What a person reads: the visible text of blocks and messages, in their own time zone."""

from __future__ import annotations

import html
import re
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

from playground.person.dates import read_date

if TYPE_CHECKING:
    from collections.abc import Callable

    from playground.state.slack import Slack
    from playground.state.world import Json

_DATE = re.compile(r"<!date\^(\d+)\^([^|^>]+)(?:\^[^|>]*)?\|([^>]*)>")
_MARKS = re.compile(r"(?<![\w*_~`])([*_~`])(?=\S)(.+?)(?<=\S)\1(?![\w*_~`])")
_CODE = re.compile(r"```(.*?)```|`([^`\n]+)`", re.DOTALL)
_UNSEEN = re.compile("[\u2068\u2069]")  # they keep what is between them apart
_PLAIN = {"plain_text", "raw_text"}


class Reader:
    """Renders for one person."""

    def __init__(self, slack: Slack, person: str) -> None:
        self._slack, self._zone = slack, ZoneInfo(slack.people[person].tz)
        self._kinds: dict[str, Callable[[Json], list[str]]] = {
            "rich_text": self._lines,
            "context": self._small,
            "table": self._rows,
            "data_table": self._rows,
            "data_visualization": self._bars,
            "input": lambda block: [self.text(block["label"]), self.text(block.get("hint"))],
            "image": lambda block: [self.text(block.get("title")) or str(block["alt_text"])],
        }

    def text(self, part: Any) -> str:
        """Give the text of a text object, a mrkdwn string, an option, or nothing."""
        if not part:
            return ""
        if isinstance(part, str):
            return self.mrkdwn(part)
        shown = str(part["text"]) if part.get("type") in _PLAIN else self.mrkdwn(str(part.get("text", "")))
        return _UNSEEN.sub("", shown)

    def block(self, block: Json) -> str:
        """Give what stands in a block, its buttons and menus aside."""
        return "\n".join(filter(None, self._kinds.get(block["type"], self._texts)(block)))

    def _texts(self, block: Json) -> list[str]:
        return [self.text(one) for one in (block.get("text"), *(block.get("fields") or []))]

    def _small(self, block: Json) -> list[str]:
        return [self.text(one) or one.get("alt_text", "") for one in block["elements"]]

    def _lines(self, block: Json) -> list[str]:
        return [self._rich(part) for part in block["elements"]]

    def _rows(self, block: Json) -> list[str]:
        return [block.get("caption", ""), *(" | ".join(map(self._cell, row)) for row in block["rows"])]

    def _bars(self, block: Json) -> list[str]:
        bars = [(series["name"], series["data"]) for series in block["chart"]["series"]]
        return [block["title"], *(f"{name}: {', '.join(map(_point, data))}" for name, data in bars)]

    def mrkdwn(self, source: str) -> str:
        """Give mrkdwn as it is read: marks gone, entities and references resolved."""
        pieces, end = [], 0
        for code in _CODE.finditer(source):
            pieces += [self._prose(source[end : code.start()]), self._references(code[1] or code[2])]
            end = code.end()
        return html.unescape("".join([*pieces, self._prose(source[end:])]))

    def _prose(self, source: str) -> str:
        shown = self._references(source)
        for _ in range(3):  # marks within marks
            shown = _MARKS.sub(r"\2", shown)
        return shown

    def _references(self, source: str) -> str:
        shown = _DATE.sub(lambda found: self._date(int(found[1]), found[2]), source)
        shown = re.sub(r"<@(\w+)(?:\|[^>]*)?>", lambda found: "@" + self._person(found[1]), shown)
        shown = re.sub(r"<#(\w+)(?:\|[^>]*)?>", lambda found: "#" + self._channel(found[1]), shown)
        shown = re.sub(r"<!(here|channel|everyone)(?:\|[^>]*)?>", r"@\1", shown)
        shown = re.sub(r"<[^>|@#!][^>|]*\|([^>]*)>", r"\1", shown)
        return re.sub(r"<([^>@#!][^>]*)>", r"\1", shown)

    def _person(self, user: str) -> str:
        person = self._slack.people.get(user)
        return person.real_name if person else "unknown"

    def _channel(self, channel: str) -> str:
        known = self._slack.channels.get(channel)
        return known.name if known else "private-channel"

    def _date(self, stamp: int, form: str) -> str:
        return read_date(stamp, form, self._slack.now(), self._zone)

    def _cell(self, cell: Json) -> str:
        if cell["type"] == "rich_text":
            return self.block(cell)
        return str(cell.get("text", cell.get("value", "")))

    def _rich(self, part: Json) -> str:
        if part["type"] == "rich_text_list":
            return "\n".join(self._rich(line) for line in part["elements"])
        return "".join(map(self._inline, part["elements"]))

    def _inline(self, piece: Json) -> str:
        kind = piece["type"]
        if kind == "user":
            return "@" + self._person(piece["user_id"])
        if kind == "channel":
            return "#" + self._channel(piece["channel_id"])
        if kind == "emoji":
            return f":{piece['name']}:"
        if kind == "date":
            return self._date(int(piece["timestamp"]), piece["format"])
        return str(piece.get("text") or piece.get("url"))


def _point(point: Json) -> str:
    return f"{point['label']} {point['value']}"
