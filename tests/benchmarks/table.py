"""The whole table, and the pictures of docs/: python tests/benchmarks/table.py [SESSIONS…]"""

import sys
from pathlib import Path

import bookings
import clicking
import door
import door_served
import imports
import links
import pages
import starting
from measuring import Line, print_table

PICTURES = Path(__file__).parents[2] / "docs" / "pictures"


def lines(sizes: list[int]) -> list[Line]:
    return [
        *door.lines(),
        *door_served.lines(),
        *links.lines(),
        *bookings.lines(),
        *starting.lines(),
        *imports.lines(),
        *clicking.lines(PICTURES / "latency.svg"),
        *pages.lines(sizes, PICTURES / "pages.svg"),
    ]


if __name__ == "__main__":
    print_table(lines([int(size) for size in sys.argv[1:]] or pages.SIZES))
