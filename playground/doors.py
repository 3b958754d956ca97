"""Who may knock: requests to this server by its own name on loopback, and none from other web pages."""

from __future__ import annotations

from typing import TYPE_CHECKING

from starlette.datastructures import Headers
from starlette.responses import PlainTextResponse

if TYPE_CHECKING:
    from starlette.types import ASGIApp, Receive, Scope, Send


class LoopbackOnly:
    """Turns away requests under another host's name (DNS rebinding) and from another site's pages."""

    def __init__(self, app: ASGIApp, port: int) -> None:
        self._app = app
        ours = {f"127.0.0.1:{port}", f"localhost:{port}"}
        self._hosts = ours | {
            "127.0.0.1",
            "localhost",
        }  # slack_sdk leaves the port out when it opens a socket
        self._origins = {f"http://{host}" for host in ours}

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "lifespan" and not self._welcome(Headers(scope=scope)):
            if scope["type"] == "websocket":
                await send({"type": "websocket.close", "code": 1008})
                return
            await PlainTextResponse("this server is for this machine only", 403)(scope, receive, send)
            return
        await self._app(scope, receive, send)

    def _welcome(self, headers: Headers) -> bool:
        origin = headers.get("origin")
        return headers.get("host", "") in self._hosts and (origin is None or origin in self._origins)
