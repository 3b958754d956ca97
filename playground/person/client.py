"""What one person's Slack does when they press, choose, submit and close."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from playground.limits import fields
from playground.limits.elements import offered
from playground.limits.rules import check_suggestions
from playground.limits.values import enter
from playground.person import submissions
from playground.person.eyes import NotPossibleError
from playground.person.speech import Speech
from playground.to_the_bot import payloads

if TYPE_CHECKING:
    from playground.state.world import Json, View
    from playground.to_the_bot.payloads import Shown

COPIED = ("text", "value", "style", "placeholder", "initial_option")


class Client(Speech):
    """One person's Slack."""

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
            told = {key: element[key] for key in COPIED if key in element}
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
            payload = payloads.view_submission(self.slack, self.person, view)
        reply = self.deliveries.send("interaction", payload)
        submissions.answered(self.slack, view, reply)

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
