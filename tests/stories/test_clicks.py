"""How many clicks each task takes, from the command to the change: as the table in docs/practitioners.md says."""

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any, cast

import pytest
from practice import NOW, Practice

from bot.app import Ribbon
from playground.person.client import Client
from playground.person.people import People, Person
from playground.server import Playground

ROW = re.compile(r"^\| ([^|]+?) \| (\d+) \| (\d+) \|$", re.MULTILINE)
TABLE = {
    task: (int(clicks), int(typed))
    for task, clicks, typed in ROW.findall(Path("docs/practitioners.md").read_text(encoding="utf-8"))
}
TYPED = {"plain_text_input", "number_input", "datepicker", "datetimepicker"}


class Counting:
    """A person's Slack that counts; a menu is opened and then chosen from, which are two clicks."""

    def __init__(self, client: Client) -> None:
        self.client, self.clicks, self.typed = client, 0, 0

    def __getattr__(self, name: str) -> Any:
        return getattr(self.client, name)

    def act(self, shown: Any, block: Any, element: Any, change: Any) -> None:
        self.clicks += 2 if element.get("confirm") else 1
        self.client.act(shown, block, element, change)

    def choose(self, shown: Any, block: Any, element: Any, value: str) -> None:
        self.clicks += 2
        self.client.choose(shown, block, element, value)

    def enter(self, shown: Any, block: Any, element: Any, value: Any) -> None:
        if element["type"] in TYPED:
            self.typed += 1
        else:
            self.clicks += 1 if element["type"] == "radio_buttons" else 2
        self.client.enter(shown, block, element, value)

    def suggest(self, shown: Any, block: Any, element: Any, typed: str) -> Any:
        self.typed += bool(typed)
        return self.client.suggest(shown, block, element, typed)

    def submit(self, view: Any) -> None:
        self.clicks += 1
        self.client.submit(view)

    def command(self, channel: str, line: str) -> None:
        self.typed += 1
        self.client.command(channel, line)

    def open_home(self) -> None:
        self.clicks += 1
        self.client.open_home()


def link(person: Person) -> None:
    person.command("/bookings bo")
    person.modal_titled("Bookings").row("Bo Lindqvist").choose("Link to package")
    person.modal_titled("Link to package").submit()
    person.modal_titled("Bookings").sees("Linked Bo Lindqvist")


def link_on_home(person: Person) -> None:
    person.home()
    person.row("Bo Lindqvist", "Best fit").press("Link")
    person.sees("Linked Bo Lindqvist")


def link_all(person: Person) -> None:
    person.home().press("Link 3")
    person.modal_titled("Link several").submit()
    person.sees("Linked 3 sessions")


def unlink(person: Person) -> None:
    person.command("/bookings past linked ana")
    person.modal_titled("Bookings").row("16 Feb").choose("Unlink from package")
    person.modal_titled("Unlink from package").submit()
    person.modal_titled("Bookings").sees("Unlinked Ana Ruiz")


def undo(person: Person) -> None:
    person.home().sees("Linked Bo Lindqvist")
    person.press("Undo")
    person.sees("Undone: Bo Lindqvist")


def move(person: Person) -> None:
    person.command("/bookings past linked ana")
    person.modal_titled("Bookings").row("16 Feb").choose("Move to another package")
    person.modal_titled("Move to another package").submit()
    person.modal_titled("Bookings").sees("Moved Ana Ruiz")


def confirm_all(person: Person) -> None:
    person.command("/bookings today")
    person.modal_titled("Bookings").press("Confirm all")
    person.modal_titled("Confirm all").submit()
    person.modal_titled("Bookings").sees("Confirmed 2 sessions")


def mark_as_paid(person: Person) -> None:
    person.command("/bookings past linked ana")
    person.modal_titled("Bookings").row("16 Feb").choose("Session details")
    person.modal_titled("Session details").press("Mark as unpaid")
    person.modal.sees("as unpaid")


def cancel(person: Person) -> None:
    person.command("/bookings bo")
    person.modal_titled("Bookings").row("Bo Lindqvist").choose("Session details")
    person.modal_titled("Session details").press("Cancel session")
    person.dialog.press("Cancel session")
    person.modal.sees("Cancelled Bo Lindqvist")


def book(person: Person) -> None:
    person.command("/book bo")
    form = person.modal_titled("Book a session")
    form.pick("Service", "Follow-up 50 min", query="foll")
    form.fill("Date and time", str(int(NOW.timestamp()) + 86_400))
    form.pick("Silver 5")
    form.submit()
    person.modal_titled("Booked").sees("Booked Bo Lindqvist")


def ask(person: Person) -> None:
    person.command("/client ana")
    person.modal_titled("Bookings & Packages").press("Packages")
    person.modal_titled("Bookings & Packages").row("Starter 3").choose("Edit package")
    form = person.modal_titled("Edit package")
    form.fill("Follow-up 50 min", "4")
    form.fill("Reason", "Agreed")
    form.submit()
    person.modal.sees("3 → 4")


def make_it_count(person: Person) -> None:
    person.command("/bookings chidi")
    person.modal_titled("Bookings").row("🎁", "not counted").choose("Make it count")
    person.modal_titled("Make it count").press("Add a session")
    person.modal_titled("Edit package").submit()
    person.modal_titled("Count adjustment").sees("0 → 1")


def decide(person: Person) -> None:
    person.command("/adjustments")
    person.modal_titled("Pending adjustments").press("Decide")
    person.modal.press("Approve")
    person.modal.sees("Approved")


TASKS: dict[str, Callable[[Person], None]] = {
    "Link a session to the package that fits best": link,
    "The same on Home": link_on_home,
    "Link all that fit, on Home": link_all,
    "Unlink a session": unlink,
    "Move a session to the next best package": move,
    "Undo": undo,
    "Confirm all of today": confirm_all,
    "Mark a session as unpaid": mark_as_paid,
    "Cancel a session": cancel,
    "Book a session from a package": book,
    "Ask for another session in a package": ask,
    "Make a session count by one more": make_it_count,
    "Approve a request": decide,
}


def two_today(_: Person, practice: Practice) -> None:
    for n in (1, 2):
        practice.session(f"today{n}", "c3", "follow", n / 24, confirmation="unconfirmed")


def done_before(act: Callable[[Person], None]) -> Callable[[Person, Practice], None]:
    def do(person: Person, _: Practice) -> None:
        act(person)
        person.modal.close_all()

    return do


BEFORE: dict[str, Callable[[Person, Practice], None]] = {
    "Undo": done_before(link),
    "Approve a request": done_before(ask),
    "Confirm all of today": two_today,
    "Make a session count by one more": lambda _, practice: practice.session("odd", "c3", "nutri", 1, "p5"),
}


@pytest.fixture
def counting(playground: Playground, ribbon: Ribbon, practice: Practice) -> Callable[[str], Person]:
    assert ribbon
    assert practice

    def client(user: str) -> Client:
        return cast("Client", Counting(playground.client(user)))

    return People(client).person


def test_every_task_of_the_table_is_counted() -> None:
    assert list(TABLE) == list(TASKS)


@pytest.mark.parametrize("task", TASKS)
def test_a_task_takes_as_many_clicks_as_the_docs_say(
    task: str, counting: Callable[[str], Person], practice: Practice
) -> None:
    if task in BEFORE:
        BEFORE[task](counting("UPRAC"), practice)
    person = counting("UMAN" if TASKS[task] is decide else "UPRAC")
    counted = cast("Counting", person.client)
    counted.clicks = counted.typed = 0

    TASKS[task](person)

    assert (counted.clicks, counted.typed) == TABLE[task]
