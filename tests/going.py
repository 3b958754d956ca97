"""The ways that people go in Ribbon, again and again."""

import time
from collections.abc import Callable

from playground.person.people import Person
from playground.person.screen import Modal, Screen

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
    return person.modal_titled("Bookings & Packages")


def left(person: Person, client: str, package: str) -> str:
    """What the client's page says of a package."""
    text = packages(person, client).row(package).text
    person.modal.close_all()
    return text


def rows(screen: Screen) -> list[str]:
    """The sessions that a list shows, in its order: first lines of what has a menu."""
    sections = [part.block for part in screen.look() if part.block["type"] == "section" and "accessory" in part.block]
    return [str(block["text"]["text"]).split("\n")[0] for block in sections]


def times(screen: Screen) -> list[str]:
    """When these are: second lines, up to the first dot."""
    sections = [part.block for part in screen.look() if part.block["type"] == "section" and "accessory" in part.block]
    return [str(block["text"]["text"]).split("\n")[1].split(" · ")[0] for block in sections]


def buttons(screen: Screen) -> list[str]:
    """What can be pressed."""
    pressable = [e for part in screen.look() for e in part.block.get("elements", []) if e["type"] == "button"]
    return [str(element["text"]["text"]) for element in pressable]


def seconds_of(deed: Callable[[], object]) -> float:
    """How long somebody waited for an answer."""
    start = time.monotonic()
    deed()
    return time.monotonic() - start
