"""A message that is deleted in Slack, since it is there twice or names somebody who was erased."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

import structlog
from slack_sdk.errors import SlackApiError

from bot.background.trouble import tell_of_what_stays
from bot.logs import about
from bot.slack.calls import CANT_BE_SEEN, GONE, SLACK_UNREACHABLE, Fate, Looked, Slack, no
from domain.values.people import Workspace
from storage.due import Held
from storage.outbox.take_backs import TakeBack, look_on, was_taken_back
from storage.records import RecordsTx

log = structlog.get_logger()


@dataclass(eq=False)
class TakingBack:
    held: Held
    unwanted: TakeBack
    slack: Slack
    default: Workspace
    clock: Callable[[], datetime]
    unreachable: bool = False
    became: Looked | Fate = Fate.PASSES

    def make(self) -> None:
        try:
            self.became = _taken_back(self.slack, self.unwanted)
        except SLACK_UNREACHABLE as error:
            log.warning("a message may or may not have been deleted", **about(error))
            self.unreachable = True

    def note(self, records: RecordsTx) -> None:
        if isinstance(self.became, Looked) and self.became.further is not None:
            look_on(records, self.unwanted, self.became.further, self.clock())
        elif isinstance(self.became, Looked):
            was_taken_back(records, self.unwanted)
        elif self.became is Fate.FINAL:
            tell_of_what_stays(records, records.find_workspace(self.default), self.unwanted, self.clock())
            was_taken_back(records, self.unwanted)


def _taken_back(slack: Slack, unwanted: TakeBack) -> Looked | Fate:
    """Delete the message, if it is where was looked; or what becomes of it where Slack says no."""
    place = (unwanted.thread_ts, unwanted.since, unwanted.looked_to)
    try:
        there = (unwanted.channel, unwanted.ts) if unwanted.ts else None
        looked = Looked(there) if there else slack.find_posted(unwanted.channel, unwanted.key, *place)
        if looked.found:
            slack.take_back(*looked.found)
    except SlackApiError as refused:
        answered = no(refused)
        if answered.error in GONE or (answered.error in CANT_BE_SEEN and not unwanted.ts):
            return Looked()
        log.warning("slack doesn't delete a message", error=answered.error)
        return Looked(further="") if answered.error == "invalid_cursor" else answered.fate
    return looked
