"""What one person has before them on their Slack."""

from __future__ import annotations

from typing import TYPE_CHECKING

from playground.limits.rules import elements_in

if TYPE_CHECKING:
    from collections.abc import Sequence

    from playground.state.slack import Slack
    from playground.state.world import Channel, Json, Message
    from playground.to_the_bot.payloads import Shown


class NotPossibleError(Exception):
    """What Slack's client would not let a person do."""


class Eyes:
    """What one person can see, and nothing that they can't."""

    def __init__(self, slack: Slack, person: str) -> None:
        self.slack, self.person = slack, person

    def channels(self) -> list[Channel]:
        return [c for c in self.slack.channels.values() if self.person in c.members]

    def messages(self, channel: str) -> list[Message]:
        if self.person not in self.slack.channels[channel].members:
            return []
        return [m for m in self.slack.messages[channel] if m.seen_by(self.person)]

    def shown(self, key: str) -> Shown:
        """Give the view or message with this id, if this person has it before them."""
        home = self.slack.home_of(self.person)
        views = [*self.slack.modals[self.person], *([home] if home else [])]
        told = [message for channel in self.channels() for message in self.messages(channel.id)]
        everything: Sequence[Shown] = [*views, *told]
        found = next((one for one in everything if one.id == key), None)
        if found is None:
            raise NotPossibleError("This is no longer there.")
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
            raise NotPossibleError("This is no longer there.")
        return found

    def offers(self, element: Json) -> list[tuple[str, str]]:
        """Give what a menu of people or conversations offers: name and id."""
        if element["type"].endswith("users_select"):
            home = self.slack.workspace_of(self.person).id
            known = [p for p in self.slack.people.values() if p.is_in(home) and not p.deleted]
            return [(person.real_name, person.id) for person in known]
        every = ["public"] if element["type"].endswith("channels_select") else ["public", "private", "im"]
        kinds = element.get("filter", {}).get("include") or every
        return [("#" + c.name, c.id) for c in self.channels() if c.kind in kinds]

    def channel(self, key: str) -> Channel:
        """The channel with this id, if this person is in it."""
        channel = self.slack.channels.get(key)
        if channel is None or self.person not in channel.members:
            raise NotPossibleError("You are not in this channel.")
        return channel
