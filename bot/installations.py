"""Where Ribbon is installed, with which token."""

from threading import Lock
from typing import Any

import urllib3
from slack_bolt.authorization import AuthorizeResult

from bot.slack_calls import KeptAliveClient, Slack
from domain.ids import WorkspaceId


class NotInstalled(Exception):  # noqa: N818 - said of a workspace
    """No token is known for this workspace."""


class OneWorkspace:
    """The workspace of the token from the environment; asks Slack once whose it is."""

    def __init__(self, pool: urllib3.PoolManager, token: str, api_url: str) -> None:
        self.client = KeptAliveClient(pool, token, api_url)
        self._slack = Slack(self.client)
        self._token = token
        self._known: dict[str, Any] | None = None
        self._lock = Lock()

    def identity(self) -> dict[str, Any]:
        """Slack's auth.test: team_id, user_id and bot_id, among others."""
        with self._lock:
            if self._known is None:
                self._known = dict(self.client.auth_test().data)  # type: ignore[arg-type]  # a dict for JSON methods
            return self._known

    @property
    def workspace_id(self) -> WorkspaceId:
        return WorkspaceId(self.identity()["team_id"])

    def slack_url(self, _: WorkspaceId) -> str:
        """The workspace's own address."""
        return str(self.identity().get("url", "https://slack.com/"))

    def slack_of(self, workspace_id: WorkspaceId) -> Slack:
        if workspace_id != self.workspace_id:
            raise NotInstalled(workspace_id)
        return self._slack

    def authorize(self, team_id: str | None) -> AuthorizeResult | None:
        """Bolt's question, answered without a call to Slack."""
        known = self.identity()
        if team_id != known["team_id"]:
            return None
        return AuthorizeResult(
            enterprise_id=known.get("enterprise_id"),
            team_id=team_id,
            bot_user_id=known["user_id"],
            bot_id=known.get("bot_id"),
            bot_token=self._token,
        )
