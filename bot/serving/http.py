"""Serving over HTTP: requests from Slack, health and metrics, and an orderly end."""

import asyncio
import re
import signal
import socket
from collections.abc import Awaitable, Callable, Mapping
from concurrent.futures import ThreadPoolExecutor
from threading import Event

import structlog
from granian.constants import Interfaces
from granian.server.embed import Server
from prometheus_client import CONTENT_TYPE_LATEST, generate_latest
from slack_bolt import App, BoltRequest, BoltResponse
from slack_bolt.adapter.starlette.handler import to_bolt_request, to_starlette_response
from slack_bolt.oauth import OAuthFlow
from sqlalchemy.exc import SQLAlchemyError
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route

from bot.logs import told
from bot.serving.received import UNREADABLE, received
from bot.settings import Misconfigured
from bot.slack.calls import SLACK_UNREACHABLE

LARGEST_BODY = 2_000_000  # bytes; Slack's views are at most 250 kB

log = structlog.get_logger()


def web(
    bolt: App,
    ready: Callable[[], list[str]],
    threads: ThreadPoolExecutor,
    install_flow: OAuthFlow | None = None,
    figures: Callable[[], bytes] = generate_latest,
) -> Starlette:
    """The HTTP side. `ready` tells what isn't as it should be, in words; `figures` is what /metrics tells."""

    async def events(request: Request) -> Response:
        body = await request.body()
        if len(body) > LARGEST_BODY:
            return PlainTextResponse("too large", 413)
        try:
            bolt_request = received(body, request.headers)
        except UNREADABLE:
            return PlainTextResponse("not readable", 400)
        if not _has_seal(request.headers):
            return PlainTextResponse("not signed", 401)  # Bolt would fail over it
        answer = await asyncio.get_running_loop().run_in_executor(threads, bolt.dispatch, bolt_request)
        return to_starlette_response(answer)

    return Starlette(
        routes=[
            Route("/slack/events", events, methods=["POST"]),
            *_health_routes(ready, figures),
            *(_install_routes(install_flow, threads) if install_flow else ()),
        ]
    )


def health_alone(ready: Callable[[], list[str]], figures: Callable[[], bytes]) -> Starlette:
    """What is served over HTTP where Slack's requests come over a socket: those over HTTP wouldn't be verified."""
    return Starlette(routes=_health_routes(ready, figures))


def _health_routes(ready: Callable[[], list[str]], figures: Callable[[], bytes]) -> list[Route]:
    async def alive(_: Request) -> Response:
        return PlainTextResponse("alive")

    async def readiness(_: Request) -> Response:
        wrong = await asyncio.get_running_loop().run_in_executor(None, _asked, ready)
        return PlainTextResponse("\n".join(wrong) or "ready", 503 if wrong else 200)

    async def metrics(_: Request) -> Response:
        told_now = await asyncio.get_running_loop().run_in_executor(None, figures)
        return Response(told_now, media_type=CONTENT_TYPE_LATEST)

    return [Route("/healthz", alive), Route("/readyz", readiness), Route("/metrics", metrics)]


def _install_routes(flow: OAuthFlow, threads: ThreadPoolExecutor) -> list[Route]:
    """Where an admin begins to install Ribbon, and where Slack sends their browser afterwards."""

    def through(handle: Callable[[BoltRequest], BoltResponse]) -> Callable[[Request], Awaitable[Response]]:
        async def answer(request: Request) -> Response:
            bolt_request = to_bolt_request(request, b"")
            try:
                answered = await asyncio.get_running_loop().run_in_executor(threads, handle, bolt_request)
            except SLACK_UNREACHABLE as error:
                log.warning("slack can't be reached", **told(error))
                return PlainTextResponse("Slack doesn't answer just now. Open the link again in a moment.", 503)
            return to_starlette_response(answered)

        return answer

    return [
        Route(flow.install_path, through(flow.handle_installation)),
        Route(flow.redirect_uri_path, through(flow.handle_callback)),
    ]


def _asked(ready: Callable[[], list[str]]) -> list[str]:
    try:
        return ready()
    except SQLAlchemyError as error:
        return [f"the database can't be reached: {type(error).__name__}"]


def _has_seal(headers: Mapping[str, str]) -> bool:
    """Whether there is a time and a signature that can be looked at."""
    at, signature = headers.get("x-slack-request-timestamp", ""), headers.get("x-slack-signature", "")
    return re.fullmatch("[0-9]{1,15}", at) is not None and signature.isascii()


class AddressInUse(Misconfigured):
    """Something else listens where this process should."""


async def serve_http(app: Starlette, host: str, port: int) -> None:
    """Serve until SIGINT or SIGTERM; requests under way are answered before it returns."""
    _require_free(host, port)
    server = Server(app, address=host, port=port, interface=Interfaces.ASGI, log_enabled=False)
    loop = asyncio.get_running_loop()
    for ending in (signal.SIGINT, signal.SIGTERM):
        loop.add_signal_handler(ending, server.stop)
    log.info("listening", host=host, port=port)
    await server.serve()


def _require_free(host: str, port: int) -> None:
    """Granian itself shares a port with whoever listens there already."""
    with socket.socket(socket.AF_INET6 if ":" in host else socket.AF_INET) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as taken:
            raise AddressInUse(f"{host}:{port} can't be used: {taken.strerror}. Set HOST and PORT.") from taken


def wait_for_the_end() -> None:
    """Return at SIGINT or SIGTERM."""
    ended = Event()
    for ending in (signal.SIGINT, signal.SIGTERM):
        signal.signal(ending, lambda *_: ended.set())
    ended.wait()
