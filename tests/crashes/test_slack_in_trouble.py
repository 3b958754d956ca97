"""Slack refuses, is slow, is away or cuts the line: every message arrives, once."""

from dataclasses import replace
from datetime import datetime, timedelta
from itertools import pairwise
from typing import Any

import pytest
from office import Office, keys
from practice import NOW, TEAM

from bot.slack.manifest import scopes
from playground.person.people import People
from playground.server import Playground
from playground.state.refusal import RefusedError
from playground.state.slack import Slack
from playground.state.world import Json, Workspace
from playground.web_api.calls import METHODS, Answering

BEFORE: dict[str, dict[str, Any]] = {
    "429": {"status": 429, "retry_after": 7},
    "503": {"status": 503},
    "internal error": {"error": "internal_error"},
    "fatal error": {"error": "fatal_error"},
    "cut": {"cut": True},
    "ratelimited": {"error": "ratelimited"},
}
AFTER: dict[str, dict[str, Any]] = {
    "503": {"status": 503, "when": "after"},
    "fatal error": {"error": "fatal_error", "when": "after"},
    "cut": {"cut": True, "when": "after"},
}


@pytest.mark.parametrize("times", [1, 3])
@pytest.mark.parametrize("how", BEFORE)
def test_a_post_that_did_not_take_effect_is_made_again(office: Office, how: str, times: int) -> None:
    office.slack.spoil("chat.postMessage", times=times, **BEFORE[how])
    office.asks()
    office.posting.catches_up()
    office.shows_each_once(1)


@pytest.mark.parametrize("which", ["request", "card"])
@pytest.mark.parametrize("how", AFTER)
def test_a_post_that_took_effect_without_an_answer_is_found_again(office: Office, how: str, which: str) -> None:
    office.asks()
    if which == "card":
        while not office.top():
            office.posting.runs(0.5)
    office.slack.spoil("chat.postMessage", **AFTER[how])
    office.posting.catches_up()
    office.shows_each_once(1)


