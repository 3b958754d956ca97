"""What nobody can read: nothing changes, nothing fails on our side, and where there is a person they are told."""

from collections.abc import Iterator
from typing import Any

import pytest
from forging import Forger, Json, contents, everything

from playground.to_the_bot.bots import FunctionBot, Reply, sign
from storage.database import Database


@pytest.mark.usefixtures("unharmed")
@pytest.mark.parametrize(
    "metadata", ["", "{}", "[]", "null", "{", "5", "x" * 3000, '{"session_id":5}', '{"session":"s06"}', "\\", "\x00"]
)
@pytest.mark.parametrize("form", ["link_form", "unlink_form", "filters", "new_package_form", "session_details"])
def test_a_form_that_remembers_nothing_readable_was_out_of_date(forger: Forger, form: str, metadata: str) -> None:
    if form == "session_details":
        forger.remembering(form, metadata).button("change_session", "confirm")
        forger.person.modal_titled("That didn't work").sees("This screen is out of date")
        return
    reply = forger.submit(form, metadata, package="p4")

    assert "out of date" in str(reply.body)


@pytest.mark.usefixtures("unharmed")
@pytest.mark.parametrize(
    ("action", "value"),
    [
        ("no_such_action", ""),
        ("", ""),
        ("newer", ""),
        ("newer", "null"),
        ("older", '{"starts_at":"soon","session_id":"s1"}'),
        ("older", '{"starts_at":"2026-03-02T09:30:00","session_id":"s1"}'),
        ("drop_filter.x", "no_such_filter"),
        ("packages_page.on", '{"client_id":"c1","page":"many"}'),
        ("history_page.older", '{"package_id":"p1","skip":99999999999999999999}'),
        ("why_page.older", "{}"),
        ("show_past", "something"),
    ],
)
def test_a_press_that_nobody_knows_or_can_read_changes_nothing(forger: Forger, action: str, value: str) -> None:
    reply = forger.button(action, value)

    assert reply.status == 200


@pytest.mark.usefixtures("unharmed")
@pytest.mark.parametrize("value", ["link \x00", "link \ud800", "link " + "x" * 5000, "link", "", " ", "link s06 s07"])
def test_an_entry_of_a_menu_that_no_version_wrote_is_refused(forger: Forger, value: str) -> None:
    assert forger.menu(value).status == 200
    forger.person.modal_titled("That didn't work")


WHERE_TO_ANSWER = {("trigger_id",), ("response_url",), ("view", "id"), ("view", "type")}
NONSENSE: list[Any] = [None, [], 7]


def without_each_part(payload: Json, path: tuple[str, ...] = ()) -> Iterator[tuple[str, Json]]:
    """The payload again and again, each time without one of its parts, or with nonsense in its place.

    Not the parts that only say where Slack shows the answer: without these there is nothing to see.
    """
    for key in [key for key in payload if (*path, key) not in WHERE_TO_ANSWER]:
        for nonsense in NONSENSE:
            yield f"{path}{key}={nonsense}", {**payload, key: nonsense}
        yield f"{path}{key} gone", {name: value for name, value in payload.items() if name != key}
        if isinstance(payload[key], dict):
            for name, part in without_each_part(payload[key], (*path, key)):
                yield name, {**payload, key: part}


@pytest.mark.usefixtures("unharmed", "over_http")
@pytest.mark.parametrize("what", ["press", "menu", "type-ahead"])
def test_a_payload_without_any_of_its_parts_does_no_harm(forger: Forger, what: str) -> None:
    route, payload = everything(forger)[what]
    payload["view"] = {key: payload["view"][key] for key in payload["view"] if key not in {"blocks", "state"}}
    for name, broken in without_each_part(payload):
        assert forger.deliver(route, broken).status < 500, name
    forger.slack.problems.clear()  # a modal can't be opened where the way to it is gone


@pytest.mark.usefixtures("unharmed", "over_http")
@pytest.mark.parametrize("kind_of_view", [{}, "", None])
def test_a_press_on_nothing_that_opens_is_not_a_failure_of_ours(forger: Forger, kind_of_view: Any) -> None:
    press = forger.pressed({"type": "button", "action_id": "bookings_tab", "value": "c1"})
    press["view"] |= {"id": "", "type": kind_of_view}

    assert forger.deliver("interaction", press | {"trigger_id": "t", "response_url": ""}).status == 200
    forger.slack.problems.clear()


@pytest.mark.usefixtures("over_http")
def test_a_form_without_any_of_its_parts_does_no_harm(forger: Forger, database: Database, log: list[Any]) -> None:
    """Where it is still whole enough to be taken, it is taken: once."""
    route, payload = everything(forger)["submission"]
    payload["view"] = {key: payload["view"][key] for key in payload["view"] if key != "blocks"}
    before = contents(database)["history"]
    for name, broken in without_each_part(payload):
        assert forger.deliver(route, broken).status < 500, name

    forger.slack.problems.clear()
    assert len(contents(database)["history"]) - len(before) <= 1
    assert [entry for entry in log if entry["log_level"] == "error"] == []


@pytest.mark.usefixtures("unharmed", "over_http")
@pytest.mark.parametrize(
    "body",
    [
        *(b"payload=", b"payload=%5B%5D", b"payload=7", b"payload=%7B", b"", b"command=%2Fbookings", b"\xff"),
        pytest.param(b'{"a":' * 50_000, id="deeper than Python reads"),
        b'{"authorizations":{"a":1}}',
        b'{"type":"event_callback","event":[]}',
    ],
)
def test_a_signed_body_that_is_no_payload_is_not_a_failure_of_ours(forger: Forger, body: bytes) -> None:
    bot = forger.deliveries.bot
    assert isinstance(bot, FunctionBot)
    form = {"Content-Type": "application/x-www-form-urlencoded"}

    status, _, _ = bot.function(body, {**form, **sign(body, forger.slack.signing_secret)})

    assert status < 500


