"""Whether Slack takes the tokens: the same words where Ribbon is examined and where it starts."""

from collections.abc import Callable
from typing import Any, TypeVar

import structlog
from pydantic import SecretStr
from slack_sdk.errors import SlackApiError
from slack_sdk.web import SlackResponse

from bot.logs import about
from bot.settings import Misconfigured
from bot.slack.calls import SLACK_UNREACHABLE, Fate, no
from bot.slack.client import KeptAliveClient
from bot.slack.installations import Installations, OneWorkspace

A = TypeVar("A", SlackResponse, dict[str, Any])

NEW_BOT_TOKEN = "Reinstall the app and copy its new token"  # noqa: S105 - no token
NEW_APP_TOKEN = "Generate one with the scope connections:write: Basic Information, App-Level Tokens"  # noqa: S105
OF_A_WORKSPACE = "Install the app in one workspace, chosen at the top right of Slack's page, and copy its token"

log = structlog.get_logger()


class TokenRefused(Misconfigured):
    """A token that Slack won't take however often it is asked."""

    def __init__(self, what: str, mend: str) -> None:
        super().__init__(f"{what}\n{mend}")
        self.what, self.mend = what, mend


def look_before_serving(installations: Installations, app_token: SecretStr | None) -> None:
    """Raises TokenRefused; where Slack doesn't answer, it is for later."""
    if not isinstance(installations, OneWorkspace):
        return
    try:
        of_the_bot(installations.identity)
        if app_token:
            of_the_app(installations.client, app_token.get_secret_value())
    except SLACK_UNREACHABLE as away:
        log.warning("slack can't be reached", **about(away))


def of_the_bot(ask: Callable[[], A]) -> A:
    """What Slack says of the bot token. Raises TokenRefused, and SLACK_UNREACHABLE where it may be taken later."""
    answer = _taken(ask, "bot token", NEW_BOT_TOKEN)
    if answer.get("is_enterprise_install"):
        raise TokenRefused("the bot token is of a whole organisation", OF_A_WORKSPACE)
    return answer


def of_the_app(client: KeptAliveClient, app_token: str) -> None:
    """Raises as of_the_bot does."""
    _taken(lambda: client.apps_connections_open(app_token=app_token), "app token", NEW_APP_TOKEN)


def _taken(ask: Callable[[], A], which: str, mend: str) -> A:
    try:
        return ask()
    except SlackApiError as refused:
        answered = no(refused)
        if answered.fate is Fate.PASSES:
            raise
        raise TokenRefused(f"Slack refuses the {which}: {answered.error}", mend) from refused
