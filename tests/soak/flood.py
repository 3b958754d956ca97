"""Thousands of held connections and large bodies, one kind after the other: python tests/soak/flood.py [--held 5000].

Meanwhile somebody goes on working: each of their commands must be answered in time, and in the end neither descriptors
nor connections may be left.
"""

import argparse
import os
import resource
import tempfile
import time
from collections.abc import Iterator
from contextlib import AbstractContextManager, ExitStack, contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

from flooding import HELD, STAMPED, answers, connected, fresh, held, memory
from practice import TEAM, usual_practice
from serving import Served, serving

from playground.server import Playground, leave
from playground.state.slack import Slack
from playground.to_the_bot import payloads
from playground.to_the_bot.bots import Parcel
from storage.database import open_database
from storage.migrating import migrate

COMMANDS, BODIES = 30, 200
IN_TIME, CLOSED_WITHIN = 3.0, 15.0
MEGABYTE = 1_000_000


@dataclass
class Flooded:
    """Ribbon with one practitioner, and who floods it."""

    playground: Playground
    served: Served

    def slowest_answer(self) -> float:
        """The seconds until the slowest of some commands was answered."""
        slack = self.playground.slack
        command = Parcel("command", payloads.command(slack, "UPRAC", slack.channels["CGEN"], "/bookings"))
        seconds = []
        for _ in range(COMMANDS):
            begun = time.monotonic()
            reply = self.playground.deliveries.bot.take(command, 10)
            seconds.append(time.monotonic() - begun if not reply.error else IN_TIME)
        return max(seconds)

    @property
    def descriptors(self) -> int:
        return len(os.listdir(f"/proc/{self.served.process.pid}/fd"))  # noqa: PTH208 - no folder of ours


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--held", type=int, default=5000)
    number = parser.parse_args().held
    _, most = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (most, most))
    with flooded() as ribbon:
        before = ribbon.descriptors
        good = [_goes_on(ribbon, f"{number} hold {name}", _holding(ribbon, number, HELD[name])) for name in HELD]
        good.append(_goes_on(ribbon, f"{BODIES} send 1.8 MB and no more", _large_bodies(ribbon)))
        left = _left(ribbon, before)
        in_order = ribbon.served.stops() == 0
        print(f"descriptors left: {left}; {'ended in time' if in_order else 'DID NOT END WELL'}", flush=True)
    is_good = all(good) and left < 10 and in_order
    print("all is well" if is_good else "WRONG", flush=True)
    leave(0 if is_good else 1)


def _left(ribbon: Flooded, before: int) -> int:
    """How many descriptors are still taken once all have had the time to be closed."""
    end = time.monotonic() + CLOSED_WITHIN
    while ribbon.descriptors > before and time.monotonic() < end:
        time.sleep(0.1)
    return ribbon.descriptors - before


@contextmanager
def flooded() -> Iterator[Flooded]:
    slack = Slack(patience=5.0)
    slack.add_workspace(TEAM)
    slack.add_person("UPRAC", "Petra Practitioner", tz="Europe/Berlin")
    slack.add_channel("CGEN", "general")
    with tempfile.TemporaryDirectory() as folder, (Path(folder) / "log").open("w") as log:
        url = f"sqlite:///{Path(folder) / 'ribbon.db'}"
        database = open_database(url)
        migrate(database)
        usual_practice(database)
        database.close()
        with Playground(slack) as playground, serving(playground, url, stdout=log.fileno()) as served:
            yield Flooded(playground, served)


@contextmanager
def _holding(ribbon: Flooded, number: int, sent: bytes) -> Iterator[None]:
    begun = time.monotonic()
    with held(ribbon.served, number, sent) as connections:
        yield
        answers(connections[-1])
        assert time.monotonic() - begun < CLOSED_WITHIN


@contextmanager
def _large_bodies(ribbon: Flooded) -> Iterator[None]:
    with ExitStack() as open_ones:
        for _ in range(BODIES):
            connection = open_ones.enter_context(connected(ribbon.served))
            with suppress(OSError):  # turned away
                connection.sendall(fresh(STAMPED) + b"Content-Length: 1900000\r\n\r\n" + b"x" * 1_800_000)
        yield


def _goes_on(ribbon: Flooded, what: str, flood: AbstractContextManager[None]) -> bool:
    with flood:
        slowest = ribbon.slowest_answer()
        took = memory(ribbon.served) // MEGABYTE
    is_good = slowest < IN_TIME
    wrong = "" if is_good else "  ← WRONG"
    print(f"{what:42} slowest answer {slowest:.2f} s, {took} MB{wrong}", flush=True)
    return is_good


if __name__ == "__main__":
    main()
