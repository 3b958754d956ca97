"""Many workspaces that have installed Ribbon, and a Slack for all of them, which takes its time or hangs."""

import asyncio
import json
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from threading import Event, Lock, Thread
from typing import Any
from urllib.parse import parse_qs

from pydantic import SecretStr

from bot.app import Ribbon, build
from bot.settings import Settings
from domain.values.ids import WorkspaceId
from domain.values.messages import Message, MessageKind
from storage.database import Database
from storage.installations import Installation, keep_installation
from storage.records import RecordsTx
from storage.sealing import Keys

KEY = "bmVpZ2hib3Vycy1uZWlnaGJvdXJzLW5laWdoYm91cnM="
FOR_EVER = 3600.0
COUNT = "/posted"  # how many posts of healthy workspaces there were, for who asks from another process


@dataclass(frozen=True)
class Asked:
    """A call to Slack, when it came, and by whom."""

    at: float
    workspace: str
    method: str
    said: dict[str, Any]


@dataclass
class SlackOfAll:
    """Answers each call after so many seconds; for workspaces that hang, never."""

    seconds: float = 0.0
    hanging: frozenset[str] = frozenset()
    slow: frozenset[str] = frozenset()  # they wait for two seconds
    refusing: dict[str, str] = field(default_factory=dict)  # the error, by workspace
    people: int = 1
    pages_a_second: int = 1000
    asked: list[Asked] = field(default_factory=list)
    pages: list[str] = field(default_factory=list)  # of people, by the cursor at which each begins
    forgets: str | None = None  # a cursor, once
    refused: int = 0
    port: int = 0
    _served: list[float] = field(default_factory=list)
    _end: Callable[[], object] = lambda: None
    _lock: Lock = field(default_factory=Lock)

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}/api/"

    def posted(self, *, healthy: bool = True) -> list[Asked]:
        with self._lock:
            return [one for one in self.asked if one.method == "chat.postMessage" and self._hangs(one) != healthy]

    def calls_of(self, method: str) -> list[Asked]:
        with self._lock:
            return [one for one in self.asked if one.method == method]

    def _hangs(self, asked: Asked) -> bool:
        return asked.workspace in self.hanging

    @contextmanager
    def serving(self) -> Iterator["SlackOfAll"]:
        ready, thread = Event(), Thread(target=lambda: asyncio.run(self._serve(ready)), daemon=True)
        thread.start()
        ready.wait(10)
        try:
            yield self
        finally:
            self._end()
            thread.join(10)

    async def _serve(self, ready: Event) -> None:
        loop, ended = asyncio.get_running_loop(), asyncio.Event()
        self._end = lambda: loop.call_soon_threadsafe(ended.set)
        server = await asyncio.start_server(self._answers, "127.0.0.1", 0, backlog=4096)
        self.port = server.sockets[0].getsockname()[1]
        ready.set()
        await ended.wait()
        server.close()

    async def _answers(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            while True:
                head = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1")
                fields = dict(line.split(": ", 1) for line in head.split("\r\n")[1:] if ": " in line)
                named = {name.lower(): value for name, value in fields.items()}
                body = await reader.readexactly(int(named.get("content-length", 0)))
                status, answer = await self._answer(head.split()[1], named, body)
                more = "retry-after: 1\r\n" if status == 429 else ""
                writer.write(
                    f"HTTP/1.1 {status} OK\r\ncontent-type: application/json\r\n{more}"
                    f"content-length: {len(answer)}\r\n\r\n".encode()
                    + answer
                )
        except (asyncio.IncompleteReadError, ConnectionError, asyncio.CancelledError):
            pass
        finally:
            writer.close()

    async def _answer(self, path: str, head: dict[str, str], body: bytes) -> tuple[int, bytes]:
        if path == COUNT:
            return 200, json.dumps({"posted": len(self.posted())}).encode()
        workspace, method = head["authorization"].removeprefix("Bearer xoxb-"), path.rpartition("/")[2]
        asked = Asked(time.monotonic(), workspace, method, _said(head, body))
        with self._lock:
            self.asked.append(asked)
        slowly = FOR_EVER if self._hangs(asked) else 2.0
        await asyncio.sleep(slowly if workspace in self.hanging | self.slow else self.seconds)
        if path.startswith("/files/"):
            return 200, f"client_id,name\n{method},Client {method}\n".encode()
        status, answer = self._page(asked) if method == "users.list" else (200, self._done(asked))
        return status, json.dumps(answer).encode()

    def _done(self, asked: Asked) -> dict[str, Any]:
        if asked.method == "files.info":
            file_id = asked.said["file"]
            return {"ok": True, "file": {"name": f"{file_id}.csv", "url_private": f"{self.url[:-5]}/files/{file_id}"}}
        return {"ok": True, "channel": asked.said.get("channel", "C1"), "ts": f"{asked.at:.6f}", "messages": []}

    def _page(self, asked: Asked) -> tuple[int, dict[str, Any]]:
        if asked.workspace in self.refusing:
            return 200, {"ok": False, "error": self.refusing[asked.workspace]}
        self._served = [at for at in self._served if asked.at - 1.0 < at]
        if len(self._served) >= self.pages_a_second:
            self.refused += 1
            return 429, {"ok": False, "error": "ratelimited"}
        cursor = asked.said.get("cursor") or ""
        if cursor and cursor == self.forgets:
            self.forgets = None
            return 200, {"ok": False, "error": "invalid_cursor"}
        self.pages.append(cursor)
        self._served.append(asked.at)
        first = int(cursor or 0)
        last = min(first + int(asked.said["limit"]), self.people)
        users = [{"id": f"U{n}", "name": f"u{n}", "profile": {"real_name": f"Person {n}"}} for n in range(first, last)]
        more = str(last) if last < self.people else ""
        return 200, {"ok": True, "members": users, "response_metadata": {"next_cursor": more}}


def _said(head: dict[str, str], body: bytes) -> dict[str, Any]:
    if "json" in head.get("content-type", ""):
        return dict(json.loads(body or b"{}"))
    return {name: values[0] for name, values in parse_qs(body.decode()).items()}


@dataclass
class Neighbours:
    """Workspaces in one database, and the Ribbon that serves them."""

    database: Database
    url: str
    slack: SlackOfAll
    keys: Keys = field(default_factory=lambda: Keys([KEY]))

    def install(self, workspaces: int) -> list[str]:
        names = [name_of(n) for n in range(workspaces)]
        with self.database.writing() as connection:
            for name in names:
                one = WorkspaceId(name)
                made = Installation(one, f"xoxb-{name}", "B1", "UBOT", f"https://{name}.slack.com/", "", None, _now())
                keep_installation(RecordsTx(connection, one), self.keys, made)
        return names

    def tell(self, names: list[str], messages: int = 1) -> None:
        """Have so many messages shown in each of the workspaces, each to a person of its own."""
        with self.database.writing() as connection:
            for name in names:
                records = RecordsTx(connection, WorkspaceId(name))
                for n in range(messages):
                    records.mark(Message(MessageKind.TROUBLE, f"C{n} is_archived", f"U{n}"), [], _now())

    def ribbon(self) -> Ribbon:
        settings = Settings(
            slack_client_id="1.2",
            slack_client_secret=SecretStr("s"),
            slack_signing_secret=SecretStr("x" * 32),
            slack_api_url=self.slack.url,
            database_url=self.url,
            ribbon_keys=SecretStr(KEY),
        )
        return build(settings, self.database)

    @contextmanager
    def running(self) -> Iterator[Ribbon]:
        ribbon = self.ribbon()
        ribbon.start()
        try:
            yield ribbon
        finally:
            ribbon.finish()

    def seconds_until_posted(self, messages: int, within: float) -> float:
        """Until Slack has been asked for so many posts of healthy workspaces."""
        start = time.monotonic()
        while len(self.slack.posted()) < messages:
            if time.monotonic() - start > within:
                raise AssertionError(f"{len(self.slack.posted())} of {messages} after {within} s")
            time.sleep(0.01)
        return time.monotonic() - start


def name_of(n: int) -> str:
    """The n-th workspace's id."""
    return f"T{n:05}"


def _now() -> datetime:
    return datetime.now(UTC)
