"""A small bot that uses what Slack offers, to try the playground with."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING, Any

from slack_bolt import App, BoltRequest
from slack_sdk import WebClient

if TYPE_CHECKING:
    from collections.abc import Mapping

    from playground.state.slack import Slack
    from playground.to_the_bot.bots import InProcess

PACKAGES = ["Gold 10", "Silver 5"]


def plain(text: str) -> dict[str, Any]:
    return {"type": "plain_text", "text": text}


def option(text: str) -> dict[str, Any]:
    return {"text": plain(text), "value": text.lower()}


def button(text: str, name: str, **more: Any) -> dict[str, Any]:
    return {"type": "button", "text": plain(text), "action_id": name, **more}


def session_row(client: str, linked: str = "") -> dict[str, Any]:
    words = f"*{client}* · Follow-up" + (f" · {linked}" if linked else "")
    menu = {
        "type": "overflow",
        "action_id": "menu",
        "options": [option("Link to package"), option("Details")],
    }
    return {
        "type": "section",
        "block_id": client,
        "text": {"type": "mrkdwn", "text": words},
        "accessory": menu,
    }


def bookings(linked: str = "") -> dict[str, Any]:
    rows = [session_row("Ana Rúa"), session_row("Bo Lindqvist", linked)]
    return {"type": "modal", "callback_id": "bookings", "title": plain("Bookings"), "blocks": rows}


def link_form() -> dict[str, Any]:
    radios = {"type": "radio_buttons", "action_id": "package", "options": [option(name) for name in PACKAGES]}
    typeahead = {"type": "external_select", "action_id": "client", "min_query_length": 0}
    count = {"type": "number_input", "action_id": "count", "is_decimal_allowed": False, "min_value": "0"}
    count |= {"max_value": "999"}
    reason = {"type": "plain_text_input", "action_id": "reason", "max_length": 20}
    blocks = [
        {"type": "input", "block_id": "package", "label": plain("Package"), "element": radios},
        {
            "type": "input",
            "block_id": "client",
            "label": plain("Client"),
            "element": typeahead,
            "optional": True,
        },
        {"type": "input", "block_id": "count", "label": plain("Count"), "element": count, "optional": True},
        {"type": "input", "block_id": "reason", "label": plain("Reason"), "element": reason},
    ]
    frame = {"callback_id": "link", "title": plain("Link"), "submit": plain("Link"), "close": plain("Back")}
    return {"type": "modal", "notify_on_close": True, "blocks": blocks, **frame}


def card(state: str) -> list[dict[str, Any]]:
    section = {"type": "section", "text": {"type": "mrkdwn", "text": f"Gold 10: 10 → 11 · {state}"}}
    asked = {
        "title": plain("Sure?"),
        "text": plain("It is final."),
        "confirm": plain("Yes"),
        "deny": plain("No"),
    }
    buttons = [button("Approve", "approve"), button("Decline", "decline", confirm=asked)]
    return [section, {"type": "actions", "elements": buttons}] if state == "pending" else [section]


class Toy:
    """The bot, and what it heard."""

    def __init__(self, slack: Slack) -> None:
        self.heard: list[str] = []
        token = slack.first_workspace().token
        self.client = WebClient(token=token, base_url=f"{slack.base_url}/api/")
        self.workers = ThreadPoolExecutor(8)
        self.app = App(
            client=self.client,
            signing_secret=slack.signing_secret,
            token_verification_enabled=False,
            listener_executor=self.workers,
        )
        self._listen()

    def _listen(self) -> None:
        app = self.app
        app.command("/bookings")(self.open_bookings)
        app.command("/echo")(lambda ack, command: ack(f"You said {command['text']}"))
        app.command("/ask")(self.ask)
        app.command("/silent")(lambda: None)
        app.action("menu")(self.choose)
        app.action("approve")(self.decide)
        app.action("decline")(self.decide)
        app.view("link")(self.link)
        app.view_closed("link")(self.closed)
        app.options("client")(self.suggest)
        app.event("app_home_opened")(self.home)
        app.event("message")(self.message)

    def open_bookings(self, ack: Any, command: dict[str, Any]) -> None:
        ack()
        self.client.views_open(trigger_id=command["trigger_id"], view=bookings())

    def ask(self, ack: Any) -> None:
        ack()
        parent = self.client.chat_postMessage(channel="CMAN", text="Count adjustment · Gold 10")
        self.client.chat_postMessage(channel="CMAN", text="Card", blocks=card("pending"), thread_ts=parent["ts"])

    def choose(self, ack: Any, body: dict[str, Any]) -> None:
        ack()
        if body["actions"][0]["selected_option"]["value"] == "link to package":
            self.client.views_push(trigger_id=body["trigger_id"], view=link_form())

    def link(self, ack: Any, view: dict[str, Any]) -> None:
        values = view["state"]["values"]
        if values["reason"]["reason"]["value"] == "no":
            ack(response_action="errors", errors={"reason": "Say more."})
            return
        self.client.views_update(view_id=view["root_view_id"], view=bookings("🎁 Silver 5"))
        ack()

    def closed(self, ack: Any) -> None:
        ack()
        self.heard.append("closed")

    def suggest(self, ack: Any, body: dict[str, Any]) -> None:
        names = [name for name in ("Ana Rúa", "Bo Lindqvist") if body["value"].lower() in name.lower()]
        ack(options=[option(name) for name in names])

    def decide(self, ack: Any, body: dict[str, Any], respond: Any) -> None:
        ack()
        verdict = body["actions"][0]["action_id"]
        self.heard.append(verdict)
        respond(replace_original=True, text="Card", blocks=card(f"{verdict}d by <@{body['user']['id']}>"))

    def home(self, event: dict[str, Any]) -> None:
        blocks = [{"type": "header", "text": plain(f"Hello {event['user']}")}]
        self.client.views_publish(user_id=event["user"], view={"type": "home", "blocks": blocks})

    def message(self, event: dict[str, Any]) -> None:
        self.heard.append(event["text"])

    def close(self) -> None:
        """Finish what was begun."""
        self.workers.shutdown(wait=True)

    def as_function(self) -> InProcess:
        """The bot as the playground calls it."""

        def take(body: bytes, headers: Mapping[str, str]) -> tuple[int, dict[str, str], bytes]:
            answer = self.app.dispatch(BoltRequest(body=body.decode(), headers=dict(headers)))
            return answer.status, answer.first_headers(), (answer.body or "").encode()

        return take
