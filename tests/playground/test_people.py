"""People do with a bot what they would do in Slack."""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING, Any

import pytest
from toy_bot import button, plain

if TYPE_CHECKING:
    from toy_bot import Toy

    from playground.person.people import Person
    from playground.server import Playground
    from playground.state.slack import Slack


def open_link_form(person: Person) -> None:
    person.command("/bookings")
    person.modal.row("Bo Lindqvist").choose("Link to package")
    person.modal_titled("Link")


def test_a_session_is_linked_by_visible_text(petra: Person, slack: Slack) -> None:
    open_link_form(petra)
    petra.modal.pick("Silver 5")
    petra.modal.pick("Client", "Bo Lindqvist", query="bo")
    petra.modal.fill("Reason", "as agreed")
    petra.modal.submit()
    petra.modal_titled("Bookings").sees("Bo Lindqvist · Follow-up · 🎁 Silver 5")
    assert slack.problems == []


def test_a_type_ahead_offers_what_fits(petra: Person) -> None:
    open_link_form(petra)
    assert petra.modal.typeahead("Client", "an") == ["Ana Rúa"]


def test_the_bots_errors_stand_under_their_fields(petra: Person) -> None:
    open_link_form(petra)
    petra.modal.pick("Silver 5")
    petra.modal.fill("Reason", "no")
    petra.modal.submit()
    assert petra.modal.errors == {"Reason": "Say more."}


def test_an_incomplete_form_is_not_sent(petra: Person, playground: Playground) -> None:
    open_link_form(petra)
    sent = len(playground.deliveries.made)
    petra.modal.fill("Count", "1000")
    petra.modal.submit()
    assert petra.modal.errors == {
        "Package": "Please complete this required field.",
        "Count": "Please enter a number of at most 999.",
        "Reason": "Please complete this required field.",
    }
    assert len(playground.deliveries.made) == sent


def test_closing_leads_back_to_the_modal_below(petra: Person, toy: Toy) -> None:
    open_link_form(petra)
    petra.modal.close()
    assert petra.modal.title == "Bookings"
    assert toy.heard == ["closed"]


def test_what_is_not_there_shows_the_screen(petra: Person, slack: Slack) -> None:
    petra.command("/bookings")
    modal = petra.modal
    slack.patience = 0.01
    with pytest.raises(AssertionError, match=r"'Nobody'|Nobody[\s\S]*Ana Rúa · Follow-up"):
        modal.row("Nobody")


def test_what_is_there_twice_is_ambiguous(petra: Person) -> None:
    petra.command("/bookings")
    with pytest.raises(AssertionError, match="2 times"):
        petra.modal.choose("Details")


def test_a_manager_decides_in_the_thread(petra: Person, mia: Person, slack: Slack) -> None:
    petra.command("/ask")
    thread = mia.channel("CMAN").thread("Gold 10")
    thread.press("Approve")
    thread.sees("approved by @Mia Manager")
    assert slack.problems == []


def test_two_presses_at_once_reach_the_bot_twice(petra: Person, mia: Person, toy: Toy) -> None:
    petra.command("/ask")
    mia.channel("CMAN").thread("Gold 10").press("Approve", times=2)
    assert toy.heard == ["approve", "approve"]


def test_a_dialog_asks_first(petra: Person, mia: Person, toy: Toy) -> None:
    petra.command("/ask")
    thread = mia.channel("CMAN").thread("Gold 10")
    thread.press("Decline")
    assert mia.dialog.text == "Sure?\nIt is final."
    mia.dialog.press("No")
    thread.press("Decline")
    mia.dialog.press("Yes")
    assert toy.heard == ["decline"]


def test_rich_text_and_what_stands_beneath_it_are_a_row(petra: Person, toy: Toy) -> None:
    told = [block for client in ("Ana R.", "Bo L.") for block in over(client)]
    toy.client.chat_postMessage(channel="UPRAC", text="Your week", blocks=told)
    assert petra.dm().row("Bo L.").text == "Bo L.\n1 over\nMake it count"


def over(client: str) -> list[dict[str, Any]]:
    line = {"type": "rich_text_section", "elements": [{"type": "text", "text": client, "style": {"bold": True}}]}
    return [
        {"type": "rich_text", "elements": [line]},
        {"type": "context", "elements": [plain("1 over")]},
        {"type": "actions", "elements": [button("Make it count", "count")]},
    ]


def test_nobody_sees_into_a_channel_they_are_not_in(petra: Person, mia: Person) -> None:
    petra.command("/ask")
    mia.channel("CMAN").sees("Gold 10")
    assert petra.channel("CMAN").text == ""


def test_an_answer_to_a_command_is_for_their_eyes_only(petra: Person, mia: Person) -> None:
    petra.channel("CGEN").command("/echo hello")
    petra.sees("You said hello")
    assert "You said" not in mia.channel("CGEN").text


def test_home_is_painted_when_it_is_opened(petra: Person) -> None:
    assert petra.home().text == "Hello UPRAC"


def test_what_is_said_is_heard(petra: Person, playground: Playground, toy: Toy) -> None:
    petra.dm().says("hello bot")
    playground.deliveries.settle()
    playground.slack.wait(lambda: toy.heard or None, lambda: "nothing heard")
    assert toy.heard == ["hello bot"]


def test_a_bot_that_stays_silent_is_noticed(petra: Person, playground: Playground, slack: Slack) -> None:
    ready = threading.Event()

    def slow(_body: bytes, _headers: dict[str, str]) -> tuple[int, dict[str, str], bytes]:
        ready.wait(0.02)
        return 200, {}, b""

    playground.connect(slow)
    playground.deliveries.within = 0.01
    petra.command("/silent")
    assert petra.notices == ["/silent failed with the error “operation_timeout”."]
    assert slack.problems[0].startswith("/silent was not acknowledged: operation_timeout")
