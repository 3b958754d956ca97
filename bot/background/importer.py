"""Imports files that were dropped into direct messages: in each workspace one message after the other."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from secrets import token_hex

import structlog

from bot import metrics
from bot.background.errands import Errands
from bot.background.schedule import Schedule
from bot.logs import about
from bot.slack.calls import SLACK_UNREACHABLE, Slack
from domain.values.ids import WorkspaceId
from domain.values.messages import Drop
from domain.values.people import Workspace
from storage.database import UNAVAILABLE, Database
from storage.drops import ClaimedDrop, claim_drop, import_later, next_drop, settle
from storage.due import Held, Next
from storage.outbox.waiting import LONGEST_WAIT
from storage.records import RecordsTx
from storage.waking import WorkKind

THREADS = 4  # workspaces whose files are fetched and read at the same time
MOST_ATTEMPTS = 10
LONGEST_KEPT = timedelta(hours=1)  # later the file may be older than what is stored by then
LEASE = timedelta(minutes=2)  # whoever is at it for longer has the row locked, or is dead
A_WHILE = timedelta(seconds=5)  # longer after each attempt
GIVEN_UP = "Nothing was imported: Ribbon tried for too long to fetch or save what you dropped. Drop it again."
OURS = "Something went wrong on our side. Nothing was imported. If it happens again, report this: {}."

log = structlog.get_logger()


@dataclass
class Importer:
    database: Database
    slack_of: Callable[[WorkspaceId], Slack]
    default_workspace: Callable[[WorkspaceId], Workspace]
    clock: Callable[[], datetime]
    answered: Callable[[], None]  # there is something to be said now

    def errands(self, only: Callable[[], WorkspaceId | None]) -> Errands:
        schedule = Schedule(WorkKind.IMPORTS, self.database, only, self.clock, LEASE, A_WHILE, LONGEST_WAIT)
        return Errands("importer", THREADS, schedule, self.do_next)

    def do_next(self, held: Held) -> Next:
        self.import_next(held.workspace)
        with self.database.reading() as connection:
            return Next(next_drop(RecordsTx(connection, held.workspace)))

    def import_next(self, workspace_id: WorkspaceId) -> bool:
        """Import what one message brought, if there is one whose time has come."""
        claimed = self._claimed(workspace_id)
        if claimed is None:
            return False
        if claimed.attempts > MOST_ATTEMPTS or self.clock() - claimed.kept_at > LONGEST_KEPT:
            self._settle(workspace_id, claimed.drop, GIVEN_UP)
        else:
            self._attempt(workspace_id, claimed)
        self.answered()
        return True

    def _claimed(self, workspace_id: WorkspaceId) -> ClaimedDrop | None:
        now = self.clock()
        with self.database.writing() as connection:
            return claim_drop(RecordsTx(connection, workspace_id), now, now + LEASE)

    def _attempt(self, workspace_id: WorkspaceId, claimed: ClaimedDrop) -> None:
        from bot.background.dropped_files import import_drop  # noqa: PLC0415 - only who drops files needs what imports them

        try:
            default = self.default_workspace(workspace_id)
            import_drop(self.database, self.slack_of(workspace_id), default, claimed.drop, self.clock, claimed.wanted)
        except (*SLACK_UNREACHABLE, *UNAVAILABLE) as error:
            log.warning("dropped files are tried again", attempt=claimed.attempts, **about(error))
            with self.database.writing() as connection:
                due = self.clock() + A_WHILE * claimed.attempts
                import_later(RecordsTx(connection, workspace_id), claimed.drop, due)
        except Exception as error:  # noqa: BLE001 - the same would come again at each attempt
            self._settle(workspace_id, claimed.drop, OURS.format(_log(error)))
        else:
            log.info("dropped files were looked at, imported or refused", files=len(claimed.drop.files))

    def _settle(self, workspace_id: WorkspaceId, drop: Drop, answer: str) -> None:
        with self.database.writing() as connection:
            settle(RecordsTx(connection, workspace_id), drop, answer, (), self.clock())


def _log(error: Exception) -> str:
    """Log the error once, under the reference that is returned. No client data goes into the log."""
    reference = token_hex(4)
    metrics.errors.inc()
    log.error("an import failed", reference=reference, **about(error))
    return reference
