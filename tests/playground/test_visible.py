"""Tests read what a person would read."""

import pytest

from playground.person.visible import Reader
from playground.state.slack import Slack


@pytest.fixture
def petra(slack: Slack) -> Reader:
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
    ],
)
def test_mrkdwn_is_read(petra: Reader, source: str, read: str) -> None:
    assert petra.mrkdwn(source) == read


def test_plain_text_is_literal(petra: Reader) -> None:
    assert petra.text({"type": "plain_text", "text": "*Ana* &amp; <@UMAN>"}) == "*Ana* &amp; <@UMAN>"


def test_times_are_the_readers_own(slack: Slack) -> None:
    assert Reader(slack, "UMAN").mrkdwn("<!date^1772443800^{time}|soon>") == "04:30"


def test_rich_text_and_tables_are_read(petra: Reader) -> None:
    line = {
        "type": "rich_text_section",
        "elements": [{"type": "text", "text": "by "}, {"type": "user", "user_id": "UMAN"}],
    }
    listed = {"type": "rich_text_list", "style": "bullet", "elements": [line, line]}
    table = {"type": "table", "rows": [[{"type": "raw_text", "text": "Gold"}, {"type": "raw_number", "value": 4}]]}
    assert petra.block({"type": "rich_text", "elements": [listed]}) == "by @Mia Manager\nby @Mia Manager"
    assert petra.block(table) == "Gold | 4"
