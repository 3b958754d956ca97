"""Ribbon and the playground's Slack in one process: people click, the database is real."""

import asyncio
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

import pytest
from forging import Forger, contents
from going import bookings
from httpx import ASGITransport, AsyncClient
from posting import Posting
from practice import NOW, TEAM, Practice, usual_practice
from pydantic import SecretStr
from sharing import database, engines, file
from stalls import A_STALL, unhurried_slack
from structlog.testing import capture_logs

from bot.app import Ribbon, build
from bot.serving.http import web
from bot.serving.received import received
from bot.serving.seals import Seals
from bot.settings import Settings
from playground.person.people import People, Person
from playground.server import Playground
from playground.state.slack import Slack
from storage.database import Database

__all__ = ["database", "engines", "file"]


@dataclass
class Clock:
    at: datetime = NOW

    def __call__(self) -> datetime:
        return self.at

    def goes_on(self, **by: float) -> None:
        self.at += timedelta(**by)


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def posting(clock: Clock) -> Posting:
    """Messages are posted when a test says so, as fast as the poster's own clock lets them go."""
    return Posting(clock)


@pytest.fixture
def slack() -> Iterator[Slack]:
    """A workspace with two practitioners, two managers and a guest; nothing may go wrong unnoticed."""
    slack = unhurried_slack()
    slack.add_workspace(TEAM)
    slack.add_person("UPRAC", "Petra Practitioner", tz="Europe/Berlin")
    slack.add_person("UPRAC2", "Paul Practitioner", tz="America/New_York")
    slack.add_person("UMAN", "Mia Manager", tz="Europe/Berlin")
    slack.add_person("UMAN2", "Max Manager", tz="Europe/Berlin")
    slack.add_person("UGUEST", "Gus Guest", guest="multi")
    slack.add_channel("CGEN", "general")
    slack.add_channel("CMAN", "managers", ["UMAN", "UMAN2", "UBOTT1"], kind="private")
    yield slack
    assert slack.problems == []


@pytest.fixture
def playground(slack: Slack) -> Iterator[Playground]:
    with Playground(slack, within=A_STALL) as playground:
        yield playground


@pytest.fixture
def practice(database: Database) -> Practice:
    return usual_practice(database)


@pytest.fixture
def settings(playground: Playground, database_url: str) -> Settings:
    workspace = playground.slack.workspaces[TEAM]
    return Settings(
        slack_bot_token=SecretStr(workspace.token),
        slack_signing_secret=SecretStr(playground.slack.signing_secret),
        slack_api_url=f"{playground.slack.base_url}/api/",
        database_url=database_url,
        ribbon_managers=("UMAN", "UMAN2"),
        ribbon_managers_channel="CMAN",
        ribbon_timezone="Europe/Berlin",
    )


@pytest.fixture
def ribbon(
    settings: Settings, database: Database, playground: Playground, clock: Clock, posting: Posting
) -> Iterator[Ribbon]:
    ribbon = build(settings, database, clock, posting.clock)
    posting.of(ribbon.poster)

    def dispatch(body: bytes, headers: dict[str, str]) -> tuple[int, dict[str, str], bytes]:
        answer = ribbon.bolt.dispatch(received(body, headers))
        return answer.status, {key: values[0] for key, values in answer.headers.items()}, answer.body.encode()

    playground.connect(dispatch)
    yield ribbon
    ribbon.finish()


@pytest.fixture
def people(playground: Playground, ribbon: Ribbon, practice: Practice) -> People:
    """The people of a practice in which Ribbon runs."""
    assert ribbon
    assert practice
    return People(playground.client)


@pytest.fixture
def petra(people: People) -> Person:
    return people.person("UPRAC")


@pytest.fixture
def paul(people: People) -> Person:
    return people.person("UPRAC2")


@pytest.fixture
def mia(people: People) -> Person:
    return people.person("UMAN")


@pytest.fixture
def max_(people: People) -> Person:
    return people.person("UMAN2")


@pytest.fixture
def gus(people: People) -> Person:
    return people.person("UGUEST")


@pytest.fixture
def forger(petra: Person, playground: Playground) -> Forger:
    bookings(petra)
    return Forger(playground, petra)


@pytest.fixture
def log() -> Iterator[list[Any]]:
    with capture_logs() as entries:
        yield entries


@pytest.fixture
def unharmed(forger: Forger, database: Database, log: list[Any]) -> Iterator[None]:
    """Nothing has changed afterwards, and nothing failed on our side."""
    del forger
    before = contents(database)
    yield
    assert contents(database) == before
    assert [entry for entry in log if entry["log_level"] == "error"] == []


@pytest.fixture
def over_http(ribbon: Ribbon, playground: Playground) -> Iterator[None]:
    """Ribbon behind its own web server's routes."""
    with ThreadPoolExecutor(4) as threads:
        way_in = ASGITransport(web(ribbon.bolt, Seals(playground.slack.signing_secret), threads))

        async def post(body: bytes, headers: dict[str, str]) -> tuple[int, dict[str, str], bytes]:
            sent = [(name.encode(), value.encode("latin-1")) for name, value in headers.items()]
            async with AsyncClient(transport=way_in, base_url="http://ribbon") as client:
                answer = await client.post("/slack/events", content=body, headers=sent)
            return answer.status_code, dict(answer.headers), answer.content

        playground.connect(lambda body, headers: asyncio.run(post(body, headers)))
        yield
