"""Requests are read as Bolt reads them, whatever is in them; only sooner."""

import json
from collections.abc import Callable
from typing import Any
from urllib.parse import urlencode

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from slack_bolt import BoltRequest

from bot.serving.received import UNREADABLE, received

FORM = {"content-type": "application/x-www-form-urlencoded"}
anything = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(),
    lambda part: st.lists(part) | st.dictionaries(st.text(), part),
    max_leaves=10,
)


def body_of(read: Callable[[], BoltRequest]) -> dict[str, Any] | None:
    """What the bot would get, or None where it can't be read: Bolt looks for the workspace in whatever comes."""
    try:
        return read().body
    except UNREADABLE:
        return None


def as_bolt_reads(form: str) -> dict[str, Any] | None:
    return body_of(lambda: BoltRequest(body=form, headers={**FORM}))


@example({"authorizations": "0"}, {})
@given(st.dictionaries(st.text(), anything), st.dictionaries(st.text(), st.text()))
def test_an_interaction_is_what_slack_sent(payload: dict[str, Any], beside: dict[str, str]) -> None:
    interaction = {**payload, "type": "block_actions"}
    form = urlencode({"payload": json.dumps(interaction), **beside, "payload ": "not this one"})

    body = body_of(lambda: received(form.encode(), FORM))

    assert body == as_bolt_reads(form)
    assert body in (interaction, None)


@example({"event": ""})
@example({"authorizations": "0"})
@example({"text": "payload"})
@example({"text": 'payload={"type": "block_actions"}&payload=7'})
@given(st.dictionaries(st.text().filter(lambda field: field != "payload"), st.text()))
def test_a_command_is_what_slack_sent(fields: dict[str, str]) -> None:
    command = {**fields, "command": "/bookings", "type": ""}

    body = body_of(lambda: received(urlencode(command).encode(), FORM))

    assert body == body_of(lambda: BoltRequest(body=command, headers={**FORM}, mode="socket_mode"))
    assert body in (command, None)


def test_a_command_in_which_the_word_stands_is_signed_as_it_was() -> None:
    form = urlencode({"command": "/client", "text": "payload"})
    assert received(form.encode(), FORM).raw_body == form


def test_what_slack_signed_stays_as_it_was() -> None:
    form = urlencode({"payload": json.dumps({"type": "block_actions"}), "token": "t"})
    assert received(form.encode(), FORM).raw_body == form


@given(st.text())
def test_what_nobody_can_read_is_said_to_be_so(rest: str) -> None:
    try:
        read = received(f"payload={rest}".encode(), FORM)
    except UNREADABLE:
        return
    assert isinstance(read.body, dict)


@pytest.mark.parametrize("body", [b"\xff", b"payload=\xff", b'{"type":', b"payload=%7B", b"payload=7"])
def test_what_is_no_text_or_no_payload_is_refused(body: bytes) -> None:
    with pytest.raises(UNREADABLE):
        received(body, FORM)


def test_what_follows_the_payload_is_no_part_of_it() -> None:
    read = received(b"payload=%7B%22a%22%3A%22+%2B%26%22%7D&token=t", FORM)
    assert read.body == {"a": " +&"}
