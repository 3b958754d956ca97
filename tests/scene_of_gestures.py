"""How people get to where each gesture can be made, and what others do meanwhile."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from typing import Any

from going import bookings, packages
from posting import HERE, Posting
from practice import NOW, Practice
from sqlalchemy import delete, update

from bot.app import Ribbon
from domain.values.history import Entry, Happening
from domain.values.ids import ClientId, PackageId, PersonId
from domain.values.messages import MessageKind
from playground.person.people import People, Person
from playground.person.screen import Modal, Screen
from playground.state.world import Message
from storage.records import RecordsTx
from storage.tables import ADJUSTMENT, DROP, MESSAGE, MESSAGE_CLIENT, PACKAGE, SESSION, SETTING_CHANGE

HOME, ONE = "Home", "the first window"
LONG_AGO = NOW - timedelta(days=400)


@dataclass
class Scene:
    """One person after the other does everything with a client of their own."""

    people: People
    practice: Practice
    ribbon: Ribbon
    posting: Posting
    n: int = 0
    p: Person = field(init=False)
    place: Screen = field(init=False)  # where words about a message or a command are read

    def is_new(self, user: str) -> None:
        """A new client with a package and four sessions; the sessions of those before are long over."""
        self.n, self.p = self.n + 1, self.people.person(user)
        with self.practice.database.writing() as connection:
            connection.execute(update(SESSION).values(starts_at=LONG_AGO))
            connection.execute(update(PACKAGE).values(status="cancelled"))
            connection.execute(update(ADJUSTMENT).values(status="withdrawn", decided_by="UMAN2", decided_at=NOW))
        with self.practice.at_once():
            self.practice.client(self.key, f"Row{self.n:03} Person")
            self.practice.package(self.pack, self.key, self.pack, {"follow": 5, "initial": 2}, expires_on=SOON)
            self._session("free", "follow", 3)
            self._session("kept", "follow", 4, self.pack)
            self._session("odd", "nutri", 5)
            self._session("past", "initial", -1, self.pack)

    def _session(self, name: str, service: str, days: float, package: str | None = None) -> None:
        self.practice.session(f"{name}{self.n:03}", self.key, service, days, package, payment=PAYMENT[name])

    @property
    def key(self) -> str:
        return f"client{self.n:03}"

    @property
    def who(self) -> str:
        return f"Row{self.n:03}"

    @property
    def pack(self) -> str:
        return f"Pack {self.n:03}"

    def many(self, what: str) -> None:
        """More sessions than a page has, linked ones or not; or more packages."""
        with self.practice.at_once():
            for n in range(12):
                if what == "packages":
                    self.practice.package(f"{self.pack}/{n}", self.key, f"More {n}", {"follow": 5})
                else:
                    package = self.pack if what == "linked" else None
                    PAYMENT[f"{what}{n}"] = "unpaid"
                    self._session(f"{what}{n}", "follow", 6 + n / 100, package)

    def goes_on(self) -> None:
        """What was dropped is imported, and messages are posted."""
        while self.ribbon.importer.import_next(HERE):
            pass
        self.posting.catches_up()

    def heard(self, _: Message) -> None:
        """Wait until Ribbon has been told of a message."""
        self.p.client.deliveries.settle()

    # ways

    def home(self) -> Screen:
        self.place = self.p.home()
        return self.place

    def list(self) -> Modal:
        return bookings(self.p, self.who)

    def page(self) -> Modal:
        self.p.command(f"/client {self.who}")
        return self.p.modal_titled("Bookings & Packages")

    def packages(self) -> Modal:
        return packages(self.p, self.who)

    def package_menu(self, entry: str) -> Modal:
        self.packages().row(self.pack).choose(entry)
        return self.p.modal_titled(entry)

    def free(self, on: Screen) -> Screen:
        return on.row(f"{self.who} Person\nFollow-up", "Confirmed · Paid")

    def kept(self, on: Screen) -> Screen:
        return on.row("🎁", f"{self.who} Person\nFollow-up")

    def odd(self, on: Screen) -> Screen:
        return on.row(f"{self.who} Person\nNutrition", "Confirmed · Unpaid")

    def ending(self, on: Screen) -> Screen:
        return on.row("Ends ", self.pack)

    def opens(self, row: Screen, entry: str, title: str = "") -> Modal:
        row.choose(entry)
        return self.p.modal_titled(title or entry)

    def result(self, on: Screen) -> Modal:
        self.opens(self.odd(on), "Link to package").submit()
        return self.p.modal_titled("Linked, not counted")

    def uncounted(self, on: Screen) -> Screen:
        self.result(on).close()
        return self.p.screen

    def odd_linked(self, on: Screen) -> Screen:
        return self.uncounted(on).row(f"🎁 10:30 {self.who} Person\nNutrition", "not counted")

    def edit(self, on: str) -> Modal:
        if on == HOME:
            self.ending(self.home()).press("Edit package")
        else:
            self.packages().row(self.pack).choose("Edit package")
        form = self.p.modal_titled("Edit package")
        form.fill("Follow-up 50 min", "9")
        form.fill("Reason", "Agreed")
        return form

    def asks(self, user: str) -> None:
        """Somebody has asked for an adjustment, which stands in the managers' channel."""
        asking = _as(self, user)
        asking.edit(ONE).submit()
        asking.p.modal_titled("Bookings & Packages").close_all()
        self.posting.catches_up()

    def thread(self) -> Screen:
        self.asks("UPRAC")
        self.place = self.p.channel("CMAN").thread(self.pack)
        return self.place.message("5 → 9 |")

    # what a rule says no to

    @contextmanager
    def out_of_sight(self) -> Iterator[None]:
        """The client's sessions are somebody else's by now, and who looks is no manager any more."""
        before = self.ribbon.router.default_workspace
        self._hand_over("UPRAC2")
        with self.no_manager():
            yield
        self._hand_over("UPRAC")
        self.ribbon.router.default_workspace = before

    def _hand_over(self, user: str) -> None:
        with self.practice.database.writing() as connection:
            connection.execute(update(SESSION).where(SESSION.c.client_id == self.key).values(practitioner=user))

    @contextmanager
    def no_manager(self) -> Iterator[None]:
        before = self.ribbon.router.default_workspace
        self.ribbon.router.default_workspace = lambda team: replace(before(team), managers=(PersonId("UMAN2"),))
        yield
        self.ribbon.router.default_workspace = before

    @contextmanager
    def linked_by_others(self) -> Iterator[None]:
        self._tie(self.pack)
        yield

    @contextmanager
    def unlinked_by_others(self) -> Iterator[None]:
        self._tie(None)
        yield

    def _tie(self, package_id: str | None) -> None:
        tied: dict[str, Any] = {"package_id": package_id, "origin": package_id and "manual"}
        tied |= {"linked_at": package_id and NOW, "link_changes": SESSION.c.link_changes + 1}
        with self.practice.database.writing() as connection:
            connection.execute(update(SESSION).where(SESSION.c.client_id == self.key).values(tied))

    def has_no_answers(self) -> None:
        """What was answered in the direct messages is gone."""
        with self.practice.database.writing() as connection:
            connection.execute(delete(DROP))
            for table in (MESSAGE_CLIENT, MESSAGE):
                connection.execute(delete(table).where(table.c.kind.in_(IN_DIRECT)))
        self.p.slack.messages[self.p.dm().channel_id].clear()

    def has_a_history(self) -> None:
        with self.practice.database.writing() as connection:
            records = RecordsTx(connection, HERE)
            for n in range(12):
                at = NOW - timedelta(days=n)
                records.record(
                    Entry(Happening.LINKED, at, PersonId(self.p.user), ClientId(self.key), PackageId(self.pack))
                )

    def has_chosen(self) -> None:
        """More settings have been changed than a page tells of."""
        new = {"setting": "timezone", "ordinal": 0, "at": NOW, "by": "UMAN", "was": "UTC", "becomes": "Europe/Berlin"}
        with self.practice.database.writing() as connection:
            for n in range(self.n * 100, self.n * 100 + 12):
                connection.execute(SETTING_CHANGE.insert(), {"workspace": HERE, "times_chosen": n, **new})

    @contextmanager
    def changed_by_others(self) -> Iterator[None]:
        with self.practice.database.writing() as connection:
            connection.execute(update(SESSION).values(payment="paid", payment_changes=7, confirmation_changes=7))
        yield

    @contextmanager
    def decided_by_others(self) -> Iterator[None]:
        with self.practice.database.writing() as connection:
            connection.execute(update(ADJUSTMENT).values(status="declined", decided_by="UMAN2", decided_at=NOW))
        yield

    @contextmanager
    def as_it_is(self) -> Iterator[None]:
        yield


IN_DIRECT = [kind.value for kind in (MessageKind.HELP, MessageKind.IMPORT, MessageKind.OFFER, MessageKind.OUTCOME)]
PAYMENT = {"free": "paid", "kept": "unpaid", "odd": "unpaid", "past": "unpaid"}
SOON = date(2026, 3, 12)


def _as(scene: Scene, user: str) -> Scene:
    """The same scene with somebody else acting."""
    other = replace(scene)
    other.n, other.p = scene.n, scene.people.person(user)
    return other
