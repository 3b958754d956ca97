"""What Slack refuses and won't take by being waited for, told to a manager, once."""

from datetime import datetime

from bot.slack.calls import Fate, fate_of
from bot.views.parts import Picture
from bot.views.trouble_message import not_deleted, not_posted
from domain.values.ids import PersonId
from domain.values.messages import Message, MessageKind
from domain.values.people import Workspace
from storage.outbox.messages import version_of
from storage.outbox.take_backs import TakeBack
from storage.records import RecordsTx

_DELETE = "delete"  # begins the subject where a message isn't deleted: "delete C1 1700000000.000100"


def tell_of_refusal(records: RecordsTx, workspace: Workspace, channel: str, error: str, at: datetime) -> None:
    """That Slack doesn't take a message in the channel; or for a person, where it is one's id."""
    _tell(records, workspace, f"{channel} {error}", at, cant_be_told=channel)


def tell_of_what_stays(records: RecordsTx, workspace: Workspace, unwanted: TakeBack, at: datetime) -> None:
    """That Slack doesn't delete what names an erased client."""
    _tell(records, workspace, f"{_DELETE} {unwanted.channel} {unwanted.ts or ''}", at)


def _tell(records: RecordsTx, workspace: Workspace, subject: str, at: datetime, cant_be_told: str = "") -> None:
    managers = set(workspace.managers or records.admins()) - {PersonId(cant_be_told)}
    for manager in sorted(managers - set(records.people_who_left(managers)))[:1]:
        word = Message(MessageKind.TROUBLE, subject, manager)
        if version_of(records, word) == 0:
            records.mark(word, [], at)


def trouble(subject: str, slack_url: str) -> Picture:
    """The word, from its subject."""
    where, _, what = subject.partition(" ")
    if where == _DELETE:
        channel, _, ts = what.partition(" ")
        return not_deleted(channel, f"{slack_url.rstrip('/')}/archives/{channel}/p{ts.replace('.', '')}")
    return not_posted(where, what, waits=fate_of(what) is not Fate.FINAL)
