"""Slack as a web server on loopback: the Web API, response_urls, files and Socket Mode; and its life."""

from __future__ import annotations

import asyncio
import json
import os
import socket
import sys
import threading
from typing import TYPE_CHECKING, NoReturn, Self
from urllib.parse import unquote

from granian.constants import Interfaces
from granian.server.embed import Server
from starlette.applications import Starlette
from starlette.responses import JSONResponse, PlainTextResponse, Response, StreamingResponse
from starlette.routing import BaseRoute, Route, WebSocketRoute

from playground.doors import LoopbackOnly
from playground.person.client import Client
from playground.state.notes import NotSeenError
from playground.state.refusal import RefusedError
from playground.state.slack import Slack
from playground.to_the_bot.bots import Bot, FunctionBot, HttpBot, InProcess
from playground.to_the_bot.deliveries import Deliveries
from playground.to_the_bot.sockets import SocketBot
from playground.web_api.calls import Answer, answer_call, answer_response_url, find_workspace, read_arguments

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Sequence

    from starlette.requests import Request
    from starlette.types import ASGIApp

START_WITHIN = 10.0
SIGN_IN = "<html>Sign in to Slack</html>"


class Playground:
    """A Slack, its bot, and the server that the bot calls; a context manager.

    The bot is a request URL, a function in this process, or, with neither, whoever connects by Socket Mode.
    """

    def __init__(
        self,
        slack: Slack,
        bot: str | InProcess | None = None,
        *,
        port: int = 0,
        within: float = 3.0,
        retry_after: tuple[float, ...] = (0.0, 0.05, 0.1),
    ) -> None:
        self.slack, self.port = slack, port or free_port()
        self.sockets = SocketBot(slack)
        self.bot = self._reach(bot)
        self.deliveries = Deliveries(slack, self.bot, within=within, retry_after=retry_after)
        slack.base_url = f"http://127.0.0.1:{self.port}"
        self.stopping = False
        self._server: _Serving | None = None

    def _reach(self, bot: str | InProcess | None) -> Bot:
        if bot is None:
            return self.sockets
        secret = self.slack.signing_secret
        return HttpBot(bot, secret) if isinstance(bot, str) else FunctionBot(bot, secret)

    def connect(self, bot: str | InProcess) -> None:
        """Name the bot after the start, where it needed the address of this Slack first."""
        self.deliveries.bot = self.bot = self._reach(bot)

    def start(self, more: Sequence[BaseRoute] = ()) -> None:
        refuse_taken_port(self.port)
        app = Starlette(routes=[*self.routes(), *more])
        self._server = _Serving(LoopbackOnly(app, self.port), self.port)
        self._server.start()

    def stop(self) -> None:
        self.stopping = True
        self.deliveries.stop()
        with self.slack.changing():
            pass  # wake whoever waits for a change, so that they see the end
        if self._server:
            self._server.stop()
        if isinstance(self.bot, HttpBot):
            self.bot.close()

    def __enter__(self) -> Self:
        self.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.stop()

    def client(self, person: str) -> Client:
        return Client(self.slack, self.deliveries, person)

    def environment(self, workspace: str = "") -> dict[str, str]:
        """Give the bot's environment, with the token of a workspace (the first by default)."""
        home = self.slack.workspaces[workspace] if workspace else self.slack.first_workspace()
        known = {
            "SLACK_API_URL": f"{self.slack.base_url}/api/",
            "SLACK_SIGNING_SECRET": self.slack.signing_secret,
            "SLACK_BOT_TOKEN": home.token,
        }
        return known | ({"SLACK_APP_TOKEN": self.slack.app_token} if self.bot is self.sockets else {})

    def routes(self) -> list[BaseRoute]:
        return [
            Route("/api/{method}", self._api, methods=["GET", "POST"]),
            Route("/response/{id}", self._response_url, methods=["POST"]),
            Route("/files/{id}/{name}", self._file),
            WebSocketRoute("/socket", self.sockets.serve),
        ]

    async def _api(self, request: Request) -> Response:
        token = request.headers.get("authorization", "").removeprefix("Bearer ")
        try:
            arguments = await _arguments(request)
        except RefusedError as refused:
            self.slack.problem(f"{request.path_params['method']}: {refused}")
            return JSONResponse(refused.as_slack())
        answer = await _send(answer_call(self.slack, request.path_params["method"], arguments, token))
        workspace = find_workspace(self.slack, token)
        if workspace and workspace.scopes is not None:
            answer.headers["x-oauth-scopes"] = ",".join(sorted(workspace.scopes))
        return answer

    async def _response_url(self, request: Request) -> Response:
        return await _send(answer_response_url(self.slack, request.path_params["id"], await _arguments(request)))

    async def _file(self, request: Request) -> Response:
        """Give the content of a file, for the bot of its workspace."""
        token = request.headers.get("authorization", "").removeprefix("Bearer ")
        workspace, file = find_workspace(self.slack, token), self.slack.files.get(request.path_params["id"])
        if workspace is None or file is None or file.workspace != workspace.id:
            self.slack.problem(f"file {unquote(request.url.path)}: asked for without its workspace's token")
            return PlainTextResponse(SIGN_IN, media_type="text/html")
        if not workspace.grants("files:read"):
            return PlainTextResponse(SIGN_IN, media_type="text/html")
        return Response(file.content, media_type="application/octet-stream")


