"""The ways that people go in Ribbon, again and again."""

import re
import time
from collections.abc import Callable, Iterator

from playground.person.people import Person
from playground.person.screen import Modal, Screen

_TITLE = re.compile(r"(?:Cancelled · )?(?:🎁 )?(\d\d:\d\d(?: \(UTC\S+\))?) (.+)")

# Whatever Slack could take for markup, a mention or an emoji; right to left; an emoji of several characters.
WILD = 'Ana & Bo <b> *x* _y_ ~z~ `c` :smile: <@U1> <!channel> "q" ليلى 👩‍👩‍👧 \\n %'


def bookings(person: Person, words: str = "") -> Modal:
    """Open the bookings list afresh."""
    person.command(f"/bookings {words}".strip())
    return person.modal_titled("Bookings")


def packages(person: Person, client: str) -> Modal:
    """Open a client's Packages tab afresh."""
    person.command(f"/client {client}")
    person.modal_titled("Bookings & Packages").press("Packages")
    shown = person.modal_titled("Bookings & Packages")
    shown.loses("Filter")  # which the tab Bookings has: it may name the same package
    return shown


AFTER_SALE = {
    "Name and last day": "Name and last day",
    "Sell again": "New package",
    "Complete": "Complete package",
    "Cancel package": "Cancel package",
    "Reopen": "Reopen package",
}


def managing(person: Person, client: str, package: str, what: str) -> Modal:
    """Open what a manager does with a package after the sale."""
    packages(person, client).row(package).press("Manage package")
    person.modal_titled("Manage package").press(what)
    return person.modal_titled(AFTER_SALE[what])


def closes(person: Person, client: str, package: str, what: str = "Complete") -> Modal:
    """Complete, cancel or reopen a package, and look at the client's packages again."""
    managing(person, client, package, what).submit()
    person.modal_titled("Manage package").close()
    return person.modal_titled("Bookings & Packages")


def left(person: Person, client: str, package: str) -> str:
    """What the client's page says of a package."""
    text = packages(person, client).row(package).text
    person.modal.close_all()
    return text


def rows(screen: Screen) -> list[str]:
    """The sessions that a list shows, in its order: client and service of what has a menu."""
    return [f"{name} · {service}" for _, _, name, service in _rows(screen)]


def times(screen: Screen) -> list[str]:
    """When these are: the day that they stand under, and the time."""
    return [f"{day}, {time}" for day, time, _, _ in _rows(screen)]


def _rows(screen: Screen) -> Iterator[tuple[str, str, str, str]]:
    """Day, time, client and service of each row that has a menu."""
    read, day = screen.hands.reader.block, ""
    for part in screen.look():
        if part.block["type"] == "header":
            day = read(part.block).rpartition(" · ")[2]
        elif part.block.get("accessory", {}).get("type") == "overflow":
            title, service = read(part.block).split("\n")
            found = _TITLE.fullmatch(title)
            assert found, title
            yield day, found[1], found[2], service


def buttons(screen: Screen) -> list[str]:
    """What can be pressed."""
    pressable = [e for part in screen.look() for e in part.block.get("elements", []) if e["type"] == "button"]
    return [str(element["text"]["text"]) for element in pressable]


def seconds_of(deed: Callable[[], object]) -> float:
    """How long somebody waited for an answer."""
    start = time.monotonic()
    deed()
    return time.monotonic() - start
