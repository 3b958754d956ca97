"""What is asked of Slack's Web API."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from typing import Any

from slack_sdk.errors import SlackApiError, SlackClientError
from slack_sdk.models.blocks import Block
from slack_sdk.models.metadata import Metadata
from urllib3.exceptions import HTTPError

from bot.slack.block_kit import as_json
from bot.slack.client import KeptAliveClient
from bot.slack.downloads import Downloaded
from domain.values.ids import PersonId, WorkspaceId
from storage.people import Member

# Slack's errors by what becomes of the call if it is made again; any other is final.
_PASSES = {
    *("ratelimited", "rate_limited", "message_limit_exceeded", "internal_error", "fatal_error", "request_timeout"),
    *("service_unavailable", "timeout", "team_added_to_org", "accesslimited"),
    *("expired_trigger_id", "exchanged_trigger_id", "trigger_expired", "trigger_exchanged", "hash_conflict"),
    "invalid_cursor",
}
OF_THE_TOKEN = {  # nothing at all can be said in Slack before whoever runs Ribbon has mended it
    *("account_inactive", "invalid_auth", "not_authed", "token_revoked", "token_expired", "missing_scope"),
    *("not_allowed_token_type", "no_permission", "access_denied", "ekm_access_denied", "org_login_required"),
    *("team_access_not_granted", "two_factor_setup_required", "enterprise_is_restricted"),
}
_NEEDS_A_PERSON = {
    *("channel_not_found", "not_in_channel", "is_archived", "restricted_action", "messages_tab_disabled"),
    *("restricted_action_read_only_channel", "restricted_action_thread_only_channel", "is_inactive"),
    *("restricted_action_non_threadable_channel", "posting_to_general_channel_denied"),
}
NOBODY = {"user_not_found", "user_not_visible", "users_not_found"}
# What Slack answers where a scope is missing, and where a message isn't there (any more).
CANT_BE_SEEN = {"missing_scope", "not_allowed_token_type", "no_permission"}
GONE = {"message_not_found", "thread_not_found"}
# What it says of the token of an uninstalled app; of any token, too, where it doesn't like the address of the caller.
REVOKED, NOT_TAKEN = {"account_inactive", "token_revoked"}, {"invalid_auth"}
METADATA = "ribbon_message"  # the type of our messages' metadata
A_PAGE = 15  # messages: the most that Slack gives apps which are distributed outside its Marketplace
CLOCKS_OFF = timedelta(minutes=2)  # Slack's from ours, at most
PAGE_OF_PEOPLE = 200
PEOPLE = ("U", "W")  # how people's ids begin
TOO_MANY_REQUESTS, SERVERS_TROUBLE = 429, 500
SLACK_UNREACHABLE = (SlackClientError, HTTPError, OSError)


@dataclass(frozen=True, slots=True)
class Looked:
    """Channel and ts of the message that was looked for, or the page after; neither: it isn't there."""

    found: tuple[str, str] | None = None
    further: str | None = None


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

    def find_posted(
        self, channel: str, key: str, thread_ts: str | None, since: datetime | None, cursor: str | None
    ) -> Looked:
        """Look on one page for the message with this key, posted at that time or later; needs a history scope."""
        if channel.startswith(PEOPLE):  # only posting takes a person for the direct messages with them
            opened = self._client.conversations_open(users=channel)
            channel = str(opened.data["channel"]["id"])  # type: ignore[call-overload]  # a dict for JSON methods
        page: dict[str, Any] = {"channel": channel, "limit": A_PAGE, "cursor": cursor, "include_all_metadata": True}
        if since:
            page["oldest"] = f"{(since - CLOCKS_OFF).timestamp():.6f}"
        if thread_ts:
            answer = self._client.conversations_replies(ts=thread_ts, **page)
        else:
            answer = self._client.conversations_history(**page)
        found = next((message["ts"] for message in answer["messages"] if _has_key(message, key)), None)
        further = (answer.get("response_metadata") or {}).get("next_cursor")
        return Looked((channel, found) if found else None, None if found else further or None)

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

    def members(self, of: WorkspaceId, cursor: str | None) -> tuple[list[Member], str | None]:
        """A page of the workspace's people, the first or the one at the cursor; and the cursor of the next."""
        page = self._client.users_list(limit=PAGE_OF_PEOPLE, cursor=cursor)
        following = page.get("response_metadata") or {}
        return [_member(user, of) for user in page["members"]], following.get("next_cursor") or None


def _has_key(message: dict[str, Any], key: str) -> bool:
    metadata = message.get("metadata") or {}
    return metadata.get("event_type") == METADATA and metadata.get("event_payload", {}).get("key") == key


class Fate(StrEnum):
    """What becomes of a call that Slack refused, if it is made again."""

    PASSES = "passes"
    NEEDS_A_PERSON = "needs a person"  # who changes something in Slack, or where Ribbon runs
    FINAL = "final"


def fate_of(error: str) -> Fate:
    if error in _PASSES:
        return Fate.PASSES
    return Fate.NEEDS_A_PERSON if error in _NEEDS_A_PERSON | OF_THE_TOKEN else Fate.FINAL


@dataclass(frozen=True, slots=True)
class No:
    """What Slack said instead of yes."""

    error: str
    status: int
    retry_after: float

    @property
    def fate(self) -> Fate:
        will_pass = self.is_too_many or self.is_servers_trouble or self.is_of_a_response_url
        return Fate.PASSES if will_pass else fate_of(self.error)

    @property
    def is_of_a_response_url(self) -> bool:
        """It tells by its status alone that it was used up, or is too old: the next press brings another."""
        return self.error.startswith("http_")

    @property
    def is_too_many(self) -> bool:
        return self.status == TOO_MANY_REQUESTS or self.error == "ratelimited"

    @property
    def is_servers_trouble(self) -> bool:
        """Whether the call may have taken effect all the same."""
        return self.status >= SERVERS_TROUBLE or self.error in {"internal_error", "fatal_error", "request_timeout"}


NOT_REACHED = No("", 503, 1.0)  # is answered as good as by a server in trouble


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
