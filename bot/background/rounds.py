"""What is done again and again while Ribbon runs: who is in the workspace, and which packages have expired."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from slack_sdk.errors import SlackApiError

from bot.background.thread import Work
from bot.slack.calls import NOT_TAKEN, REVOKED, Slack
from domain.expiring import note_expiries
from domain.values.ids import WorkspaceId
from domain.values.people import Workspace
from storage.database import Database
from storage.records import Records

EVERY = 3600.0  # seconds
AFTER_TROUBLE = 60.0


@dataclass
class Rounds:
    """Made at the start and every hour."""

    database: Database
    slack_of: Callable[[WorkspaceId], Slack]
    end_if_revoked: Callable[[WorkspaceId], bool]
    default_workspace: Callable[[WorkspaceId], Workspace]
    clock: Callable[[], datetime]

    @property
    def work(self) -> Work:
        return Work("rounds", self.make, every=EVERY, after_trouble=AFTER_TROUBLE)

    def make(self, workspace_id: WorkspaceId) -> bool:
        self.note_expired_packages(workspace_id)
        try:
            self.learn_everybody(workspace_id)
        except SlackApiError as refused:
            # Slack's events tell of an uninstall once: Ribbon may not have run then.
            may_be_revoked = refused.response.get("error") in REVOKED | NOT_TAKEN
            if not (may_be_revoked and self.end_if_revoked(workspace_id)):
                raise
        return False  # nothing more before the next round

    def note_expired_packages(self, workspace_id: WorkspaceId) -> None:
        noted = 1
        while noted:
            with self.database.writing() as connection:
                records = Records(connection, workspace_id)
                workspace = records.find_workspace(self.default_workspace(workspace_id))
                noted = note_expiries(records, workspace, self.clock())

    def learn_everybody(self, workspace_id: WorkspaceId) -> None:
        """Ask Slack for all members: names for practitioners, and whose e-mail addresses are whose."""
        members = self.slack_of(workspace_id).members(workspace_id)
        with self.database.writing() as connection:
            records = Records(connection, workspace_id)
            records.remember(members)
            records.learned_everybody(members[0].fetched_at)
