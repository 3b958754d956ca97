"""The Web API answers, and refuses, as Slack does."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from toy_bot import bookings, card, link_form, plain

from playground.web_api.calls import answer_call, answer_response_url, read_arguments

if TYPE_CHECKING:
    from playground.state.slack import Slack

SECTION = {"type": "section", "text": plain("Hello")}


def ask(slack: Slack, method: str, bearer: str = "xoxb-T1", **arguments: Any) -> Any:
    return answer_call(slack, method, arguments, bearer).body


def trigger(slack: Slack) -> str:
    return slack.new_trigger("UPRAC", "T1", "CGEN")


def opened(slack: Slack, **more: Any) -> dict[str, Any]:
    view: dict[str, Any] = ask(slack, "views.open", trigger_id=trigger(slack), view={**bookings(), **more})["view"]
    return view


@pytest.mark.parametrize(
    ("method", "arguments", "error"),
    [
        ("chat.shout", {}, "unknown_method"),
        ("users.info", {"user": "UNOBODY"}, "user_not_found"),
        ("users.info", {}, "invalid_arguments"),
        ("users.lookupByEmail", {"email": "nobody@t1.example"}, "users_not_found"),
        ("conversations.info", {"channel": "CNONE"}, "channel_not_found"),
        ("conversations.list", {"limit": 5000}, "invalid_limit"),
        ("conversations.replies", {"channel": "CMAN", "ts": "1.0"}, "thread_not_found"),
        ("chat.postMessage", {"channel": "CNONE", "text": "Hi"}, "channel_not_found"),
        ("chat.postMessage", {"channel": "CLEFT", "text": "Hi"}, "not_in_channel"),
        ("chat.postMessage", {"channel": "CSECRET", "text": "Hi"}, "channel_not_found"),
        ("chat.postMessage", {"channel": "CGEN"}, "no_text"),
        ("chat.postMessage", {"channel": "CGEN", "text": "x" * 40_001}, "msg_too_long"),
        ("chat.postMessage", {"channel": "CGEN", "blocks": [{"type": "alert"}]}, "invalid_blocks"),
        ("chat.postMessage", {"channel": "CGEN", "blocks": "[{"}, "invalid_blocks_format"),
        ("chat.postMessage", {"channel": "CGEN", "text": "x", "metadata": {}}, "invalid_metadata_format"),
        ("chat.postEphemeral", {"channel": "CMAN", "user": "UPRAC", "text": "x"}, "user_not_in_channel"),
        ("chat.update", {"channel": "CGEN", "ts": "1.0", "text": "x"}, "message_not_found"),
        ("chat.update", {"channel": "UPRAC", "ts": "1.0", "text": "x"}, "channel_not_found"),
        ("views.open", {"view": bookings()}, "invalid_arguments"),
        ("views.open", {"view": bookings(), "trigger_id": "1.2.3"}, "invalid_trigger_id"),
        ("views.open", {"view": {**bookings(), "title": plain("x" * 25)}}, "invalid_arguments"),
        ("views.update", {"view": bookings(), "view_id": "VNONE"}, "not_found"),
        ("views.publish", {"user_id": "UNOBODY", "view": {"type": "home", "blocks": []}}, "user_not_found"),
        ("views.publish", {"user_id": "UPRAC", "view": bookings()}, "invalid_arguments"),
    ],
)
def test_slack_refuses(slack: Slack, method: str, arguments: dict[str, Any], error: str) -> None:
    slack.add_channel("CLEFT", "left", ["UPRAC"])
    slack.add_channel("CSECRET", "secret", ["UPRAC"], kind="private")
    assert ask(slack, method, **arguments)["error"] == error


def test_tokens_are_checked(slack: Slack) -> None:
    assert ask(slack, "auth.test", bearer="")["error"] == "not_authed"
    assert ask(slack, "auth.test", bearer="xoxb-other")["error"] == "invalid_auth"
    assert ask(slack, "apps.connections.open")["error"] == "not_allowed_token_type"
    assert ask(slack, "apps.connections.open", bearer=slack.app_token)["ok"]


def test_a_scope_that_was_not_granted_is_missing(slack: Slack) -> None:
    slack.add_workspace("T2", scopes=frozenset({"chat:write"}))
    refused = ask(slack, "users.info", bearer="xoxb-T2", user="UBOTT2")
    assert (refused["error"], refused["needed"]) == ("missing_scope", "users:read")


def test_one_workspace_does_not_see_another(slack: Slack) -> None:
    slack.add_workspace("T2")
    slack.add_person("UELSE", "Eli Else", workspace="T2")
    slack.add_channel("CELSE", "else", workspace="T2")
    assert ask(slack, "users.info", user="UELSE")["error"] == "user_not_found"
    assert ask(slack, "chat.postMessage", channel="CELSE", text="Hi")["error"] == "channel_not_found"
    ids = [person["id"] for person in ask(slack, "users.list")["members"]]
    assert ids == ["UBOTT1", "UPRAC", "UMAN"]


def test_somebody_met_in_a_shared_channel_is_of_another_team(slack: Slack) -> None:
    slack.add_workspace("T2")
    slack.add_person("UELSE", "Eli Else", workspace="T2")
    slack.add_channel("CBOTH", "both", shared_with=("T2",))
    known = ask(slack, "users.info", user="UELSE")["user"]
    assert (known["team_id"], known["is_stranger"]) == ("T2", False)
    assert ask(slack, "conversations.info", channel="CBOTH")["channel"]["is_ext_shared"] is True


def test_guests_are_marked(slack: Slack) -> None:
    slack.add_person("UGUEST", "Gus Guest", guest="single")
    guest = ask(slack, "users.info", user="UGUEST")["user"]
    assert guest["is_restricted"]
    assert guest["is_ultra_restricted"]


def test_lists_come_in_pages(slack: Slack) -> None:
    first = ask(slack, "users.list", limit=2)
    rest = ask(slack, "users.list", limit=2, cursor=first["response_metadata"]["next_cursor"])
    assert [len(first["members"]), len(rest["members"])] == [2, 1]
    assert rest["response_metadata"]["next_cursor"] == ""


def test_a_message_is_posted_changed_and_deleted(slack: Slack) -> None:
    told = ask(slack, "chat.postMessage", channel="CGEN", text="Card", blocks=card("pending"))
    place = {"channel": "CGEN", "ts": told["ts"]}
    assert ask(slack, "chat.update", **place, text="Done", blocks=card("approved"))["ok"]
    assert "approved" in slack.messages["CGEN"][0].blocks[0]["text"]["text"]
    assert ask(slack, "chat.getPermalink", channel="CGEN", message_ts=told["ts"])["permalink"].endswith("000001")
    assert ask(slack, "chat.delete", **place)["ok"]
    assert slack.messages["CGEN"] == []


def test_new_text_without_blocks_takes_the_blocks_away(slack: Slack) -> None:
    told = ask(slack, "chat.postMessage", channel="CGEN", text="Card", blocks=card("pending"))
    ask(slack, "chat.update", channel="CGEN", ts=told["ts"], text="Done")
    assert slack.messages["CGEN"][0].blocks == []


def test_an_update_is_shorter_than_a_post(slack: Slack) -> None:
    told = ask(slack, "chat.postMessage", channel="CGEN", text="x" * 4001)
    assert ask(slack, "chat.update", channel="CGEN", ts=told["ts"], text="x" * 4001)["error"] == "msg_too_long"


def test_messages_of_others_cannot_be_changed(slack: Slack) -> None:
    slack.messages["CGEN"].append(_said(slack))
    place = {"channel": "CGEN", "ts": slack.messages["CGEN"][0].ts}
    assert ask(slack, "chat.update", **place, text="x")["error"] == "cant_update_message"
    assert ask(slack, "chat.delete", **place)["error"] == "cant_delete_message"


def _said(slack: Slack) -> Any:
    from playground.state.world import Message  # noqa: PLC0415  # used here only

    return Message("CGEN", "T1", slack.new_ts(), "UPRAC", "Hello")


def test_threads_hold_their_replies(slack: Slack) -> None:
    parent = ask(slack, "chat.postMessage", channel="CGEN", text="Parent")["ts"]
    ask(slack, "chat.postMessage", channel="CGEN", text="Reply", thread_ts=parent)
    replies = ask(slack, "conversations.replies", channel="CGEN", ts=parent)["messages"]
    history = ask(slack, "conversations.history", channel="CGEN")["messages"]
    assert [m["text"] for m in replies] == ["Parent", "Reply"]
    assert [m["text"] for m in history] == ["Parent"]


def test_direct_messages_open_by_person(slack: Slack) -> None:
    channel = ask(slack, "conversations.open", users="UPRAC")["channel"]["id"]
    assert ask(slack, "chat.postMessage", channel="UPRAC", text="Hi")["channel"] == channel


def test_a_trigger_works_once(slack: Slack) -> None:
    once = trigger(slack)
    assert ask(slack, "views.open", trigger_id=once, view=bookings())["ok"]
    assert ask(slack, "views.open", trigger_id=once, view=bookings())["error"] == "exchanged_trigger_id"


def test_a_trigger_lives_three_seconds(slack: Slack) -> None:
    late = trigger(slack)
    slack.pass_time(3.1)
    assert ask(slack, "views.open", trigger_id=late, view=bookings())["error"] == "expired_trigger_id"


def test_a_refused_view_does_not_use_up_its_trigger(slack: Slack) -> None:
    once = trigger(slack)
    assert not ask(slack, "views.open", trigger_id=once, view={})["ok"]
    assert ask(slack, "views.open", trigger_id=once, view=bookings())["ok"]


def test_modals_stack_three_high(slack: Slack) -> None:
    root = opened(slack)
    for _ in range(2):
        assert ask(slack, "views.push", trigger_id=trigger(slack), view=link_form())["ok"]
    refused = ask(slack, "views.push", trigger_id=trigger(slack), view=link_form())
    assert refused["error"] == "push_limit_reached"
    assert {view.root_id for view in slack.modals["UPRAC"]} == {root["id"]}


def test_an_old_hash_conflicts(slack: Slack) -> None:
    view = opened(slack)
    change = {"view_id": view["id"], "hash": view["hash"], "view": bookings("Silver 5")}
    assert ask(slack, "views.update", **change)["ok"]
    assert ask(slack, "views.update", **change)["error"] == "hash_conflict"
    assert slack.problems == []


def test_what_was_entered_survives_an_update_with_the_same_fields(slack: Slack) -> None:
    form = link_form()
    view = ask(slack, "views.open", trigger_id=trigger(slack), view=form)["view"]
    slack.modals["UPRAC"][0].values["reason"]["reason"]["value"] = "because"
    again = ask(slack, "views.update", view_id=view["id"], view=form)["view"]
    form["blocks"][-1]["block_id"] = "other"
    renamed = ask(slack, "views.update", view_id=view["id"], view=form)["view"]
    assert again["state"]["values"]["reason"]["reason"]["value"] == "because"
    assert renamed["state"]["values"]["other"]["reason"]["value"] is None


def test_an_external_id_is_unique(slack: Slack) -> None:
    opened(slack, external_id="list")
    refused = ask(slack, "views.push", trigger_id=trigger(slack), view={**bookings(), "external_id": "list"})
    assert refused["error"] == "duplicate_external_id"
    assert ask(slack, "views.update", external_id="list", view=bookings())["ok"]


def test_a_view_has_an_end(slack: Slack) -> None:
    rows = [{"type": "section", "text": plain("x" * 3000)}] * 90
    refused = ask(slack, "views.open", trigger_id=trigger(slack), view={**bookings(), "blocks": rows})
    assert refused["error"] == "view_too_large"


def test_blocks_of_a_message_have_an_end(slack: Slack) -> None:
    rows = [{"type": "section", "text": plain("x" * 3000)}] * 5
    refused = ask(slack, "chat.postMessage", channel="CGEN", text="x", blocks=rows)
    assert refused["error"] == "msg_blocks_too_long"


def test_a_home_is_published(slack: Slack) -> None:
    home = {"type": "home", "blocks": [SECTION]}
    first = ask(slack, "views.publish", user_id="UPRAC", view=home)["view"]
    assert ask(slack, "views.publish", user_id="UPRAC", view=home, hash=first["hash"])["ok"]
    assert ask(slack, "views.publish", user_id="UPRAC", view=home, hash=first["hash"])["error"] == "hash_conflict"


def test_a_response_url_works_five_times(slack: Slack) -> None:
    key = slack.new_response_url("UPRAC", "T1", "CGEN").rpartition("/")[2]
    answers = [answer_response_url(slack, key, {"text": f"{n}"}) for n in range(6)]
    assert [answer.status for answer in answers] == [200] * 5 + [404]
    assert slack.messages["CGEN"][0].only_for == "UPRAC"


def test_a_response_url_lives_half_an_hour(slack: Slack) -> None:
    key = slack.new_response_url("UPRAC", "T1", "CGEN").rpartition("/")[2]
    slack.pass_time(1801)
    assert answer_response_url(slack, key, {"text": "late"}).body == "expired_url"


def test_a_response_url_can_delete_the_message(slack: Slack) -> None:
    ask(slack, "chat.postEphemeral", channel="CGEN", user="UPRAC", text="Hi")
    key = slack.new_response_url("UPRAC", "T1", "CGEN", slack.messages["CGEN"][0]).rpartition("/")[2]
    assert answer_response_url(slack, key, {"delete_original": True}).body == "ok"
    assert slack.messages["CGEN"] == []


def test_installing_gives_the_token_of_the_workspace(slack: Slack) -> None:
    assert ask(slack, "oauth.v2.access", bearer="", code="T1")["access_token"] == "xoxb-T1"  # noqa: S105  # a made-up one
    assert ask(slack, "oauth.v2.access", bearer="", code="T9")["error"] == "invalid_code"


def test_arguments_come_as_form_or_json() -> None:
    assert read_arguments("application/json", "a=1", b'{"b": 2}') == {"a": "1", "b": 2}
    assert read_arguments("application/x-www-form-urlencoded", "", b"a=1&b=") == {"a": "1", "b": ""}


def test_refusals_are_noted(slack: Slack) -> None:
    ask(slack, "chat.postMessage", channel="CGEN")
    assert slack.problems == ["chat.postMessage: no_text"]
    assert slack.calls_of("chat.postMessage")[0].ok is False
