"""People clicking at once while Slack takes 100 ms to answer: python tests/benchmarks/clicking.py [PICTURE.svg]"""

import asyncio
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from itertools import count
from pathlib import Path
from statistics import median, quantiles

from gestures import link, show_past
from here import Sent
from measuring import Line, print_table
from pictures import latency_picture
from postgres import postgres_url
from practices import fill
from served import Served, SlowSlack, ribbon_processes, slow_slack
from sqlalchemy import text

from storage.database import open_database
from storage.migrating import migrate

SESSIONS, SECONDS = 10_000, 5.0
CROWD, BIG_CROWD = 64, 128
SIZES = (1, 4, 16, CROWD)
NOT_DONE = (b"went wrong", b"Ribbon is busy")
ONE_CORE = "1"  # the second; they count from 0
LINK_EVERY = 4  # clicks; the others turn the list to past sessions


@dataclass
class Clicks:
    """What people met: how long each click took, and how many went wrong."""

    seconds: list[float] = field(default_factory=list)
    errors: int = 0
    cpu: float = 0.0
    lasted: float = 0.0

    @property
    def p99(self) -> float:
        return quantiles(self.seconds, n=100)[98] * 1000

    @property
    def rate(self) -> float:
        return len(self.seconds) / self.lasted


@dataclass
class Crowd:
    """People with something to click; each link is of another session."""

    served: list[Served]
    links: Iterator[Sent]

    def click(self, people: int, seconds: float = SECONDS) -> Clicks:
        return asyncio.run(self._click(people, seconds))

    async def _click(self, people: int, seconds: float) -> Clicks:
        await asyncio.gather(*(self._person(n, Clicks(), time.perf_counter() + 0.5) for n in range(people)))  # warms up
        clicks, start = Clicks(), time.perf_counter()
        cpu = sum(one.cpu for one in self.served)
        await asyncio.gather(*(self._person(n, clicks, start + seconds) for n in range(people)))
        clicks.lasted = time.perf_counter() - start
        clicks.cpu = sum(one.cpu for one in self.served) - cpu
        return clicks

    async def _person(self, n: int, clicks: Clicks, end: float) -> None:
        reader, writer = await asyncio.open_connection("127.0.0.1", self.served[n % len(self.served)].port)
        past = show_past(f"UX{n}")
        for click in count():
            start = time.perf_counter()
            if start > end:
                break
            writer.write(_bytes(past if click % LINK_EVERY else next(self.links)))
            clicks.errors += not await _is_well(reader)
            clicks.seconds.append(time.perf_counter() - start)
        writer.close()


def _bytes(request: Sent) -> bytes:
    head = [f"{name}: {value}" for name, value in request.headers.items()]
    lines = ["POST /slack/events HTTP/1.1", "host: ribbon", f"content-length: {len(request.body)}", *head, "", ""]
    return ("\r\n".join(lines) + request.body).encode()


async def _is_well(reader: asyncio.StreamReader) -> bool:
    head = (await reader.readuntil(b"\r\n\r\n")).lower()
    body = await reader.readexactly(int(head.partition(b"content-length:")[2].partition(b"\r\n")[0] or 0))
    return head.startswith(b"http/1.1 200") and not any(words in body for words in NOT_DONE)


def filled(url: str) -> list[tuple[str, str]]:
    """A practice in this database; the sessions that can be linked, each with a package for it."""
    database = open_database(url)
    migrate(database)
    fill(database, SESSIONS)
    with database.reading() as connection:
        rows = connection.execute(text("SELECT id, client_id FROM session WHERE package_id IS NULL")).all()
    database.close()
    return [(row.id, f"p{row.client_id[1:]}") for row in rows]


@contextmanager
def crowd(processes: int = 1, *, on_postgresql: bool = False, cores: str | None = None) -> Iterator[Crowd]:
    with tempfile.TemporaryDirectory() as name, slow_slack(Path(name)) as slack:
        if not on_postgresql:
            with _before(slack, f"sqlite:///{name}/ribbon.db", processes, cores) as people:
                yield people
            return
        with postgres_url() as url, _before(slack, url, processes, cores) as people:
            yield people


@contextmanager
def _before(slack: SlowSlack, url: str, processes: int, cores: str | None) -> Iterator[Crowd]:
    free = filled(url)
    with ribbon_processes(slack, url, processes, cores) as served:
        yield Crowd(served, (link(session, package) for session, package in free))


def lines(picture: Path | None = None) -> list[Line]:
    with crowd(cores=ONE_CORE) as people:
        rounds = [{size: people.click(size) for size in SIZES} for _ in range(3)]
    if picture:
        latency_picture(
            picture, {size: [median(r[size].seconds) * 1000 for r in rounds] for size in SIZES}, _p99s(rounds)
        )
    errors = sum(clicks.errors for every in rounds for clicks in every.values())
    slower = [every[CROWD].p99 / every[1].p99 for every in rounds]
    one_core = [len(every[CROWD].seconds) / every[CROWD].cpu for every in rounds]
    what = f"{CROWD} people clicking, Slack answers after 100 ms over TLS"
    return [
        Line(f"{what}: p99", f"1 person ({errors} errors)", "≤ ×3, no error", slower),
        Line(f"{what}: clicks a second", "the clock, on one core", "≥ 300/s", [e[CROWD].rate for e in rounds], "/s"),
        Line(f"{what}: clicks a CPU second", "the process's own CPU", "≥ 300/s", one_core, "/s"),
        _processes(),
    ]


def _p99s(rounds: list[dict[int, Clicks]]) -> dict[int, list[float]]:
    return {size: [every[size].p99 for every in rounds] for size in SIZES}


def _processes() -> Line:
    with crowd(on_postgresql=True) as one, crowd(3, on_postgresql=True) as three:
        figures = [three.click(BIG_CROWD).rate / one.click(BIG_CROWD).rate for _ in range(3)]
    return Line(f"three processes on PostgreSQL, {BIG_CROWD} people", "one process", "≥ ×1.6 on two cores", figures)


if __name__ == "__main__":
    print_table(lines(Path(sys.argv[1]) if sys.argv[1:] else None))