HALF = "\ud800"  # of a character


@pytest.mark.usefixtures("unharmed", "over_http")
def test_a_press_of_half_a_person_is_not_a_failure_of_ours(forger: Forger) -> None:
    press = forger.pressed({"type": "button", "action_id": "filter", "value": ""})

    assert forger.deliver("interaction", press | {"user": {"id": HALF}}).status == 200


@pytest.mark.usefixtures("unharmed", "over_http")
@pytest.mark.parametrize("odd", [{"text": f"decline: {HALF}"}, {"text": "approve", "thread_ts": {"id": "x"}}])
def test_words_in_a_thread_that_nobody_could_write_are_not_a_failure_of_ours(forger: Forger, odd: Json) -> None:
    event = {"type": "message", "user": "UPRAC", "channel": "CMAN", "thread_ts": "1.1", **odd}

    assert forger.deliver("event", {"type": "event_callback", "team_id": "T1", "event": event}).status == 200


DROPPED: Json = {
    "type": "message",
    "subtype": "file_share",
    "user": "UMAN",
    "channel": "D1",
    "channel_type": "im",
    "ts": "1.1",
    "files": [{"id": "F1"}],
}


@pytest.mark.usefixtures("unharmed", "over_http")
@pytest.mark.parametrize(
    "odd",
    [
        *({"files": []}, {"files": None}, {"files": [None]}, {"files": [{}]}, {"files": [{"id": 7}]}, {"files": "F1"}),
        *({"files": [{"id": HALF}]}, {"ts": HALF}, {"ts": None}, {"channel": HALF}, {"user": None}, {"bot_id": "B1"}),
        *({"channel_type": "channel"}, {"channel_type": None}, {"subtype": "file_comment"}),
    ],
)
def test_files_that_nobody_could_drop_for_ribbon_are_left_alone(forger: Forger, odd: Json) -> None:
    event = {"type": "event_callback", "team_id": "T1", "event": DROPPED | odd}

    assert forger.deliver("event", event).status == 200


@pytest.mark.usefixtures("unharmed")
@pytest.mark.parametrize("rows", [-1, 16, 10**20])
def test_a_form_that_remembers_more_rows_than_it_can_have_was_out_of_date(forger: Forger, rows: int) -> None:
    """It would be drawn row by row, for as long as that takes."""
    forger.remembering("edit_form", f'{{"package_id":"p4","rows":{rows}}}').button("add_a_row", "")

    forger.person.modal_titled("That didn't work").sees("This screen is out of date")


@pytest.mark.usefixtures("unharmed")
def test_a_form_from_a_modal_without_an_id_creates_nothing(forger: Forger) -> None:
    """Delivered again it would be done again: what a form creates is known by the modal's id."""
    form = forger.submission("link_form", forger.link_state("s06"), package="p4")
    form["view"]["id"] = ""

    assert forger.deliver("interaction", form).body is None


def test_a_name_that_nobody_here_has_given_does_not_go_into_the_log(forger: Forger, log: list[Any]) -> None:
    forger.slack.spoil("views.push", error="expired_trigger_id")

    forger.button("Ana", "")

    assert [entry["gesture"] for entry in log if entry["log_level"] == "warning"] == ["unknown"]
    assert "Ana" not in str(log)


FIELDS: dict[str, Json] = {
    "from_day": {"type": "datepicker", "selected_date": "soon"},
    "confirmation": {"type": "static_select", "selected_option": {"value": "maybe"}},
    "payment": {"type": "static_select", "selected_option": {"text": {}}},
    "practitioner": {"type": "users_select", "selected_user": ["U1"]},
}


@pytest.mark.usefixtures("unharmed")
def test_a_naming_of_clients_that_nobody_could_choose_is_out_of_date(forger: Forger) -> None:
    assert "out of date" in str(forger.submit("settings_form", '{"view_id":"V1"}', naming="loud").body)


@pytest.mark.usefixtures("unharmed")
@pytest.mark.parametrize("name", FIELDS)
def test_a_field_with_what_nobody_could_enter_is_out_of_date(forger: Forger, name: str) -> None:
    reply: Reply = forger.submit("filters", forger.over_a_list(), **{name: FIELDS[name]})

    assert "out of date" in str(reply.body)


@pytest.mark.usefixtures("unharmed", "over_http")
@pytest.mark.parametrize("view", ["modal", "home"])
@pytest.mark.parametrize("what", ["press", "menu", "submission", "type-ahead"])
def test_what_could_be_anothers_and_lacks_a_part_does_no_harm(
    forger: Forger, what: str, view: str, log: list[Any]
) -> None:
    """A view of an earlier release doesn't say whose it is, and this one names two workspaces."""
    route, payload = everything(forger)[what]
    payload["view"] |= {"private_metadata": "{}", "team_id": "T7", "app_installed_team_id": "T8", "type": view}
    for key in payload:
        for broken in ({name: payload[name] for name in payload if name != key}, {**payload, key: None}):
            assert forger.deliver(route, broken).status < 500, key
    forger.slack.problems.clear()  # a modal can't be opened where the way to it is gone
    assert [entry for entry in log if entry["log_level"] == "error"] == []


@pytest.mark.usefixtures("unharmed")
def test_nobody_makes_a_package_expired_by_hand(forger: Forger) -> None:
    assert forger.button("change_status", '{"package_id":"p1","becomes":"expired"}').status == 200
