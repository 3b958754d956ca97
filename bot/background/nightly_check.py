"""Every count is checked each night, in each workspace (rule 37)."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import UTC, datetime, time, timedelta
from random import uniform
from zoneinfo import ZoneInfo

import structlog

from bot import metrics
from bot.background.errands import Errands
from bot.background.schedule import Schedule
from domain.values.ids import WorkspaceId
from domain.values.people import Workspace
from domain.values.verification import Verification
from domain.verifying import verification_of
from storage.checks import checks
from storage.database import Database
from storage.due import Held, Next
from storage.records import RecordsTx
from storage.waking import WorkKind

BEGINS, NIGHT = time(2), timedelta(hours=3)  # in the practice's time zone: not all practices at once
FIRST_WAIT, LONGEST_WAIT = timedelta(minutes=10), timedelta(hours=6)  # after trouble
LEASE = timedelta(minutes=30)

log = structlog.get_logger()


@dataclass
class NightlyCheck:
    database: Database
    default_workspace: Callable[[WorkspaceId], Workspace]
    clock: Callable[[], datetime]

    def errands(self, only: Callable[[], WorkspaceId | None]) -> Errands:
        waits = (FIRST_WAIT, LONGEST_WAIT, timedelta(days=1))
        schedule = Schedule(WorkKind.CHECKS, self.database, only, self.clock, LEASE, *waits)
        return Errands("nightly check", 1, schedule, self.do_next)

    def do_next(self, held: Held) -> Next:
        verification = self.check(held.workspace)
        agreeing = verification.packages - verification.differing
        metrics.packages_checked.labels("agrees").inc(agreeing)
        metrics.packages_checked.labels("differs").inc(verification.differing)
        if verification.differing:
            log.warning("counts differ from their history: see `ribbon verify`", packages=verification.differing)
        with self.database.reading() as connection:
            workspace = RecordsTx(connection, held.workspace).find_workspace(self.default_workspace(held.workspace))
        return Next(next_night(self.clock(), workspace) + NIGHT * uniform(0, 1))  # noqa: S311 - no secret

    def check(self, workspace_id: WorkspaceId) -> Verification:
        """Check all packages, some at a time, and keep how it came out; without those erased meanwhile."""
        found = verification_of(checks(self.database, self.default_workspace(workspace_id)), self.clock())
        with self.database.writing() as connection:
            records = RecordsTx(connection, workspace_id)
            there = tuple(package_id for package_id in found.named if records.find_package(package_id, ()))
            records.keep_verification(replace(found, named=there))
        return found


def next_night(now: datetime, workspace: Workspace) -> datetime:
    """When it begins next where the practice is."""
    today = workspace.today(now)
    nights = (datetime.combine(day, BEGINS, ZoneInfo(workspace.timezone)) for day in (today, today + timedelta(days=1)))
    return next(night for each in nights if (night := each.astimezone(UTC)) > now)
