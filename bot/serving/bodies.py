"""The body of a request, taken in only as far and as long as Slack itself would send it."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass

from starlette.requests import ClientDisconnect, Request

LARGEST_BODY = 2_000_000  # bytes; Slack's views are at most 250 kB
MOST_TOGETHER = 64_000_000  # bytes of all bodies that are being taken in or answered
TAKEN_WITHIN = 5.0  # seconds


class TurnedAway(Exception):  # noqa: N818 - an answer like others
    """A request that nothing is done for: the status that says so, and a word for metrics."""

    def __init__(self, status: int, why: str) -> None:
        super().__init__(why)
        self.status, self.why = status, why


@dataclass
class Bodies:
    """What is held of all bodies together."""

    held: int = 0

    @asynccontextmanager
    async def taken(self, request: Request) -> AsyncIterator[bytes]:
        """The body, counted as held until the block ends; raises TurnedAway."""
        if int(request.headers.get("content-length", 0)) > LARGEST_BODY:
            raise TurnedAway(413, "too large")
        body = bytearray()
        try:
            await self._take(request, body)
            yield bytes(body)
        finally:
            self.held -= len(body)

    async def _take(self, request: Request, body: bytearray) -> None:
        try:
            async with asyncio.timeout(TAKEN_WITHIN):
                async for part in request.stream():
                    body += part
                    self.held += len(part)
                    self._require_room(body)
        except TimeoutError:
            raise TurnedAway(408, "too slow") from None
        except ClientDisconnect:
            raise TurnedAway(400, "broken off") from None

    def _require_room(self, body: bytearray) -> None:
        if len(body) > LARGEST_BODY:
            raise TurnedAway(413, "too large")
        if self.held > MOST_TOGETHER:
            raise TurnedAway(503, "too much at once")
