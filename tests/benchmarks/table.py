"""The whole table, and the pictures of docs/: python tests/benchmarks/table.py [SESSIONS…]"""

import sys
from collections.abc import Callable
from pathlib import Path

import bookings
import clicking
import door
import door_served
import imports
import links
import neighbours_at_once
import pages
import starting
from measuring import Line, print_table

PICTURES = Path(__file__).parents[2] / "docs" / "pictures"


def lines(sizes: list[int]) -> list[Line]:
    """Measure all of it, which takes a while; each line is told as soon as it is known."""
    benchmarks: list[Callable[[], list[Line]]] = [
        door.lines,
        door_served.lines,
        links.lines,
        bookings.lines,
        starting.lines,
        imports.lines,
        neighbours_at_once.lines,
        lambda: clicking.lines(PICTURES / "latency.svg"),
        lambda: pages.lines(sizes, PICTURES / "pages.svg"),
    ]
    found: list[Line] = []
    for benchmark in benchmarks:
        for line in benchmark():
            print(f"{line.what}: {line.middle} ({line.spread})", file=sys.stderr, flush=True)
            found.append(line)
    return found


if __name__ == "__main__":
    print_table(lines([int(size) for size in sys.argv[1:]] or pages.SIZES))
