"""A request that waits for the managers from the first start on: Paul asks for it, by what he sees on his screen."""

from __future__ import annotations

from typing import TYPE_CHECKING

from playground.demo.scene import MANAGERS_CHANNEL, PAUL
from playground.limits.rules import elements_in
from playground.person.visible import Reader
from playground.state.world import View

if TYPE_CHECKING:
    from collections.abc import Callable

    from playground.server import Playground
    from playground.state.world import Json

PATIENCE = 15.0
REASON = "Two sessions were cut short by the fire drill."
REQUEST_AND_CARD = 2


def ask_first(playground: Playground) -> None:
    """Ask for two more sessions in Farah Azizi's Gold 10, and wait until the managers see it."""
    paul = _Screen(playground, PAUL.id)
    paul.client.command(playground.slack.dm(PAUL.id).id, "/client Farah Azizi")
    paul.press("Bookings & Packages", "Packages")
    paul.choose("Gold 10", "Edit package")
    paul.fill("Edit package", "Follow-up 50 min", "12")
    paul.fill("Edit package", "Reason", REASON)
    paul.client.submit(paul.modal("Edit package"))
    told = playground.slack.messages[MANAGERS_CHANNEL]
    paul.wait(lambda: len(told) >= REQUEST_AND_CARD, "the request in the managers' channel")


class _Screen:
    """One person's modal, used by its visible words."""

    def __init__(self, playground: Playground, person: str) -> None:
        self.slack, self.client = playground.slack, playground.client(person)
        self._reader, self._person = Reader(playground.slack, person), person

    def wait(self, ready: Callable[[], bool], what: str) -> None:
        self.slack.wait(ready, lambda: f"{what} did not come: {self.slack.problems}", PATIENCE)

    def modal(self, title: str) -> View:
        self.wait(lambda: self._title() == title, f"the modal {title!r}")
        return self.slack.modals[self._person][-1]

    def _title(self) -> str:
        stack = self.slack.modals[self._person]
        return self._reader.text(stack[-1].content["title"]) if stack else ""

    def press(self, title: str, words: str) -> None:
        view = self.modal(title)
        block, button = self._find(view, lambda _, element: self._reader.text(element.get("text")) == words)
        self.client.act(view, block, button, {})

    def choose(self, row: str, words: str) -> None:
        """Choose from the ⋯ menu of the row with these words, once it is there."""
        stack = self.slack.modals[self._person]
        self.wait(lambda: any(row in self._reader.block(block) for block in stack[-1].blocks), row)
        view = stack[-1]
        block, menu = self._find(view, lambda block, _: row in self._reader.block(block))
        option = next(one for one in menu["options"] if self._reader.text(one["text"]) == words)
        self.client.choose(view, block, menu, option["value"])

    def fill(self, title: str, label: str, value: str) -> None:
        view = self.modal(title)
        block, field = self._find(view, lambda block, _: self._reader.text(block.get("label")) == label)
        self.client.enter(view, block, field, value)

    def _find(self, view: View, fits: Callable[[Json, Json], bool]) -> tuple[Json, Json]:
        found = ((block, element) for block in view.blocks for element in elements_in(block) if fits(block, element))
        return next(found)
