"""`ribbon doctor`: what it finds well, what it finds wrong, and how that is mended."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import text
from typer.testing import CliRunner

from bot.__main__ import program
from bot.slack.manifest import scopes
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
        (
            {"SLACK_APP_TOKEN": "xapp-another"},
            "Slack refuses the app token: invalid_auth\n      Generate one with the scope connections:write",
        ),
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


@pytest.fixture
def ribbon_of_before(database_url: str) -> None:
    database = open_database(database_url)
    with database.writing() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '0008'"))
    database.close()


def test_scopes_that_are_missing_and_a_channel_that_can_not_be_seen(playground: Playground, doctor: Doctor) -> None:
    playground.slack.add_channel(CHANNEL, "managers", kind="private")
    playground.slack.add_workspace("TFEW", scopes=frozenset({"commands", "users:read"}))
    few = playground.environment("TFEW")["SLACK_BOT_TOKEN"]
    status, said = doctor(SLACK_BOT_TOKEN=few, RIBBON_MANAGERS_CHANNEL=CHANNEL)
    assert status == 1
    assert (
        "WRONG the token lacks scopes: chat:write, files:read, groups:read, im:history, im:write, users:read.email\n"
        in said
    )
    assert "WRONG the managers' channel can't be checked without the scope groups:read\n" in said


def test_a_database_of_an_older_release_is_to_be_migrated(
    doctor: Doctor, database_url: str, ribbon_of_before: None
) -> None:
    assert ribbon_of_before is None
    status, said = doctor(DATABASE_URL=database_url)
    assert status == 1
    assert "WRONG the database isn't up to date\n      Run `ribbon migrate`" in said


@pytest.mark.parametrize("by_socket", [True, False])
def test_a_healthy_first_run_is_well_before_anything_is_imported_or_migrated(
    playground: Playground, tmp_path: Path, by_socket: bool
) -> None:
    playground.slack.add_channel(CHANNEL, "managers", kind="private")
    playground.slack.add_person("UMAN", "Mia Manager")
    playground.slack.workspaces["T1"].scopes = frozenset(scopes())
    if not by_socket:
        playground.connect("http://127.0.0.1:9/slack/events")
    environment = playground.environment() | {"RIBBON_MANAGERS": "UMAN", "RIBBON_MANAGERS_CHANNEL": CHANNEL}
    result = CliRunner().invoke(program, ["doctor"], env=environment | {"RIBBON_DATA": str(tmp_path / "data")})

    assert (result.exit_code, "WRONG" in result.output) == (0, False), result.output
    assert "ok   the database is reachable, and empty: the first import or start fills it" in result.output
    assert "ok   RIBBON_MANAGERS: Mia Manager" in result.output
    assert "ok   Ribbon is in the managers' channel" in result.output
    assert ("ok   the app token opens sockets" in result.output) is by_socket


@pytest.mark.parametrize(
    ("managers", "wrong"),
    [
        ("UMAN,UNOBODY", "RIBBON_MANAGERS: nobody in this workspace has the id UNOBODY"),
        ("UMAN,UGUEST", "RIBBON_MANAGERS: Gus Guest can't use Ribbon: a guest, a bot, or somebody who has left"),
    ],
)
def test_managers_who_are_none(slack: Slack, doctor: Doctor, managers: str, wrong: str) -> None:
    slack.add_person("UMAN", "Mia Manager")
    slack.add_person("UGUEST", "Gus Guest", guest="multi")
    status, said = doctor(RIBBON_MANAGERS=managers)
    assert (status, said.count("WRONG")) == (1, 1)
    assert f"WRONG {wrong}" in said


def test_a_public_channel_for_the_managers_is_told_without_the_scope_to_read_those(
    slack: Slack, doctor: Doctor
) -> None:
    slack.add_channel(CHANNEL, "managers")
    slack.workspaces["T1"].scopes = frozenset(scopes())
    status, said = doctor(RIBBON_MANAGERS_CHANNEL=CHANNEL)
    assert (status, said.count("WRONG")) == (1, 1)
    assert "WRONG people who aren't managers can read clients' names in the managers' channel" in said


def test_a_token_of_a_whole_organisation(slack: Slack, doctor: Doctor) -> None:
    slack.workspaces["T1"].for_organisation = True
    status, said = doctor()
    assert status == 1
    assert "WRONG the bot token is of a whole organisation\n      Install the app in one workspace" in said
