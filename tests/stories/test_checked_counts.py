"""Managers read on their Home how the last check of every count came out (rule 37)."""

from datetime import UTC, datetime
from typing import Any

import pytest
from literals import NOW
from practice import TEAM

from bot.app import Ribbon
from bot.background.nightly_check import next_night
from domain.erasing import forget_client
from domain.values.ids import ClientId, WorkspaceId
from domain.values.people import Workspace
from domain.values.verification import Verification
from playground.person.people import Person
from storage.database import Database
from storage.records import RecordsTx

HERE = WorkspaceId(TEAM)
DIFFER = "⚠️ Counts that differ from their history (6)"


def keep(database: Database, verification: Verification) -> None:
    with database.writing() as connection:
        RecordsTx(connection, HERE).keep_verification(verification)


def test_all_agree_as_of_the_day_of_the_check(mia: Person, petra: Person, database: Database, clock: Any) -> None:
    mia.home()
    assert "checked" not in mia.screen.text
    keep(database, Verification(NOW, 411, 0))
    keep(database, Verification(NOW, 412, 0))

    mia.home()
    mia.sees("412 packages checked today, all agree with their history.")
    petra.home()
    assert "checked" not in petra.screen.text

    clock.goes_on(days=1)
    mia.home()
    mia.sees("412 packages checked yesterday")


def test_packages_that_nobody_wrote_into_history_are_named(mia: Person, ribbon: Ribbon) -> None:
    ribbon.nightly_check.check(HERE)

    mia.home()
    mia.sees(DIFFER, "Of 6 packages checked today", "Ana Ruiz · Gold 10", "Ana Ruiz · Old 5", "and 3 more packages")


def test_who_erases_a_client_erases_what_the_check_says_of_packages(
    mia: Person, ribbon: Ribbon, database: Database
) -> None:
    ribbon.nightly_check.check(HERE)
    with database.writing() as connection:
        forget_client(RecordsTx(connection, HERE), ClientId("c1"), "test", NOW, "reference")

    mia.home()
    assert "history" not in mia.screen.text
    ribbon.nightly_check.check(HERE)
    mia.home()
    mia.sees("Counts that differ from their history (3)")


@pytest.mark.parametrize(
    ("now", "zone", "begins"),
    [
        (datetime(2026, 3, 2, 0, 59, tzinfo=UTC), "Europe/Berlin", datetime(2026, 3, 2, 1, tzinfo=UTC)),
        (datetime(2026, 3, 2, 1, 0, tzinfo=UTC), "Europe/Berlin", datetime(2026, 3, 3, 1, tzinfo=UTC)),
        (datetime(2026, 3, 28, 12, tzinfo=UTC), "Europe/Berlin", datetime(2026, 3, 29, 1, tzinfo=UTC)),
        (datetime(2026, 3, 29, 12, tzinfo=UTC), "Europe/Berlin", datetime(2026, 3, 30, 0, tzinfo=UTC)),
        (datetime(2026, 3, 2, 20, tzinfo=UTC), "Asia/Tokyo", datetime(2026, 3, 3, 17, tzinfo=UTC)),
    ],
)
def test_the_next_night_is_the_practices_own(now: datetime, zone: str, begins: datetime) -> None:
    assert next_night(now, Workspace(HERE, timezone=zone)) == begins
