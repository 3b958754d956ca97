"""Calls to Slack's Web API over kept-alive connections."""

import json
import logging
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import islice
from typing import Any
from urllib.parse import unquote, urlsplit
from urllib.request import Request, getproxies, proxy_bypass

import urllib3
from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError, SlackClientError
from slack_sdk.models.blocks import Block
from slack_sdk.models.metadata import Metadata
from slack_sdk.web import SlackResponse
from urllib3.exceptions import HTTPError, LocationParseError, ProxySchemeUnknown
from urllib3.util import make_headers, parse_url

from bot import metrics
from bot.settings import Misconfigured
from bot.slack.block_kit import as_json
from bot.slack.downloads import Downloaded, download, is_slacks
from domain.values.ids import PersonId, WorkspaceId
from storage.people import Member

# What Slack answers where a scope is missing, and where a message isn't there (any more).
CANT_BE_SEEN = {"missing_scope", "not_allowed_token_type", "no_permission"}
GONE = {"message_not_found", "thread_not_found"}
# What it says of the token of an uninstalled app; of any token, too, where it doesn't like the address of the caller.
REVOKED, NOT_TAKEN = {"account_inactive", "token_revoked"}, {"invalid_auth"}
METADATA = "ribbon_message"  # the type of our messages' metadata
RECENT, MOST_PAGES = 200, 5  # messages a page, and pages, that are looked through for one of ours
PEOPLE = ("U", "W")  # how people's ids begin
OK, TOO_MANY_REQUESTS, SERVERS_TROUBLE = 200, 429, 500
TIMEOUT = 2.5  # seconds: an answer that comes later is too late for the person who waits
ASKED_WITHIN = 1.2  # seconds: nobody can be answered before Slack has said who it is, and whose token
ASKED_FIRST = {"auth.test", "users.info"}
SLACK_UNREACHABLE = (SlackClientError, HTTPError, OSError)


class KeptAliveClient(WebClient):
    """Slack's client, on a pool of connections: its own opens one, with a TLS handshake, for every call."""

    def __init__(self, pool: urllib3.PoolManager, token: str | None, base_url: str) -> None:
        # Its own retry of a broken connection could post twice without telling. Its own logger has no level of its
        # own, which it takes for DEBUG: it wrote out every payload, for nobody.
        super().__init__(token=token, base_url=base_url, retry_handlers=[], logger=logging.getLogger("slack_sdk"))
        self._pool = pool

    def api_call(self, api_method: str, **arguments: Any) -> SlackResponse:
        with metrics.slack_call(api_method):
            return super().api_call(api_method, **arguments)

    def _perform_urllib_http_request_internal(self, url: str, req: Request) -> dict[str, Any]:
        body = req.data if isinstance(req.data, bytes) else None
        head = dict(req.header_items())
        timeout = urllib3.Timeout(total=ASKED_WITHIN if url.rpartition("/")[2] in ASKED_FIRST else TIMEOUT)
        answer = self._pool.request(req.get_method(), url, body=body, headers=head, timeout=timeout, retries=False)
        return {"status": answer.status, "headers": answer.headers, "body": answer.data.decode(errors="replace")}

    def whisper(self, response_url: str, text: str, thread_ts: str) -> None:
        """A word that only the person who acted sees. The SDK has a client for it that connects anew each time.

        Slack puts it into the channel, even where a message in a thread was used, unless the thread is named.
        """
        where = {"thread_ts": thread_ts} if thread_ts else {}
        said = json.dumps({"text": text, "response_type": "ephemeral", "replace_original": False, **where}).encode()
        head = {"Content-Type": "application/json;charset=utf-8"}
        with metrics.slack_call("response_url"):
            answer = self._pool.request("POST", response_url, body=said, headers=head, timeout=TIMEOUT, retries=False)
            if answer.status != OK:
                raise SlackApiError("a response_url said no", self._said(answer))  # type: ignore[no-untyped-call]  # the SDK

    def _said(self, answer: urllib3.BaseHTTPResponse) -> SlackResponse:
        """A no in the shape that the Web API gives it: a response_url says it by its status."""
        return SlackResponse(
            client=self,
            http_verb="POST",
            api_url="response_url",
            req_args={},
            data={"ok": False, "error": f"http_{answer.status}"},
            headers=dict(answer.headers),
            status_code=answer.status,
        )

    def keeps(self, url: str) -> bool:
        """Whether this is an address of Slack's own, which may be shown the token."""
        return is_slacks(url, self.base_url)

    def download(self, url: str, most: int) -> Downloaded:
        if not self.keeps(url):
            raise ValueError("an address that isn't Slack's")
        with metrics.slack_call("download"):
            return download(self._pool, url, self.token or "", most)