def test_an_answer_that_comes_too_late_leaves_no_double(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("bot.slack.client.TIMEOUT", 0.1)
    office.slack.spoil("chat.postMessage", delay=0.5)
    office.asks()
    office.posting.catches_up()
    office.shows_each_once(1)


LOOKS = ["conversations.history", "conversations.replies"]
LOOKING: dict[str, dict[str, Any]] = {**BEFORE, "not in channel": {"error": "not_in_channel"}}


@pytest.mark.parametrize("look", LOOKS)
@pytest.mark.parametrize("how", LOOKING)
def test_while_slack_does_not_let_us_look_nothing_is_posted_again(office: Office, how: str, look: str) -> None:
    office.asks()
    if look == "conversations.replies":
        while not office.top():
            office.posting.runs(0.5)
    office.slack.spoil("chat.postMessage", cut=True, when="after")
    office.slack.spoil(look, times=3, **LOOKING[how])
    office.posting.catches_up(within=3600)
    office.shows_each_once(1)


@pytest.mark.parametrize("how", BEFORE)
def test_a_change_is_shown_in_the_end_whatever_slack_answered_first(office: Office, how: str) -> None:
    asked = office.asks()
    office.posting.catches_up()
    office.declines(asked)
    office.slack.spoil("chat.update", times=3, **BEFORE[how])
    office.posting.catches_up()
    office.shows_each_once(1)
    [request] = office.top()
    [card] = office.replies(request)
    assert "Declined by Mia Manager" in request.text
    assert "Declined by Mia Manager" in card.text
    assert len(office.words("UPRAC")) == 1


@pytest.mark.parametrize("method", ["chat.postMessage", "chat.update"])
def test_retry_after_is_waited_for(office: Office, method: str) -> None:
    asked = office.asks()
    if method == "chat.update":
        office.posting.catches_up()
        office.declines(asked)
    calls = len(office.slack.calls_of(method))
    office.slack.spoil(method, status=429, retry_after=20)
    office.posting.runs(19)
    after_refusal = [call for call in office.slack.calls_of(method)[calls:] if call.arguments["channel"] == "CMAN"]
    assert len(after_refusal) == 1
    office.declines(asked, "Yes") if method == "chat.postMessage" else None
    office.posting.catches_up()
    office.shows_each_once(1)


@pytest.fixture
def one_look_a_minute(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    """Slack's rule for apps that are distributed outside its Marketplace."""
    looked: list[datetime] = []

    def rarely(look: Answering) -> Answering:
        def answer(slack: Slack, workspace: Workspace, arguments: Json) -> Json:
            if looked and office.posting.clock() - looked[-1] < timedelta(minutes=1):
                raise RefusedError("ratelimited")
            looked.append(office.posting.clock())
            return look(slack, workspace, arguments)

        return answer

    for name in LOOKS:
        monkeypatch.setitem(METHODS, name, replace(METHODS[name], answer=rarely(METHODS[name].answer)))


@pytest.mark.usefixtures("one_look_a_minute")
@pytest.mark.parametrize("took_effect", ["after", "before"])
@pytest.mark.parametrize("which", ["request", "card"])
def test_under_one_look_a_minute_what_is_newer_than_the_post_is_looked_through_page_by_page(
    office: Office, playground: Playground, which: str, took_effect: str
) -> None:
    mia = People(playground.client).person("UMAN").channel("CMAN")
    mia.says("Good morning.")
    office.asks()
    if which == "card":
        while not office.top()[1:]:
            office.posting.runs(0.5)
        mia = mia.thread("Count adjustment")
    office.slack.spoil("chat.postMessage", cut=True, when=took_effect)
    office.posting.shows_one()
    for n in range(40):
        mia.says(f"Something else {n}")

    office.posting.catches_up(within=600)
    [request] = [message for message in office.top() if message.metadata]
    assert [keys(card) for card in office.replies(request) if card.metadata] == ["card:r-001"]
    looks = [call for name in LOOKS for call in office.slack.calls_of(name) if call.ok]
    assert 1 <= len(looks) <= 3
    assert {str(look.arguments["limit"]) for look in looks} == {"15"}
    assert len({look.arguments.get("cursor") for look in looks}) == len(looks)  # none was asked for twice
    assert all(NOW.timestamp() - 130 < float(look.arguments["oldest"]) < NOW.timestamp() + 600 for look in looks)


def test_a_place_that_slack_has_forgotten_is_looked_for_from_the_beginning(office: Office) -> None:
    office.slack.spoil("chat.postMessage", cut=True, when="after")
    office.asks()
    office.slack.spoil("conversations.history", error="invalid_cursor")
    office.posting.catches_up()
    office.shows_each_once(1)


def test_with_the_manifests_scopes_a_direct_message_in_doubt_is_looked_for(office: Office) -> None:
    office.slack.workspaces[TEAM].scopes = frozenset(scopes())
    asked = office.asks()
    office.posting.catches_up()
    office.declines(asked)
    office.slack.spoil("chat.postMessage", cut=True, when="after")
    office.posting.catches_up()
    assert len(office.words("UPRAC")) == 1
    assert office.slack.problems == []


def test_a_direct_message_in_doubt_is_looked_for_among_the_direct_messages(office: Office) -> None:
    asked = office.asks()
    office.posting.catches_up()
    office.declines(asked)
    office.slack.spoil("chat.postMessage", cut=True, when="after")
    office.posting.catches_up()
    assert len(office.words("UPRAC")) == 1


@pytest.mark.usefixtures("without_history")
def test_without_the_scope_to_look_a_post_in_doubt_may_be_there_twice_but_never_lost(office: Office) -> None:
    office.slack.spoil("chat.postMessage", cut=True, when="after")
    office.asks()
    office.posting.catches_up()
    assert [keys(message) for message in office.top()] == ["request:r-001"] * 2
    assert [keys(card) for card in office.replies(office.top()[1])] == ["card:r-001"]


@pytest.mark.usefixtures("without_history")
def test_without_the_scope_a_plain_refusal_doubles_nothing(office: Office) -> None:
    office.slack.spoil("chat.postMessage", status=429, times=2)
    office.asks()
    office.posting.catches_up()
    office.shows_each_once(1)


def test_thirty_requests_in_a_minute_keep_the_pace_and_all_arrive_in_order(office: Office) -> None:
    at: list[float] = []
    for _ in range(30):
        office.asks()
    for _ in range(1000):
        before = len(office.slack.messages["CMAN"])
        if not office.posting.shows_one():
            office.posting.goes_on(seconds=0.1)
        if len(office.slack.messages["CMAN"]) > before:
            at.append(office.posting.ahead.total_seconds())
    assert len(at) == 60
    assert min(later - earlier for earlier, later in pairwise(at)) >= 1
    assert at[-1] < 66
    office.shows_each_once(30)
    assert [keys(message) for message in office.top()] == [f"request:r-{n:03}" for n in range(1, 31)]


def test_while_one_channel_is_slow_another_is_served(office: Office) -> None:
    asked = office.asks()
    office.posting.catches_up()
    office.posting.goes_on(seconds=2)
    office.asks()
    office.declines(asked)
    office.slack.spoil("chat.postMessage", status=429, retry_after=60)
    office.posting.runs(5)
    assert len(office.top()) == 1
    assert len(office.words("UPRAC")) == 1


def test_after_slack_was_away_for_ten_minutes_everything_is_there_in_order(office: Office) -> None:
    office.asks()
    office.posting.catches_up()
    office.slack.spoil("*", status=503, times=10_000)
    for _ in range(5):
        office.asks()
    office.posting.runs(600)
    office.shows_each_once(1)
    office.slack.faults.clear()
    office.posting.catches_up(within=330)
    office.shows_each_once(6)
    assert [keys(message) for message in office.top()] == [f"request:r-{n:03}" for n in range(1, 7)]


def test_what_slack_refuses_for_itself_does_not_hold_up_the_others(office: Office) -> None:
    office.slack.spoil("chat.postMessage", error="invalid_blocks")
    office.asks()
    office.asks()
    office.posting.runs(3)
    assert "request:r-002" in [keys(message) for message in office.top()]
    office.posting.catches_up()
    office.shows_each_once(2)
