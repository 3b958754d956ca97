"""Requests that wait to be posted, while Slack has trouble and processes die."""

from collections.abc import Iterator
from datetime import timedelta

import pytest
from office import Office
from posting import HERE, Posting
from practice import NOW, TEAM, usual_practice
from pydantic import SecretStr
from stalls import A_STALL, unhurried_slack

from bot.settings import Settings
from domain.values.ids import PersonId
from playground.server import Playground
from playground.state.slack import Slack
from storage.database import Database
from storage.people import Member
from storage.records import RecordsTx


@pytest.fixture
def slack() -> Slack:
    slack = unhurried_slack()
    slack.add_workspace(TEAM)
    for user, name in {"UPRAC": "Petra Practitioner", "UMAN": "Mia Manager", "UMAN2": "Max Manager"}.items():
        slack.add_person(user, name, tz="Europe/Berlin")
    slack.add_channel("CGEN", "general")
    slack.add_channel("CMAN", "managers", ["UMAN", "UMAN2", "UBOTT1"], kind="private")
    return slack


@pytest.fixture
def playground(slack: Slack) -> Iterator[Playground]:
    with Playground(slack, within=A_STALL) as playground:
        yield playground


@pytest.fixture
def office(playground: Playground, database: Database, database_url: str) -> Iterator[Office]:
    usual_practice(database)
    slack = playground.slack
    settings = Settings(
        slack_bot_token=SecretStr(slack.workspaces[TEAM].token),
        slack_signing_secret=SecretStr(slack.signing_secret),
        slack_api_url=f"{slack.base_url}/api/",
        database_url=database_url,
        ribbon_managers=("UMAN", "UMAN2"),
        ribbon_managers_channel="CMAN",
        ribbon_timezone="Europe/Berlin",
    )
    office = Office(slack, database, settings, Posting(lambda: NOW + timedelta(minutes=1)))
    _introduce(database)
    office.starts()
    yield office
    for ribbon in office.ribbons:
        ribbon.finish()


def _introduce(database: Database) -> None:
    people = {"UPRAC": "Petra Practitioner", "UMAN": "Mia Manager", "UMAN2": "Max Manager"}
    with database.writing() as connection:
        RecordsTx(connection, HERE).remember(
            [
                Member(PersonId(user), name, None, "Europe/Berlin", is_admin=False, is_member=True, fetched_at=NOW)
                for user, name in people.items()
            ]
        )


@pytest.fixture
def without_history(slack: Slack) -> None:
    """Ribbon's own manifest: nothing may be read in channels."""
    slack.workspaces[TEAM].scopes = frozenset({"chat:write", "users:read", "commands"})
