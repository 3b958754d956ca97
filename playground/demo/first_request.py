"""A request that waits for the managers from the first start on: Paul asks for it, by what he sees on his screen."""

from __future__ import annotations

from typing import TYPE_CHECKING

from playground.demo.scene import MANAGERS_CHANNEL, PAUL
from playground.person.people import Person

if TYPE_CHECKING:
    from playground.server import Playground

PATIENCE = 15.0
REASON = "Two sessions were cut short by the fire drill."
REQUEST_AND_CARD = 2


def ask_first(playground: Playground) -> None:
    """Ask for two more sessions in Farah Azizi's Gold 10, and wait until the managers see it."""
    slack, paul = playground.slack, Person(playground.client(PAUL.id))
    slack.patience = PATIENCE
    paul.command("/client Farah Azizi")
    paul.modal_titled("Bookings & Packages").press("Packages")
    paul.modal.row("Gold 10").choose("Edit package")
    form = paul.modal_titled("Edit package")
    form.fill("Follow-up 50 min", "12")
    form.fill("Reason", REASON)
    form.submit()
    told = slack.messages[MANAGERS_CHANNEL]
    slack.wait(lambda: len(told) >= REQUEST_AND_CARD, lambda: f"the managers see no request\n{paul.trouble()}")
