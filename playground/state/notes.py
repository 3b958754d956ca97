"""What a Slack keeps in mind besides what it shows: calls, notices, triggers and response_urls."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from playground.state.faults import Fault
    from playground.state.world import Json, Message


class NotSeenError(AssertionError):
    """What was waited for did not come."""


@dataclass(frozen=True)
class Call:
    """One call of the bot, with what it was answered."""

    at: float
    method: str
    workspace: str
    arguments: Json
    status: int
    answer: Any
    fault: Fault | None = None

    @property
    def ok(self) -> bool:
        return self.answer == "ok" or bool(isinstance(self.answer, dict) and self.answer.get("ok"))


@dataclass(frozen=True)
class Notice:
    """What Slack itself tells one person: a command or a press that the bot did not answer."""

    number: int
    person: str
    text: str


@dataclass
class Trigger:
    person: str
    workspace: str
    channel: str
    at: float
    used: bool = False


@dataclass
class ResponseUrl:
    """Where a bot may answer a command or a press later; `message` is the one the person pressed in."""

    workspace: str
    channel: str
    person: str
    at: float
    message: Message | None = None
    uses: int = 0
