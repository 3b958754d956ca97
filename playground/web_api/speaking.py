"""Web API methods by which the bot speaks and shows: chat.* and views.*."""

from __future__ import annotations

from typing import TYPE_CHECKING

from playground.state.refusal import RefusedError
from playground.web_api import messages, views
from playground.web_api.directory import find_channel, find_message, required

if TYPE_CHECKING:
    from playground.state.slack import Slack
    from playground.state.world import Json, Message, View, Workspace


def post_message(slack: Slack, workspace: Workspace, arguments: Json) -> Json:
    channel = find_channel(slack, workspace, arguments, to_write=True)
    message = messages.post(slack, workspace, channel, arguments)
    return {"channel": channel.id, "ts": message.ts, "message": message.as_slack()}


def post_ephemeral(slack: Slack, workspace: Workspace, arguments: Json) -> Json:
    channel, reader = find_channel(slack, workspace, arguments, to_write=True), required(arguments, "user")
    if reader not in channel.members:
        raise RefusedError("user_not_in_channel")
    return {"message_ts": messages.post(slack, workspace, channel, arguments, only_for=reader).ts}


def update_message(slack: Slack, workspace: Workspace, arguments: Json) -> Json:
    message = _own(slack, workspace, arguments, "cant_update_message")
    messages.change(slack, message, arguments)
    return {"channel": message.channel, "ts": message.ts, "text": message.text, "message": message.as_slack()}


def delete_message(slack: Slack, workspace: Workspace, arguments: Json) -> Json:
    message = _own(slack, workspace, arguments, "cant_delete_message")
    messages.delete(slack, message)
    return {"channel": message.channel, "ts": message.ts}


def permalink(slack: Slack, workspace: Workspace, arguments: Json) -> Json:
    message = find_message(slack, workspace, arguments, "message_ts")
    path = f"archives/{message.channel}/p{message.ts.replace('.', '')}"
    thread = f"?thread_ts={message.thread_ts}&cid={message.channel}" if message.is_reply else ""
    return {"channel": message.channel, "permalink": f"https://{workspace.domain}.slack.com/{path}{thread}"}


def views_open(slack: Slack, workspace: Workspace, arguments: Json) -> Json:
    return _shown(slack, workspace, views.open_modal(slack, workspace, arguments))


def views_push(slack: Slack, workspace: Workspace, arguments: Json) -> Json:
    return _shown(slack, workspace, views.push_modal(slack, workspace, arguments))


def views_update(slack: Slack, workspace: Workspace, arguments: Json) -> Json:
    return _shown(slack, workspace, views.update(slack, workspace, arguments))


def views_publish(slack: Slack, workspace: Workspace, arguments: Json) -> Json:
    return _shown(slack, workspace, views.publish(slack, workspace, arguments))


def _shown(slack: Slack, workspace: Workspace, view: View) -> Json:
    return {"view": view.as_slack(workspace, slack.app_id)}


def _own(slack: Slack, workspace: Workspace, arguments: Json, otherwise: str) -> Message:
    message = find_message(slack, workspace, arguments)
    if message.user != workspace.bot_user:
        raise RefusedError(otherwise)
    return message
