"""People at work: each pair of hands on sessions of its own, so that what was acknowledged can be held against it."""

import random
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from threading import Event

from acknowledged import Acknowledged, Known, LostChange
from going import buttons
from people import People, Person, Place
from people_screens import Modal, Part
from world import MANAGERS_CHANNEL, SESSIONS_EACH, World

UNLINKED = ""
BETWEEN_REQUESTS = 20.0  # seconds of one pair of hands: a channel takes one message a second
LOOKED_THROUGH = 200  # messages
NEXT_YEAR, A_SESSION = 365 * 24 * 3600, 3600  # seconds


class Interrupted(Exception):  # noqa: N818 - what happened to the person
    """The bot was away: what was under way may or may not have been done."""


@dataclass
class Hands:
    """A practitioner who links, unlinks, changes sessions, books, looks around and asks for adjustments."""

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
        sessions = [f"s{self.number}-{k}" for k in range(SESSIONS_EACH)]
        self.told.links = {session: Known({UNLINKED}) for session in sessions}
        self.told.payments = {session: Known({"unpaid"}) for session in sessions}
        self.books_next = int(time.time()) // A_SESSION * A_SESSION + NEXT_YEAR

    def work(self) -> None:
        often: list[Callable[[], None]] = [self.link_or_unlink] * 6 + [self.pay, self.pay, self.book, self.look_around]
        while not self.ended.is_set():
            try:
                if time.monotonic() > self.asks_next:
                    self.ask()
                else:
                    self.chance.choice(often)()
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

    def _row(self) -> tuple[str, Part]:
        """One of their sessions, by its day; those that are booked meanwhile come after them."""
        bookings = self._fresh("/bookings", "Bookings")
        rows = [part for part in bookings.look() if part.block["type"] == "section" and part.block.get("accessory")]
        k = self.chance.randrange(SESSIONS_EACH)
        return f"s{self.number}-{k}", rows[k]

    def _choose(self, part: Part, which: int) -> str:
        """Take an entry of the row's menu; which gesture that is."""
        value: str = part.block["accessory"]["options"][which]["value"]
        self.person.client.choose(part.shown, part.block, part.block["accessory"], value)
        return value.partition(" ")[0]

    def link_or_unlink(self) -> None:
        """Look at a session's row, and do what the menu offers."""
        session, part = self._row()
        link, package = self.told.links[session], f"p{self.number}"
        is_free = part.block["accessory"]["options"][0]["value"].startswith("link ")
        link.seen(UNLINKED if is_free else package)
        self._choose(part, 0)
        form = self.person.modal_titled("Link to package" if is_free else "Unlink from package")
        becomes = package if is_free else UNLINKED
        link.tried(becomes)
        if self._submitted(form, lambda: link.unanswered(becomes)):
            link.answered(becomes)

    def pay(self) -> None:
        """Mark a session as paid, or as unpaid."""
        session, part = self._row()
        self._choose(part, 1)
        details, payment = self.person.modal_titled("Session details"), self.told.payments[session]
        is_paid = "Mark unpaid" in buttons(details)
        payment.seen("paid" if is_paid else "unpaid")
        becomes = "unpaid" if is_paid else "paid"
        payment.tried(becomes)
        payment.unanswered(becomes)
        details.press("Mark unpaid" if is_paid else "Mark paid")
        details.sees("Mark paid" if is_paid else "Mark unpaid")
        payment.answered(becomes)
        self.told.changes += 1

    def book(self) -> None:
        """Book a session of next year from the package."""
        form = self._fresh(f"/book Number{self.number:02d}", "Book a session")
        at, self.books_next = self.books_next, self.books_next + A_SESSION
        form.pick("Service", "Follow-up", query="Foll")
        form.fill("Date and time", str(at))
        form.pick(f"Gold{self.number:02d}")
        self.told.booked[at] = False
        self.told.booked[at] = self._submitted(form, lambda: None)

    def look_around(self) -> None:
        """Home, why the count is what it is, and what happened."""
        self.person.home()
        self.person.channel("CGEN")
        for entry in ("Why this count", "History", "Scheduled bookings"):
            page = self._fresh(f"/client Number{self.number:02d}", "Bookings & Packages")
            page.press("Packages")
            self.person.modal.row(f"Gold{self.number:02d}").choose(entry)
            self.person.modal_titled(entry)

    def ask(self) -> None:
        """Ask for one session more, with a reason that is found again; take it back now and then."""
        self.asks_next = time.monotonic() + BETWEEN_REQUESTS * self.chance.random() * 2
        reason = f"more for {self.number}, number {len(self.told.asked)}"
        page = self._fresh(f"/client Number{self.number:02d}", "Bookings & Packages")
        page.press("Packages")
        self.person.modal.row(f"Gold{self.number:02d}").choose("Edit package")
        form = self.person.modal_titled("Edit package")
        now = int(form.value("Follow-up"))
        form.fill("Follow-up", str(now + 1 if now < 900 else 100))
        form.fill("Reason", reason)
        self.told.asked[reason] = False
        self.told.asked[reason] = self._submitted(form, lambda: None)
        if self.chance.random() < 0.2:
            self._fresh("/adjustments", "Pending adjustments").press("Withdraw")
            self.person.dialog.press("Withdraw it")

    def _submitted(self, form: Modal, unanswered: Callable[[], None]) -> bool:
        """Whether it was acknowledged as done; where it was refused, what is stored shows at the next look."""
        view = form.view
        form.submit()
        if view.trouble or view.errors:
            self.told.unknown += 1
            unanswered()  # a frozen process may take it when it goes on
            raise Interrupted
        if self.person.has_modal and self.person.modal.title == "That didn't work":
            return False
        self.told.changes += 1
        return True


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
        while person.has_modal:
            person.modal.close_all()
        thread.press("Decline")
        form = person.modal_titled("Decline adjustment")
        form.fill("Reason", "not this time")
        form.submit()

    def _pending(self) -> list[str]:
        """The threads of what waits among the newest messages: to look through all of them takes ever longer."""
        with self.world.slack.changed:
            told = self.world.slack.messages[MANAGERS_CHANNEL][-LOOKED_THROUGH:]
            return [message.ts for message in told if not message.is_reply and "Pending" in message.text]
