"""What a process takes after many have worked with it: python tests/soak/growth.py [--people 2000].

Everybody comes twice, and does five things each time. After the first tour it knows them all; from then on neither its
memory nor its descriptors nor its threads may grow.
"""

import argparse
import os
import tempfile
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from flooding import memory
from practice import NOW, TEAM, Practice
from serving import Served, serving

from playground.person.people import People, Person
from playground.server import Playground, leave
from playground.state.slack import Slack
from storage.database import open_database
from storage.migrating import migrate

AT_ONCE, FORGOTTEN_EVERY = 8, 100
A_VISIT = 5  # gestures
MEGABYTE = 1_000_000
MOST_MEGABYTES, MOST_OTHERS = 8, 4  # more than after the first tour


@dataclass(frozen=True)
class Figures:
    memory: int  # megabytes
    descriptors: int
    threads: int

    @classmethod
    def of(cls, served: Served) -> "Figures":
        process = Path("/proc") / str(served.process.pid)
        counted = {name: len(os.listdir(process / name)) for name in ("fd", "task")}  # noqa: PTH208 - only how many
        return cls(memory(served) // MEGABYTE, counted["fd"], counted["task"])

    def has_grown_since(self, before: "Figures") -> bool:
        others = max(self.descriptors - before.descriptors, self.threads - before.threads)
        return self.memory - before.memory > MOST_MEGABYTES or others > MOST_OTHERS

    def __str__(self) -> str:
        return f"{self.memory:4} MB, {self.descriptors:3} descriptors, {self.threads:3} threads"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--people", type=int, default=2000)
    number, begun = parser.parse_args().people, time.monotonic()

    def say(when: str, figures: Figures) -> None:
        print(f"{time.monotonic() - begun:4.0f} s  {when:28} {figures}", flush=True)

    with practised(number) as (playground, served):
        say("before anybody came", Figures.of(served))
        _tour(playground, number, "Mark paid", "Confirmed · Paid")
        first = Figures.of(served)
        say(f"after {number * A_VISIT} gestures", first)
        _tour(playground, number, "Mark unpaid", "Confirmed · Unpaid")
        last = Figures.of(served)
        say(f"after {number * A_VISIT * 2} gestures", last)
        wrong = [*playground.slack.problems, *(notice.text for notice in playground.slack.notices)]
    is_good = not last.has_grown_since(first) and not wrong
    print("all is well" if is_good else f"WRONG {wrong[:3]}", flush=True)
    leave(0 if is_good else 1)


def _tour(playground: Playground, number: int, marks: str, becomes: str) -> None:
    """Everybody comes once, several at a time."""
    people = People(playground.client)
    with ThreadPoolExecutor(AT_ONCE) as pool:
        for n, _ in enumerate(pool.map(lambda n: _visit(people.person(f"U{n}"), marks, becomes), range(number))):
            if n % FORGOTTEN_EVERY == 0:
                with playground.slack.changed:
                    del playground.slack.calls[:], playground.deliveries.made[:]


def _visit(person: Person, marks: str, becomes: str) -> None:
    """Home, the bookings, a session's details, its payment, and the client's page."""
    person.home()
    person.channel("CGEN")
    person.command("/bookings")
    person.modal_titled("Bookings").row("Follow-up").choose("Session details")
    person.modal_titled("Session details").press(marks)
    person.modal.sees(becomes)
    person.modal.close_all()
    person.command(f"/client Client{person.user}")
    person.modal_titled("Bookings & Packages").close_all()


@contextmanager
def practised(number: int) -> Iterator[tuple[Playground, Served]]:
    """Ribbon in a practice of so many people, each with a client, a package and a session."""
    slack = Slack(patience=30.0)
    slack.add_workspace(TEAM)
    for n in range(number):
        slack.add_person(f"U{n}", f"Practitioner {n}", tz="Europe/Berlin")
    slack.add_person("UMAN", "Mia Manager")
    slack.add_channel("CGEN", "general")
    with tempfile.TemporaryDirectory(prefix="ribbon-growth-") as folder, (Path(folder) / "log").open("w") as log:
        url = f"sqlite:///{Path(folder) / 'ribbon.db'}"
        _fill(url, number)
        with (
            Playground(slack, within=30.0) as playground,
            serving(playground, url, stdout=log.fileno(), RIBBON_MANAGERS="UMAN") as served,
        ):
            yield playground, served


def _fill(url: str, number: int) -> None:
    database = open_database(url)
    migrate(database)
    practice, days = Practice(database), (datetime.now(UTC) - NOW).days + 3
    with practice.at_once():
        practice.service("follow", "Follow-up")
        for n in range(number):
            practice.client(f"c{n}", f"ClientU{n} Person")
            practice.package(f"p{n}", f"c{n}", f"Pack {n}", {"follow": 5})
            practice.session(f"s{n}", f"c{n}", "follow", days, f"p{n}", practitioner=f"U{n}")
    database.close()


if __name__ == "__main__":
    main()
