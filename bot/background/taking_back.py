"""A message that is deleted in Slack, since it is there twice or names somebody who was erased."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

import structlog
from slack_sdk.errors import SlackApiError

from bot.background.trouble import tell_of_what_stays
from bot.logs import told
from bot.slack.calls import CANT_BE_SEEN, GONE, SLACK_UNREACHABLE, Fate, Slack, no
from domain.values.people import Workspace
from storage.due import Held
from storage.outbox.take_backs import TakeBack, was_taken_back
from storage.records import Records

log = structlog.get_logger()


@dataclass(eq=False)
class TakingBack:
    held: Held
    unwanted: TakeBack
    slack: Slack
    default: Workspace
    clock: Callable[[], datetime]
    unreachable: bool = False
    fate: Fate | None = Fate.PASSES

    def make(self) -> None:
        try:
            self.fate = _taken_back(self.slack, self.unwanted)
        except SLACK_UNREACHABLE as error:
            log.warning("a message may or may not have been deleted", **told(error))
            self.unreachable = True

    def note(self, records: Records) -> None:
        if self.fate is Fate.FINAL:
            tell_of_what_stays(records, records.find_workspace(self.default), self.unwanted, self.clock())
        if self.fate in {None, Fate.FINAL}:
            was_taken_back(records, self.unwanted)


def _taken_back(slack: Slack, unwanted: TakeBack) -> Fate | None:
    """Delete the message; None once it is gone, or can't be found."""
    try:
        place = (unwanted.channel, unwanted.ts) if unwanted.ts else _posted(slack, unwanted)
        if place:
            slack.take_back(*place)
    except SlackApiError as refused:
        answered = no(refused)
        if answered.error in GONE or (answered.error in CANT_BE_SEEN and not unwanted.ts):
            return None
        log.warning("slack doesn't delete a message", error=answered.error)
        return answered.fate
    return None


def _posted(slack: Slack, unwanted: TakeBack) -> tuple[str, str] | None:
    """Where a message is that may have been posted; needs a history scope."""
    return slack.find_posted(unwanted.channel, unwanted.key, unwanted.thread_ts)
