"""Whether the process lives and can work, and its figures."""

import asyncio
from asyncio import Future
from collections.abc import Callable
from dataclasses import dataclass
from time import monotonic

from prometheus_client import CONTENT_TYPE_LATEST
from sqlalchemy.exc import SQLAlchemyError
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route

from storage.database import UNAVAILABLE
from storage.deadlines import ANSWERED_WITHIN, answered_by

REMEMBERED_FOR = 1.0  # seconds: to look whether the database can be written, writes


@dataclass
class Readiness:
    """What isn't as it should be, in words, as it was at most a second ago; all who ask meanwhile share one look."""

    ready: Callable[[], list[str]]
    _looking: Future[list[str]] | None = None
    _until: float = 0.0

    async def wrong(self) -> list[str]:
        if self._looking is None or (self._looking.done() and monotonic() >= self._until):
            self._until = monotonic() + REMEMBERED_FOR
            self._looking = asyncio.get_running_loop().run_in_executor(None, self._looked)
        return await asyncio.shield(self._looking)

    def _looked(self) -> list[str]:
        try:
            with answered_by(monotonic() + ANSWERED_WITHIN):
                return self.ready()
        except (SQLAlchemyError, *UNAVAILABLE) as error:
            return [f"the database can't be reached: {type(error).__name__}"]


def health_routes(
    ready: Callable[[], list[str]], figures: Callable[[], bytes], noted: Callable[[], list[str]] = list
) -> list[Route]:
    """`ready` tells in words why Ribbon can't work, `noted` what is to be looked at although it does.

    `figures` is what /metrics tells.
    """
    readiness = Readiness(ready)

    def told_now() -> bytes:
        with answered_by(monotonic() + ANSWERED_WITHIN):
            return figures()

    async def alive(_: Request) -> Response:
        return PlainTextResponse("alive")

    async def told_readiness(_: Request) -> Response:
        wrong = await readiness.wrong()
        return PlainTextResponse("\n".join(wrong or ["ready", *noted()]), 503 if wrong else 200)

    async def metrics(_: Request) -> Response:
        told = await asyncio.get_running_loop().run_in_executor(None, told_now)
        return Response(told, media_type=CONTENT_TYPE_LATEST)

    return [Route("/healthz", alive), Route("/readyz", told_readiness), Route("/metrics", metrics)]
