"""A message that is deleted in Slack, since it is there twice or names somebody who was erased."""

from dataclasses import dataclass

import structlog
from slack_sdk.errors import SlackApiError

from bot.logs import told
from bot.slack.calls import CANT_BE_SEEN, GONE, SLACK_UNREACHABLE, Slack
from storage.due import Held
from storage.outbox.take_backs import TakeBack, was_taken_back
from storage.records import Records

log = structlog.get_logger()


@dataclass(eq=False)
class TakingBack:
    held: Held
    unwanted: TakeBack
    slack: Slack
    unreachable: bool = False
    is_gone: bool = False

    def make(self) -> None:
        try:
            self.is_gone = _taken_back(self.slack, self.unwanted)
        except SLACK_UNREACHABLE as error:
            log.warning("a message may or may not have been deleted", **told(error))
            self.unreachable = True

    def note(self, records: Records) -> None:
        if self.is_gone:
            was_taken_back(records, self.unwanted)


def _taken_back(slack: Slack, unwanted: TakeBack) -> bool:
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
