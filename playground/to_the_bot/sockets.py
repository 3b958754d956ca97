"""Socket Mode: the connections a bot holds to this Slack, and deliveries over them."""

from __future__ import annotations

import asyncio
import json
import threading
import time
from typing import TYPE_CHECKING, Any

from starlette.websockets import WebSocket, WebSocketDisconnect

from playground.to_the_bot.bots import LATE, UNREACHABLE, Parcel, Reply, envelope

if TYPE_CHECKING:
    from playground.state.slack import Slack
    from playground.state.world import Json


class Connection:
    """One open socket, which other threads may send to."""

    def __init__(self, socket: WebSocket) -> None:
        self.socket, self.loop = socket, asyncio.get_running_loop()

    def send(self, message: Json) -> None:
        asyncio.run_coroutine_threadsafe(self.socket.send_text(json.dumps(message)), self.loop).result(timeout=1)


class SocketBot:
    """A bot that holds sockets; each parcel goes over one of them, in turn."""

    def __init__(self, slack: Slack) -> None:
        self.slack = slack
        self.connections: list[Connection] = []
        self._answers: dict[str, Any] = {}
        self._turn = 0
        self._lock = threading.Lock()

    def take(self, parcel: Parcel, seconds: float) -> Reply:
        wrapped = envelope(parcel)
        connection = self._next()
        if connection is None:
            return Reply(error=UNREACHABLE)
        try:
            connection.send(wrapped)
        except (RuntimeError, TimeoutError, WebSocketDisconnect):
            return Reply(error=UNREACHABLE)
        return self._await(wrapped["envelope_id"], seconds)

    def _next(self) -> Connection | None:
        with self._lock:
            self._turn += 1
            return self.connections[self._turn % len(self.connections)] if self.connections else None

    def _await(self, envelope_id: str, seconds: float) -> Reply:
        limit = time.monotonic() + seconds
        with self.slack.changed:
            while envelope_id not in self._answers:
                left = limit - time.monotonic()
                if left <= 0:
                    return Reply(error=LATE)
                self.slack.changed.wait(left)
            return Reply(200, self._answers.pop(envelope_id))

    def ask_to_reconnect(self, reason: str = "refresh_requested") -> None:
        """Say, as Slack does every few hours, that these sockets will be closed."""
        for connection in list(self.connections):
            connection.send({"type": "disconnect", "reason": reason, "debug_info": {}})

    async def serve(self, socket: WebSocket) -> None:
        """Greet a bot that connects, then listen to its acknowledgements until it goes."""
        await socket.accept()
        connection, hello = Connection(socket), self._hello()
        with self.slack.changing():
            self.connections.append(connection)
        try:
            await socket.send_text(json.dumps(hello))
            while True:
                self._heard(await socket.receive_text())
        except (WebSocketDisconnect, RuntimeError):
            pass  # the bot went away, which it may
        finally:
            with self.slack.changing():
                self.connections.remove(connection)

    def _heard(self, text: str) -> None:
        message = json.loads(text) if text.startswith("{") else {}
        if "envelope_id" in message:
            with self.slack.changing():
                self._answers[message["envelope_id"]] = message.get("payload")

    def _hello(self) -> Json:
        known = {"host": "playground", "approximate_connection_time": 18_060}
        about = {"app_id": self.slack.app_id}
        count = len(self.connections) + 1
        return {"type": "hello", "num_connections": count, "connection_info": about, "debug_info": known}
