"""From when to when the bookings list looks: whole days where its reader is."""

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

import pytest
from literals import NOW

from domain.values.fields import SearchField
from domain.visibility import BookingsWish, DaysTheWrongWayRound, time_asked_for

BERLIN, NEW_YORK = ZoneInfo("Europe/Berlin"), ZoneInfo("America/New_York")
PAST = BookingsWish(upcoming=False)
THURSDAY = date(2026, 3, 5)


def utc(day: int, hour: int) -> datetime:
    return datetime(2026, 3, day, hour, tzinfo=UTC)


def test_upcoming_begins_with_today_where_the_reader_is() -> None:
    """At 09:30 UTC it is Monday in both."""
    assert time_asked_for(BookingsWish(), NOW, BERLIN) == (utc(1, 23), None)
    assert time_asked_for(BookingsWish(), NOW, NEW_YORK) == (utc(2, 5), None)


def test_without_a_filter_all_of_time_is_looked_at() -> None:
    assert time_asked_for(PAST, NOW, BERLIN) == (None, None)


def test_days_of_a_filter_are_whole_days_where_the_reader_is() -> None:
    one_day = BookingsWish(upcoming=False, from_day=THURSDAY, to_day=THURSDAY)

    assert time_asked_for(one_day, NOW, BERLIN) == (utc(4, 23), utc(5, 23))
    assert time_asked_for(one_day, NOW, NEW_YORK) == (utc(5, 5), utc(6, 5))


def test_a_day_is_shorter_when_the_clocks_go_forward() -> None:
    one_day = BookingsWish(upcoming=False, from_day=date(2026, 3, 29), to_day=date(2026, 3, 29))

    assert time_asked_for(one_day, NOW, BERLIN) == (utc(28, 23), utc(29, 22))


@pytest.mark.parametrize(("from_day", "begins"), [(date(2026, 2, 1), utc(1, 23)), (THURSDAY, utc(4, 23))])
def test_what_is_upcoming_never_begins_before_today(from_day: date, begins: datetime) -> None:
    assert time_asked_for(BookingsWish(from_day=from_day), NOW, BERLIN) == (begins, None)


def test_the_last_day_that_a_calendar_has_can_be_asked_for() -> None:
    assert time_asked_for(BookingsWish(upcoming=False, to_day=date.max), NOW, BERLIN) == (None, None)


def test_days_the_wrong_way_round_are_refused_at_the_field() -> None:
    with pytest.raises(DaysTheWrongWayRound) as refused:
        time_asked_for(BookingsWish(from_day=THURSDAY, to_day=date(2026, 3, 4)), NOW, BERLIN)

    assert list(refused.value.fields) == [SearchField.TO_DAY]
