"""The Web API: who calls, may they, which method, what is answered, and what is noted about it."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qsl

from playground.state.notes import Call
from playground.state.refusal import RefusedError
from playground.state.slack import Slack
from playground.state.world import Json, Workspace
from playground.web_api import directory, messages, speaking

if TYPE_CHECKING:
    from playground.state.faults import Fault

TOO_MANY, OK, NOT_FOUND, BAD = 429, 200, 404, 400
RESPONSE_URL = "response_url"
LEAST_DELAY = 0.02  # no network refuses faster, and slack-bolt loses the ack of a listener that fails at once

Answering = Callable[[Slack, Workspace, Json], Json]


@dataclass(frozen=True)
class Method:
    answer: Answering
    scope: str = ""


@dataclass(frozen=True)
class Answer:
    """What goes back over HTTP; `cut` breaks the connection in the middle of it, `delay` comes first."""

    status: int
    body: Json | str
    retry_after: int = 0
    cut: bool = False
    delay: float = 0.0


METHODS: dict[str, Method] = {
    "api.test": Method(directory.api_test),
    "auth.test": Method(directory.auth_test),
    "apps.connections.open": Method(directory.connections_open),
    "oauth.v2.access": Method(directory.oauth_access),
    "team.info": Method(directory.team_info, "team:read"),
    "users.info": Method(directory.users_info, "users:read"),
    "users.list": Method(directory.users_list, "users:read"),
    "users.lookupByEmail": Method(directory.users_lookup, "users:read.email"),
    "conversations.info": Method(directory.conversations_info, "*:read"),
    "conversations.members": Method(directory.conversations_members, "*:read"),
    "conversations.list": Method(directory.conversations_list, "channels:read"),
    "conversations.open": Method(directory.conversations_open, "im:write"),
    "conversations.history": Method(directory.conversations_history, "*:history"),
    "conversations.replies": Method(directory.conversations_replies, "*:history"),
    "files.info": Method(directory.files_info, "files:read"),
    "chat.postMessage": Method(speaking.post_message, "chat:write"),
    "chat.postEphemeral": Method(speaking.post_ephemeral, "chat:write"),
    "chat.update": Method(speaking.update_message, "chat:write"),
    "chat.delete": Method(speaking.delete_message, "chat:write"),
    "chat.getPermalink": Method(speaking.permalink),
    "views.open": Method(speaking.views_open),
    "views.push": Method(speaking.views_push),
    "views.update": Method(speaking.views_update),
    "views.publish": Method(speaking.views_publish),
}
NO_FAULT_OF_THE_BOT = {"hash_conflict", "not_found", "users_not_found"}  # somebody was quicker, or is unknown
OPEN_TO_ALL = ("api.test", "oauth.v2.access")
STRUCTURED = {
    "blocks": "invalid_blocks_format",
    "view": "invalid_arguments",
    "metadata": "invalid_metadata_format",
    "attachments": "invalid_attachments",
}


def read_arguments(content_type: str, query: str, body: bytes) -> Json:
    """Give the arguments of a call, from its address and a JSON or form body."""
    arguments: Json = dict(parse_qsl(query, keep_blank_values=True))
    if "json" not in content_type:
        return arguments | dict(parse_qsl(body.decode(), keep_blank_values=True))
    try:
        given = json.loads(body or b"{}")
    except ValueError:
        raise RefusedError("invalid_json") from None
    if not isinstance(given, dict):
        raise RefusedError("json_not_object")
    return arguments | given


def answer_call(slack: Slack, method: str, arguments: Json, token: str) -> Answer:
    """Answer one call of the Web API."""
    bearer = token or str(arguments.get("token") or "")
    told = {key: value for key, value in arguments.items() if key != "token"}
    return _answer(slack, method, told, bearer, lambda: _call(slack, method, told, bearer))


def answer_response_url(slack: Slack, key: str, arguments: Json) -> Answer:
    """Answer one use of a response_url."""

    def use() -> str:
        messages.answer_url(slack, key, arguments)
        return "ok"

    return _answer(slack, RESPONSE_URL, arguments, "", use)


def _answer(slack: Slack, name: str, arguments: Json, token: str, act: Callable[[], Json | str]) -> Answer:
    with slack.changing():
        fault, workspace = slack.faults.take(name), find_workspace(slack, token)
        answer = Answer(OK, {})
        if fault is None or fault.takes_effect:
            answer = _carry_out(slack, name, act)
        if fault:
            answer = _spoilt(answer, fault)
        at, team = slack.now(), workspace.id if workspace else ""
        slack.calls.append(Call(at, name, team, arguments, answer.status, answer.body, fault))
        return answer


def _carry_out(slack: Slack, name: str, act: Callable[[], Json | str]) -> Answer:
    try:
        return Answer(OK, act())
    except RefusedError as refused:
        if refused.code not in NO_FAULT_OF_THE_BOT:
            slack.problems.append(f"{name}: {refused}")
        if name != RESPONSE_URL:
            return Answer(OK, refused.as_slack(), delay=LEAST_DELAY)
        status = NOT_FOUND if refused.code in ("used_url", "expired_url") else BAD
        return Answer(status, refused.code, delay=LEAST_DELAY)


def _spoilt(answer: Answer, fault: Fault) -> Answer:
    if not fault.spoils:
        return Answer(answer.status, answer.body, delay=fault.delay)
    delay = max(LEAST_DELAY, fault.delay)
    if fault.cut:
        return Answer(answer.status, answer.body, cut=True, delay=delay)
    retry_after = fault.retry_after if fault.status == TOO_MANY else 0
    return Answer(fault.status, {"ok": False, "error": fault.code}, retry_after, delay=delay)


def find_workspace(slack: Slack, token: str) -> Workspace | None:
    return next((w for w in slack.workspaces.values() if token and w.token == token), None)


def _call(slack: Slack, name: str, arguments: Json, token: str) -> Json:
    method = METHODS.get(name)
    if method is None:
        raise RefusedError("unknown_method", req_method=name)
    workspace = _caller(slack, name, token)
    scope = _scope(slack, method, arguments)
    if scope and not workspace.grants(scope):
        provided = ",".join(sorted(workspace.scopes or []))
        raise RefusedError("missing_scope", needed=scope, provided=provided)
    return {"ok": True, **method.answer(slack, workspace, _structured(arguments))}


def _scope(slack: Slack, method: Method, arguments: Json) -> str:
    """The scope that the call takes; for channels it goes by their kind."""
    channel = slack.channels.get(str(arguments.get("channel")))
    kind = {"private": "groups", "im": "im"}.get(channel.kind if channel else "", "channels")
    return method.scope.replace("*", kind)


def _caller(slack: Slack, name: str, token: str) -> Workspace:
    """Give the workspace a token belongs to; the app's own token only opens sockets."""
    if name in OPEN_TO_ALL or (name == "apps.connections.open" and token == slack.app_token):
        return slack.first_workspace()
    workspace = find_workspace(slack, token)
    if workspace is None:
        raise RefusedError("invalid_auth" if token else "not_authed")
    if name == "apps.connections.open":
        raise RefusedError("not_allowed_token_type")
    return workspace


def _structured(arguments: Json) -> Json:
    return {key: _parsed(key, value) for key, value in arguments.items()}


def _parsed(key: str, value: Any) -> Any:
    if key not in STRUCTURED or not isinstance(value, str):
        return value
    try:
        return json.loads(value)
    except ValueError:
        raise RefusedError(STRUCTURED[key]) from None
