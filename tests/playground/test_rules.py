"""What Slack refuses in blocks and views."""

from __future__ import annotations

from typing import Any

import pytest
from toy_bot import button, card, link_form, option, plain, session_row

from playground.limits.rules import check_blocks, check_suggestions, check_view


def mrkdwn(text: str) -> dict[str, Any]:
    return {"type": "mrkdwn", "text": text}


def section(text: str = "Hello", **more: Any) -> dict[str, Any]:
    return {"type": "section", "text": mrkdwn(text), **more}


def actions(*elements: dict[str, Any]) -> dict[str, Any]:
    return {"type": "actions", "elements": list(elements)}


def select(count: int, **more: Any) -> dict[str, Any]:
    options = [option(f"Package {number}") for number in range(count)]
    return {"type": "static_select", "action_id": "select", "options": options, **more}


def field(element: dict[str, Any]) -> dict[str, Any]:
    return {"type": "input", "label": plain("Label"), "element": element}


def modal(*blocks: dict[str, Any], **more: Any) -> dict[str, Any]:
    return {"type": "modal", "title": plain("Title"), "blocks": list(blocks), **more}


TEXT_INPUT = {"type": "plain_text_input", "action_id": "text"}
IMAGE = {"type": "image", "alt_text": "A chart", "image_url": "https://example.com/chart.png"}
RICH = {
    "type": "rich_text",
    "elements": [{"type": "rich_text_section", "elements": [{"type": "text", "text": "Hi", "style": {"bold": True}}]}],
}
TABLE = {
    "type": "table",
    "rows": [[{"type": "raw_text", "text": "Gold"}, {"type": "raw_number", "value": 4}]],
}


@pytest.mark.parametrize(
    "blocks",
    [
        [],
        [section(), {"type": "divider"}, {"type": "header", "text": plain("Hello")}, IMAGE, RICH, TABLE],
        [session_row("Ana"), {"type": "context", "elements": [mrkdwn("small"), IMAGE]}],
        card("pending"),
        [actions(button("Go", "go", style="primary", value="x" * 2000), select(100))],
        [section("x" * 3000, fields=[mrkdwn("y" * 2000)] * 10)],
    ],
)
def test_a_proper_message_is_taken(blocks: list[dict[str, Any]]) -> None:
    assert check_blocks(blocks, "message") == []


def test_a_proper_modal_is_taken() -> None:
    alert = {"type": "alert", "text": mrkdwn("None left"), "level": "warning"}
    assert check_view(modal(alert, *link_form()["blocks"], submit=plain("Go")), "modal") == []


def test_a_proper_home_is_taken() -> None:
    assert check_view({"type": "home", "blocks": [section(), TABLE]}, "home") == []


REFUSED_ON_MESSAGES = [
    (section(""), "must be more than 0 characters [json-pointer:/blocks/0/text/text]"),
    (section("x" * 3001), "must be less than 3001 characters [json-pointer:/blocks/0/text/text]"),
    (section(fields=[mrkdwn("x")] * 11), "no more than 10 items allowed [json-pointer:/blocks/0/fields]"),
    (section(fields=[mrkdwn("x" * 2001)]), "must be less than 2001 characters"),
    ({"type": "section"}, "missing required field: text [json-pointer:/blocks/0]"),
    (section(colour="red"), "invalid additional property: colour [json-pointer:/blocks/0]"),
    ({"type": "header", "text": plain("x" * 151)}, "must be less than 151 characters"),
    ({"type": "header", "text": mrkdwn("x")}, "unsupported type: mrkdwn [json-pointer:/blocks/0/text/type]"),
    ({"type": "paragraph"}, "unsupported type: paragraph [json-pointer:/blocks/0/type]"),
    ({"text": plain("x")}, "missing required field: type [json-pointer:/blocks/0]"),
    (None, "must provide an object [json-pointer:/blocks/0]"),
    (actions(), "no less than 1 items allowed [json-pointer:/blocks/0/elements]"),
    (actions(*[button("x", str(n)) for n in range(26)]), "no more than 25 items allowed"),
    (actions(button("x" * 76, "a")), "must be less than 76 characters"),
    (actions(button("x", "a", value="x" * 2001)), "must be less than 2001 characters"),
    (actions(button("x", "a", style="default")), "must be one of primary, danger"),
    (actions(button("x", "a", url="nowhere")), "invalid format [json-pointer:/blocks/0/elements/0/url]"),
    (actions(button("x", "a"), button("y", "a")), '`action_id` "a" already exists'),
    (actions(button("x", "a", confirm={"title": plain("Sure?")})), "missing required field: text"),
    (actions(TEXT_INPUT), "unsupported type: plain_text_input"),
    (actions(select(101)), "no more than 100 items allowed"),
    (actions(select(0)), "no less than 1 items allowed"),
    (actions({"type": "static_select", "action_id": "s"}), "missing required field: options"),
    (actions(select(1, option_groups=[])), "options and option_groups cannot both be specified"),
    (actions(select(1, initial_option=option("Other"))), "initial option must match one of the options"),
    (actions(select(1, placeholder=plain("x" * 151))), "must be less than 151 characters"),
    (actions({"type": "overflow", "options": [option(str(n)) for n in range(6)]}), "no more than 5 items"),
    (
        actions({"type": "overflow", "options": [{"text": mrkdwn("x"), "value": "x"}]}),
        "unsupported type: mrkdwn",
    ),
    (
        actions({"type": "overflow", "options": [{"text": plain("x"), "value": "x" * 151}]}),
        "must be less than 151 characters [json-pointer:/blocks/0/elements/0/options/0/value]",
    ),
    (
        actions({"type": "checkboxes", "options": [option(str(n)) for n in range(11)]}),
        "no more than 10 items allowed",
    ),
    ({"type": "context", "elements": [mrkdwn("x")] * 11}, "no more than 10 items allowed"),
    ({"type": "image", "image_url": "https://x.example"}, "missing required field: alt_text"),
    ({"type": "image", "alt_text": "x"}, "missing required field: image_url"),
    (field(TEXT_INPUT), "unsupported type: input"),
    ({"type": "divider", "block_id": "x" * 256}, "must be less than 256 characters"),
]


