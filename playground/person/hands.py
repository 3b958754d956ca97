"""How somebody uses what they see: at once, or after the question that an element asks first."""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING

from playground.person.visible import Reader

if TYPE_CHECKING:
    from collections.abc import Callable

    from playground.person.client import Client
    from playground.person.parts import Hit
    from playground.state.world import Json, View


class Dialog:
    """The question that comes before a press takes effect."""

    def __init__(self, hands: Hands, asked: Json, go: Callable[[], None]) -> None:
        self._hands, self._asked, self._go = hands, asked, go

    @property
    def text(self) -> str:
        return "\n".join(self._hands.reader.text(self._asked[key]) for key in ("title", "text"))

    @property
    def buttons(self) -> list[str]:
        return [self._hands.reader.text(self._asked[key]) for key in ("deny", "confirm")]

    def press(self, label: str) -> None:
        if label not in self.buttons:
            raise AssertionError(f"{label!r} is not among {self.buttons}")
        self._hands.answered()
        if label == self.buttons[1]:
            self._go()


class Hands:
    """One person's hands, on their own Slack."""

    def __init__(self, client: Client) -> None:
        self.client, self.slack, self.user = client, client.slack, client.person
        self.reader = Reader(self.slack, self.user)
        self._dialog: Dialog | None = None

    @property
    def name(self) -> str:
        return self.slack.people[self.user].real_name

    @property
    def notices(self) -> list[str]:
        """What Slack itself told this person: commands and presses that the bot did not answer."""
        return [notice.text for notice in self.slack.notices if notice.person == self.user]

    def trouble(self) -> str:
        """What went wrong so far, for whom something didn't come."""
        return f"notices: {self.notices}\nproblems: {self.slack.problems}"

    @property
    def has_modal(self) -> bool:
        return bool(self.slack.modals[self.user])

    def top_modal(self) -> View:
        if not self.has_modal:
            raise AssertionError(f"{self.name} has no modal open\n{self.trouble()}")
        return self.slack.modals[self.user][-1]

    @property
    def dialog(self) -> Dialog:
        if self._dialog is None:
            raise AssertionError(f"no dialog asks {self.name} anything\n{self.trouble()}")
        return self._dialog

    def use(self, hit: Hit, act: Callable[[], None], times: int = 1) -> None:
        """Use an element, after its dialog where it has one."""
        if self._dialog:
            raise AssertionError(f"a dialog is open: {self._dialog.text!r}")
        if hit.element.get("confirm"):
            self._dialog = Dialog(self, hit.element["confirm"], lambda: self.at_once(act, times))
        else:
            self.at_once(act, times)

    def answered(self) -> None:
        self._dialog = None

    def at_once(self, act: Callable[[], None], times: int = 1) -> None:
        """Do the same several times at the same moment."""
        others = [threading.Thread(target=act) for _ in range(times - 1)]
        for thread in others:
            thread.start()
        act()
        for thread in others:
            thread.join()
