"""Rich text, tables, charts, alerts and questions on the page: seen, read aloud, and used by keyboard."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from axe import beyond_the_edge, findings
from demo_ribbon import MONDAY
from playwright.sync_api import expect
from slack_sdk import WebClient
from visitor import PHONE, Visitor

from playground.page_server import Page
from playground.server import Playground
from playground.stage import Stage
from playground.web_api import views

pytestmark = pytest.mark.browser

Json = dict[str, Any]
PETRA, STAGE = "UPETRA", Stage()


@pytest.fixture
def playground() -> Iterator[Playground]:
    """A Slack with its page and no bot: what is shown was sent by the test."""
    playground = Playground(STAGE.slack(clock=MONDAY.timestamp))
    playground.start(Page(playground, STAGE).routes())
    yield playground
    playground.stop()


def plain(text: str) -> Json:
    return {"type": "plain_text", "text": text}


def line(*pieces: Json) -> Json:
    return {"type": "rich_text_section", "elements": list(pieces)}


def said(text: str, **style: bool) -> Json:
    return {"type": "text", "text": text, "style": style}


def cells(*texts: str) -> list[Json]:
    return [{"type": "raw_text", "text": text} for text in texts]


def button(text: str, **more: Any) -> Json:
    return {"type": "button", "action_id": text, "text": plain(text), "value": "p1", **more}


COUNTED = {
    "type": "rich_text",
    "elements": [
        line(said("*Ana* & <Co>", bold=True), said("\nby "), {"type": "user", "user_id": "UMIA"}),
        {"type": "rich_text_list", "style": "bullet", "elements": [line(said("first")), line(said("second"))]},
        {"type": "rich_text_quote", "elements": [said("because")]},
        line(
            {"type": "link", "url": "https://x.example", "text": "Open it"},
            said(" "),
            {"type": "emoji", "name": "gift"},
            {"type": "date", "timestamp": int(MONDAY.timestamp()) - 7200, "format": " {date_short_pretty}, {ago}"},
        ),
    ],
}
TABLE = {
    "type": "table",
    "rows": [
        cells("Service", "Total", "Left"),
        cells("Follow-up 50 min", "6", "2"),
        [{"type": "rich_text", "elements": [line(said("Sum", bold=True))]}, *cells("8 → 9", "4 → 4")],
    ],
    "column_settings": [{"is_wrapped": True}, {"align": "right"}, {"align": "right"}],
}
PACKAGES = {
    "type": "data_table",
    "caption": "Active packages",
    "rows": [cells("Client", "Left"), [*cells("Ana"), {"type": "raw_number", "value": 3}]],
}
SERIES = [{"name": name, "data": [{"label": "2 Mar", "value": count}]} for name, count in (("Used", 3), ("Sold", 5))]
CHART = {
    "type": "data_visualization",
    "title": "Sessions by week",
    "chart": {
        "type": "bar",
        "series": SERIES,
        "axis_config": {"categories": ["2 Mar"], "x_label": "Week from", "y_label": "Sessions"},
    },
}
ALERT = {"type": "alert", "level": "warning", "text": plain("Not counted: 4 of 8 left.")}
SURE = {"title": plain("Complete Gold 10?"), "text": plain("3 → 0 left"), "confirm": plain("Yes"), "deny": plain("No")}
ASK = {"type": "actions", "elements": [button("Complete", confirm=SURE, accessibility_label="Complete: Gold 10")]}
FORM = {
    "type": "input",
    "block_id": "reason",
    "label": plain("Reason"),
    "hint": plain("The client reads it."),
    "element": {"type": "plain_text_input", "action_id": "reason"},
}


def message(playground: Playground, *blocks: Json, text: str = "Count adjustment") -> None:
    bot = WebClient(STAGE.token, base_url=f"{playground.slack.base_url}/api/")
    bot.chat_postMessage(channel=PETRA, text=text, blocks=blocks)


def home(playground: Playground, *blocks: Json) -> None:
    bot = WebClient(STAGE.token, base_url=f"{playground.slack.base_url}/api/")
    bot.views_publish(user_id=PETRA, view={"type": "home", "blocks": blocks})


def modal(playground: Playground, *blocks: Json) -> None:
    view = {"type": "modal", "title": plain("Linked"), "submit": plain("Done"), "blocks": list(blocks)}
    with playground.slack.changing():
        views.push(playground.slack, playground.slack.first_workspace(), PETRA, view)


def a_message(playground: Playground, visitor: Visitor) -> None:
    message(playground, COUNTED, TABLE, ASK, CHART)
    visitor.go("Messages")
    visitor.close_menu()
    visitor.sees("Follow-up 50 min")


def a_home(playground: Playground, visitor: Visitor) -> None:
    home(playground, {"type": "header", "text": plain("All packages")}, PACKAGES, CHART)
    visitor.go("Home")
    visitor.sees("Active packages")


def a_modal(playground: Playground, visitor: Visitor) -> None:
    modal(playground, COUNTED, ALERT, ASK, FORM)
    visitor.titled("Linked")


def a_question(playground: Playground, visitor: Visitor) -> None:
    a_modal(playground, visitor)
    visitor.press("Complete: Gold 10")
    visitor.sees("Complete Gold 10?")


@pytest.mark.parametrize("how", [{}, {"dark": True}, {"size": PHONE}], ids=["laptop", "dark", "phone"])
@pytest.mark.parametrize("show", [a_message, a_home, a_modal, a_question])
def test_axe_finds_nothing_and_all_of_it_is_seen(
    visit: Any, playground: Playground, show: Callable[[Playground, Visitor], None], how: Json
) -> None:
    visitor = visit(**how)
    show(playground, visitor)
    assert (findings(visitor), beyond_the_edge(visitor)) == ([], [])


def test_rich_text_is_bold_and_literal(visitor: Visitor, playground: Playground) -> None:
    a_message(playground, visitor)
    told = visitor.page.locator(".is-rich_text")
    expect(told.locator("strong")).to_have_text("*Ana* & <Co>")
    expect(told.get_by_role("listitem")).to_have_text(["first", "second"])
    expect(told.get_by_role("blockquote")).to_have_text("because")
    expect(told.get_by_role("link", name="Open it")).to_have_attribute("href", "https://x.example")
    expect(told).to_contain_text("by @Mia Torres")
    expect(told).to_contain_text("🎁 today, 2 hours ago")


def test_a_message_that_comes_is_read_aloud_by_its_text(visitor: Visitor, playground: Playground) -> None:
    message(playground, TABLE, text="Tom &amp; *Ana*, asked for by <@UMIA>")
    expect(visitor.page.locator("#live")).to_have_text("Ribbon: Tom & Ana, asked for by @Mia Torres")


def test_a_table_is_read_with_its_headings(visitor: Visitor, playground: Playground) -> None:
    a_message(playground, visitor)
    box = visitor.page.get_by_role("group", name="Table: Service, Total, Left")
    expect(box.get_by_role("columnheader")).to_have_text(["Service", "Total", "Left"])
    expect(box.get_by_role("row").last.get_by_role("cell")).to_have_text(["Sum", "8 → 9", "4 → 4"])
    expect(box.locator("td strong")).to_have_text("Sum")


def test_a_row_alone_is_no_heading(visitor: Visitor, playground: Playground) -> None:
    message(playground, {"type": "table", "rows": [cells("Gold 10", "3 of 10")]})
    expect(visitor.page.get_by_role("cell")).to_have_text(["Gold 10", "3 of 10"])
    expect(visitor.page.get_by_role("columnheader")).to_have_count(0)


def test_a_data_table_says_what_it_holds_and_whose_each_row_is(visitor: Visitor, playground: Playground) -> None:
    a_home(playground, visitor)
    held = visitor.page.get_by_role("table", name="Active packages")
    expect(held.get_by_role("columnheader")).to_have_text(["Client", "Left"])
    expect(held.get_by_role("rowheader")).to_have_text(["Ana"])
    expect(held.get_by_role("cell")).to_have_text(["3"])


def test_a_chart_is_read_in_figures(visitor: Visitor, playground: Playground) -> None:
    a_home(playground, visitor)
    expect(visitor.page.get_by_role("figure")).to_contain_text("Sessions by week")
    expect(visitor.page.get_by_role("img", name="Used: 2 Mar 3. Sold: 2 Mar 5")).to_be_visible()


def test_an_alert_says_what_its_colour_says(visitor: Visitor, playground: Playground) -> None:
    a_modal(playground, visitor)
    expect(visitor.modal.get_by_role("note")).to_contain_text("Warning: Not counted: 4 of 8 left.")


def test_a_field_is_read_with_its_hint(visitor: Visitor, playground: Playground) -> None:
    a_modal(playground, visitor)
    expect(visitor.modal.get_by_label("Reason")).to_have_accessible_description("The client reads it.")


def test_a_table_too_wide_for_a_phone_scrolls_in_itself_by_keyboard(visit: Any, playground: Playground) -> None:
    visitor = visit(size=PHONE)
    visitor.close_menu()
    message(playground, {"type": "table", "rows": [cells(*["A column that is not wrapped"] * 4)] * 2})
    box = visitor.page.get_by_role("group", name="Table:")
    box.focus()
    visitor.page.keyboard.press("ArrowRight")
    visitor.page.wait_for_function("() => document.querySelector('.table-box').scrollLeft > 0")
    assert beyond_the_edge(visitor) == []


def test_a_question_is_answered_by_keyboard(visitor: Visitor, playground: Playground) -> None:
    a_message(playground, visitor)
    page = visitor.page
    complete = page.get_by_role("button", name="Complete: Gold 10")
    complete.focus()
    page.keyboard.press("Enter")
    asked = page.get_by_role("alertdialog", name="Complete Gold 10?")
    expect(asked).to_have_accessible_description("3 → 0 left")
    expect(asked.get_by_role("button", name="No")).to_be_focused()
    page.keyboard.press("Escape")
    expect(complete).to_be_focused()
    assert playground.deliveries.made == []
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    playground.slack.wait(lambda: playground.deliveries.made, lambda: "no press")
    assert playground.deliveries.made[0].parcel.payload["actions"][0]["action_id"] == "Complete"


def test_files_chosen_together_are_one_message(visitor: Visitor, playground: Playground) -> None:
    chosen: Any = [{"name": name, "mimeType": "text/csv", "buffer": name.encode()} for name in ("a.csv", "b.csv")]
    visitor.page.get_by_label("Attach files").set_input_files(chosen)
    expect(visitor.page.locator(".message .file")).to_have_count(2)
    (told,) = playground.slack.messages[playground.slack.dm(PETRA).id]
    assert [file["name"] for file in told.files] == ["a.csv", "b.csv"]
    assert [file.content for file in playground.slack.files.values()] == [b"a.csv", b"b.csv"]
