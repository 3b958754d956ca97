"""What is done again and again while Ribbon runs: who is in the workspace, and which packages have expired."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime

import structlog
from slack_sdk.errors import SlackApiError
from sqlalchemy.exc import SQLAlchemyError

from bot.background.thread import Background
from bot.logs import told
from bot.slack.calls import NOT_TAKEN, REVOKED, SLACK_UNREACHABLE, Slack
from domain.expiring import note_expiries
from domain.values.ids import WorkspaceId
from domain.values.people import Workspace
from storage.database import Database
from storage.records import Records

EVERY = 3600.0  # seconds
AFTER_TROUBLE = 60.0

log = structlog.get_logger()


@dataclass
class Rounds:
    """A thread that makes its round at the start and every hour."""

    database: Database
    slack_of: Callable[[WorkspaceId], Slack]
    workspace_ids: Callable[[], list[WorkspaceId]]
    end_if_revoked: Callable[[WorkspaceId], bool]
    default_workspace: Callable[[WorkspaceId], Workspace]
    clock: Callable[[], datetime]
    background: Background = field(init=False)

    def __post_init__(self) -> None:
        self.background = Background("rounds", lambda: EVERY if self._went_well() else AFTER_TROUBLE)

    def _went_well(self) -> bool:
        """Make a round; a workspace that is in trouble doesn't keep the others from theirs."""
        try:
            workspace_ids = self.workspace_ids()
        except (*SLACK_UNREACHABLE, SQLAlchemyError) as error:
            log.warning("it isn't known whom to make a round for", **told(error))
            return False
        went_well = [self._made(workspace_id) for workspace_id in workspace_ids if not self.background.ended.is_set()]
        return all(went_well)

    def _made(self, workspace_id: WorkspaceId) -> bool:
        try:
            self.make(workspace_id)
        except SlackApiError as refused:
            said = refused.response.get("error")
            log.warning("slack does not say who is in the workspace", workspace=workspace_id, said=said)
            return False
        except SLACK_UNREACHABLE as error:
            log.warning("slack could not be asked who is in the workspace", **told(error))
            return False
        except Exception as error:  # noqa: BLE001 - the next round tries again
            log.error("a round failed", **told(error))  # noqa: TRY400 - a traceback may hold client data
            return False
        return True

    def make(self, workspace_id: WorkspaceId) -> None:
        self.note_expired_packages(workspace_id)
        try:
            self.learn_everybody(workspace_id)
        except SlackApiError as refused:
            # Slack's events tell of an uninstall once: Ribbon may not have run then.
            may_be_revoked = refused.response.get("error") in REVOKED | NOT_TAKEN
            if not (may_be_revoked and self.end_if_revoked(workspace_id)):
                raise

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
