"""Lines about services, as a message or a row has room for: names are cut before a line is left out."""

from collections import Counter
from collections.abc import Callable, Sequence
from typing import Protocol, TypeVar

from bot.views.parts import cut, length
from domain.values.ids import ServiceId
from domain.values.sessions import Service

SIZES = (150, 100, 60, 40)  # characters of a name
MORE = 60  # characters: room for how many more there are


class OfAService(Protocol):
    @property
    def service(self) -> Service: ...


R = TypeVar("R", bound=OfAService)


def lines_that_fit(rows: Sequence[R], line: Callable[[R, str], str], room: int) -> list[str]:
    """A line for each row, given its service's name; where even short names don't fit, how many more and where."""
    lines: list[str] = []
    for most in SIZES:
        names = told_apart([row.service for row in rows], most)
        lines = [line(row, names[row.service.id]) for row in rows]
        if _size(lines) <= room:
            return lines
    shown = lines
    while shown and _size(shown) > room - MORE:
        shown = shown[:-1]
    return [*shown, f"And {len(lines) - len(shown)} more: see the package's History."]


def told_apart(services: Sequence[Service], most: int) -> dict[ServiceId, str]:
    """Each name in so many characters; those that look the same then have their id, too."""
    names = {service.id: cut(service.name, most) for service in services}
    alike = {name for name, n in Counter(names.values()).items() if n > 1}
    for service in services:
        if names[service.id] in alike:
            names[service.id] = f"{cut(service.name, max(1, most - length(service.id) - 3))} ({service.id})"
    return names


def _size(lines: Sequence[str]) -> int:
    return sum(length(line) + 1 for line in lines)
