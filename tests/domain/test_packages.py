"""Status and counts of packages (rules 6, 8 and 10)."""

from datetime import UTC, date, datetime

import pytest
from literals import BERLIN, package

from domain.values.packages import PackageStatus, urgency

LAST_DAY = date(2026, 3, 2)


def test_a_package_can_be_used_on_its_last_day_and_is_expired_on_the_next() -> None:
    gold = package(expires_on=LAST_DAY)

    assert gold.status_on(date(2026, 3, 2)) is PackageStatus.ACTIVE
    assert gold.status_on(date(2026, 3, 3)) is PackageStatus.EXPIRED


def test_the_last_day_ends_at_midnight_in_the_time_zone_of_the_practice() -> None:
    gold = package(expires_on=LAST_DAY)
    just_before, just_after = (datetime(2026, 3, 2, 22, 59, tzinfo=UTC), datetime(2026, 3, 2, 23, 0, tzinfo=UTC))

    assert gold.is_active(BERLIN.today(just_before))
    assert not gold.is_active(BERLIN.today(just_after))


def test_a_package_without_an_expiry_never_expires() -> None:
    assert package().is_active(date(9999, 12, 31))


@pytest.mark.parametrize("status", ["completed", "cancelled"])
def test_a_closed_package_stays_closed_rather_than_expired(status: str) -> None:
    assert package(status=status, expires_on=LAST_DAY).status_on(date(2027, 1, 1)) == status


def test_remaining_is_total_minus_used_for_each_service_and_in_sum() -> None:
    gold = package(follow=(10, 6), initial=(1, 0))

    assert [line.remaining for line in gold.included] == [4, 1]
    assert (gold.total, gold.remaining) == (11, 5)


def test_an_overrun_line_is_below_zero_and_pulls_the_sum_down() -> None:
    gold = package(follow=(3, 4), initial=(1, 0))

    assert [line.remaining for line in gold.included] == [-1, 1]
    assert gold.remaining == 0


def test_a_package_with_none_remaining_is_still_active() -> None:
    assert package(follow=(3, 3)).is_active(LAST_DAY)


def test_a_package_without_services_has_nothing_to_count() -> None:
    assert (package().total, package().remaining) == (0, 0)


def test_packages_are_sorted_by_how_soon_they_expire_and_those_without_a_date_come_last() -> None:
    never, later, soon = package("A"), package("B", expires_on=date(2026, 6, 1)), package("C", expires_on=LAST_DAY)

    assert sorted([never, later, soon], key=urgency) == [soon, later, never]
