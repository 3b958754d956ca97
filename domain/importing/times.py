"""Days and moments as people's files have them; what could be two days or two moments is refused (rule 28)."""

import re
from datetime import UTC, date, datetime
from functools import lru_cache
from zoneinfo import ZoneInfo

from domain.importing.files import shown
from domain.importing.unfit import Unfit
from domain.values.sessions import YEARS

_DOTTED = re.compile(r"(\d{1,2})\.(\d{1,2})\.(\d{4})(?:,?[ T]+(\d{1,2})(:.+))?")  # a dot means that the day comes first
_MIDNIGHT = re.compile(r"[T ]00:00(:00(\.0+)?)?$")
_SLASHES = re.compile(r"\d{1,4}/\d{1,2}/\d{1,4}")
_DAY_LIKE = "Write it like 2026-12-31 or 31.12.2026"
_MOMENT_LIKE = "Write it like 2026-12-31T14:30+01:00, or without the offset in the practice's time zone."
_EITHER = "could be two days, as the day or the month may come first"


@lru_cache(4096)
def a_day(text: str) -> date:
    """2026-12-31, 31.12.2026, and what a spreadsheet makes of a day: 2026-12-31 00:00:00."""
    try:
        return date.fromisoformat(_MIDNIGHT.sub("", _with_year_first(text)))
    except ValueError:
        what = _EITHER if _SLASHES.match(text) else "isn't a day"
        raise Unfit(f"{shown(text)} {what}. {_DAY_LIKE}, or leave it empty.") from None


@lru_cache(4096)
def a_moment(text: str, zone: ZoneInfo) -> datetime:
    """ISO 8601 or 31.12.2026 14:30; without an offset in this time zone."""
    moment = _read(text)
    if moment is None:
        what = _EITHER if _SLASHES.match(text) else "isn't a date and time"
        raise Unfit(f"{shown(text)} {what}. {_MOMENT_LIKE}")
    if moment.year not in YEARS:
        raise Unfit(f"{shown(text)} isn't in the years {YEARS[0]} to {YEARS[-1]}. {_MOMENT_LIKE}")
    if moment.tzinfo is None:
        moment = _local(text, moment, zone)
    return moment.astimezone(UTC)


def _read(text: str) -> datetime | None:
    """A day alone is no moment."""
    try:
        return datetime.fromisoformat(_with_year_first(text) if "." in text[:3] else text) if ":" in text else None
    except ValueError:
        return None


def _with_year_first(text: str) -> str:
    dotted = _DOTTED.fullmatch(text)
    if dotted is None:
        return text
    day, month, year, hour, rest = dotted.groups()
    return f"{year}-{month:0>2}-{day:0>2}" + (f"T{hour:0>2}{rest}" if rest else "")


def _local(text: str, moment: datetime, zone: ZoneInfo) -> datetime:
    """The moment there; refused where the clocks make it twice, or never."""
    first, second = (moment.replace(tzinfo=zone, fold=fold) for fold in (0, 1))
    before, after = first.utcoffset(), second.utcoffset()
    if before == after:
        return first
    if before is not None and after is not None and before > after:
        example = first.isoformat(timespec="minutes")
        raise Unfit(f"{shown(text)} comes twice in {zone}, as the clocks go back. Add the offset, like {example}.")
    raise Unfit(f"{shown(text)} never comes in {zone}, as the clocks go forward. Give another time, or the offset.")
