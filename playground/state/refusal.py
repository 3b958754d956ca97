"""How Slack says no."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from playground.state.world import Json


class RefusedError(Exception):
    """Slack's answer to a call it does not accept: a code, and where it has more to say, messages."""

    def __init__(self, code: str, messages: Sequence[str] = (), **more: str) -> None:
        super().__init__(code)
        self.code, self.messages, self.more = code, list(messages), more

    def __str__(self) -> str:
        return " ".join([self.code, *self.messages])

    def as_slack(self) -> Json:
        answer: Json = {"ok": False, "error": self.code, **self.more}
        if self.messages:
            answer["response_metadata"] = {"messages": [f"[ERROR] {m}" for m in self.messages]}
        if self.messages and self.code == "invalid_blocks":
            answer["errors"] = self.messages
        return answer


def refuse_if(code: str, messages: Sequence[str]) -> None:
    """Refuse with these messages, unless there are none."""
    if messages:
        raise RefusedError(code, messages)
