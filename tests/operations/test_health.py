"""Health and metrics: at a port of their own where one is named, and looked at once a second however many ask."""

import asyncio
from collections.abc import Callable

import httpx
import pytest
from serving import readiness, serving, wait_for
from starlette.applications import Starlette
from typer.testing import CliRunner

from bot.__main__ import program
from bot.serving import health
from bot.serving.health import health_routes
from playground.server import Playground, free_port
from storage.database import DatabaseBusy

PATHS = ("/healthz", "/readyz", "/metrics")


def statuses(address: str) -> list[int]:
    with httpx.Client(trust_env=False) as http:
        return [http.get(f"{address}{path}").status_code for path in PATHS]


def test_where_there_is_a_port_for_them_the_other_knows_nothing_of_them(
    playground: Playground, filled_url: str
) -> None:
    with serving(playground, filled_url, OPS_PORT=str(free_port())) as served:
        assert statuses(served.health) == [200, 200, 200]
        assert statuses(served.url) == [404, 404, 404]
        assert httpx.post(f"{served.health}/slack/events", trust_env=False).status_code == 404
        assert served.stops() == 0


def test_over_socket_mode_that_port_alone_is_listened_at(playground: Playground, filled_url: str) -> None:
    with serving(playground, filled_url, by_socket=True, OPS_PORT=str(free_port())) as served:
        wait_for(lambda: statuses(served.health) == [200, 200, 200], "a socket")
        with pytest.raises(httpx.ConnectError):
            statuses(served.url)
        assert served.stops() == 0


def test_without_one_they_are_where_slack_calls(playground: Playground, filled_url: str) -> None:
    with serving(playground, filled_url) as served:
        assert statuses(served.url) == [200, 200, 200]
        assert readiness(served) == (200, "ready")


def test_the_same_port_for_both_is_refused_in_words(playground: Playground, database_url: str) -> None:
    playground.connect("http://127.0.0.1:9/slack/events")
    environment = {**playground.environment(), "DATABASE_URL": database_url, "PORT": "3000", "OPS_PORT": "3000"}
    result = CliRunner().invoke(program, ["serve"], env=environment)
    assert (result.exit_code, result.output) == (
        2,
        "ribbon: OPS_PORT is the same as PORT: choose another, or unset it\n",
    )


async def ask(app: Starlette, times: int) -> list[tuple[int, str]]:
    async with httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url="http://ribbon") as http:
        answers = await asyncio.gather(*(http.get("/readyz") for _ in range(times)))
    return [(answer.status_code, answer.text) for answer in answers]


@pytest.fixture
def at(monkeypatch: pytest.MonkeyPatch) -> list[float]:
    """What time it is."""
    now = [1000.0]
    monkeypatch.setattr(health, "monotonic", lambda: now[0])
    return now


def app_of(ready: Callable[[], list[str]]) -> Starlette:
    return Starlette(routes=health_routes(ready, bytes))


def test_readiness_is_looked_at_once_a_second_whoever_asks(at: list[float]) -> None:
    looks: list[float] = []

    def ready() -> list[str]:
        looks.append(at[0])
        return [] if len(looks) < 2 else ["the disk is full"]

    app = app_of(ready)

    async def asked() -> list[set[tuple[int, str]]]:
        first = set(await ask(app, 100))
        at[0] += 0.9
        again = set(await ask(app, 100))
        at[0] += 0.2
        return [first, again, set(await ask(app, 100))]

    assert asyncio.run(asked()) == [{(200, "ready")}, {(200, "ready")}, {(503, "the disk is full")}]
    assert len(looks) == 2


def test_a_database_that_is_busy_at_the_look_itself_is_told(at: list[float]) -> None:
    def busy() -> list[str]:
        raise DatabaseBusy

    assert at
    assert asyncio.run(ask(app_of(busy), 1)) == [(503, "the database can't be reached: DatabaseBusy")]
