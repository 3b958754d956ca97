"""Ribbon in this process, with everything that people can do, before a Slack that answers at once."""

import hmac
import json
import os
import time
from collections.abc import Callable, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import urllib3
from practices import NOW, TEAM
from pydantic import SecretStr
from slack_bolt import App, BoltRequest, BoltResponse
from slack_bolt.authorization import AuthorizeResult

from bot.app import bolt_app
from bot.connect import connect
from bot.door.guard import Guard
from bot.door.router import Router
from bot.gestures.replies import Nothing
from bot.gestures.visit import Visit
from bot.gestures.wire import Action, nothing
from bot.logs import configure_logs
from bot.serving.received import received
from bot.serving.seals import Seals
from bot.settings import Settings
from bot.slack.installations import OneWorkspace
from storage.database import Database

Read = Callable[[bytes, Mapping[str, str]], BoltRequest]
SECRET = "never-secret"  # noqa: S105 - of a Slack that isn't there
_SEALS = Seals(SECRET)
PERSON = "U0"
ACKS_ONLY = Action("acks_only", nothing)
USER = {"id": PERSON, "name": "petra", "real_name": "Petra", "tz": "Europe/Berlin", "profile": {}, "is_admin": True}
ANSWER = json.dumps(
    {
        "ok": True,
        "team_id": TEAM,
        "url": "https://x.slack.com/",
        "user_id": "UBOT",
        "bot_id": "B1",
        "user": USER,
        "members": [USER],
    }
)


class AnswersAtOnce(urllib3.PoolManager):
    """A pool of connections to a Slack that says yes to everything."""

    def request(self, *_: Any, **__: Any) -> urllib3.HTTPResponse:
        return urllib3.HTTPResponse(ANSWER.encode(), headers={"content-type": "application/json"}, status=200)


def settings(is_manager: bool = True) -> Settings:
    return Settings(
        slack_bot_token=SecretStr("xoxb-bench"),
        slack_signing_secret=SecretStr(SECRET),
        ribbon_managers=(PERSON if is_manager else "UBOSS",),
        ribbon_timezone="Europe/Berlin",
    )


def ribbon(database: Database, afterwards: ThreadPoolExecutor) -> App:
    """The bot as `ribbon serve` builds it, with its logs, and one gesture more, which only acknowledges."""
    with Path(os.devnull).open("w") as nowhere:
        configure_logs(nowhere)
    installations = OneWorkspace(AnswersAtOnce(), "xoxb-bench", "https://slack.invalid/api/")
    guard = Guard(database, installations.slack_of)
    chosen = settings()
    slack_of, default = installations.slack_of, chosen.workspace
    router = Router(database, guard, slack_of, default, _now, afterwards, lambda: None)
    connect(router, lambda: None)
    router.on_action(ACKS_ONLY, _acknowledge)
    bolt = bolt_app(chosen, database, installations, _now, lambda: None)
    bolt.use(router)
    return bolt


def _now() -> datetime:
    return NOW


def _acknowledge(_visit: Visit, _data: None) -> Nothing:
    return Nothing()


def as_bolt_reads(body: bytes, headers: Mapping[str, str]) -> BoltRequest:
    """What Bolt's own adapters do."""
    return BoltRequest(body=body.decode(), headers=dict(headers))


def bare_bolt() -> App:
    """Bolt with one listener; whose token it is, is known without asking Slack, and the answer leaves at once."""
    known = AuthorizeResult(enterprise_id=None, team_id=TEAM, bot_token="xoxb-bench", bot_user_id="UBOT")  # noqa: S106
    bolt = App(signing_secret=SECRET, authorize=lambda: known, process_before_response=True)
    bolt.action(ACKS_ONLY.id)(lambda ack: ack())
    return bolt


@dataclass(frozen=True)
class Sent:
    """A request as Slack sends it."""

    body: str
    headers: dict[str, str]


def sent(payload: dict[str, Any]) -> Sent:
    is_command = "command" in payload
    body = urlencode(payload if is_command else {"payload": json.dumps(payload)})
    at = str(int(time.time()))
    signature = hmac.new(SECRET.encode(), f"v0:{at}:{body}".encode(), "sha256").hexdigest()
    kind = "application/x-www-form-urlencoded"
    return Sent(
        body,
        {"content-type": kind, "x-slack-request-timestamp": at, "x-slack-signature": f"v0={signature}"},
    )


def as_ribbon_reads(body: bytes, headers: Mapping[str, str]) -> BoltRequest:
    """Verified, and made ready for Bolt."""
    _SEALS.require(_SEALS.on(headers), body)
    return received(body, headers)


def answered(bolt: App, request: Sent, read: Read = as_ribbon_reads) -> BoltResponse:
    """Bolt's answer, which must be a yes."""
    answer = bolt.dispatch(read(request.body.encode(), request.headers))
    if answer.status != 200:
        raise AssertionError(answer.status)
    return answer
