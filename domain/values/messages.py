"""Kept messages, pictures of what is stored that must reach people; and messages of theirs that bring files."""

from dataclasses import dataclass
from enum import StrEnum
from typing import assert_never

from domain.values.ids import DropId


class MessageKind(StrEnum):
    REQUEST = "request"  # of an adjustment, in the managers' channel
    CARD = "card"  # the same with its figures and buttons, in the request's thread
    OUTCOME = "outcome"  # to who asked, by direct message
    TROUBLE = "trouble"  # to a manager: messages that Slack doesn't take
    IMPORT = "import"  # to who dropped files, in the direct messages: what came of them
    OFFER = "offer"  # to somebody, by direct message: sessions that match a package's services now
    HELP = "help"  # to who wrote in the direct messages: what can be done

    @property
    def is_for_managers(self) -> bool:
        """Whether it goes to their channel, as chosen by then; where Slack doesn't take it, a manager is told."""
        match self:
            case MessageKind.REQUEST | MessageKind.CARD:
                return True
            case MessageKind.OUTCOME | MessageKind.OFFER | MessageKind.TROUBLE | MessageKind.IMPORT | MessageKind.HELP:
                return False
        assert_never(self)


@dataclass(frozen=True, slots=True)
class Message:
    """One message: its kind and what it is about, an id of ours; `after` must be posted before it."""

    kind: MessageKind
    subject: str
    channel: str  # where it is to appear; a person's id, where only they read it
    after: MessageKind | None = None  # of the same subject
    in_thread: bool = False  # of `after`


@dataclass(frozen=True, slots=True)
class Drop:
    """Files that came with one message of a conversation; a later message has a greater id there."""

    conversation: str
    message: str
    files: tuple[str, ...]
    gone: int | None = None  # so many services may leave their packages, as the message says

    @property
    def id(self) -> DropId:
        """In the order of the messages."""
        return DropId(f"{self.message} {self.conversation}")
