"""Slack takes clicks and answers nothing of ours: what people do is kept, and said in words within three seconds."""

from collections.abc import Iterator
from typing import Any

import httpx
import pytest
from going import bookings, seconds_of
from people import People
from serving import Served, serving
from sqlalchemy import text

from playground.server import Playground
from storage.database import open_database

pytestmark = pytest.mark.on_sqlite
TROUBLE: dict[str, dict[str, Any]] = {
    "nothing": {"delay": 4.0, "status": 503},
    "429": {"status": 429, "retry_after": 30},
    "503": {"status": 503},
    "cut": {"cut": True},
}


@pytest.fixture
def served(playground: Playground, filled_url: str) -> Iterator[Served]:
    with serving(playground, filled_url) as served:
        yield served


@pytest.fixture
def people(playground: Playground) -> People:
    return People(playground)


def linked(url: str) -> int:
    database = open_database(url)
    with database.reading() as connection:
        count = connection.execute(text("SELECT count(*) FROM session WHERE linked")).scalar_one()
    database.close()
    return int(count)


@pytest.mark.parametrize("how", TROUBLE)
def test_a_link_is_kept_whatever_slack_answers(served: Served, people: People, database_url: str, how: str) -> None:
    petra = people.person("UPRAC")
    bookings(petra, "past").row("Bo Lindqvist").choose("Link to package")
    form = petra.modal_titled("Link to package")
    petra.slack.spoil("*", times=1000, **TROUBLE[how])

    assert seconds_of(form.submit) < 3
    assert httpx.get(f"{served.url}/readyz", trust_env=False).status_code == 200

    petra.slack.faults.clear()
    bookings(petra, "past").row("Bo Lindqvist").sees("🎁")
    assert served.stops() == 0
    assert linked(database_url) == 4


@pytest.mark.parametrize("how", TROUBLE)
@pytest.mark.usefixtures("served")
def test_a_command_that_slack_does_not_let_us_show_is_answered_in_words(people: People, how: str) -> None:
    petra = people.person("UPRAC")
    bookings(petra, "past").close_all()
    petra.slack.spoil("*", times=1000, **TROUBLE[how])

    assert seconds_of(lambda: petra.command("/bookings")) < 3
    petra.sees("Slack is slow just now." if how == "nothing" else "Slack took too long to open this.")

    petra.slack.faults.clear()
    bookings(petra, "past").sees("Bo Lindqvist")


@pytest.mark.parametrize("how", TROUBLE)
@pytest.mark.usefixtures("served")
def test_who_is_not_known_yet_is_told_in_time(people: People, how: str) -> None:
    bookings(people.person("UPRAC"), "past")
    slack = people.playground.slack
    slack.add_person("UNEW", "Nora New")
    nora = people.person("UNEW")
    slack.spoil("*", times=1000, **TROUBLE[how])

    assert seconds_of(lambda: nora.command("/bookings")) < 3
    nora.sees("Slack doesn't say who you are just now. Nothing was changed; try again in a moment.")

    slack.faults.clear()
    nora.command("/bookings")
    nora.modal_titled("Bookings")


def test_started_while_slack_is_away_it_tells_so_and_goes_on_once_slack_is_there(
    playground: Playground, people: People, database_url: str
) -> None:
    playground.slack.spoil("*", times=1000, **TROUBLE["nothing"])
    with serving(playground, database_url) as served:
        petra = people.person("UPRAC")
        assert seconds_of(lambda: petra.command("/bookings")) < 3
        petra.sees("Slack doesn't say who you are just now.")
        playground.slack.faults.clear()
        petra.command("/bookings")
        petra.modal_titled("Bookings")
        assert served.stops() == 0
