"""A wrong signing secret is found by asking a running Ribbon: Slack tells it to nobody."""

from collections.abc import Callable, Iterator

import pytest
from serving import Served, serving
from typer.testing import CliRunner

from bot.__main__ import program
from playground.server import Playground
from playground.to_the_bot.bots import HttpBot, Parcel

SECRET = "another secret"  # noqa: S105 - of a Slack that isn't there
EVENT = Parcel("event", {"type": "url_verification", "challenge": "c"})


@pytest.fixture
def served(playground: Playground, filled_url: str) -> Iterator[Served]:
    with serving(playground, filled_url) as served:
        yield served


@pytest.fixture
def doctor(playground: Playground, served: Served, database_url: str) -> Callable[..., str]:
    """What it says, asked where Ribbon runs."""

    def said(**environment: str) -> str:
        usual = {"DATABASE_URL": database_url, **playground.environment(), "PORT": str(served.port)}
        return CliRunner().invoke(program, ["doctor"], env=usual | environment).output

    return said


def sends(served: Served, secret: str) -> int:
    bot = HttpBot(f"{served.url}/slack/events", secret)
    answer = bot.take(EVENT, 3)
    bot.close()
    return answer.status


def test_it_tells_whether_the_requests_that_came_fit(
    playground: Playground, served: Served, doctor: Callable[..., str]
) -> None:
    assert "ok   Slack has sent no request yet: type /bookings there" in doctor()
    assert [sends(served, SECRET) for _ in range(3)] == [401, 401, 401]
    assert (
        "WRONG no request was signed with SLACK_SIGNING_SECRET yet, but 3 with another\n      Copy the Signing Secret"
        in doctor()
    )
    assert sends(served, playground.slack.signing_secret) == 200
    assert "ok   requests signed with SLACK_SIGNING_SECRET so far: 1; not signed with it: 3" in doctor()
    assert served.stops() == 0
    assert "ok   no Ribbon runs here yet that could tell" in doctor()
    (told,) = [line for line in served.log() if "SLACK_SIGNING_SECRET" in line["event"]]
    assert (told["level"], told["forged"]) == ("warning", 1)


def test_the_client_secret_in_its_place_is_told(doctor: Callable[..., str]) -> None:
    said = doctor(SLACK_CLIENT_ID="1.2", SLACK_CLIENT_SECRET=SECRET, SLACK_SIGNING_SECRET=SECRET)
    assert "WRONG SLACK_SIGNING_SECRET is the client secret" in said
