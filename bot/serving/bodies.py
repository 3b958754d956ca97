"""The body of a request, taken in only as far and as long as Slack itself would send it."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field

from starlette.requests import ClientDisconnect, Request

LARGEST_BODY = 2_000_000  # bytes; Slack's views are at most 250 kB
MOST_TOGETHER = 64_000_000  # bytes of all bodies that are being taken in or answered
TAKEN_WITHIN = 5.0  # seconds


class TurnedAway(Exception):  # noqa: N818 - an answer like others
    """A request that nothing is done for: the status that says so, and a word for metrics."""

    def __init__(self, status: int, why: str) -> None:
        super().__init__(why)
        self.status, self.why = status, why


@dataclass(eq=False)
class _Taking:
    """A body of which more may come until the deadline."""

    deadline: asyncio.Timeout
    body: bytearray = field(default_factory=bytearray)
    gives_way: bool = False

    def give_way(self) -> None:
        self.gives_way = True
        self.body.clear()
        if not self.deadline.expired():
            self.deadline.reschedule(asyncio.get_running_loop().time())


@dataclass
class Bodies:
    """All bodies together; where they are too much, the largest that isn't whole yet gives way."""

    held: int = 0
    _under_way: set[_Taking] = field(default_factory=set)

    @asynccontextmanager
    async def taken(self, request: Request) -> AsyncIterator[bytes]:
        """The body, counted as held until the block ends; raises TurnedAway."""
        if int(request.headers.get("content-length", 0)) > LARGEST_BODY:
            raise TurnedAway(413, "too large")
        taking = _Taking(asyncio.timeout(TAKEN_WITHIN))
        try:
            await self._take(request, taking)
            yield bytes(taking.body)
        finally:
            self.held -= len(taking.body)

    async def _take(self, request: Request, taking: _Taking) -> None:
        self._under_way.add(taking)
        try:
            async with taking.deadline:
                async for part in request.stream():
                    taking.body += part
                    self.held += len(part)
                    self._require_room(taking)
        except TimeoutError:
            if not taking.gives_way:
                raise TurnedAway(408, "too slow") from None
        except ClientDisconnect:
            raise TurnedAway(400, "broken off") from None
        finally:
            self._under_way.remove(taking)
        if taking.gives_way:
            raise TurnedAway(503, "too much at once")

    def _require_room(self, taking: _Taking) -> None:
        if len(taking.body) > LARGEST_BODY:
            raise TurnedAway(413, "too large")
        if self.held > MOST_TOGETHER:
            largest = max(self._under_way, key=lambda each: len(each.body))
            self.held -= len(largest.body)
            largest.give_way()
