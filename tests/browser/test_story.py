"""The whole story of the guide, clicked by the people it is about, on a laptop and on a phone."""

from typing import Any

import pytest
from playwright.sync_api import expect
from visitor import PHONE, Visitor

from playground.server import Playground

pytestmark = pytest.mark.browser

ON_EVERYTHING = [{}, {"size": PHONE}, {"dark": True}]


@pytest.mark.parametrize("how", ON_EVERYTHING, ids=["laptop", "phone", "dark"])
def test_link_not_counted_add_a_session_approve_and_unlink(visit: Any, how: dict[str, Any]) -> None:
    petra = visit(**how)
    link_ana(petra)
    link_bo_and_ask_for_a_session(petra)
    petra.become("Mia Torres")
    approve_bos_session(petra)
    petra.become("Petra Lang")
    see_that_bos_session_counts(petra)
    unlink_ana(petra)


def link_ana(petra: Visitor) -> None:
    petra.command("/bookings")
    petra.titled("Bookings")
    petra.choose(petra.row("Ana Ruiz"), "Link to package")
    petra.titled("Link to package")
    petra.sees("Follow-up 50 min: 4 of 10 left, becomes 3", "Follow-up 50 min is not included: the count won't change")
    petra.press("Link")
    petra.titled("Bookings")
    expect(petra.row("🎁", "Ana Ruiz")).to_be_visible()


def link_bo_and_ask_for_a_session(petra: Visitor) -> None:
    petra.choose(petra.row("Bo Lindqvist"), "Link to package")
    petra.titled("Link to package")
    petra.press("Link")
    petra.titled("Linked, not counted")
    petra.press("Add a session: ask the managers for it")
    petra.titled("Edit package")
    petra.press("Request changes")
    petra.titled("Count adjustment")
    petra.press("Close")
    petra.titled("Bookings")
    petra.press("Close")
    petra.sees_no_modal()


def approve_bos_session(mia: Visitor) -> None:
    mia.go("managers")
    request = mia.page.get_by_role("listitem").filter(has_text="Bo L. · Silver 5")
    request.get_by_role("button", name="1 reply").click()
    thread = mia.page.get_by_role("complementary", name="Thread")
    expect(thread).to_contain_text("Nutrition review (new)")
    thread.get_by_role("button", name="Approve").click()
    expect(thread).to_contain_text("Approved by @Mia Torres")
    thread.get_by_role("button", name="Close the thread").click()
    expect(request).to_contain_text("Approved · by @Mia Torres")


def see_that_bos_session_counts(petra: Visitor) -> None:
    petra.go("Messages")
    petra.sees("Approved: your request")
    petra.command("/client Bo")
    petra.titled("Bookings & Packages")
    petra.press("Packages tab")
    expect(petra.row("Silver 5")).to_contain_text("0 of 1 left")
    petra.press("Close")
    petra.sees_no_modal()


def unlink_ana(petra: Visitor) -> None:
    petra.command("/bookings")
    petra.titled("Bookings")
    petra.choose(petra.row("🎁", "Ana Ruiz"), "Unlink from package")
    petra.titled("Unlink from package")
    petra.sees("3 of 10 left, becomes 4", "The session stays booked")
    petra.press("Unlink")
    petra.titled("Bookings")
    expect(petra.row("Ana Ruiz")).not_to_contain_text("🎁")


def test_a_guest_is_refused(visitor: Visitor) -> None:
    visitor.become("Gus Okada")
    visitor.command("/bookings")
    visitor.sees("Only visible to you")
    visitor.sees_no_modal()
    expect(visitor.page.get_by_role("list", name="Messages")).to_contain_text(
        "Guests, bots and people from other organisations"
    )


def test_a_link_to_a_message_leads_to_it_on_the_page(visitor: Visitor, playground: Playground) -> None:
    request, _card = playground.slack.messages["CMANAGERS"]
    address = f"https://tplayground.slack.com/archives/CMANAGERS/p{request.ts.replace('.', '')}"
    playground.client("UMIA").say("CGENERAL", f"<{address}|Have a look>")
    visitor.become("Mia Torres")
    visitor.go("general")
    visitor.page.get_by_role("link", name="Have a look").click()
    expect(visitor.page.get_by_role("complementary", name="Thread")).to_contain_text("Farah A. · Gold 10")


def test_a_link_to_where_somebody_is_not_says_so(visitor: Visitor, playground: Playground) -> None:
    request, _card = playground.slack.messages["CMANAGERS"]
    address = f"https://tplayground.slack.com/archives/CMANAGERS/p{request.ts.replace('.', '')}"
    playground.client("UMIA").say("CGENERAL", f"<{address}|Have a look>")
    visitor.become("Petra Lang")
    visitor.go("general")
    visitor.page.get_by_role("link", name="Have a look").click()
    visitor.sees("You are not in the channel that this leads to.")
