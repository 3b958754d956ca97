"""What one person's Slack does when they type, press, choose, submit and close."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from playground import fields, messages, payloads, submissions
from playground.refusal import RefusedError
from playground.rule_elements import offered
from playground.rules import check_suggestions, elements_in
from playground.values import enter, entered
from playground.world import Channel, File, Json, Message, View

if TYPE_CHECKING:
    from collections.abc import Sequence

    from playground.deliveries import Deliveries
    from playground.payloads import Shown
    from playground.slack import Slack

COPIED = ("text", "value", "style", "placeholder", "initial_option", "confirm")


class NotPossibleError(Exception):
    """What Slack's client would not let a person do."""


class Client:
    """One person's Slack."""

    def __init__(self, slack: Slack, deliveries: Deliveries, person: str) -> None:
        self.slack, self.deliveries, self.person = slack, deliveries, person

    # what is there for this person

    def channels(self) -> list[Channel]:
        return [c for c in self.slack.channels.values() if self.person in c.members]

    def messages(self, channel: str) -> list[Message]:
        if self.person not in self.slack.channels[channel].members:
            return []
        return [m for m in self.slack.messages[channel] if m.seen_by(self.person)]

    def shown(self, key: str) -> Shown:
        """Give the view or message with this id, if this person has it before them."""
        home = self.slack.homes.get(self.person)
        views = [*self.slack.modals[self.person], *([home] if home else [])]
        told = [message for channel in self.channels() for message in self.messages(channel.id)]
        everything: Sequence[Shown] = [*views, *told]
        found = next((one for one in everything if one.id == key), None)
        if found is None:
            raise NotPossibleError("This is not there any more.")
        return found

    def find_element(self, shown: Shown, block_id: str, action_id: str) -> tuple[Json, Json] | None:
        for block in shown.blocks:
            for element in elements_in(block):
                if (block["block_id"], element["action_id"]) == (block_id, action_id):
                    return block, element
        return None

    def element(self, shown: Shown, block_id: str, action_id: str) -> tuple[Json, Json]:
        found = self.find_element(shown, block_id, action_id)
        if found is None:
            raise NotPossibleError("This is not there any more.")
        return found

    def offers(self, element: Json) -> list[tuple[str, str]]:
        """Give what a menu of people or conversations offers: name and id."""
        if element["type"].endswith("users_select"):
            home = self.slack.workspace_of(self.person).id
            known = [p for p in self.slack.people.values() if p.workspace == home and not p.deleted]
            return [(person.real_name, person.id) for person in known]
        every = ["public"] if element["type"].endswith("channels_select") else ["public", "private", "im"]
        kinds = element.get("filter", {}).get("include") or every
        return [("#" + c.name, c.id) for c in self.channels() if c.kind in kinds]

    # speaking

    def command(self, channel_id: str, line: str) -> None:
        """Type a slash command into a channel."""
        channel, name = self._channel(channel_id), line.split(" ", 1)[0]
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
        return self._write(self._channel(channel_id), text, thread_ts, [])

    def drop_file(self, channel_id: str, name: str, content: bytes, text: str = "", thread_ts: str = "") -> Message:
        """Drop a file into a conversation."""
        channel = self._channel(channel_id)
        file = File(f"F{self.slack.serial():08d}", name, content, self.person, channel.workspace, channel.id)
        self.slack.files[file.id] = file
        return self._write(channel, text, thread_ts, [file.as_slack(self.slack.base_url)])

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
        shared = bool(channel.shared_with)
        self.deliveries.event(workspace, body, shared=shared)
        if f"<@{workspace.bot_user}>" in message.text:
            self.deliveries.event(workspace, {**body, "type": "app_mention"}, shared=shared)

    def open_home(self) -> None:
        """Open the bot's Home tab."""
        workspace, home = self.slack.workspace_of(self.person), self.slack.homes.get(self.person)
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

    # using what is shown

    def enter(self, shown: Shown, block: Json, element: Json, value: Any) -> None:
        """Put a value into an element; where it is one that acts at once, tell the bot."""
        self._check_offer(element, value)
        with self.slack.changing():
            change = enter(shown.values, block, element, value)
        if block["type"] != "input" or block.get("dispatch_action"):
            self.act(shown, block, element, change)

    def keep(self, shown: Shown, block: Json, element: Json, value: Any) -> None:
        """Put a value into an element of a form and tell nobody yet."""
        self._check_offer(element, value)
        with self.slack.changed:
            enter(shown.values, block, element, value)

    def _check_offer(self, element: Json, value: Any) -> None:
        chosen = value if isinstance(value, list) else [value]
        listed = [option for option in chosen if isinstance(option, dict)]
        if offered(element) and any(option not in offered(element) for option in listed):
            raise NotPossibleError("This is not offered.")
        if isinstance(value, list) and len(value) > element.get("max_selected_items", len(value)):
            raise NotPossibleError(f"At most {element['max_selected_items']} can be chosen.")

    def act(self, shown: Shown, block: Json, element: Json, change: Json) -> None:
        """Tell the bot that an element was used."""
        with self.slack.changed:
            told = {key: element[key] for key in COPIED if key in element and key != "confirm"}
            action = {
                "type": element["type"],
                "block_id": block["block_id"],
                "action_id": element["action_id"],
                **told,
                **change,
                "action_ts": self.slack.new_ts(),
            }
            payload = payloads.block_actions(self.slack, self.person, shown, action)
        reply = self.deliveries.send("interaction", payload)
        if reply.error:
            self.slack.notice(self.person, f"That did not work: the app did not answer ({reply.error}).")

    def choose(self, shown: Shown, block: Json, element: Json, value: str) -> None:
        """Choose from an overflow menu, by the option's value."""
        option = next((o for o in element["options"] if o["value"] == value), None)
        if option is None:
            raise NotPossibleError("This is not offered.")
        self.act(shown, block, element, {"selected_option": option})

    def suggest(self, shown: Shown, block: Json, element: Json, typed: str) -> list[Json]:
        """Give what the bot offers for what was typed into a type-ahead: options, or groups of them."""
        if len(typed) < element.get("min_query_length", 3):
            return []
        names = (block["block_id"], element["action_id"])
        payload = payloads.block_suggestion(self.slack, self.person, shown, names, typed)
        reply = self.deliveries.send("options", payload)
        wrong = [] if reply.error else check_suggestions(reply.body)
        if wrong:
            self.slack.problem(f"answer to block_suggestion: {' '.join(wrong)}")
        if reply.error or wrong:
            return []
        return list(reply.body.get("options") or reply.body.get("option_groups") or [])

    # forms

    def submit(self, view: View) -> None:
        """Press the submit button of a form; what the client itself refuses is not sent."""
        if not view.content.get("submit"):
            raise NotPossibleError("This modal has no submit button.")
        with self.slack.changing():
            view.errors, view.trouble = fields.refused(view), ""
            if view.errors:
                return
            payload = payloads.view_submission(self.slack, self.person, view, self._response_urls(view))
        reply = self.deliveries.send("interaction", payload)
        submissions.answered(self.slack, view, reply)

    def _response_urls(self, view: View) -> list[Json]:
        found = []
        for block in view.blocks:
            for element in elements_in(block):
                channel = entered(view.values, block, element)
                if element.get("response_url_enabled") and channel:
                    url = self.slack.new_response_url(self.person, view.workspace, channel)
                    names = {"block_id": block["block_id"], "action_id": element["action_id"]}
                    found.append({**names, "channel_id": channel, "response_url": url})
        return found

    def close(self, view: View, *, everything: bool = False) -> None:
        """Close a modal and return to the one below; `everything` is the X of Slack, which ends them all."""
        stack = self.slack.modals[self.person]
        with self.slack.changing():
            all_of_them = everything or bool(view.content.get("clear_on_close"))
            gone = stack[::-1] if all_of_them else [view]
            stack[:] = [one for one in stack if one not in gone]
        for one in gone:
            if one.content.get("notify_on_close"):
                payload = payloads.view_closed(self.slack, self.person, one, all_of_them=all_of_them)
                self.deliveries.send("interaction", payload)

    def _channel(self, key: str) -> Channel:
        channel = self.slack.channels.get(key)
        if channel is None or self.person not in channel.members:
            raise NotPossibleError("You are not in this channel.")
        return channel
