"""What Slack didn't sign just now is turned away, counted, and told to the operator once a minute."""

import asyncio
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

import pytest
import structlog
from httpx import ASGITransport, AsyncClient, Response
from prometheus_client import REGISTRY
from slack_bolt import App
from starlette.applications import Starlette

from bot.app import AskedLater
from bot.serving.bodies import TurnedAway
from bot.serving.http import web
from bot.serving.seals import Seals
from playground.to_the_bot.bots import sign

SECRET = "8f742231b10e8888"  # noqa: S105 - of a Slack that isn't there
BODY = b'{"type":"url_verification","challenge":"c"}'


def post(app: Starlette, headers: list[tuple[str, bytes]]) -> Response:
    async def posted() -> Response:
        async with AsyncClient(transport=ASGITransport(app), base_url="http://ribbon") as http:
            return await http.post(
                "/slack/events", content=BODY, headers=[(name.encode(), value) for name, value in headers]
            )

    return asyncio.run(posted())


@pytest.fixture
def app() -> Starlette:
    """Ribbon's door before a Bolt that verifies nothing."""
    bolt = App(signing_secret="", request_verification_enabled=False, authorize=AskedLater())
    return web(bolt, Seals(SECRET), ThreadPoolExecutor(1))


def counted(outcome: str) -> float:
    return REGISTRY.get_sample_value("ribbon_requests_total", {"outcome": outcome}) or 0


@pytest.mark.parametrize(
    ("signed", "status", "outcome"),
    [
        (lambda: sign(BODY, SECRET), 200, "taken"),
        (lambda: sign(BODY, "another"), 401, "forged"),
        (lambda: sign(b"another", SECRET), 401, "forged"),
        (lambda: sign(BODY, SECRET, age=400), 401, "not of now"),
        (lambda: sign(BODY, SECRET, age=-400), 401, "not of now"),
        (dict, 401, "not signed"),
        (lambda: sign(BODY, SECRET) | {"X-Slack-Signature": "v0=é"}, 401, "not signed"),
        (lambda: sign(BODY, SECRET) | {"X-Slack-Request-Timestamp": "9" * 5000}, 401, "not signed"),
        (lambda: sign(BODY, SECRET) | {"Content-Length": "2000001"}, 413, "too large"),
    ],
)
def test_each_request_is_counted_by_what_became_of_it(
    app: Starlette, signed: Callable[[], dict[str, str]], status: int, outcome: str
) -> None:
    headers = [(name, value.encode()) for name, value in signed().items()]
    before = counted(outcome)
    assert post(app, [("content-type", b"application/json"), *headers]).status_code == status
    assert counted(outcome) == before + 1


def test_it_is_told_at_most_once_a_minute_with_what_to_compare() -> None:
    now = [1_800_000_000.0]
    seals = Seals(SECRET, lambda: now[0])
    old = {"x-slack-request-timestamp": "1", "x-slack-signature": f"v0={'0' * 64}"}
    fresh = old | {"x-slack-request-timestamp": "1800000000"}

    def forged() -> None:
        with pytest.raises(TurnedAway):
            seals.require(seals.on(fresh), b"")

    with structlog.testing.capture_logs() as log:
        forged()
        for _ in range(5):
            forged()
            with pytest.raises(TurnedAway):
                seals.on(old)
        now[0] += 59
        forged()
        assert len(log) == 1
        now[0] += 1
        forged()

    assert [{key: value for key, value in line.items() if key != "event"} for line in log] == [
        {"log_level": "warning", "forged": 1},
        {"log_level": "warning", "forged": 7, "not_of_now": 5},
    ]
    assert all("SLACK_SIGNING_SECRET" in line["event"] and "clock" in line["event"] for line in log)
    assert SECRET not in str(log)
