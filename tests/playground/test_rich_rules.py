"""What Slack takes and refuses of rich text, tables, charts and alerts, and where."""

from __future__ import annotations

from typing import Any, Literal

import pytest

from playground.limits.rules import check_blocks, check_view

Json = dict[str, Any]


def said(text: str, **style: bool) -> Json:
    return {"type": "text", "text": text, **({"style": style} if style else {})}


def line(*pieces: Json) -> Json:
    return {"type": "rich_text_section", "elements": list(pieces)}


def rich(*parts: Json) -> Json:
    return {"type": "rich_text", "elements": list(parts)}


def listed(*lines: Json, **more: Any) -> Json:
    return {"type": "rich_text_list", "style": "bullet", "elements": list(lines), **more}


def cells(*texts: str) -> list[Json]:
    return [{"type": "raw_text", "text": text} for text in texts]


def table(*rows: list[Json], **more: Any) -> Json:
    return {"type": "table", "rows": list(rows), **more}


def data_table(*rows: list[Json], **more: Any) -> Json:
    return {"type": "data_table", "caption": "Packages", "rows": list(rows), **more}


def chart(*series: Json, **more: Any) -> Json:
    bars = {"type": "bar", "series": list(series), "axis_config": {"categories": ["Mon", "Tue"]}}
    return {"type": "data_visualization", "title": "Sessions used", "chart": {**bars, **more}}


def used(name: str = "Used", *labels: str) -> Json:
    return {"name": name, "data": [{"label": label, "value": 3} for label in labels or ("Mon", "Tue")]}


def alert(text: str = "Not counted", **more: Any) -> Json:
    return {"type": "alert", "text": {"type": "plain_text", "text": text}, **more}


EVERYTHING = rich(
    line(
        said("Ana R. · ", bold=True),
        {"type": "link", "url": "https://example.com", "text": "Gold 10", "style": {"italic": True}},
        {"type": "user", "user_id": "UPRAC"},
        {"type": "emoji", "name": "gift"},
        {"type": "date", "timestamp": 1772443800, "format": "{date_short_pretty} at {time}", "fallback": "today"},
    ),
    listed(line(said("one")), line(said("two")), indent=1),
    {"type": "rich_text_quote", "elements": [said("because")]},
    {"type": "rich_text_preformatted", "elements": [said("as it stands")]},
)
TABLE = table(
    cells("Service", "Left"),
    [*cells("Follow-up"), {"type": "raw_number", "value": 4, "text": "4"}],
    [rich(line(said("Sum", bold=True))), rich(line(said("4", bold=True)))],
    column_settings=[{"align": "left", "is_wrapped": True}, {"align": "right"}],
)


@pytest.mark.parametrize("surface", ["message", "home"])
@pytest.mark.parametrize("block", [EVERYTHING, TABLE, data_table(cells("Client"), cells("Ana"), page_size=25)])
def test_messages_and_home_take(block: Json, surface: Literal["message", "home"]) -> None:
    assert check_blocks([block, chart(used()), chart(used("Used"), used("Sold"))], surface) == []


def test_modals_take_rich_text_and_alerts() -> None:
    levels = [alert(level=level) for level in ("default", "info", "warning", "error", "success")]
    assert check_blocks([EVERYTHING, alert(), *levels], "modal") == []


@pytest.mark.parametrize("block", [TABLE, data_table(cells("Client"), cells("Ana")), chart(used())])
def test_modals_refuse_tables_and_charts(block: Json) -> None:
    view = {"type": "modal", "title": {"type": "plain_text", "text": "Title"}, "blocks": [block]}
    assert check_view(view, "modal") == [f"unsupported type: {block['type']} [json-pointer:/view/blocks/0/type]"]


@pytest.mark.parametrize("surface", ["message", "home"])
def test_only_modals_take_alerts(surface: Literal["message", "home"]) -> None:
    assert check_blocks([alert()], surface) == ["unsupported type: alert [json-pointer:/blocks/0/type]"]


@pytest.mark.parametrize("unknown", ["markdown", "card", "carousel", "container", "video", "plan"])
def test_what_this_slack_could_not_draw_is_refused(unknown: str) -> None:
    assert check_blocks([{"type": unknown, "text": "x"}], "message")


