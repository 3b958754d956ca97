"""How long something may wait to be tried again, and when its time has come."""

from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, bindparam, or_

LONGEST_WAIT = timedelta(minutes=5)
A_LITTLE_OFF = timedelta(seconds=10)  # as the clocks of several machines are


def has_come(moment: ColumnElement[Any]) -> ColumnElement[bool]:
    """Whether the moment is over; one farther away than anything waits is of a clock that has been set back since."""
    return or_(moment <= bindparam("now"), moment > bindparam("farthest"))


def now_is(now: datetime) -> dict[str, datetime]:
    """The values that `has_come` is bound to."""
    return {"now": now, "farthest": now + LONGEST_WAIT + A_LITTLE_OFF}
