"""Requests are read as Bolt reads them, whatever is in them; only sooner."""

import json
from typing import Any
from urllib.parse import urlencode

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from slack_bolt import BoltRequest

from bot.received import received

FORM = {"content-type": "application/x-www-form-urlencoded"}
UNREADABLE = (ValueError, TypeError, AttributeError)

anything = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(),
    lambda part: st.lists(part) | st.dictionaries(st.text(), part),
)


def as_bolt_reads(body: str) -> BoltRequest:
    return BoltRequest(body=body, headers={**FORM})


@given(st.dictionaries(st.text(), anything), st.dictionaries(st.text(), st.text()))
def test_an_interaction_is_what_slack_sent(payload: dict[str, Any], beside: dict[str, str]) -> None:
    form = urlencode({"payload": json.dumps(payload), **beside, "payload ": "not this one"})

    read = received(form.encode(), FORM)

    assert read.body == payload == as_bolt_reads(form).body
    assert read.raw_body == form


@example({"event": ""})
@given(st.dictionaries(st.text(), st.text()))
def test_a_command_is_what_slack_sent(command: dict[str, str]) -> None:
    form = urlencode({"command": "/bookings", **command})
    assert received(form.encode(), FORM).body == as_bolt_reads(form).body


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
