"""What is done again and again while Ribbon runs: who is in the workspace, and which packages have expired."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from random import uniform

from slack_sdk.errors import SlackApiError

from bot.background.errands import Errands
from bot.background.schedule import Schedule
from bot.slack.calls import NOT_TAKEN, REVOKED, Slack
from domain.expiring import note_expiries
from domain.importing.dropping import FORGOTTEN, LONGEST_WAIT_FOR_A_WORD
from domain.values.ids import WorkspaceId
from domain.values.people import Workspace
from storage.database import Database
from storage.drops import leave_those_from_before
from storage.due import Next
from storage.records import RecordsTx
from storage.waking import WorkKind

EVERY = timedelta(hours=1)
FIRST_WAIT = timedelta(minutes=1)  # after trouble
LEASE = timedelta(minutes=1)
THREADS = 4
BEGIN_ANEW = "invalid_cursor"  # what Slack says of a place that it doesn't know any more


@dataclass
class Rounds:
    """Made every hour in each workspace, and where Ribbon has just been installed."""

    database: Database
    slack_of: Callable[[WorkspaceId], Slack]
    end_if_revoked: Callable[[WorkspaceId], bool]
    default_workspace: Callable[[WorkspaceId], Workspace]
    clock: Callable[[], datetime]

    def errands(self, only: Callable[[], WorkspaceId | None]) -> Errands:
        schedule = Schedule(WorkKind.ROUNDS, self.database, only, self.clock, LEASE, FIRST_WAIT, EVERY)
        return Errands("rounds", THREADS, schedule, lambda held: self.make(held.workspace, held.cursor))

    def make(self, workspace_id: WorkspaceId, cursor: str | None = None) -> Next:
        """A round, or as much of it as one page of people; with a cursor, what comes after that page."""
        if cursor is None:
            self.note_expired_packages(workspace_id)
            self.leave_files_from_before(workspace_id)
        try:
            cursor = self.learn_people(workspace_id, cursor)
        except SlackApiError as refused:
            error = refused.response.get("error")
            if cursor and error == BEGIN_ANEW:
                return Next(self.clock())
            # Slack's events tell of an uninstall once: Ribbon may not have run then.
            if not (error in REVOKED | NOT_TAKEN and self.end_if_revoked(workspace_id)):
                raise
            return Next(None)
        return Next(self.clock(), cursor=cursor) if cursor else Next(self.clock() + EVERY * uniform(0.9, 1.0))  # noqa: S311 - no secret

    def note_expired_packages(self, workspace_id: WorkspaceId) -> None:
        noted = 1
        while noted:
            with self.database.writing() as connection:
                records = RecordsTx(connection, workspace_id)
                workspace = records.hold_workspace(self.default_workspace(workspace_id))
                noted = note_expiries(records, workspace, self.clock())

    def leave_files_from_before(self, workspace_id: WorkspaceId) -> None:
        """Forget dropped files that nobody has wanted imported for long, and say so."""
        at = self.clock()
        with self.database.writing() as connection:
            leave_those_from_before(RecordsTx(connection, workspace_id), at - LONGEST_WAIT_FOR_A_WORD, FORGOTTEN, at)

    def learn_people(self, workspace_id: WorkspaceId, cursor: str | None) -> str | None:
        """Ask Slack for a page of members: names for practitioners, and whose e-mail addresses are whose.

        What is returned is the cursor of the next page; None after the last.
        """
        members, cursor = self.slack_of(workspace_id).members(workspace_id, cursor)
        with self.database.writing() as connection:
            records = RecordsTx(connection, workspace_id)
            records.remember(members)
            if cursor is None:
                records.learned_everybody(self.clock())
        return cursor
