"""Sending what no honest screen would send, in the shape that Slack gives it, and looking for traces."""

from typing import Any

from posting import HERE
from sqlalchemy import select
from sqlmodel import SQLModel

from bot.gestures.interactions import SESSIONS_LIST, LinkState, ListState
from bot.gestures.labels import labelled
from bot.gestures.visit import OnScreen
from bot.gestures.wire import encode
from domain.values.ids import SessionId
from playground.person import submissions
from playground.person.people import Person
from playground.server import Playground
from playground.to_the_bot import payloads
from playground.to_the_bot.bots import Parcel, Reply, What
from playground.to_the_bot.deliveries import Deliveries
from storage.database import Database

Json = dict[str, Any]
KEPT_BY_THE_GUARD = {"person"}  # whoever comes is remembered, so as not to ask Slack again


def contents(database: Database) -> Json:
    """Everything in the database, of all workspaces."""
    tables = [table for name, table in SQLModel.metadata.tables.items() if name not in KEPT_BY_THE_GUARD]
    with database.reading() as connection:
        return {table.name: sorted(map(repr, connection.execute(select(table)))) for table in tables}


class Forger:
    """Acts as a person who has a modal open, with names and data of their own making."""

    def __init__(self, playground: Playground, person: Person) -> None:
        self.slack, self.person = playground.slack, person
        self.deliveries: Deliveries = playground.deliveries

    def button(self, action_id: str, value: str, kind: str = "button") -> Reply:
        return self.deliver("interaction", self.pressed({"type": kind, "action_id": action_id, "value": value}))

    def menu(self, value: str) -> Reply:
        chosen = {"type": "overflow", "action_id": "menu", "selected_option": {"value": value}}
        return self.deliver("interaction", self.pressed(chosen))

    def choice(self, action_id: str, value: str) -> Reply:
        chosen = {"type": "external_select", "action_id": action_id, "selected_option": {"value": value}}
        return self.deliver("interaction", self.pressed(chosen))

    def pressed(self, action: Json) -> Json:
        return payloads.block_actions(
            self.slack, self.person.user, self.person.top_modal(), {"block_id": "b", **action}
        )

    def remembering(self, form: str, metadata: str) -> "Forger":
        """Let the modal pretend to be another, or to remember something else."""
        self.person.top_modal().content |= {"callback_id": form, "private_metadata": metadata}
        return self

    def submission(self, form: str, metadata: str, **values: Any) -> Json:
        """A form with values: field=option, or field={...} for Slack's state of another element."""
        self.remembering(form, metadata)
        payload = payloads.view_submission(self.slack, self.person.user, self.person.top_modal())
        state = {name: value if isinstance(value, dict) else chosen(value) for name, value in values.items()}
        payload["view"]["state"] = {"values": {name: {name: value} for name, value in state.items()}}
        return payload

    def submit(self, form: str, metadata: str, **values: Any) -> Reply:
        payload = self.submission(form, metadata, **values)
        reply = self.deliver("interaction", payload)
        submissions.answered(self.slack, self.person.top_modal(), reply)
        return reply

    def suggestions(self, action_id: str, typed: str = "") -> list[Json]:
        view = self.person.top_modal()
        payload = payloads.block_suggestion(self.slack, self.person.user, view, ("b", action_id), typed)
        body = self.deliver("options", payload).body
        return list(body["options"])

    def deliver(self, what: What, payload: Json) -> Reply:
        return self.deliveries.bot.take(Parcel(what, payload), 3)

    def link_state(self, session_id: str) -> str:
        return self.over_a_list(encode(LinkState(SessionId(session_id))))

    def over_a_list(self, remembers: str = "") -> str:
        """What stands in the metadata of a form that stands over a list."""
        under = OnScreen(self.person.top_modal().id, SESSIONS_LIST.id, encode(ListState()), depth=1)
        return str(labelled({"private_metadata": remembers}, HERE, under)["private_metadata"])


def chosen(value: str) -> Json:
    return {"type": "external_select", "selected_option": {"value": value}}


def everything(forger: Forger) -> dict[str, tuple[What, Json]]:
    """One of each kind of payload, as Petra's Slack would send it."""
    slack, petra = forger.slack, forger.person
    link = forger.submission("link_form", forger.link_state("s06"), package="p4")
    view = link["view"]
    press = forger.pressed({"type": "button", "action_id": "bookings_tab", "value": "c1"})
    choice = {"type": "overflow", "action_id": "menu", "selected_option": {"value": "link s06"}}
    return {
        "command": ("command", payloads.command(slack, petra.user, slack.channels["CGEN"], "/bookings")),
        "press": ("interaction", press),
        "menu": ("interaction", forger.pressed(choice)),
        "submission": ("interaction", link),
        "type-ahead": (
            "options",
            {**press, "type": "block_suggestion", "view": view, "block_id": "b", "action_id": "package", "value": ""},
        ),
    }
