"""The page and what it asks for: everything a person does in their browser arrives here."""

from __future__ import annotations

import asyncio
import html
import json
import secrets
from collections.abc import AsyncIterator, Callable
from importlib.resources import files
from itertools import accumulate
from typing import TYPE_CHECKING, Any

from starlette.concurrency import run_in_threadpool
from starlette.responses import JSONResponse, PlainTextResponse, Response, StreamingResponse
from starlette.routing import BaseRoute, Route

from playground.person.deeds import DEEDS
from playground.person.eyes import NotPossibleError
from playground.person.snapshot import snapshot

if TYPE_CHECKING:
    from starlette.requests import Request

    from playground.server import Playground
    from playground.stage import Stage

KEY_HEADER, LARGEST_FILE, HEARTBEAT = "x-playground-key", 20_000_000, 15.0
TYPES = {"html": "text/html", "css": "text/css", "js": "text/javascript", "svg": "image/svg+xml"}
POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; "
    "base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
)
GUARDS = {
    "Content-Security-Policy": POLICY,
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Cache-Control": "no-store",
}


class Page:
    """The page of one playground; only pages that it served itself, with this start's key, may use it."""

    def __init__(self, playground: Playground, stage: Stage) -> None:
        self.playground, self.stage, self.key = playground, stage, secrets.token_urlsafe(24)
        self._clients = {role.id: playground.client(role.id) for role in stage.roles}

    def routes(self) -> list[BaseRoute]:
        return [
            Route("/", self._index),
            Route("/page/state", self._state),
            Route("/page/changes", self._changes),
            Route("/page/files", self._files, methods=["POST"]),
            Route("/page/do/{deed}", self._do, methods=["POST"]),
            Route("/page/{name}", self._asset),
        ]

    async def _index(self, _request: Request) -> Response:
        source = files("playground").joinpath("page/index.html").read_text(encoding="utf-8")
        page = source.replace("{{key}}", html.escape(self.key)).replace(
            "{{practice}}", html.escape(self.stage.practice)
        )
        return Response(page, media_type="text/html", headers=GUARDS)

    async def _asset(self, request: Request) -> Response:
        """Give one of the page's own files, and nothing else."""
        name = request.path_params["name"]
        folder = {entry.name: entry for entry in files("playground").joinpath("page").iterdir()}
        kind = TYPES.get(name.rpartition(".")[2])
        if name not in folder or kind is None:
            return PlainTextResponse("not found", 404, headers=GUARDS)
        return Response(folder[name].read_bytes(), media_type=kind, headers=GUARDS)

    async def _state(self, request: Request) -> Response:
        first, *_ = self._clients.values()
        client = self._clients.get(request.query_params.get("person", ""), first)
        if not self._holds_key(request):
            return _refused("This page is out of date: reload it.")
        shown = await run_in_threadpool(snapshot, self.playground.slack, self.stage, client)
        return JSONResponse(shown, headers=GUARDS)

    async def _changes(self, request: Request) -> Response:
        """Tell the page whenever something changed, as server-sent events."""
        if not secrets.compare_digest(request.query_params.get("key", ""), self.key):
            return _refused("This page is out of date: reload it.")
        return StreamingResponse(self.versions(), media_type="text/event-stream", headers=GUARDS)

    async def versions(self) -> AsyncIterator[str]:
        """Tell of every change, and of nothing new now and then."""
        loop, changed, slack = asyncio.get_running_loop(), asyncio.Event(), self.playground.slack

        def wake() -> None:
            loop.call_soon_threadsafe(changed.set)

        slack.listeners.add(wake)
        try:
            while not self.playground.stopping:
                changed.clear()  # before the look: what changes from here on wakes it again
                yield f"data: {slack.version}\n\n"
                await _patiently(changed)
        finally:
            slack.listeners.discard(wake)

    async def _files(self, request: Request) -> Response:
        """Take the files that somebody dropped into a conversation at once."""
        client, asked = self._clients.get(request.query_params.get("person", "")), request.query_params
        if client is None or not self._holds_key(request):
            return _refused("This page is out of date: reload it.")
        try:
            dropped = _cut(await request.body(), asked.getlist("name"), [int(size) for size in asked.getlist("size")])
        except ValueError:
            return _refused("Not understood.")
        if any(len(content) > LARGEST_FILE for _, content in dropped):
            return _refused("Files may have 20 MB here.")
        place = (asked.get("channel", ""), dropped, "", asked.get("thread", ""))
        return await _answer(lambda: client.drop_files(*place) and None)

    async def _do(self, request: Request) -> Response:
        deed = DEEDS.get(request.path_params["deed"])
        if deed is None or not self._holds_key(request):
            return _refused("This page is out of date: reload it.")
        try:
            told = json.loads(await request.body())
            client = self._clients[told["person"]]
        except (ValueError, KeyError, TypeError):
            return _refused("Not understood.")
        return await _answer(lambda: deed(client, told))

    def _holds_key(self, request: Request) -> bool:
        return secrets.compare_digest(request.headers.get(KEY_HEADER, ""), self.key)


def _cut(whole: bytes, names: list[str], sizes: list[int]) -> list[tuple[str, bytes]]:
    """Give each file what is its own of what came in one piece."""
    if not names or sum(sizes) != len(whole) or min(sizes) < 0:
        raise ValueError("sizes")
    ends = list(accumulate(sizes))
    contents = [whole[end - size : end] for size, end in zip(sizes, ends, strict=True)]
    return list(zip(names, contents, strict=True))


async def _patiently(changed: asyncio.Event) -> None:
    """Wait for a change, but not so long that the connection is taken for dead."""
    try:
        await asyncio.wait_for(changed.wait(), HEARTBEAT)
    except TimeoutError:
        return


async def _answer(act: Callable[[], Any]) -> Response:
    try:
        result = await run_in_threadpool(act)
    except (NotPossibleError, KeyError) as impossible:
        return _refused(str(impossible))
    return JSONResponse({"result": result}, headers=GUARDS)


def _refused(words: str) -> Response:
    return JSONResponse({"refused": words}, 403, headers=GUARDS)
