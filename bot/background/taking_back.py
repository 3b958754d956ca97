"""Deletes in Slack what was posted about a client who has been erased since, or is there twice."""

import structlog
from slack_sdk.errors import SlackApiError

from bot.slack.calls import CANT_BE_SEEN, GONE, Slack
from storage.outbox.take_backs import TakeBack

log = structlog.get_logger()


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
