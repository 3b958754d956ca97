"""Slack's own date formats, as somebody reads them in their time zone."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from zoneinfo import ZoneInfo

_FORMS = {
    "date_num": "%Y-%m-%d",
    "date": "%B %-d, %Y",
    "date_short": "%b %-d, %Y",
    "date_long": "%A, %B %-d, %Y",
    "time": "%H:%M",
    "time_secs": "%H:%M:%S",
}
_NEAR = {-1: "yesterday", 0: "today", 1: "tomorrow"}
_PRETTY = "_pretty"
_SPANS = (("year", 31_536_000), ("month", 2_592_000), ("day", 86_400), ("hour", 3_600), ("minute", 60), ("second", 1))


def read_date(stamp: float, form: str, now: float, zone: ZoneInfo) -> str:
    """Give a moment in Slack's format, which names its pieces in braces."""
    return re.sub(r"\{(\w+)\}", lambda found: _piece(found[1], stamp, now, zone) or found[0], form)


def _piece(name: str, stamp: float, now: float, zone: ZoneInfo) -> str:
    if name == "ago":
        return _ago(now - stamp)
    at, today = (datetime.fromtimestamp(one, UTC).astimezone(zone) for one in (stamp, now))
    near = _NEAR.get((at.date() - today.date()).days, "") if name.endswith(_PRETTY) else ""
    return near or at.strftime(_FORMS.get(name.removesuffix(_PRETTY), ""))


def _ago(seconds: float) -> str:
    word, size = next((span for span in _SPANS if abs(seconds) >= span[1]), _SPANS[-1])
    count = int(abs(seconds) // size)
    span = f"{count} {word}{'' if count == 1 else 's'}"
    return f"{span} ago" if seconds >= 0 else f"in {span}"