@pytest.mark.parametrize(("block", "words"), REFUSED_ON_MESSAGES)
def test_slack_refuses_a_message_with(block: Any, words: str) -> None:
    assert any(words in found for found in check_blocks([block], "message")), check_blocks([block], "message")


@pytest.mark.parametrize(
    ("blocks", "words"),
    [
        ([section()] * 51, "no more than 50 items allowed [json-pointer:/blocks]"),
        ([section(block_id="a"), section(block_id="a")], '`block_id` "a" already exists'),
        ("text", "must provide an array [json-pointer:/blocks]"),
    ],
)
def test_slack_refuses_a_message_as_a_whole(blocks: Any, words: str) -> None:
    assert any(words in found for found in check_blocks(blocks, "message"))


@pytest.mark.parametrize(
    ("view", "words"),
    [
        (modal(field(TEXT_INPUT)), "must define `submit` to use an `input` block in modals"),
        (modal(*[section()] * 101), "no more than 100 items allowed [json-pointer:/view/blocks]"),
        (modal(title=plain("x" * 25)), "must be less than 25 characters [json-pointer:/view/title/text]"),
        (modal(submit=plain("x" * 25)), "must be less than 25 characters [json-pointer:/view/submit/text]"),
        (modal(title=None), "missing required field: title"),
        (modal(private_metadata="x" * 3001), "must be less than 3001 characters"),
        (modal(callback_id="x" * 256), "must be less than 256 characters"),
        (modal(notify_on_close="yes"), "must provide a boolean"),
        (modal(size="large"), "invalid additional property: size"),
        ({"type": "home", "blocks": []}, "must be modal [json-pointer:/view/type]"),
        ({"type": "modal", "title": plain("x")}, "missing required field: blocks"),
        ("view", "must provide an object [json-pointer:/view]"),
        (
            modal(*[field({**TEXT_INPUT, "focus_on_load": True})] * 2, submit=plain("Go")),
            "only one element can have `focus_on_load`",
        ),
        (
            modal(field({"type": "number_input", "action_id": "n"}), submit=plain("Go")),
            "missing required field: is_decimal_allowed",
        ),
        (modal(field({**TEXT_INPUT, "max_length": 3001}), submit=plain("Go")), "must be between 1 and 3000"),
        (
            modal(field({"type": "datepicker", "initial_date": "23.11.2026"}), submit=plain("Go")),
            "invalid format",
        ),
    ],
)
def test_slack_refuses_a_modal_with(view: Any, words: str) -> None:
    assert any(words in found for found in check_view(view, "modal")), check_view(view, "modal")


def test_suggestions_must_be_options_or_groups() -> None:
    assert check_suggestions({"options": [option("Gold")]}) == []
    assert check_suggestions({"options": []}) == []
    assert check_suggestions({})
    assert check_suggestions({"options": [option("Gold")] * 101})
    assert check_suggestions("nothing")
