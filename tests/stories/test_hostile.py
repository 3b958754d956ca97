"""Strangers, forged and repeated requests, and what nobody can read: nothing changes, and words say so."""

from collections.abc import Callable
from typing import Any

import pytest
from forging import Forger, contents, everything

from playground.person.people import Person
from playground.to_the_bot.bots import FunctionBot, Parcel, request_of, sign
from storage.database import Database

NOT_FOR_YOU = "Ribbon is for members of this workspace"


STRANGERS: dict[str, tuple[dict[str, Any], str]] = {
    "multi": ({"guest": "multi"}, "T1"),
    "single": ({"guest": "single"}, "T1"),
    "deactivated": ({"deleted": True}, "T1"),
    "bot": ({"is_bot": True}, "T1"),
    "of another organisation": ({"workspace": "T9"}, "T9"),
    "of another organisation, unsaid": ({"workspace": "T9"}, ""),
}


@pytest.mark.usefixtures("unharmed")
@pytest.mark.parametrize("what", ["command", "press", "menu", "submission", "type-ahead"])
@pytest.mark.parametrize(("who", "team"), STRANGERS.values(), ids=STRANGERS)
def test_strangers_get_a_polite_refusal_and_nothing_else(
    forger: Forger, what: str, who: dict[str, Any], team: str
) -> None:
    forger.slack.add_workspace("T9", token="")
    forger.slack.add_person("UODD", "Odd One", **who)
    route, payload = everything(forger)[what]
    if what == "command":
        payload["user_id"] = "UODD"
    else:
        payload["user"] = {"id": "UODD", "team_id": team}

    reply = forger.deliver(route, payload)

    shown = f"{reply.body} {forger.person.modal.text if what in {'press', 'menu'} else ''}"
    forger.slack.problems.clear()  # of somebody from elsewhere this Slack knows nothing
    assert reply.status == 200
    assert NOT_FOR_YOU in "".join(shown) or reply.body == {"options": []}
    assert "Ana" not in str(reply.body)


def test_a_guest_who_tries_is_told_and_sees_nothing(gus: Person) -> None:
    for command in ("/bookings", "/client ana", "/book", "/bookings help"):
        gus.channel("CGEN").command(command)
        gus.sees(NOT_FOR_YOU)
    assert not gus.has_modal
    assert "Ana" not in gus.text


BROKEN_SEALS: dict[str, Callable[[bytes, str], dict[str, str]]] = {
    "unsigned": lambda _, __: {},
    "forged": lambda body, _: sign(body, "another secret"),
    "stale": lambda body, secret: sign(body, secret, age=400),
    "of the future": lambda body, secret: sign(body, secret, age=-400),
    "for another body": lambda body, secret: sign(body + b" ", secret),
    "without a time": lambda body, secret: {"X-Slack-Signature": sign(body, secret)["X-Slack-Signature"]},
    "at a time beyond counting": lambda body, secret: {
        **sign(body, secret),
        "X-Slack-Request-Timestamp": "9" * 5000,
    },
    "in another script": lambda body, secret: {**sign(body, secret), "X-Slack-Signature": "v0=é"},
    "at no time": lambda body, secret: {**sign(body, secret), "X-Slack-Request-Timestamp": "soon"},
}


@pytest.mark.usefixtures("unharmed", "over_http")
@pytest.mark.parametrize("what", ["command", "submission"])
@pytest.mark.parametrize("seal", BROKEN_SEALS.values(), ids=BROKEN_SEALS)
def test_a_request_that_slack_did_not_sign_just_now_is_turned_away(
    forger: Forger, what: str, seal: Callable[[bytes, str], dict[str, str]]
) -> None:
    body, headers = request_of(Parcel(*everything(forger)[what]), forger.slack.signing_secret)
    unsealed = {name: value for name, value in headers.items() if not name.startswith("X-Slack")}
    bot = forger.deliveries.bot
    assert isinstance(bot, FunctionBot)

    status, _, answer = bot.function(body, {**unsealed, **seal(body, forger.slack.signing_secret)})

    assert status == 401
    assert b"Ana" not in answer


def test_a_link_delivered_again_changes_nothing_and_is_answered_in_words(forger: Forger, database: Database) -> None:
    link = everything(forger)["submission"]
    assert forger.deliver(*link).body is None
    once = contents(database)

    again = forger.deliver(*link)

    assert "already linked to “Silver 5” by Petra Practitioner" in str(again.body)
    assert contents(database) == once
