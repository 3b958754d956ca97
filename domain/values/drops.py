"""Files for Ribbon that somebody drops into the direct messages with it."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Drop:
    """Files of one message, by their ids in Slack; `ts` is the message's, which tells when it was written."""

    channel: str
    ts: str
    files: tuple[str, ...]

    @property
    def id(self) -> str:
        """In the order of the messages."""
        return f"{self.ts} {self.channel}"
