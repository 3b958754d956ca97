"""Posting, changing and deleting the bot's messages, as strictly as Slack."""

from __future__ import annotations

import json
import secrets
from typing import TYPE_CHECKING, Any

from playground.limits.rules import BLOCK_TEXT, check_blocks, elements_in, text_in
from playground.limits.values import start_values
from playground.state.refusal import RefusedError, refuse_if
from playground.state.world import Channel, Json, Message, Workspace

if TYPE_CHECKING:
    from playground.state.slack import Slack

LONGEST_POST, LONGEST_UPDATE = 40_000, 4_000


def named(blocks: list[Json]) -> list[Json]:
    """Give a copy with the ids that Slack makes where the bot gave none."""
    copy: list[Json] = json.loads(json.dumps(blocks))
    for block in copy:
        block["block_id"] = block.get("block_id") or secrets.token_urlsafe(4)
        for element in elements_in(block):
            element["action_id"] = element.get("action_id") or secrets.token_urlsafe(4)
    return copy


def post(slack: Slack, workspace: Workspace, channel: Channel, arguments: Json, only_for: str = "") -> Message:
    """Put a message of the bot into a channel; into a thread where `thread_ts` says so."""
    _check(slack, arguments, LONGEST_POST)
    thread = _thread(slack, channel, arguments)
    blocks = named(arguments.get("blocks") or [])
    message = Message(
        channel=channel.id,
        workspace=workspace.id,
        ts=slack.new_ts(),
        user=workspace.bot_user,
        text=arguments.get("text") or "",
        blocks=blocks,
        bot_id=workspace.bot_id,
        app_id=slack.app_id,
        thread_ts=thread,
        only_for=only_for,
        metadata=arguments.get("metadata"),
        values=start_values(blocks, {}, channel.id),
    )
    slack.messages[channel.id].append(message)
    return message


def _thread(slack: Slack, channel: Channel, arguments: Json) -> str:
    asked = str(arguments.get("thread_ts") or "")
    if not asked:
        return ""
    parent = next((m for m in slack.messages[channel.id] if m.ts == asked), None)
    if parent is None:
        slack.warnings.append(f"thread_ts {asked} is no message of {channel.id}")
        return asked
    if parent.is_reply:
        slack.warnings.append(f"thread_ts {asked} is itself a reply: answer the message that began the thread")
        return parent.thread_ts
    if not parent.thread_ts:
        parent.thread_ts = parent.ts
    return asked


def change(slack: Slack, message: Message, arguments: Json) -> None:
    """Give a message new text and blocks; new text without blocks takes the blocks away."""
    _check(slack, arguments, LONGEST_UPDATE)
    if "text" in arguments:
        message.text = arguments["text"] or ""
    if arguments.get("blocks") is not None or "text" in arguments:
        message.blocks = named(arguments.get("blocks") or [])
    if arguments.get("metadata"):
        message.metadata = arguments["metadata"]
    message.values = start_values(message.blocks, message.values, message.channel)
    message.edited = slack.new_ts()


def delete(slack: Slack, message: Message) -> None:
    slack.messages[message.channel].remove(message)


def answer_url(slack: Slack, key: str, arguments: Json) -> None:
    """Do what the bot asks through a response_url; only its own `thread_ts` leads into a thread (bolt-js #963)."""
    url = slack.use_response_url(key)
    replaces = _truth(arguments.get("replace_original")) and url.message
    if url.message and _truth(arguments.get("delete_original")):
        delete(slack, url.message)
    elif url.message and replaces:
        change(slack, url.message, arguments)
    else:
        loud = arguments.get("response_type") == "in_channel"
        workspace, channel = slack.workspaces[url.workspace], slack.channels[url.channel]
        post(slack, workspace, channel, arguments, "" if loud else url.person)


def _truth(value: Any) -> bool:
    return value is True or str(value).lower() == "true"


def _check(slack: Slack, arguments: Json, longest: int) -> None:
    blocks, text = arguments.get("blocks") or [], arguments.get("text") or ""
    refuse_if("invalid_blocks", check_blocks(blocks, "message"))
    if not text and not blocks:
        raise RefusedError("no_text")
    if len(text) > longest:
        raise RefusedError("msg_too_long")
    if text_in(blocks) > BLOCK_TEXT:
        raise RefusedError("msg_blocks_too_long")
    _check_metadata(arguments.get("metadata"))
    if blocks and not text:
        slack.warnings.append("blocks without text: notifications and screen readers get nothing")


def _check_metadata(metadata: Any) -> None:
    if metadata is None:
        return
    whole = isinstance(metadata, dict) and isinstance(metadata.get("event_type"), str)
    if not whole or not isinstance(metadata.get("event_payload"), dict):
        raise RefusedError("invalid_metadata_format")
