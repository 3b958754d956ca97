"""Makes Slack show what storage says: the only sender of messages."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from secrets import token_hex
from threading import Event

import structlog
from slack_sdk.errors import SlackApiError

from bot.background.delivery import Delivery
from bot.background.thread import Work
from bot.slack.calls import CANT_BE_SEEN, GONE, Slack
from domain.values.ids import WorkspaceId
from domain.values.people import Workspace
from storage.database import Database
from storage.outbox.backlog import unknown_kinds
from storage.outbox.posting import ClaimedMessage, claim
from storage.outbox.take_backs import TakeBack, claim_take_back, was_taken_back
from storage.records import Records

LOOK_EVERY = 1.0  # seconds; another process, or a message that waited, may have work for us

log = structlog.get_logger()


@dataclass
class Poster:
    database: Database
    slack_of: Callable[[WorkspaceId], Slack]
    slack_url: Callable[[WorkspaceId], str]
    default_workspace: Callable[[WorkspaceId], Workspace]
    clock: Callable[[], datetime]
    ended: Event
    _has_looked: bool = False

    @property
    def work(self) -> Work:
        return Work("poster", self.show_next, every=LOOK_EVERY, after_trouble=LOOK_EVERY)

    def show_next(self, workspace_id: WorkspaceId) -> bool:
        """Show one message that is out of date, if one may be sent now; else take one back that must go."""
        self._warn_once()
        with self.database.writing() as connection:
            records, now = Records(connection, workspace_id), self.clock()
            claimed = claim(records, now, token_hex(8))
            unwanted = None if claimed else claim_take_back(records, now)
        if claimed:
            self._deliver(workspace_id, claimed)
        elif unwanted:
            self._take_back(workspace_id, unwanted)
        return bool(claimed or unwanted)

    def _warn_once(self) -> None:
        """Say which messages are left to the newer release that kept them."""
        if self._has_looked:
            return
        with self.database.reading() as connection:
            kinds = unknown_kinds(connection)
        self._has_looked = True
        if kinds:
            log.warning("messages of kinds that this version doesn't know are left alone", kinds=kinds)

    def _deliver(self, workspace_id: WorkspaceId, claimed: ClaimedMessage) -> None:
        slack, default = self.slack_of(workspace_id), self.default_workspace(workspace_id)
        url = self.slack_url(workspace_id)
        Delivery(self.database, slack, url, default, self.clock, self.ended, claimed).make()

    def _take_back(self, workspace_id: WorkspaceId, unwanted: TakeBack) -> None:
        if taken_back(self.slack_of(workspace_id), unwanted):
            with self.database.writing() as connection:
                was_taken_back(Records(connection, workspace_id), unwanted)


def taken_back(slack: Slack, unwanted: TakeBack) -> bool:
    """Delete the message; True once it is gone, or can't be found."""
    try:
        place = (unwanted.channel, unwanted.ts) if unwanted.ts else _posted(slack, unwanted)
        if place:
            slack.take_back(*place)
    except SlackApiError as refused:
        error = str(refused.response.get("error"))
        if error in GONE or (error in CANT_BE_SEEN and not unwanted.ts):
            return True
        log.warning("slack doesn't delete a message", error=error)
        return False
    return True


def _posted(slack: Slack, unwanted: TakeBack) -> tuple[str, str] | None:
    """Where a message is that may have been posted; needs a history scope."""
    return slack.find_posted(unwanted.channel, unwanted.key, unwanted.thread_ts)
