"""Ribbon did not hear that it was uninstalled: the next round finds out, and ends the installation all the same."""

from typing import Any

import pytest
from installing import Browser, Clock
from pydantic import SecretStr
from serving import wait_for
from slack_sdk.errors import SlackApiError
from sqlalchemy import select

from bot.app import Ribbon, build
from bot.settings import Settings
from bot.slack.calls import SLACK_UNREACHABLE
from bot.slack.client import connection_pool
from bot.slack.installations import NotInstalled, StoredInstallations
from domain.values.ids import PersonId, WorkspaceId
from playground.server import Playground
from playground.state.slack import Slack
from storage.database import Database
from storage.installations import installed_workspaces
from storage.tables import PERSON

T1, T2 = WorkspaceId("T1"), WorkspaceId("T2")


def installed(database: Database) -> list[WorkspaceId]:
    with database.reading() as connection:
        return installed_workspaces(connection)


def known(database: Database) -> set[str]:
    """The workspaces of the people that Slack has told of."""
    with database.reading() as connection:
        return set(connection.execute(select(PERSON.c.workspace)).scalars())


@pytest.fixture
def both(admin: Browser, ribbon: Ribbon) -> Ribbon:
    """Ribbon, installed by both workspaces."""
    admin.installs("T1")
    admin.installs("T2")
    for workspace_id in (T1, T2):
        ribbon.rounds.make(workspace_id)
    return ribbon


@pytest.mark.parametrize(
    ("answer", "asked_again"),
    [
        ("account_inactive", "account_inactive"),
        ("token_revoked", "token_revoked"),
        ("invalid_auth", "account_inactive"),
    ],
)
def test_a_round_ends_the_installation_whose_token_is_no_good_and_leaves_the_others(
    both: Ribbon, slack: Slack, database: Database, answer: str, asked_again: str
) -> None:
    slack.calls.clear()
    slack.spoil("users.list", error=answer)
    slack.spoil("auth.test", error=asked_again)

    both.start()
    slack.wait(lambda: len(slack.calls_of("users.list")) == 2, lambda: "the round ended early")

    wait_for(lambda: len(installed(database)) == 1, "an installation to be ended")
    [stays] = installed(database)
    [ended] = {"T1", "T2"} - {stays}
    assert sorted((call.method, call.workspace) for call in slack.calls if call.method != "users.info") == [
        ("auth.test", ended),
        ("users.list", "T1"),
        ("users.list", "T2"),
    ]
    assert known(database) == {stays}
    with pytest.raises(NotInstalled):
        both.router.guard.admit(WorkspaceId(ended), PersonId(f"UPRAC{ended}"), None)
    assert both.router.guard.admit(stays, PersonId(f"UPRAC{stays}"), None).is_member


@pytest.mark.parametrize(
    "asked_again",
    [
        {},
        {"error": "invalid_auth"},  # said of every token where Slack doesn't allow the caller's address
        {"error": "internal_error"},
        {"status": 429},
        {"status": 503},
        {"cut": True},
    ],
)
def test_where_slack_does_not_confirm_it_nothing_is_ended(
    both: Ribbon, slack: Slack, database: Database, asked_again: dict[str, Any]
) -> None:
    slack.spoil("users.list", error="invalid_auth")
    slack.spoil("auth.test", **asked_again)

    with pytest.raises(SLACK_UNREACHABLE):
        both.rounds.make(T1)

    assert installed(database) == ["T1", "T2"]
    both.rounds.make(T1)
    assert known(database) == {"T1", "T2"}


@pytest.mark.parametrize("trouble", [{"error": "missing_scope"}, {"status": 503}, {"cut": True}])
def test_other_trouble_does_not_even_ask(both: Ribbon, slack: Slack, trouble: dict[str, Any]) -> None:
    slack.calls.clear()
    slack.spoil("users.list", **trouble)

    with pytest.raises(SLACK_UNREACHABLE):
        both.rounds.make(T1)

    assert slack.calls_of("auth.test") == []


def test_an_installation_made_anew_meanwhile_stays(
    admin: Browser, settings: Settings, database: Database, slack: Slack, clock: Clock
) -> None:
    admin.installs("T1")
    elsewhere = StoredInstallations(
        connection_pool(1, settings.slack_api_url), settings.slack_api_url, database, settings.keys
    )
    elsewhere.slack_of(T1)
    clock.goes_on(microseconds=1)
    admin.installs("T1")
    slack.spoil("auth.test", error="account_inactive")

    assert not elsewhere.end_if_revoked(T1)

    assert installed(database) == ["T1"]


def test_the_workspace_of_the_environments_token_is_never_ended(
    both: Ribbon, settings: Settings, database: Database, playground: Playground
) -> None:
    alone = settings.model_copy(update={"slack_client_id": None, "slack_bot_token": SecretStr("xoxb-T1")})
    single = build(alone, database)
    assert (single.installations.only(), both.installations.only()) == ("T1", None)
    playground.slack.spoil("users.list", error="account_inactive")
    playground.slack.spoil("auth.test", error="account_inactive")

    with pytest.raises(SlackApiError):
        single.rounds.make(T1)

    assert installed(database) == ["T1", "T2"]
    single.finish()
