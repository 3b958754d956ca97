"""Serving over HTTP: requests from Slack, and installing."""

import asyncio
from collections.abc import Awaitable, Callable, Iterable, Mapping
from concurrent.futures import ThreadPoolExecutor
from time import monotonic

import structlog
from slack_bolt import App, BoltRequest, BoltResponse
from slack_bolt.adapter.starlette.handler import to_bolt_request, to_starlette_response
from slack_bolt.oauth import OAuthFlow
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route

from bot import metrics
from bot.logs import about
from bot.serving.bodies import Bodies, TurnedAway
from bot.serving.received import UNREADABLE, received
from bot.serving.seals import Seals
from bot.slack.calls import SLACK_UNREACHABLE
from storage.database import UNAVAILABLE
from storage.deadlines import ANSWERED_WITHIN, answered_by

NOT_FRAMED = {"X-Frame-Options": "DENY", "Content-Security-Policy": "frame-ancestors 'none'"}

log = structlog.get_logger()


def web(
    bolt: App,
    seals: Seals,
    threads: ThreadPoolExecutor,
    install_flow: OAuthFlow | None = None,
    more: Iterable[Route] = (),
) -> Starlette:
    """What Slack calls, which is verified here and nowhere else, and where browsers go to install Ribbon."""
    bodies = Bodies()

    async def events(request: Request) -> Response:
        try:
            seal = seals.on(request.headers)
            async with bodies.taken(request) as body:
                seals.require(seal, body)
                asked = _read(body, request.headers)
                metrics.requests.labels(metrics.TAKEN).inc()
                answer = await _in_time(threads, bolt.dispatch, asked)
        except TurnedAway as away:
            metrics.requests.labels(away.why).inc()
            return PlainTextResponse(away.why, away.status, {"Connection": "close"})
        return to_starlette_response(answer)

    install_routes = _install_routes(install_flow, threads) if install_flow else ()
    return Starlette(routes=[Route("/slack/events", events, methods=["POST"]), *install_routes, *more])


def _read(body: bytes, headers: Mapping[str, str]) -> BoltRequest:
    try:
        return received(body, headers)
    except UNREADABLE:
        raise TurnedAway(400, "not readable") from None


async def _in_time(
    threads: ThreadPoolExecutor, handle: Callable[[BoltRequest], BoltResponse], request: BoltRequest
) -> BoltResponse:
    """Bolt's answer; what waits for a thread, or for the database, is told so before Slack gives up."""
    latest = monotonic() + ANSWERED_WITHIN

    def handled() -> BoltResponse:
        with answered_by(latest):
            return handle(request)

    return await asyncio.get_running_loop().run_in_executor(threads, handled)


def _install_routes(flow: OAuthFlow, threads: ThreadPoolExecutor) -> list[Route]:
    """Where an admin begins to install Ribbon, and where Slack sends their browser afterwards."""

    def through(handle: Callable[[BoltRequest], BoltResponse]) -> Callable[[Request], Awaitable[Response]]:
        async def answer(request: Request) -> Response:
            try:
                answered = to_starlette_response(await _in_time(threads, handle, to_bolt_request(request, b"")))
            except SLACK_UNREACHABLE as error:
                log.warning("slack can't be reached", **about(error))
                answered = _later("Slack isn't answering at the moment.")
            except UNAVAILABLE as error:
                log.warning("the database can't be used", **about(error))
                answered = _later("Ribbon can't use its database at the moment.")
            answered.headers.update(NOT_FRAMED)
            return answered

        return answer

    return [
        Route(flow.install_path, through(flow.handle_installation)),
        Route(flow.redirect_uri_path, through(flow.handle_callback)),
    ]


def _later(why: str) -> Response:
    return PlainTextResponse(f"{why} Open the link again shortly.", 503)
