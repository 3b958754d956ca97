"""A large import has the file to itself: who can't save meanwhile reads how long it takes, and that is so."""

import re
from concurrent.futures import ThreadPoolExecutor
from time import monotonic, sleep

import pytest
from going import bookings
from posting import HERE

from bot.app import Ribbon
from playground.person.people import Person
from playground.server import Playground
from storage.long_write import LongWrite

ROWS = 40_000
HEADER = "session_id,client_id,service_id,practitioner,starts_at,minutes,confirmation,payment,package_id\n"
MANY = HEADER + "".join(f"n{n},c1,follow,UPRAC,2026-03-04T10:00:00+01:00,50,confirmed,unpaid,\n" for n in range(ROWS))


@pytest.mark.on_sqlite("on PostgreSQL an import keeps nobody from saving but who is at the same rows")
def test_who_saves_meanwhile_reads_how_long_it_takes_and_saves_then(
    petra: Person, mia: Person, ribbon: Ribbon, playground: Playground
) -> None:
    bookings(petra, "bo").row("Bo Lindqvist").choose("Link to package")
    form = petra.modal_titled("Link to package")
    mia.dm().drops("sessions.csv", MANY.encode())
    playground.deliveries.settle()

    with ThreadPoolExecutor(1) as threads:
        importing = threads.submit(ribbon.importer.import_next, HERE)
        sleep(1)
        form.submit()
        told_at = monotonic()
        said = re.search(r"An import is being saved: about (\d+) s more", petra.modal_titled("That didn't work").text)
        importing.result()
        took = monotonic() - told_at

    assert said
    assert took / 2 - 1 <= float(said[1]) <= 3 * took + 5  # it is said as "about"
    bookings(petra, "bo").row("Bo Lindqvist").choose("Link to package")
    petra.modal_titled("Link to package").submit()
    bookings(petra, "bo").row("Bo Lindqvist").sees("🎁")


@pytest.mark.parametrize(
    ("done", "after", "now", "left"),
    [(0.0, 0.0, 3.0, None), (0.01, 0.2, 3.0, None), (0.5, 10.0, 10.0, 13.0), (0.5, 10.0, 14.0, 9.0), (1.0, 10, 20, 1)],
)
def test_it_goes_on_as_it_went_so_far_and_is_committed(
    done: float, after: float, now: float, left: float | None
) -> None:
    writing = LongWrite(100.0)
    writing.note(done, 100.0 + after)
    assert writing.seconds_left(100.0 + now) == (left if left is None else pytest.approx(left))