REFUSED = [
    (rich(), "no less than 1 items allowed [json-pointer:/blocks/0/elements]"),
    (rich(line()), "no less than 1 items allowed [json-pointer:/blocks/0/elements/0/elements]"),
    (rich(line(said(""))), "must be more than 0 characters [json-pointer:/blocks/0/elements/0/elements/0/text]"),
    (rich(line(said("x", loud=True))), "invalid additional property: loud"),
    (rich(line({"type": "link", "url": "nowhere"})), "invalid format"),
    (rich(line({"type": "mrkdwn", "text": "*x*"})), "unsupported type: mrkdwn"),
    (rich(line({"type": "date", "timestamp": "today", "format": "{date}"})), "must provide an integer"),
    (rich(line({"type": "date", "timestamp": 1, "format": "at noon"})), "invalid format"),
    (rich(listed(said("x"))), "unsupported type: text"),
    (rich(listed(line(said("x")), style="dashed")), "must be one of bullet, ordered"),
    (
        rich({"type": "rich_text_preformatted", "elements": [{"type": "user", "user_id": "UPRAC"}]}),
        "unsupported type: user",
    ),
    (table(), "no less than 1 items allowed [json-pointer:/blocks/0/rows]"),
    (table(cells("")), "must be more than 0 characters [json-pointer:/blocks/0/rows/0/0/text]"),
    (table([]), "no less than 1 items allowed [json-pointer:/blocks/0/rows/0]"),
    (table(*[cells("x")] * 101), "no more than 100 items allowed"),
    (table(cells(*"x" * 21)), "no more than 20 items allowed"),
    (table([{"type": "raw_number", "value": "4"}]), "must provide a number"),
    (table([{"type": "plain_text", "text": "x"}]), "unsupported type: plain_text"),
    (table(cells("x"), column_settings=[{"align": "middle"}]), "must be one of left, center, right"),
    (table(cells("x" * 5000), cells("y" * 5001)), "must be less than 10001 characters in all cells"),
    (table([rich(line(said("x" * 3000)))] * 4), "must be less than 10001 characters in all cells"),
    (data_table(cells("Client")), "no less than 2 items allowed"),
    (data_table(cells("Client"), cells("Ana"), caption=None), "missing required field: caption"),
    (data_table(cells("Client"), cells("Ana", "Gold")), "all rows must have the same number of cells"),
    (data_table([rich(line(said("Client")))], cells("Ana")), "unsupported type: rich_text"),
    (data_table(cells("Client"), cells("Ana"), page_size=0), "must be between 1 and 100"),
    (chart(), "no less than 1 items allowed"),
    (chart(used("Used", "Mon")), "labels must match the categories"),
    (chart(used(), used()), "series names must be unique"),
    (chart(type="cloud"), "unsupported type: cloud"),
]


@pytest.mark.parametrize(("block", "words"), REFUSED)
def test_slack_refuses(block: Json, words: str) -> None:
    found = check_blocks([block], "message")
    assert any(words in one for one in found), found


@pytest.mark.parametrize(
    ("block", "words"),
    [
        (alert("x" * 201), "must be less than 201 characters"),
        (alert(level="loud"), "must be one of default, info, warning, error, success"),
    ],
)
def test_slack_refuses_an_alert_with(block: Json, words: str) -> None:
    assert any(words in one for one in check_blocks([block], "modal"))


def test_a_message_holds_one_table_and_two_charts() -> None:
    small = data_table(cells("Client"), cells("Ana"))
    assert check_blocks([TABLE, small], "message") == ["only_one_table_allowed [json-pointer:/blocks]"]
    assert "no more than 2" in check_blocks([chart(used())] * 3, "message")[0]


def option(value: str) -> Json:
    return {"text": {"type": "plain_text", "text": "Gold 10"}, "value": value}


def element(kind: str, **more: Any) -> Json:
    return {"type": "actions", "elements": [{"type": kind, "action_id": "a", **more}]}


def typed(kind: str, **more: Any) -> Json:
    return {"type": "input", "label": {"type": "plain_text", "text": "x"}, "element": {"type": kind, **more}}


@pytest.mark.parametrize(
    ("block", "words"),
    [
        (element("overflow", options=[option("p1"), option("p1")]), "options must have distinct values"),
        (element("overflow", options=[option("")]), "must be more than 0 characters"),
        (element("radio_buttons", options=[option("p1"), option("p1")]), "options must have distinct values"),
        (element("static_select", options=[option("p1"), option("p1")]), "options must have distinct values"),
        (element("datepicker", initial_date="2026-02-30"), "no day of the calendar"),
        (element("timepicker", initial_time="24:00"), "invalid format"),
        (element("conversations_select", filter={}), "missing required field: include"),
        (element("conversations_select", response_url_enabled=True), "invalid additional property"),
        (
            typed("number_input", is_decimal_allowed=False, min_value="5", max_value="4"),
            "min_value must not be greater than max_value",
        ),
    ],
)
def test_slack_refuses_an_element_with(block: Json, words: str) -> None:
    found = check_blocks([block], "modal")
    assert any(words in one for one in found), found
