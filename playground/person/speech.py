"""What one person's Slack does when they write: messages, files and slash commands."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from playground.person.eyes import Eyes
from playground.state.refusal import RefusedError
from playground.state.world import Channel, File, Json, Message
from playground.to_the_bot import payloads
from playground.web_api import messages

if TYPE_CHECKING:
    from playground.state.slack import Slack
    from playground.to_the_bot.deliveries import Deliveries


class Speech(Eyes):
    """What one person writes, and who hears it."""

    def __init__(self, slack: Slack, deliveries: Deliveries, person: str) -> None:
        super().__init__(slack, person)
        self.deliveries = deliveries

    def command(self, channel_id: str, line: str) -> None:
        """Type a slash command into a channel."""
        channel, name = self.channel(channel_id), line.split(" ", 1)[0]
        if not self.slack.workspaces[channel.workspace].token:
            self.slack.notice(self.person, f"{name} is not a valid command.")
            return
        reply = self.deliveries.send("command", payloads.command(self.slack, self.person, channel, line))
        if reply.error:
            self.slack.notice(self.person, f"{name} failed with the error “{reply.error}”.")
        elif reply.body:
            self._answered(name, channel, reply.body)

    def _answered(self, name: str, channel: Channel, body: Any) -> None:
        arguments = body if isinstance(body, dict) else {"text": str(body)}
        only_for = "" if arguments.get("response_type") == "in_channel" else self.person
        workspace = self.slack.workspaces[channel.workspace]
        try:
            with self.slack.changing():
                messages.post(self.slack, workspace, channel, arguments, only_for)
        except RefusedError as refused:
            self.slack.problem(f"answer to {name}: {refused}")
            self.slack.notice(self.person, f"{name} failed with the error “{refused.code}”.")

    def say(self, channel_id: str, text: str, thread_ts: str = "") -> Message:
        """Write a message, which the bot hears where it is a member."""
        return self._write(self.channel(channel_id), text, thread_ts, [])

    def drop_files(
        self, channel_id: str, contents: list[tuple[str, bytes]], text: str = "", thread_ts: str = ""
    ) -> Message:
        """Drop files into a conversation, in one message."""
        channel = self.channel(channel_id)
        files = [
            File(f"F{self.slack.serial():08d}", name, content, self.person, channel.workspace, channel.id)
            for name, content in contents
        ]
        self.slack.files |= {file.id: file for file in files}
        return self._write(channel, text, thread_ts, [file.as_slack(self.slack.base_url) for file in files])

    def _write(self, channel: Channel, text: str, thread_ts: str, files: list[Json]) -> Message:
        home = self.slack.people[self.person].workspace
        message = Message(channel.id, home, self.slack.new_ts(), self.person, text, thread_ts=thread_ts, files=files)
        with self.slack.changing():
            parent = next((m for m in self.slack.messages[channel.id] if m.ts == thread_ts), None)
            if parent and not parent.thread_ts:
                parent.thread_ts = parent.ts
            self.slack.messages[channel.id].append(message)
        self._heard(channel, message)
        return message

    def _heard(self, channel: Channel, message: Message) -> None:
        workspace = self.slack.workspaces[channel.workspace]
        if workspace.bot_user not in channel.members or not workspace.token:
            return
        kind = {"im": "im", "private": "group"}.get(channel.kind, "channel")
        body = {**message.as_slack(), "channel": channel.id, "event_ts": message.ts, "channel_type": kind}
        if self.person in self.slack.seen_as:
            body["user_team"] = self.slack.seen_as[self.person]
        shared = bool(channel.shared_with)
        self.deliveries.event(workspace, body, shared=shared)
        if f"<@{workspace.bot_user}>" in message.text:
            self.deliveries.event(workspace, {**body, "type": "app_mention"}, shared=shared)

    def open_home(self) -> None:
        """Open the bot's Home tab."""
        workspace, home = self.slack.workspace_of(self.person), self.slack.home_of(self.person)
        channel, ts = self.slack.dm(self.person).id, self.slack.new_ts()
        body: Json = {
            "type": "app_home_opened",
            "user": self.person,
            "channel": channel,
            "tab": "home",
            "event_ts": ts,
        }
        if home:
            body["view"] = home.as_slack(workspace, self.slack.app_id)
        self.deliveries.event(workspace, body)