async def _arguments(request: Request) -> dict[str, object]:
    body = await request.body()
    return read_arguments(request.headers.get("content-type", ""), request.url.query, body)


async def _send(answer: Answer) -> Response:
    if answer.delay:
        await asyncio.sleep(answer.delay)
    headers = {"Retry-After": str(answer.retry_after)} if answer.retry_after else {}
    if answer.cut:
        return StreamingResponse(_cut_off(), answer.status, headers={"Content-Length": "1000"})
    if isinstance(answer.body, str):
        return PlainTextResponse(answer.body, answer.status, headers=headers)
    return Response(json.dumps(answer.body), answer.status, headers, "application/json")


async def _cut_off() -> AsyncIterator[bytes]:
    yield b'{"ok"'
    raise ConnectionAbortedError("cut, as was asked for")


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


class PortTakenError(Exception):
    """Somebody else listens where the playground should."""

    def __init__(self, port: int) -> None:
        super().__init__(f"port {port} is taken: stop what listens there, or choose another port")


def refuse_taken_port(port: int) -> None:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except OSError:
            raise PortTakenError(port) from None


def leave(status: int) -> NoReturn:
    """End this process at once, when all is done.

    Threads of the web server's runtime may still call into Python, which aborts a process that is being taken down.
    """
    sys.stdout.flush()
    sys.stderr.flush()
    os._exit(status)


class _Serving:
    """A web server in a thread of its own."""

    def __init__(self, app: ASGIApp, port: int) -> None:
        self._app, self._port = app, port
        self._up = threading.Event()
        self._thread = threading.Thread(target=self._run, daemon=True)

    def start(self) -> None:
        self._thread.start()
        if not self._up.wait(START_WITHIN):
            raise NotSeenError(f"the server did not start on port {self._port}")

    def stop(self) -> None:
        self._loop.call_soon_threadsafe(self._server.stop)
        self._thread.join(START_WITHIN)

    def _run(self) -> None:
        asyncio.run(self._serve())

    async def _serve(self) -> None:
        self._loop = asyncio.get_running_loop()
        self._server = Server(self._app, "127.0.0.1", self._port, interface=Interfaces.ASGINL, log_enabled=False)
        serving = asyncio.create_task(self._server.serve())
        waiting = asyncio.create_task(self._announce())
        await serving
        waiting.cancel()

    async def _announce(self) -> None:
        """Say that the server is up as soon as it takes connections."""
        while True:
            try:
                _, writer = await asyncio.open_connection("127.0.0.1", self._port)
            except OSError:
                await asyncio.sleep(0.005)
                continue
            writer.close()
            self._up.set()
            return
