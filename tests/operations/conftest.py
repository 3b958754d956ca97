"""Ribbon as several workspaces install it: its web side before a browser, and the playground's Slack behind it."""

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor

import pytest
from installing import Browser, Clock
from pydantic import SecretStr
from stalls import A_STALL, unhurried_slack
from starlette.applications import Starlette
from typer.testing import CliRunner

from bot.__main__ import program
from bot.app import Ribbon, build
from bot.serving.http import web
from bot.serving.received import received
from bot.serving.seals import Seals
from bot.settings import Settings
from playground.server import Playground
from playground.state.slack import Slack
from storage.database import Database
from storage.sealing import new_key


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def slack() -> Iterator[Slack]:
    """Two workspaces with a practitioner each."""
    slack = unhurried_slack()
    for team in ("T1", "T2"):
        slack.add_workspace(team)
        slack.add_person(f"UPRAC{team}", "Petra Practitioner", workspace=team)
    yield slack
    assert slack.problems == []


@pytest.fixture
def playground(slack: Slack) -> Iterator[Playground]:
    with Playground(slack, within=A_STALL) as playground:
        yield playground


@pytest.fixture
def keys() -> list[str]:
    return [new_key()]


@pytest.fixture
def settings(playground: Playground, database_url: str, keys: list[str]) -> Settings:
    return Settings(
        slack_client_id="1.2",
        slack_client_secret=SecretStr("a client's secret"),
        slack_signing_secret=SecretStr(playground.slack.signing_secret),
        slack_api_url=f"{playground.slack.base_url}/api/",
        database_url=database_url,
        ribbon_keys=SecretStr(",".join(keys)),
    )


@pytest.fixture
def ribbon(settings: Settings, database: Database, playground: Playground, clock: Clock) -> Iterator[Ribbon]:
    ribbon = build(settings, database, clock)

    def dispatch(body: bytes, headers: dict[str, str]) -> tuple[int, dict[str, str], bytes]:
        answer = ribbon.bolt.dispatch(received(body, headers))
        return answer.status, {key: values[0] for key, values in answer.headers.items()}, answer.body.encode()

    playground.connect(dispatch)
    yield ribbon
    ribbon.finish()


@pytest.fixture
def served(ribbon: Ribbon) -> Iterator[Starlette]:
    with ThreadPoolExecutor(4) as threads:
        yield web(ribbon.bolt, Seals(""), threads, ribbon.install_flow)


@pytest.fixture
def admin(served: Starlette) -> Browser:
    return Browser(served)


@pytest.fixture
def ribbon_command(database_url: str) -> Callable[..., str]:
    """Run a command of `ribbon` on the test's database, with this environment; what it said."""

    def run(*words: str, status: int = 0, **environment: str) -> str:
        result = CliRunner().invoke(program, words, env={"DATABASE_URL": database_url, **environment})
        assert result.exit_code == status, result.output
        return result.output

    return run
