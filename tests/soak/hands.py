"""People at work: each pair of hands on sessions of its own, so that what was acknowledged can be held against it."""

import random
import time
from collections import defaultdict
from dataclasses import dataclass, field
from threading import Event

from people import People, Person
from people_screens import Modal
from world import MANAGERS_CHANNEL, SESSIONS_EACH, World

UNLINKED = ""
BETWEEN_REQUESTS = 20.0  # seconds of one pair of hands: a channel takes one message a second


@dataclass
class Acknowledged:
    """What one pair of hands was told; where an answer never came, everything that may be."""

    changes: int = 0
    unknown: int = 0
    links: dict[str, set[str]] = field(default_factory=lambda: defaultdict(lambda: {UNLINKED}))
    under_way: dict[str, set[str]] = field(default_factory=lambda: defaultdict(set))  # what may still take effect
    lost: list[str] = field(default_factory=list)
    asked: dict[str, bool] = field(default_factory=dict)  # reason → whether it was acknowledged


class Interrupted(Exception):  # noqa: N818 - what happened to the person
    """The bot was away: what was under way may or may not have been done."""


@dataclass
class Hands:
    """A practitioner who links, unlinks and asks for adjustments, again and again."""

    world: World
    people: People
    number: int
    ended: Event
    told: Acknowledged = field(default_factory=Acknowledged)

    def __post_init__(self) -> None:
        self.person: Person = self.people.person(f"UP{self.number}")
        self.person.channel("CGEN")
        self.asks_next = 0.0
        self.chance = random.Random(self.number)  # noqa: S311 - the same work each time

    def work(self) -> None:
        while not self.ended.is_set():
            deed = self.ask if time.monotonic() > self.asks_next else self.link_or_unlink
            try:
                deed()
            except LostChange as lost:
                self.told.lost.append(str(lost))
                return
            except (AssertionError, Interrupted, IndexError):
                continue  # the bot was away; the next round finds what there is

    def _fresh(self, command: str, title: str) -> Modal:
        while self.person.has_modal:
            self.person.modal.close_all()
        self.person.command(command)
        return self.person.modal_titled(title)

    def link_or_unlink(self) -> None:
        """Take a session by its day, look at its row, and do what the menu offers."""
        k = self.chance.randrange(SESSIONS_EACH)
        session, package = f"s{self.number}-{k}", f"p{self.number}"
        bookings = self._fresh("/bookings", "Bookings")
        rows = [part for part in bookings.look() if part.block["type"] == "section" and part.block.get("accessory")]
        part = rows[k]
        options = part.block["accessory"]["options"]
        verb = options[0]["value"].partition(" ")[0]
        self.told.links[session] &= {UNLINKED} if verb == "link" else {package}
        if not self.told.links[session]:
            raise LostChange(f"{session} shows {verb!r} against what was acknowledged")
        self.told.links[session] |= self.told.under_way[session]
        self.person.client.choose(part.shown, part.block, part.block["accessory"], options[0]["value"])
        form = self.person.modal_titled("Link to package" if verb == "link" else "Unlink from package")
        self._submit(form, session, becomes=package if verb == "link" else UNLINKED)

    def _submit(self, form: Modal, session: str, becomes: str) -> None:
        view = form.view
        self.told.links[session].add(becomes)
        form.submit()
        if view.trouble:
            self.told.unknown += 1
            self.told.under_way[session].add(becomes)  # a frozen process may take it when it goes on
            raise Interrupted
        if self.person.has_modal and self.person.modal.title == "That didn't work":
            return  # refused, or an error that saved nothing: what is stored shows at the next look
        self.told.links[session] = {becomes}
        self.told.under_way[session].clear()
        self.told.changes += 1

    def ask(self) -> None:
        """Ask for one session more, with a reason that is found again."""
        self.asks_next = time.monotonic() + BETWEEN_REQUESTS * self.chance.random() * 2
        reason = f"more for {self.number}, number {len(self.told.asked)}"
        page = self._fresh(f"/client Number{self.number:02d}", "Bookings & Packages")
        page.press("Packages")
        self.person.modal.row(f"Gold{self.number:02d}").choose("Edit package")
        form = self.person.modal_titled("Edit package")
        now = int(form.value("Follow-up"))
        form.fill("Follow-up", str(now + 1 if now < 900 else 100))
        form.fill("Reason", reason)
        view = form.view
        self.told.asked[reason] = False
        form.submit()
        if view.trouble or view.errors:
            self.told.unknown += 1
            raise Interrupted
        if not (self.person.has_modal and self.person.modal.title == "That didn't work"):
            self.told.asked[reason] = True
            self.told.changes += 1


class LostChange(Exception):  # noqa: N818 - what was found
    """An acknowledged change isn't there."""


@dataclass
class Decider:
    """A manager who decides what comes up in the managers' channel."""

    world: World
    people: People
    user: str
    ended: Event
    pressed: int = 0

    def work(self) -> None:
        person = self.people.person(self.user)
        chance = random.Random(self.user)  # noqa: S311 - the same work each time
        while not self.ended.wait(0.2):
            pending = self._pending_threads()
            if not pending:
                continue
            try:
                person.channel(MANAGERS_CHANNEL).thread(chance.choice(pending)).press("Approve")
                self.pressed += 1
            except AssertionError:
                continue  # decided meanwhile, or its card isn't there yet

    def _pending_threads(self) -> list[str]:
        with self.world.slack.changed:
            told = self.people.person(self.user).client.messages(MANAGERS_CHANNEL)
        return [m.blocks[0]["text"]["text"].split("\n")[0] for m in told if not m.is_reply and "Pending" in m.text]
