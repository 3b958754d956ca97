"""Ribbon's whole door in this process: what comes in over HTTP, what goes out, what is logged, and what changes."""

import asyncio
import logging
import sqlite3
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import structlog
from hostile_practices import TEAMS, fill
from hostile_slack import WrittenDown
from practice import NOW
from pydantic import SecretStr
from sqlalchemy import select
from sqlmodel import SQLModel
from starlette.applications import Starlette

from bot.app import bolt_app
from bot.connect import connect
from bot.door.entrances import Entrance
from bot.door.guard import Guard
from bot.door.router import Router
from bot.gestures.payloads import Kind
from bot.logs import configure_logs
from bot.serving.http import web
from bot.serving.seals import Seals
from bot.settings import Settings
from bot.slack.installations import StoredInstallations
from domain.values.ids import PersonId, WorkspaceId
from domain.values.people import Workspace
from storage.database import Database, open_database
from storage.migrating import migrate
from storage.people import Member
from storage.sealing import new_key

SECRET = "never-secret"  # noqa: S105 - of a Slack that isn't there
KEPT_BY_THE_GUARD = "person"  # whoever comes is remembered, so as not to ask Slack again
Row = tuple[str, tuple[tuple[str, str], ...]]  # a table, and columns with values
Headers = list[tuple[bytes, bytes]]


class AtOnce(ThreadPoolExecutor):
    """Does what it is given before anything else."""

    def submit(self, task: Callable[..., Any], /, *args: Any, **more: Any) -> Future[Any]:
        done: Future[Any] = Future()
        try:
            done.set_result(task(*args, **more))
        except BaseException as error:  # noqa: BLE001 - whoever waits for it is told
            done.set_exception(error)
        return done


@dataclass
class WatchedGuard(Guard):
    admitted: set[PersonId] = field(default_factory=set)

    def admit(self, workspace_id: WorkspaceId, person_id: PersonId, team_of_person: str | None) -> Member:
        member = super().admit(workspace_id, person_id, team_of_person)
        self.admitted.add(person_id)
        return member


@dataclass
class WatchedRouter(Router):
    """Keeps which verbs were reached by the request under way, and which of them did what was asked."""

    reached: set[tuple[Kind, str]] = field(default_factory=set)
    done: set[tuple[Kind, str]] = field(default_factory=set)

    @property
    def everything(self) -> set[tuple[Kind, str]]:
        return {(kind, name) for kind in Kind for name in self.names(kind)}

    def _add(self, kind: Kind, name: str, entrance: Entrance) -> None:
        def handle(*given: Any) -> Any:
            self.reached.add((kind, name))
            reply = entrance.handle(*given)
            self.done.add((kind, name))
            return reply

        super()._add(kind, name, replace(entrance, handle=handle))


class HostileDoor:
    """Two practices behind Ribbon's web server, back as they were after each request that changed something."""

    def __init__(self, folder: Path) -> None:
        self.database = open_database(f"sqlite:///{folder / 'ribbon.db'}")
        migrate(self.database)
        settings = Settings(
            slack_signing_secret=SecretStr(SECRET),
            slack_client_id="1.2",
            slack_client_secret=SecretStr("never"),
            ribbon_keys=SecretStr(new_key()),
        )
        self.fingerprints = sorted(fill(self.database, settings.keys))
        self.pool = WrittenDown()
        self.log = (folder / "ribbon.log").open("w+")
        self.installations = StoredInstallations(self.pool, "https://slack.invalid/api/", self.database, settings.keys)
        self.guard = WatchedGuard(self.database, self.installations.slack_of)
        self.router = self._router()
        bolt = bolt_app(settings, self.database, self.installations, lambda: NOW, lambda: None)
        bolt.use(self.router)
        self.app: Starlette = web(bolt, Seals(SECRET), AtOnce(), bolt.oauth_flow)
        self._loop = asyncio.new_event_loop()
        self._keep(folder / "ribbon.db")

    def _router(self) -> WatchedRouter:
        database, slack_of, done = self.database, self.installations.slack_of, lambda: None
        router = WatchedRouter(database, self.guard, slack_of, Workspace, lambda: NOW, AtOnce(), done)
        connect(router, lambda: None)
        return router

    def _keep(self, path: Path) -> None:
        self.before = rows(self.database)
        self._watch = sqlite3.connect(path)
        self._template = sqlite3.connect(":memory:")
        self._watch.backup(self._template)
        self._version = self._data_version()

    def _data_version(self) -> int:
        """Another number whenever somebody else has changed the file."""
        return int(self._watch.execute("PRAGMA data_version").fetchone()[0])

    @contextmanager
    def open(self) -> Iterator["HostileDoor"]:
        """What is logged is kept here."""
        before, handler = structlog.get_config(), logging.StreamHandler(self.log)
        logging.getLogger().addHandler(handler)
        configure_logs(self.log)
        try:
            yield self
        finally:
            logging.getLogger().removeHandler(handler)
            structlog.configure(**before)
            self.close()

    def close(self) -> None:
        self._loop.close()
        self._watch.close()
        self._template.close()
        self.database.close()
        self.log.close()

    def logged(self) -> str:
        """What was logged since it was last forgotten."""
        self.log.seek(0)
        return self.log.read()

    def forget_what_was_seen(self) -> None:
        for kept in (self.guard.admitted, self.router.reached, self.router.done, self.pool.calls):
            kept.clear()
        self.log.seek(0)
        self.log.truncate()

    def post(self, body: bytes, headers: Headers) -> tuple[int, bytes]:
        """The status and the answer; 500 where the server would have to say so."""
        parts: list[Any] = []
        scope = {"type": "http", "method": "POST", "path": "/slack/events", "query_string": b"", "headers": headers}

        async def receive() -> dict[str, Any]:
            return {"type": "http.request", "body": body, "more_body": False}

        async def send(message: Any) -> None:
            parts.append(message)

        try:
            self._loop.run_until_complete(self.app(scope, receive, send))
        except Exception as error:  # noqa: BLE001 - the server would answer 500
            return 500, repr(error).encode()
        return int(parts[0]["status"]), b"".join(part.get("body", b"") for part in parts[1:])

    def changed(self) -> frozenset[Row]:
        """Rows that are new, and rows that are gone."""
        if self._data_version() == self._version:
            return frozenset()
        return self.before ^ rows(self.database)

    def put_back(self) -> None:
        if self._data_version() == self._version:
            return
        connection = self.database.engine.raw_connection()
        self._template.backup(connection.driver_connection)  # type: ignore[arg-type]  # it is SQLite's
        connection.close()
        for team in TEAMS:
            self.installations.changed(WorkspaceId(team))
        self._version = self._data_version()


def rows(database: Database) -> frozenset[Row]:
    """Everything in the database, of both workspaces."""
    tables = [table for name, table in SQLModel.metadata.tables.items() if name != KEPT_BY_THE_GUARD]
    with database.reading() as connection:
        return frozenset(
            (table.name, tuple((key, str(value)) for key, value in row.items()))
            for table in tables
            for row in connection.execute(select(table)).mappings()
        )
