"""Managers at work: one keeps the packages and the settings, others decide what is asked for."""

import random
import re
from dataclasses import dataclass, field
from threading import Event

from acknowledged import Acknowledged, Known
from at_work import close_all, fresh, submitted, work_on
from world import MANAGERS_CHANNEL, SALES_CLIENT, World

from playground.person.people import People, Person, Place
from playground.person.screen import Modal

LOOKED_THROUGH = 200  # messages
ACTIVE = re.compile(r"(Sold \d+)\nActive")
DECIDE_THEIR_OWN = "managers_decide_their_own"
OWN_REQUESTS = "Managers' own requests"
DECIDING_OWN = {"Another manager decides": "False", "They may decide themselves": "True"}  # as it is stored
CLOSING = {"Complete": "completed", "Cancel package": "cancelled"}  # each asked in "… package"


@dataclass
class Keeper:
    """A manager who sells packages, completes and cancels them, and changes a setting."""

    people: People
    user: str
    ended: Event
    told: Acknowledged = field(default_factory=Acknowledged)

    def __post_init__(self) -> None:
        self.person: Person = self.people.person(self.user)
        self.person.channel("CGEN")
        self.told.settings = {DECIDE_THEIR_OWN: Known({"False"})}
        self.chance = random.Random(self.user)  # noqa: S311 - the same work each time

    def work(self) -> None:
        work_on(
            self.told, self.ended, self.chance, lambda: self.chance.choice([self.sell_or_close, self.choose_settings])
        )

    def sell_or_close(self) -> None:
        """Complete or cancel the package that is active; where none is, sell one."""
        fresh(self.person, f"/client {SALES_CLIENT}", "Bookings & Packages").press("Packages")
        page = self.person.modal_titled("Bookings & Packages")
        if active := ACTIVE.search(page.text):
            self._close(page, active[1])
        else:
            self._sell(page)

    def _sell(self, page: Modal) -> None:
        name = f"Sold {len(self.told.sold):04d}"
        page.press("New package")
        form = self.person.modal_titled("New package")
        form.fill("Name", name)
        form.pick("Service 1", "Follow-up", query="Foll")
        form.fill("Sessions of service 1", "5")
        self.told.sold[name] = False
        self.told.statuses[name] = Known({"active"})
        self.told.sold[name] = submitted(self.person, self.told, form)

    def _close(self, page: Modal, name: str) -> None:
        press = self.chance.choice(sorted(CLOSING))
        becomes = CLOSING[press]
        status = self.told.statuses[name]
        status.seen("active")
        status.tried(becomes)
        status.unanswered(becomes)
        page.row(name).press("Manage package")
        self.person.modal_titled("Manage package").press(press)
        self.person.modal_titled(f"{press.split()[0]} package").submit()
        self.person.modal_titled("Manage package").sees(becomes.capitalize())
        status.answered(becomes)
        self.told.changes += 1

    def choose_settings(self) -> None:
        """Let managers decide what they asked for themselves, or not."""
        close_all(self.person)
        self.person.home()
        self.person.press("Settings")
        form, own = self.person.modal_titled("Settings"), self.told.settings[DECIDE_THEIR_OWN]
        now = form.value(OWN_REQUESTS)
        becomes = next(choice for choice in DECIDING_OWN if choice != now)
        own.seen(DECIDING_OWN[now])
        own.tried(DECIDING_OWN[becomes])
        form.pick(OWN_REQUESTS, becomes)
        if submitted(self.person, self.told, form, lambda: own.unanswered(DECIDING_OWN[becomes])):
            own.answered(DECIDING_OWN[becomes])


@dataclass
class Decider:
    """A manager who decides what comes up in the managers' channel."""

    world: World
    people: People
    user: str
    ended: Event

    def work(self) -> None:
        person = self.people.person(self.user)
        chance = random.Random(self.user)  # noqa: S311 - the same work each time
        while not self.ended.wait(0.2):
            pending = self._pending()
            if not pending:
                continue
            thread = person.go(Place(person, MANAGERS_CHANNEL, chance.choice(pending)))
            try:
                self._decline(person, thread) if chance.random() < 0.2 else thread.press("Approve")
            except AssertionError:
                continue  # decided meanwhile, or its card isn't there yet

    def _decline(self, person: Person, thread: Place) -> None:
        close_all(person)
        thread.press("Decline")
        form = person.modal_titled("Decline adjustment")
        form.fill("Reason", "not this time")
        form.submit()

    def _pending(self) -> list[str]:
        """The threads of what waits among the newest messages: to look through all of them takes ever longer."""
        with self.world.slack.changed:
            told = self.world.slack.messages[MANAGERS_CHANNEL][-LOOKED_THROUGH:]
            return [message.ts for message in told if not message.is_reply and "Pending" in message.text]
