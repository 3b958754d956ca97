"""Everything one person sees, as the page draws it."""

from __future__ import annotations

from dataclasses import asdict
from datetime import UTC, datetime
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from playground.person.client import Client
    from playground.stage import Stage
    from playground.state.notes import Call
    from playground.state.slack import Slack
    from playground.state.world import Channel, Json, Message, View
    from playground.to_the_bot.deliveries import Delivery

MOST_MESSAGES, MOST_CALLS, MOST_PROBLEMS = 300, 60, 60


def snapshot(slack: Slack, stage: Stage, client: Client) -> Json:
    """Give the whole screen of a person at this moment."""
    with slack.changed:
        home = slack.home_of(client.person)
        return {
            "version": slack.version,
            "me": client.person,
            "practice": stage.practice,
            "bot": {"id": slack.first_workspace().bot_user, "name": stage.bot},
            "people": [_role(slack, stage, index) for index in range(len(stage.roles))],
            "names": {person.id: person.real_name for person in slack.people.values()},
            "rooms": {channel.id: channel.name for channel in slack.channels.values() if channel.kind != "im"},
            "channels": [_channel(stage, client, channel) for channel in client.channels()],
            "modals": [_view(view) for view in slack.modals[client.person]],
            "home": _view(home) if home else None,
            "notices": [{"number": n.number, "text": n.text} for n in slack.notices if n.person == client.person],
            "commands": [asdict(command) for command in stage.commands],
            "guide": [asdict(step) for step in stage.guide],
            "log": _log(slack, client),
        }


def _role(slack: Slack, stage: Stage, index: int) -> Json:
    """Somebody the newcomer can be, with the newest message in each of their conversations."""
    role = stage.roles[index]
    newest: dict[str, str] = {}
    for channel in slack.channels.values():
        told = [m.ts for m in slack.messages[channel.id] if m.seen_by(role.id) and m.user != role.id]
        if role.id in channel.members and told:
            newest[channel.id] = told[-1]
    person = slack.people[role.id]
    facts = {"id": role.id, "name": person.real_name, "role": role.role, "tz": person.tz}
    return facts | {"newest": newest, "waiting": bool(slack.modals[role.id])}


def _channel(stage: Stage, client: Client, channel: Channel) -> Json:
    room = next((room for room in stage.rooms if room.id == channel.id), None)
    told = client.messages(channel.id)[-MOST_MESSAGES:]
    return {
        "id": channel.id,
        "name": stage.bot if channel.kind == "im" else channel.name,
        "kind": channel.kind,
        "topic": room.topic if room else f"Direct messages with {stage.bot}",
        "members": len(channel.members),
        "messages": [_message(message) for message in told],
    }


def _message(message: Message) -> Json:
    return {
        "id": message.id,
        "channel": message.channel,
        "ts": message.ts,
        "user": message.user,
        "text": message.text,
        "blocks": message.blocks,
        "thread": message.thread_ts if message.is_reply else "",
        "private": bool(message.only_for),
        "edited": bool(message.edited),
        "files": [{"name": file["name"], "size": file["size"]} for file in message.files],
        "values": message.values,
    }


def _view(view: View) -> Json:
    named = {key: view.content.get(key) for key in ("title", "submit", "close")}
    shown = {"id": view.id, "hash": view.hash, "blocks": view.blocks, "values": view.values}
    return {**named, **shown, "errors": view.errors, "trouble": view.trouble}


def _log(slack: Slack, client: Client) -> Json:
    """Give what a developer wants to know: what was refused and why, and what went to and fro."""
    made = client.deliveries.made[-MOST_CALLS:]
    traffic = [*map(_call, slack.calls[-MOST_CALLS:]), *map(_delivery, made)]
    traffic.sort(key=lambda entry: str(entry["at"]))
    return {
        "problems": slack.problems[-MOST_PROBLEMS:],
        "warnings": slack.warnings[-MOST_PROBLEMS:],
        "traffic": traffic[-MOST_CALLS:],
    }


def _call(call: Call) -> Json:
    error = "" if call.ok or not isinstance(call.answer, dict) else str(call.answer.get("error", ""))
    at = datetime.fromtimestamp(call.at, UTC).isoformat()
    return {"at": at, "way": "from", "name": call.method, "error": error, "seconds": None}


def _delivery(delivery: Delivery) -> Json:
    at = datetime.fromtimestamp(delivery.at, UTC).isoformat()
    return {
        "at": at,
        "way": "to",
        "name": delivery.name,
        "error": delivery.reply.error,
        "seconds": round(delivery.seconds, 3),
    }
