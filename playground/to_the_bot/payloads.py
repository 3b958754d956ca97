"""What Slack sends to a bot, in Slack's shapes."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from playground.state.world import Channel, Json, Message, View, Workspace

if TYPE_CHECKING:
    from playground.state.slack import Slack

Shown = Message | View
TOKEN = "playground"  # noqa: S105  # Slack's old verification token, which nobody checks any more


def command(slack: Slack, person: str, channel: Channel, line: str) -> Json:
    """Give a slash command, typed into a channel."""
    name, _, text = line.partition(" ")
    home, who = slack.workspaces[channel.workspace], slack.people[person]
    return {
        "token": TOKEN,
        "team_id": home.id,
        "team_domain": home.domain,
        "channel_id": channel.id,
        "channel_name": {"im": "directmessage", "private": "privategroup"}.get(channel.kind, channel.name),
        "user_id": person,
        "user_name": who.name,
        "command": name,
        "text": text,
        "api_app_id": slack.app_id,
        "is_enterprise_install": "false",
        "response_url": slack.new_response_url(person, home.id, channel.id),
        "trigger_id": slack.new_trigger(person, home.id, channel.id),
    }


def block_actions(slack: Slack, person: str, shown: Shown, action: Json) -> Json:
    """Give a press, or a choice that is sent at once."""
    payload = _interaction(slack, "block_actions", person, shown) | {"actions": [action]}
    payload["trigger_id"] = _trigger(slack, person, shown)
    payload["container"] = container(shown)
    if isinstance(shown, View):
        return _copy(payload)
    payload["state"] = {"values": shown.values}
    payload["response_url"] = slack.new_response_url(person, shown.workspace, shown.channel, shown)
    return _copy(payload)


def view_submission(slack: Slack, person: str, view: View) -> Json:
    payload = _interaction(slack, "view_submission", person, view)
    return _copy(payload | {"trigger_id": _trigger(slack, person, view), "response_urls": []})


def view_closed(slack: Slack, person: str, view: View, *, all_of_them: bool) -> Json:
    return _copy(_interaction(slack, "view_closed", person, view) | {"is_cleared": all_of_them})


def block_suggestion(slack: Slack, person: str, shown: Shown, names: tuple[str, str], typed: str) -> Json:
    """Give what was typed so far into a type-ahead; names are its block_id and action_id."""
    block_id, action_id = names
    payload = _interaction(slack, "block_suggestion", person, shown) | {"container": container(shown)}
    return _copy(payload | {"block_id": block_id, "action_id": action_id, "value": typed})


def event(slack: Slack, workspace: Workspace, body: Json, *, shared: bool = False) -> Json:
    """Give an event of the Events API, in its envelope."""
    bot = {
        "team_id": workspace.id,
        "user_id": workspace.bot_user,
        "is_bot": True,
        "is_enterprise_install": False,
    }
    return {
        "token": TOKEN,
        "team_id": workspace.id,
        "context_team_id": workspace.id,
        "context_enterprise_id": None,
        "api_app_id": slack.app_id,
        "type": "event_callback",
        "event_id": f"Ev{slack.serial():08d}",
        "event_time": int(slack.now()),
        "event": body,
        "is_ext_shared_channel": shared,
        "authorizations": [{"enterprise_id": None, **bot}],
    }


def container(shown: Shown) -> Json:
    if isinstance(shown, View):
        return {"type": "view", "view_id": shown.id}
    place = {"message_ts": shown.ts, "channel_id": shown.channel, "is_ephemeral": bool(shown.only_for)}
    thread = {"thread_ts": shown.thread_ts} if shown.thread_ts else {}
    return {"type": "message", **place, **thread}


def _interaction(slack: Slack, type_: str, person: str, shown: Shown) -> Json:
    home, who = slack.workspaces[shown.workspace], slack.people[person]
    common: Json = {
        "type": type_,
        "token": TOKEN,
        "api_app_id": slack.app_id,
        "team": {"id": home.id, "domain": home.domain},
        "enterprise": None,
        "is_enterprise_install": False,
        "user": {
            "id": person,
            "username": who.name,
            "name": who.name,
            "team_id": slack.seen_as.get(person, who.workspace),
        },
    }
    if isinstance(shown, View):
        is_home = shown.content["type"] == "home"
        named = slack.first_installed(home).id if is_home else home.id  # bolt-python #1229
        return common | {"view": shown.as_slack(home, slack.app_id, named)}
    common["channel"] = {"id": shown.channel, "name": _channel_name(slack.channels[shown.channel])}
    return common if shown.only_for else common | {"message": shown.as_slack()}


def _channel_name(channel: Channel) -> str:
    return {"im": "directmessage", "private": "privategroup"}.get(channel.kind, channel.name)


def _trigger(slack: Slack, person: str, shown: Shown) -> str:
    return slack.new_trigger(person, shown.workspace, shown.channel)


def _copy(payload: Json) -> Json:
    copy: Json = json.loads(json.dumps(payload))
    return copy