def connection_pool(connections: int, api_url: str) -> urllib3.PoolManager:
    """One TLS context and one pool for the whole process: a context of its own per client is dear."""
    proxy = _proxy(api_url)
    if proxy is None:
        return urllib3.PoolManager(num_pools=4, maxsize=connections)
    try:
        name_and_password = parse_url(proxy).auth
        head = make_headers(proxy_basic_auth=unquote(name_and_password)) if name_and_password else None
        return urllib3.ProxyManager(proxy, proxy_headers=head, num_pools=4, maxsize=connections)
    except (LocationParseError, ProxySchemeUnknown):
        raise Misconfigured("HTTPS_PROXY: this isn't the http:// or https:// address of a proxy") from None


def _proxy(api_url: str) -> str | None:
    """HTTPS_PROXY, unless NO_PROXY exempts Slack. What isn't HTTPS is a Slack on this machine."""
    address = urlsplit(api_url)
    proxy = getproxies().get("https") if address.scheme == "https" and not proxy_bypass(address.netloc) else None
    return proxy if proxy is None or "://" in proxy else f"http://{proxy}"


class Slack:
    """What Ribbon asks Slack to do for one workspace."""

    def __init__(self, client: KeptAliveClient) -> None:
        self._client = client

    def open_view(self, trigger_id: str, view: dict[str, Any]) -> None:
        self._client.views_open(trigger_id=trigger_id, view=view)

    def push_view(self, trigger_id: str, view: dict[str, Any]) -> None:
        self._client.views_push(trigger_id=trigger_id, view=view)

    def update_view(self, view_id: str, view: dict[str, Any]) -> None:
        self._client.views_update(view_id=view_id, view=view)

    def publish_home(self, person_id: PersonId, view: dict[str, Any]) -> None:
        self._client.views_publish(user_id=person_id, view=view)

    def whisper_in_channel(self, channel: str, person_id: PersonId, text: str, thread_ts: str | None) -> None:
        self._client.chat_postEphemeral(channel=channel, user=person_id, text=text, thread_ts=thread_ts)

    def post(self, channel: str, text: str, blocks: list[Block], key: str, thread_ts: str | None) -> tuple[str, str]:
        """Post a message that can be found by its key; the channel and ts that it has."""
        answer = self._client.chat_postMessage(
            channel=channel,
            text=text,
            blocks=[as_json(block) for block in blocks],
            thread_ts=thread_ts,
            metadata=Metadata(METADATA, {"key": key}),
            unfurl_links=False,
        )
        return answer["channel"], answer["ts"]

    def repaint(self, channel: str, ts: str, text: str, blocks: list[Block]) -> None:
        self._client.chat_update(channel=channel, ts=ts, text=text, blocks=[as_json(block) for block in blocks])

    def take_back(self, channel: str, ts: str) -> None:
        self._client.chat_delete(channel=channel, ts=ts)

    def find_posted(self, channel: str, key: str, thread_ts: str | None) -> tuple[str, str] | None:
        """Channel and ts of the message with this key among the recent ones; needs a history scope."""
        if channel.startswith(PEOPLE):  # only posting takes a person for the direct messages with them
            opened = self._client.conversations_open(users=channel)
            channel = str(opened.data["channel"]["id"])  # type: ignore[call-overload]  # a dict for JSON methods
        if thread_ts:
            answer = self._client.conversations_replies(
                channel=channel, ts=thread_ts, limit=RECENT, include_all_metadata=True
            )
        else:
            answer = self._client.conversations_history(channel=channel, limit=RECENT, include_all_metadata=True)
        messages = (message for page in islice(answer, MOST_PAGES) for message in page["messages"])
        return next(((channel, message["ts"]) for message in messages if _has_key(message, key)), None)

    def whisper(self, response_url: str, text: str, thread_ts: str) -> None:
        self._client.whisper(response_url, text, thread_ts)

    def file(self, file_id: str) -> dict[str, Any]:
        """What Slack says of a file: its name and size, and where it is."""
        return dict(self._client.files_info(file=file_id)["file"])

    def keeps(self, url: str) -> bool:
        """Whether what is at this address is in Slack, not elsewhere."""
        return self._client.keeps(url)

    def download(self, url: str, most: int) -> Downloaded:
        """The file there, and one byte more than the `most` where it is larger."""
        return self._client.download(url, most)

    def has_revoked_token(self) -> bool:
        """Whether Slack says so when asked of the token itself; raises SLACK_UNREACHABLE where that isn't clear."""
        try:
            self._client.auth_test()
        except SlackApiError as refused:
            if refused.response.get("error") in REVOKED:
                return True
            raise
        return False

    def member(self, person_id: PersonId, of: WorkspaceId) -> Member:
        """What Slack says of the person now."""
        return _member(self._client.users_info(user=person_id)["user"], of)

    def members(self, of: WorkspaceId) -> list[Member]:
        """Everybody in the workspace."""
        pages = self._client.users_list(limit=200)
        return [_member(user, of) for page in pages for user in page["members"]]


