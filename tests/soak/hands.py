"""People at work: each pair of hands on sessions of its own, so that what was acknowledged can be held against it."""

import random
import time
from dataclasses import dataclass, field
from threading import Event

from acknowledged import Acknowledged, Known
from at_work import Interrupted, fresh, submitted, work_on
from going import buttons
from world import SESSIONS_EACH, World

from playground.person.parts import Part
from playground.person.people import People, Person
from playground.person.screen import Modal

UNLINKED = ""
BETWEEN_REQUESTS = 20.0  # seconds of one pair of hands: a channel takes one message a second
NEXT_YEAR, A_SESSION = 365 * 24 * 3600, 3600  # seconds


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
        self.told.confirmations = {session: Known({"confirmed"}) for session in sessions}
        self.books_next = int(time.time()) // A_SESSION * A_SESSION + NEXT_YEAR

    def work(self) -> None:
        often = [self.link_or_unlink] * 6 + [self.pay, self.cancel_or_restore, self.book, self.look_around]
        work_on(
            self.told, self.ended, self.chance, lambda: self.ask if self._is_to_ask() else self.chance.choice(often)
        )

    def _row(self) -> tuple[str, Part]:
        """One of their sessions, by its day; those that are booked meanwhile come after them."""
        fresh(self.person, "/bookings", "Bookings").press("With cancelled")
        bookings = self.person.modal_titled("Bookings")
        bookings.sees("✕ With cancelled")
        rows = [part for part in bookings.look() if part.block["type"] == "section" and part.block.get("accessory")]
        k = self.chance.randrange(SESSIONS_EACH)
        return f"s{self.number}-{k}", rows[k]

    def _choose(self, part: Part, entry: str) -> None:
        """Take an entry of the row's menu."""
        menu = part.block["accessory"]
        (value,) = [option["value"] for option in menu["options"] if option["text"]["text"] == entry]
        self.person.client.choose(part.shown, part.block, menu, value)

    def link_or_unlink(self) -> None:
        """Look at a session's row, and do what the menu offers."""
        session, part = self._row()
        link, package = self.told.links[session], f"p{self.number}"
        is_free = part.block["accessory"]["options"][0]["value"].startswith("link ")
        link.seen(UNLINKED if is_free else package)
        entry = "Link to package" if is_free else "Unlink from package"
        self._choose(part, entry)
        form = self.person.modal_titled(entry)
        becomes = package if is_free else UNLINKED
        link.tried(becomes)
        if submitted(self.person, self.told, form, lambda: link.unanswered(becomes)):
            link.answered(becomes)

    def pay(self) -> None:
        """Mark a session as paid, or as unpaid."""
        session, details = self._details()
        is_paid = "Mark as unpaid" in buttons(details)
        payment, becomes = self.told.payments[session], "unpaid" if is_paid else "paid"
        payment.seen("paid" if is_paid else "unpaid")
        self._pressed(details, "Mark as unpaid" if is_paid else "Mark as paid", payment, becomes)

    def cancel_or_restore(self) -> None:
        """Cancel a session, in time or late, or restore it."""
        session, details = self._details()
        known, is_to_happen = self.told.confirmations[session], "Cancel session" in buttons(details)
        now = "confirmed" if is_to_happen else "late_cancelled" if "Late cancellation" in details.text else "cancelled"
        known.seen(now)
        if not is_to_happen:
            self._pressed(details, "Restore", known, "confirmed")
        elif self.chance.random() < 0.5:
            self._pressed(details, "Late cancellation", known, "late_cancelled")
        else:
            self._pressed(details, "Cancel session", known, "cancelled")

    def _details(self) -> tuple[str, Modal]:
        session, part = self._row()
        self._choose(part, "Session details")
        return session, self.person.modal_titled("Session details")

    def _pressed(self, details: Modal, label: str, known: Known, becomes: str) -> None:
        """Press a button of the details and wait until they show what it does; a refusal may come instead."""
        known.tried(becomes)
        known.unanswered(becomes)
        before = details.text
        details.press(label)
        if label in {"Cancel session", "Late cancellation", "Restore"}:
            self.person.dialog.press(label)
        self.person.slack.wait(lambda: details.text != before, lambda: f"{label} shows nothing")
        if self.person.modal.title != "Session details" or "Nothing was changed" in details.text:
            raise Interrupted
        known.answered(becomes)
        self.told.changes += 1

    def book(self) -> None:
        """Book a session of next year from the package."""
        form = fresh(self.person, f"/book Number{self.number:02d}", "Book a session")
        at, self.books_next = self.books_next, self.books_next + A_SESSION
        form.pick("Service", "Follow-up", query="Foll")
        form.fill("Date and time", str(at))
        form.pick(f"Gold{self.number:02d}")
        self.told.booked[at] = False
        self.told.booked[at] = submitted(self.person, self.told, form)

    def look_around(self) -> None:
        """Home, why the count is what it is, and what happened."""
        self.person.home()
        self.person.channel("CGEN")
        for entry in ("Why this count", "History", "Scheduled bookings"):
            page = fresh(self.person, f"/client Number{self.number:02d}", "Bookings & Packages")
            page.press("Packages")
            self.person.modal.row(f"Gold{self.number:02d}").choose(entry)
            self.person.modal_titled(entry)

    def _is_to_ask(self) -> bool:
        return time.monotonic() > self.asks_next

    def ask(self) -> None:
        """Ask for another number than ever before, with a reason that is found again; take it back now and then."""
        self.asks_next = time.monotonic() + BETWEEN_REQUESTS * self.chance.random() * 2
        reason = f"more for {self.number}, number {len(self.told.asked)}"
        page = fresh(self.person, f"/client Number{self.number:02d}", "Bookings & Packages")
        page.press("Packages")
        self.person.modal.row(f"Gold{self.number:02d}").choose("Edit package")
        form = self.person.modal_titled("Edit package")
        form.fill("Follow-up", str(100 + len(self.told.asked) % 800))
        form.fill("Reason", reason)
        self.told.asked[reason] = False
        self.told.asked[reason] = submitted(self.person, self.told, form)
        if self.chance.random() < 0.2:
            fresh(self.person, "/adjustments", "Pending adjustments").press("Withdraw")
            self.person.dialog.press("Withdraw it")
