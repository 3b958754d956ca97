"""What messages show that are about to be sent, and where."""

from dataclasses import dataclass
from datetime import datetime

from bot.background.kept_messages import picture
from bot.views.parts import Picture
from domain.values.messages import Message
from domain.values.people import Workspace
from storage.outbox.messages import ts_of, version_of
from storage.records import RecordsTx


@dataclass(frozen=True, slots=True)
class Painted:
    """What is stored now, as it is to be shown, and where."""

    version: int
    shows: Picture
    channel: str
    thread: str | None


def paint(records: RecordsTx, default: Workspace, message: Message, slack_url: str, at: datetime) -> Painted | None:
    """None where there is nothing to show, or its parent isn't there."""
    shows = picture(records, records.find_workspace(default), message, slack_url, at)
    parent = None
    if message.in_thread and message.after:
        parent = ts_of(records, message.after, message.subject)
    if shows is None or (message.in_thread and parent is None):
        return None
    channel, thread = parent or (message.channel, None)
    return Painted(version_of(records, message), shows, channel, thread)
