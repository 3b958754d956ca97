"""`ribbon doctor`: what it finds well, what it finds wrong, and how that is mended."""

from collections.abc import Callable
from typing import Any

import pytest
from typer.testing import CliRunner

from bot.__main__ import program
from playground.server import Playground
from playground.state.slack import Slack
from storage.database import open_database

CHANNEL = "CMANAGERS"
Doctor = Callable[..., tuple[int, str]]


@pytest.fixture
def slack() -> Slack:
    slack = Slack()
    slack.add_workspace("T1")
    return slack


@pytest.fixture
def doctor(playground: Playground, database_url: str) -> Doctor:
    """Run it with what else is set; its status and what it said."""

    playground.connect("http://127.0.0.1:9/slack/events")  # over HTTP, that is; nobody calls it

    def run(**environment: str | None) -> tuple[int, str]:
        usual: dict[str, str | None] = {"DATABASE_URL": database_url, **playground.environment()}
        result = CliRunner().invoke(program, ["doctor"], env=usual | environment)
        return result.exit_code, result.output

    return run


def test_where_all_is_well_it_says_so_and_ends_with_0(slack: Slack, doctor: Doctor) -> None:
    slack.add_channel(CHANNEL, "managers", kind="private")
    status, said = doctor(RIBBON_MANAGERS_CHANNEL=CHANNEL)
    assert (status, "WRONG" in said) == (0, False)
    for found in ("workspace T1", "the clock is right", "in the managers' channel", "reachable and up to date"):
        assert found in said


@pytest.mark.parametrize(
    ("sort", "shared_with", "members", "wrong"),
    [
        ("public", (), None, "people who aren't managers can read clients' names in the managers' channel"),
        ("private", ("T2",), None, "people who aren't managers can read clients' names in the managers' channel"),
        ("private", (), [], "Ribbon isn't in the managers' channel\n      Type /invite @Ribbon in channel CMANAGERS"),
    ],
)
def test_a_managers_channel_that_others_read_or_ribbon_is_not_in(
    slack: Slack, doctor: Doctor, sort: Any, shared_with: tuple[str, ...], members: list[str] | None, wrong: str
) -> None:
    slack.add_workspace("T2")
    slack.add_channel(CHANNEL, "managers", members, kind=sort, shared_with=shared_with)
    status, said = doctor(RIBBON_MANAGERS_CHANNEL=CHANNEL)
    assert (status, said.count("WRONG")) == (1, 1)
    assert f"WRONG {wrong}" in said


@pytest.mark.parametrize(
    ("environment", "wrong"),
    [
        ({"SLACK_BOT_TOKEN": None}, "no bot token\n      Set SLACK_BOT_TOKEN"),
        ({"SLACK_BOT_TOKEN": "xoxb-another"}, "Slack refuses the bot token: invalid_auth"),
        ({"SLACK_SIGNING_SECRET": None}, "no signing secret\n      Set SLACK_SIGNING_SECRET"),
        ({"SLACK_API_URL": "http://127.0.0.1:9/api/"}, "Slack can't be reached"),
        ({"DATABASE_URL": "sqlite:////proc/practice/ribbon.db"}, "The database can't be used"),
    ],
)
def test_what_is_wrong_is_told_with_how_to_mend_it(
    doctor: Doctor, environment: dict[str, str | None], wrong: str
) -> None:
    status, said = doctor(**environment)
    assert status == 1
    assert f"WRONG {wrong}" in said


def test_scopes_that_are_missing_and_a_database_that_is_not_migrated(
    playground: Playground, doctor: Doctor, unmigrated_url: str
) -> None:
    open_database(unmigrated_url).close()
    playground.slack.add_workspace("TFEW", scopes=frozenset({"commands", "users:read"}))
    few = playground.environment("TFEW")["SLACK_BOT_TOKEN"]
    status, said = doctor(SLACK_BOT_TOKEN=few, DATABASE_URL=unmigrated_url, RIBBON_MANAGERS_CHANNEL=CHANNEL)
    assert status == 1
    assert (
        "WRONG the token lacks scopes: chat:write, files:read, groups:read, im:history, im:write, users:read.email\n"
        in said
    )
    assert "WRONG the database isn't up to date\n      Run `ribbon migrate`" in said
    assert "ok   the managers' channel can't be checked without the scope groups:read" in said
