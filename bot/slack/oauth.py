"""Being installed by a link: Bolt's own flow, with what it keeps in our database, and the end of an installation."""

import logging
import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from secrets import token_urlsafe
from typing import Any

import structlog
from slack_bolt import BoltRequest, BoltResponse
from slack_bolt.error import BoltError
from slack_bolt.middleware import Middleware
from slack_bolt.oauth import OAuthFlow
from slack_bolt.oauth.callback_options import CallbackOptions, FailureArgs
from slack_bolt.oauth.oauth_settings import OAuthSettings
from slack_sdk.oauth.installation_store import Installation as GrantedInstallation
from slack_sdk.oauth.installation_store import InstallationStore
from slack_sdk.oauth.state_store import OAuthStateStore

from bot.gestures.payloads import workspace_of
from bot.logs import about
from bot.settings import Settings
from bot.slack.installations import StoredInstallations
from domain.values.ids import PersonId, WorkspaceId
from storage.database import UNAVAILABLE, Database, Tx
from storage.install_states import use_state
from storage.installations import Installation, keep_installation
from storage.sealing import Keys, NoKeyFits

LIFE = timedelta(minutes=10)  # of a state
_STATE = "install"  # what else is sealed isn't taken for one

log = structlog.get_logger()


@dataclass
class States(OAuthStateStore):
    """Each state is good once, in whichever process the browser comes back to.

    It is sealed with our key, and nothing is stored before somebody comes back with it: anybody may ask for one.
    """

    database: Database
    keys: Keys
    clock: Callable[[], datetime]

    def issue(self, *_: Any, **__: Any) -> str:
        expires_at = (self.clock() + LIFE).timestamp()
        return self.keys.seal(f"{_STATE} {expires_at} {token_urlsafe(16)}").rstrip("=")

    def consume(self, state: str) -> bool:
        expires_at, now = self._end_of(state), self.clock()
        if expires_at is None or expires_at <= now:
            return False
        with self.database.writing() as connection:
            return use_state(connection, state, expires_at, now)

    def _end_of(self, state: str) -> datetime | None:
        """Until when it is good; None where it isn't ours."""
        try:
            kind, end, _ = self.keys.open(state + "=" * (-len(state) % 4)).split(" ")
            return datetime.fromtimestamp(float(end), UTC) if kind == _STATE else None
        except (NoKeyFits, ValueError):
            return None


class Flow(OAuthFlow):
    """Bolt's, which puts whatever it is given for a workspace into the address at Slack."""

    def build_authorize_url(self, state: str, request: BoltRequest) -> str:
        (team, *_) = request.query.get("team") or [""]
        named = team if re.fullmatch("T[A-Z0-9]{1,20}", team) else None
        return self.settings.authorize_url_generator.generate(state=state, team=named)


class WholeOrganisation(BoltError):  # noqa: N818 - a refusal, told to who installs
    """Ribbon was to be installed for all workspaces of an organisation at once; Bolt takes no other error from here."""


ONE_AT_A_TIME = """<!doctype html><html lang="en"><head><meta charset="utf-8"><title>Ribbon</title></head><body>
<h2>Nothing was installed</h2>
<p>Ribbon is installed in one workspace at a time, not for a whole organisation.</p>
<p>Open <a href="/slack/install">the link</a> again, and choose a workspace at the top right of Slack's page instead of
the organisation.</p>
<p>If your organisation approves apps first, ask one of its admins to approve Ribbon for that workspace.</p>
</body></html>"""


def failed(args: FailureArgs) -> BoltResponse:
    """The page that an admin's browser ends on; Bolt's own, but where we can say what to do."""
    if not isinstance(args.error, WholeOrganisation):
        return args.default.failure(args)
    return BoltResponse(status=403, body=ONE_AT_A_TIME, headers={"Content-Type": "text/html; charset=utf-8"})


@dataclass
class Granted(InstallationStore):
    """Keeps what Slack grants; nothing is read back this way."""

    database: Database
    keys: Keys
    installations: StoredInstallations
    clock: Callable[[], datetime]
    installed: Callable[[], None]  # somebody new is to be learned about

    def save(self, installation: GrantedInstallation) -> None:
        if installation.is_enterprise_install or not installation.team_id:
            raise WholeOrganisation
        kept = self._as_kept(installation)
        with self.database.writing() as connection:
            keep_installation(Tx(connection, kept.workspace_id), self.keys, kept)
        self.installations.changed(kept.workspace_id)
        log.info("installed", workspace=kept.workspace_id)
        self.installed()

    def _as_kept(self, granted: GrantedInstallation) -> Installation:
        by = PersonId(granted.user_id) if granted.user_id else None
        token = granted.bot_token or ""
        return Installation(
            WorkspaceId(granted.team_id or ""),
            token,
            granted.bot_id,
            granted.bot_user_id or "",
            str(self.installations.client.auth_test(token=token)["url"]),
            ",".join(granted.bot_scopes or ()),
            by,
            self.clock(),
        )


def oauth_flow(settings: Settings, states: States, granted: Granted) -> OAuthFlow:
    """Everything is named: Bolt reads what isn't from the environment, and keeps tokens in files by itself."""
    from bot.slack.manifest import scopes  # noqa: PLC0415 - it reads YAML, which only installations need

    return Flow(
        client=granted.installations.client,
        logger=logging.getLogger("slack_bolt"),
        settings=OAuthSettings(
            client_id=settings.slack_client_id,
            client_secret=settings.slack_client_secret.get_secret_value() if settings.slack_client_secret else None,
            scopes=sorted(scopes()),
            user_scopes=[],
            installation_store=granted,
            state_store=states,
            callback_options=CallbackOptions(lambda args: args.default.success(args), failed),
            state_expiration_seconds=int(LIFE.total_seconds()),
        ),
    )


class Farewell(Middleware):
    """Deletes the token of a workspace that uninstalls Ribbon or revokes the bot's token."""

    def __init__(self, installations: StoredInstallations) -> None:
        self._installations = installations

    def process(self, *, req: BoltRequest, resp: BoltResponse, next: Callable[[], BoltResponse]) -> BoltResponse:  # noqa: A002 - Bolt's signature
        told_at = _told_at(req.body)
        if told_at is None or not _ends_installation(req.body):
            next()
            return resp
        workspace_id = workspace_of(req.context.team_id)
        # Slack may deliver it again hours later, after Ribbon was installed anew.
        try:
            self._installations.end(workspace_id, told_at + timedelta(seconds=1))
        except UNAVAILABLE as error:
            log.warning("an uninstalling waits for Slack to tell it again", workspace=workspace_id, **about(error))
            return BoltResponse(status=503)
        return BoltResponse(status=200)


def _told_at(body: dict[str, Any]) -> datetime | None:
    """When it happened of which Slack tells, if that can be read."""
    try:
        return datetime.fromtimestamp(int(body.get("event_time", 0)), UTC)
    except (ValueError, TypeError, OverflowError, OSError):
        return None


def _ends_installation(body: dict[str, Any]) -> bool:
    event = body.get("event") if body.get("type") == "event_callback" else None
    match event:
        case {"type": "app_uninstalled"}:
            return True
        case {"type": "tokens_revoked", "tokens": {"bot": [_, *_]}}:
            return True
        case _:
            return False