def _has_key(message: dict[str, Any], key: str) -> bool:
    metadata = message.get("metadata") or {}
    return metadata.get("event_type") == METADATA and metadata.get("event_payload", {}).get("key") == key


@dataclass(frozen=True, slots=True)
class No:
    """What Slack said instead of yes."""

    error: str
    status: int
    retry_after: float

    @property
    def is_too_many(self) -> bool:
        return self.status == TOO_MANY_REQUESTS or self.error == "ratelimited"

    @property
    def is_servers_trouble(self) -> bool:
        """Whether the call may have taken effect all the same."""
        return self.status >= SERVERS_TROUBLE or self.error in {"internal_error", "fatal_error", "request_timeout"}


def no(refused: SlackApiError) -> No:
    headers = {key.lower(): value for key, value in refused.response.headers.items()}
    wait = headers.get("retry-after", "")
    return No(
        str(refused.response.get("error")), refused.response.status_code, float(wait) if wait.isdecimal() else 1.0
    )


def _member(user: dict[str, Any], of: WorkspaceId) -> Member:
    """Somebody met through a shared channel is no stranger to Slack, but is of another team.

    Who is in several workspaces of an organisation has any of them, or the organisation, for team (Slack: user type).
    """
    profile = user.get("profile", {})
    teams = {user.get("team_id"), *((user.get("enterprise_user") or {}).get("teams") or ())}
    barred = ("deleted", "is_bot", "is_restricted", "is_ultra_restricted", "is_stranger", "is_workflow_bot")
    return Member(
        id=PersonId(user["id"]),
        name=profile.get("real_name") or user.get("real_name") or user["name"],
        email=(profile.get("email") or "").lower() or None,
        timezone=user.get("tz") or "UTC",
        is_admin=bool(user.get("is_admin") or user.get("is_owner")),
        is_member=of in teams and user["id"] != "USLACKBOT" and not any(user.get(flag) for flag in barred),
        fetched_at=datetime.now(UTC),
    )
