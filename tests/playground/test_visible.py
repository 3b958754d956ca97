"""Tests read what a person would read."""

from typing import Any

import pytest

from playground.person.visible import Reader
from playground.state.slack import Slack


@pytest.fixture
def petra(slack: Slack) -> Reader:
    slack.clock = lambda: 1772451000.0  # 2 March 2026, 12:30 in Berlin
    return Reader(slack, "UPRAC")


@pytest.mark.parametrize(
    ("source", "read"),
    [
        ("*bold* _it_ ~gone~ `code`", "bold it gone code"),
        ("*_both_*", "both"),
        ("2*3*4 and snake_case_name", "2*3*4 and snake_case_name"),
        ("`*not bold*`", "*not bold*"),
        ("Tom &amp; Ana &lt;3", "Tom & Ana <3"),
        ("&lt;@UMAN&gt; is text", "<@UMAN> is text"),
        ("<@UMAN> in <#CGEN>", "@Mia Manager in #general"),
        ("<https://example.com|Open it> <https://example.com>", "Open it https://example.com"),
        ("<!here> look", "@here look"),
        ("<!date^1772443800^{date_short} {time}|soon>", "Mar 2, 2026 10:30"),
        ("<!date^1772443800^{date_short_pretty}|soon> <!date^1772443800^{ago}|soon>", "today 2 hours ago"),
        ("<!date^1772357400^{date_pretty}|soon> <!date^1772357400^{ago}|soon>", "yesterday 1 day ago"),
        ("<!date^1772530200^{date_long_pretty}|soon> <!date^1772530200^{ago}|soon>", "tomorrow in 22 hours"),
        ("<!date^1766000000^{date_short_pretty} {ago}|soon> {date}", "Dec 17, 2025 2 months ago {date}"),
    ],
)
def test_mrkdwn_is_read(petra: Reader, source: str, read: str) -> None:
    assert petra.mrkdwn(source) == read


def test_plain_text_is_literal(petra: Reader) -> None:
    assert petra.text({"type": "plain_text", "text": "*Ana* &amp; <@UMAN>"}) == "*Ana* &amp; <@UMAN>"


def test_times_are_the_readers_own(slack: Slack) -> None:
    assert Reader(slack, "UMAN").mrkdwn("<!date^1772443800^{time}|soon>") == "04:30"


def line(*pieces: dict[str, Any]) -> dict[str, Any]:
    return {"type": "rich_text_section", "elements": list(pieces)}


def test_rich_text_is_read(petra: Reader) -> None:
    first = line(
        {"type": "text", "text": "*Ana* & <Co>", "style": {"bold": True}},
        {"type": "text", "text": "\nby "},
        {"type": "user", "user_id": "UMAN"},
        {"type": "text", "text": " in "},
        {"type": "channel", "channel_id": "CGEN"},
    )
    link = line(
        {"type": "link", "url": "https://x.example", "text": "Open it"},
        {"type": "text", "text": " "},
        {"type": "emoji", "name": "gift"},
    )
    date = line({"type": "date", "timestamp": 1772443800, "format": "{date_short_pretty} at {time}"})
    parts = [
        first,
        {"type": "rich_text_list", "style": "bullet", "elements": [link, date]},
        {"type": "rich_text_quote", "elements": [{"type": "text", "text": "because"}]},
        {"type": "rich_text_preformatted", "elements": [{"type": "link", "url": "https://y.example"}]},
    ]
    assert petra.block({"type": "rich_text", "elements": parts}).splitlines() == [
        *("*Ana* & <Co>", "by @Mia Manager in #general", "Open it :gift:", "today at 10:30"),
        *("because", "https://y.example"),
    ]


def test_tables_charts_and_alerts_are_read(petra: Reader) -> None:
    bold = {"type": "rich_text", "elements": [line({"type": "text", "text": "Sum", "style": {"bold": True}})]}
    rows = [[bold, {"type": "raw_number", "value": 4}], [{"type": "raw_text", "text": "Gold"}, bold]]
    assert petra.block({"type": "table", "rows": rows}) == "Sum | 4\nGold | Sum"
    assert petra.block({"type": "data_table", "caption": "Packages", "rows": rows}) == "Packages\nSum | 4\nGold | Sum"
    used = {"name": "Used", "data": [{"label": "Mon", "value": 3}, {"label": "Tue", "value": 0}]}
    chart = {"type": "data_visualization", "title": "By day", "chart": {"type": "bar", "series": [used]}}
    assert petra.block(chart) == "By day\nUsed: Mon 3, Tue 0"
    assert petra.block({"type": "alert", "text": {"type": "mrkdwn", "text": "*1* over"}}) == "1 over"
