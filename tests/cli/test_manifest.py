"""The manifest and the code name the same things."""

from importlib.metadata import version
from typing import Any

import pytest
import yaml
from typer.testing import CliRunner

from bot.__main__ import program
from bot.app import build
from bot.gestures.payloads import Kind
from bot.settings import Settings
from bot.slack.manifest import manifest, scopes
from storage.database import Database


@pytest.fixture
def http() -> Any:
    return yaml.safe_load(manifest(url="https://bot.example.org/"))


def test_the_manifest_has_the_commands_that_the_code_registers(http: Any, database: Database) -> None:
    ribbon = build(Settings(), database)
    commands = {command["command"] for command in http["features"]["slash_commands"]}
    assert commands == ribbon.router.names(Kind.COMMAND)
    assert ribbon.router.names(Kind.TYPE_AHEAD)
    ribbon.finish()


def test_every_address_is_the_one_given(http: Any) -> None:
    address = "https://bot.example.org/slack/events"
    interactivity = http["settings"]["interactivity"]
    assert {command["url"] for command in http["features"]["slash_commands"]} == {address}
    assert interactivity["request_url"] == interactivity["message_menu_options_url"] == address


def test_socket_mode_needs_no_address(http: Any) -> None:
    text = manifest(socket=True)
    assert "http" not in text
    whole = yaml.safe_load(text)
    assert whole["settings"]["socket_mode_enabled"] is True
    assert whole["oauth_config"] == http["oauth_config"]


def test_names_keep_to_slacks_limits(http: Any) -> None:
    shown = http["display_information"]
    assert len(shown["name"]) <= 35
    assert len(shown["description"]) <= 140
    assert 175 <= len(shown["long_description"]) <= 4000


def test_no_scope_reads_what_people_write_to_each_other() -> None:
    assert {scope for scope in scopes() if "history" in scope} == {"im:history"}
    assert not {scope for scope in scopes() if scope.startswith("chat:write.")}


def test_files_can_be_dropped_into_the_direct_messages(http: Any) -> None:
    assert http["features"]["app_home"]["messages_tab_read_only_enabled"] is False
    assert "message.im" in http["settings"]["event_subscriptions"]["bot_events"]
    assert {"im:history", "files:read"} <= scopes()


def test_to_be_installed_by_a_link_it_says_where_browsers_come_back_and_what_ribbon_must_hear() -> None:
    whole = yaml.safe_load(manifest(url="https://bot.example.org/", oauth=True))

    assert whole["oauth_config"]["redirect_urls"] == ["https://bot.example.org/slack/oauth_redirect"]
    assert {"app_uninstalled", "tokens_revoked"} <= set(whole["settings"]["event_subscriptions"]["bot_events"])
    assert whole["settings"]["token_rotation_enabled"] is False


def test_history_is_asked_for_only_where_replies_in_threads_are_wanted(http: Any) -> None:
    whole = yaml.safe_load(manifest(url="https://bot.example.org", thread_replies=True))
    added = set(whole["oauth_config"]["scopes"]["bot"]) - set(http["oauth_config"]["scopes"]["bot"])
    assert added == {"channels:history", "groups:history"}
    assert {"message.channels", "message.groups"} <= set(whole["settings"]["event_subscriptions"]["bot_events"])


@pytest.mark.parametrize("url", ["ribbon.example.com", "http://ribbon.example.com"])
def test_an_address_that_slack_does_not_call_is_refused(url: str) -> None:
    result = CliRunner().invoke(program, ["manifest", "--url", url])
    assert (result.exit_code, result.stdout) == (2, "")
    assert f"--url {url}: Slack calls addresses that begin with https:// only" in result.stderr


@pytest.mark.parametrize("also", [[], ["--thread-replies"]])
def test_an_address_beside_a_socket_is_refused(also: list[str]) -> None:
    ended = CliRunner().invoke(program, ["manifest", "--socket", "--url", "https://bot.example.org", *also])
    assert ended.exit_code == 2
    assert "--url and --socket exclude each other" in ended.output


def test_it_tells_its_version() -> None:
    ended = CliRunner().invoke(program, ["--version"])
    assert (ended.exit_code, ended.output) == (0, f"ribbon {version('ribbon')}\n")
