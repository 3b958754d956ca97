"""Where Ribbon is installed, with which token: one workspace's from the environment, or as many as storage knows."""

import time
from collections.abc import Callable
from datetime import datetime, timedelta
from threading import RLock
from types import EllipsisType
from typing import Any, Protocol

import structlog
import urllib3
from cachetools import LRUCache, TTLCache

from bot.slack.calls import SLACK_UNREACHABLE, Slack
from bot.slack.client import ASKED_WITHIN, KeptAliveClient
from domain.values.ids import WorkspaceId
from domain.values.refusal import Refusal
from storage.database import UNAVAILABLE, Database, Tx
from storage.installations import Installation, find_installation, remove_installation
from storage.sealing import Keys, NoKeyFits

LIFE = 10.0  # seconds that an installation is taken as there: another process may have removed it
MOST = 10_000
FIRST_WAIT, LONGEST_WAIT = 1.0, 30.0  # seconds

log = structlog.get_logger()


class NotInstalled(Refusal):
    """No token is known for this workspace."""

    def __init__(self) -> None:
        super().__init__("Ribbon is no longer installed in this workspace. Ask one of its admins to install it again.")


class Installations(Protocol):
    """What the rest of Ribbon asks; `client` is for calls that bring their own token, or belong to the only one."""

    client: KeptAliveClient

    def only(self) -> WorkspaceId | None:
        """The one workspace that is served; None: all in which Ribbon is installed."""

    def slack_of(self, workspace_id: WorkspaceId, /) -> Slack:
        """Raises NotInstalled."""

    def slack_url(self, workspace_id: WorkspaceId, /) -> str:
        """The workspace's own address; raises NotInstalled."""

    def end_if_revoked(self, workspace_id: WorkspaceId, /) -> bool:
        """End the installation if Slack says that its token is good for nothing any more; whether it did."""


class OneWorkspace:
    """The workspace of the token from the environment; asks Slack once whose it is."""

    def __init__(
        self, pool: urllib3.PoolManager, token: str, api_url: str, timer: Callable[[], float] = time.monotonic
    ) -> None:
        self.client = KeptAliveClient(pool, token, api_url)
        self._timer, self._wait, self._asks_at = timer, 0.0, 0.0
        self._slack = Slack(self.client)
        self._known: dict[str, Any] | None = None
        self._lock = RLock()

    def identity(self) -> dict[str, Any]:
        """Slack's auth.test: team_id, user_id and bot_id, among others. Who waits for another's asks once at most."""
        if self._known is not None:
            return self._known
        if not self._lock.acquire(timeout=ASKED_WITHIN):
            raise TimeoutError("Slack hasn't said yet whose token this is")
        try:
            if self._known is None:
                self._known = dict(self.client.auth_test().data)  # type: ignore[arg-type]  # a dict for JSON methods
            return self._known
        finally:
            self._lock.release()

    def only(self) -> WorkspaceId:
        """Asked again and again in the background: less often, the longer Slack hasn't answered."""
        if self._known is None and self._timer() < self._asks_at:
            raise TimeoutError("Slack hasn't said yet whose token this is")
        try:
            return self._workspace_id()
        except SLACK_UNREACHABLE:
            self._wait = min(max(FIRST_WAIT, 2 * self._wait), LONGEST_WAIT)
            self._asks_at = self._timer() + self._wait
            raise

    def _workspace_id(self) -> WorkspaceId:
        return WorkspaceId(self.identity()["team_id"])

    def slack_of(self, workspace_id: WorkspaceId, /) -> Slack:
        if workspace_id != self._workspace_id():
            raise NotInstalled
        return self._slack

    def slack_url(self, workspace_id: WorkspaceId, /) -> str:
        if workspace_id != self._workspace_id():
            raise NotInstalled
        return str(self.identity().get("url", "https://slack.com/"))

    def end_if_revoked(self, _: WorkspaceId, /) -> bool:
        """Never: a token of the environment is its operator's to change."""
        return False


class StoredInstallations:
    """The workspaces that storage has a token for."""

    def __init__(
        self,
        pool: urllib3.PoolManager,
        api_url: str,
        database: Database,
        keys: Keys,
        timer: Callable[[], float] = time.monotonic,
    ) -> None:
        self.client = KeptAliveClient(pool, None, api_url)
        self._pool, self._api_url, self._database, self._keys = pool, api_url, database, keys
        self._found: TTLCache[WorkspaceId, Installation | None] = TTLCache(MOST, LIFE, timer)
        self._last: LRUCache[WorkspaceId, Installation | None] = LRUCache(MOST)
        self._lock = RLock()

    def only(self) -> None:
        """None: storage knows which."""

    def slack_of(self, workspace_id: WorkspaceId, /) -> Slack:
        return self._slack(self._installed(workspace_id))

    def _slack(self, installation: Installation) -> Slack:
        return Slack(KeptAliveClient(self._pool, installation.token, self._api_url))

    def slack_url(self, workspace_id: WorkspaceId, /) -> str:
        return self._installed(workspace_id).url

    def find(self, workspace_id: WorkspaceId) -> Installation | None:
        """The installation as it was at most LIFE ago; while the database is away, as it was last."""
        with self._lock:
            known: Installation | EllipsisType | None = self._found.get(workspace_id, ...)
        if known is not ...:
            return known
        found = self._stored_or_last(workspace_id)
        with self._lock:
            self._found[workspace_id] = self._last[workspace_id] = found
        return found

    def _stored_or_last(self, workspace_id: WorkspaceId) -> Installation | None:
        try:
            return self._stored(workspace_id)
        except UNAVAILABLE:  # words about that take the token
            with self._lock:
                if workspace_id not in self._last:
                    raise
                return self._last[workspace_id]

    def end(self, workspace_id: WorkspaceId, installed_before: datetime) -> bool:
        """Delete the token, unless Ribbon was installed again since; whether it was there."""
        with self._database.writing() as connection:
            removed = remove_installation(Tx(connection, workspace_id), installed_before)
        self.changed(workspace_id)
        log.info("uninstalled", workspace=workspace_id, removed=removed)
        return removed

    def end_if_revoked(self, workspace_id: WorkspaceId, /) -> bool:
        """What is ended is the installation that was asked about, and no later one."""
        asked_about = self._installed(workspace_id)
        if not self._slack(asked_about).has_revoked_token():
            return False
        return self.end(workspace_id, asked_about.installed_at + timedelta(microseconds=1))

    def changed(self, workspace_id: WorkspaceId) -> None:
        """Look again before it is used again."""
        with self._lock:
            self._found.pop(workspace_id, None)
            self._last.pop(workspace_id, None)

    def _installed(self, workspace_id: WorkspaceId) -> Installation:
        found = self.find(workspace_id)
        if found is None:
            raise NotInstalled
        return found

    def _stored(self, workspace_id: WorkspaceId) -> Installation | None:
        with self._database.reading() as connection:
            try:
                return find_installation(Tx(connection, workspace_id), self._keys)
            except NoKeyFits:
                log.error("no key of RIBBON_KEYS opens a workspace's token", workspace=workspace_id)  # noqa: TRY400
                return None
