"""The story without a mouse: every step by Tab, arrows, Enter, Space and Escape."""

import pytest
from playwright.sync_api import Page, expect
from visitor import Visitor

pytestmark = pytest.mark.browser

NAME = """() => {
    const { activeElement: it } = document;
    if (!it.matches("a, button, input, textarea")) return "";
    const labels = [...(it.labels ?? [])].map((label) => label.textContent);
    return it.getAttribute("aria-label") ?? labels.join() + it.textContent;
}"""
FAR = 60  # presses of Tab after which something can't be reached


def tab_to(page: Page, name: str, *, back: bool = False) -> None:
    """Press Tab until what has the focus is named so."""
    for _ in range(FAR):
        if name in focused(page):
            return
        page.keyboard.press("Shift+Tab" if back else "Tab")
    raise AssertionError(f"{name!r} can't be reached by Tab; the focus is on {focused(page)!r}")


def focused(page: Page) -> str:
    """The accessible name, roughly: its label, or what stands in it."""
    return str(page.evaluate(NAME))


def test_the_story_by_keyboard_alone(visitor: Visitor) -> None:
    page = visitor.page
    tab_to(page, "Message Ribbon")
    page.keyboard.type("/bookings")
    page.keyboard.press("Enter")
    visitor.titled("Bookings")
    choose_by_keyboard(page, "Ana Ruiz", "Link to package")
    link_the_first_package(visitor)
    choose_by_keyboard(page, "Bo Lindqvist", "Link to package")
    visitor.titled("Link to package")
    tab_to(page, "Cancel")
    tab_to(page, "Link")
    page.keyboard.press("Enter")
    ask_for_a_session(visitor)
    approve_as_mia(visitor)
    unlink_ana(visitor)


def choose_by_keyboard(page: Page, row: str, entry: str) -> None:
    tab_to(page, row)
    focus_is_visible(page)
    page.keyboard.press("Enter")
    expect(page.get_by_role("menuitem").first).to_be_focused()
    while focused(page) != entry:
        page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")


def focus_is_visible(page: Page) -> None:
    outline = page.evaluate("() => getComputedStyle(document.activeElement).outlineStyle")
    assert outline == "solid"


def link_the_first_package(visitor: Visitor) -> None:
    visitor.titled("Link to package")
    expect(visitor.page.get_by_role("radio", name="Gold 10")).to_be_focused()
    visitor.page.keyboard.press("ArrowDown")
    expect(visitor.page.get_by_role("radio", name="Nutrition 4")).to_be_checked()
    visitor.page.keyboard.press("ArrowUp")
    expect(visitor.page.get_by_role("radio", name="Gold 10")).to_be_checked()
    visitor.page.keyboard.press("Enter")
    visitor.titled("Bookings")
    expect(visitor.row("🎁", "Ana Ruiz")).to_be_visible()


def ask_for_a_session(visitor: Visitor) -> None:
    page = visitor.page
    visitor.titled("Linked, not counted")
    tab_to(page, "Add a session")
    page.keyboard.press("Space")
    visitor.titled("Edit package")
    tab_to(page, "Request changes")
    page.keyboard.press("Enter")
    visitor.titled("Count adjustment")
    tab_to(page, "Close")  # the X, which ends all of them
    page.keyboard.press("Enter")
    visitor.sees_no_modal()


def approve_as_mia(visitor: Visitor) -> None:
    page = visitor.page
    tab_to(page, "Mia Torres", back=True)
    page.keyboard.press("Enter")
    expect(page.locator(".person.current")).to_contain_text("Mia Torres")
    tab_to(page, "managers")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="managers")).to_be_visible()
    visitor.sees("Bo L. · Silver 5")
    tab_to(page, "Message #managers")
    tab_to(page, "1 reply", back=True)
    page.keyboard.press("Enter")
    tab_to(page, "Approve")
    page.keyboard.press("Enter")
    expect(page.get_by_role("complementary", name="Thread")).to_contain_text("Approved by @Mia Torres")


def unlink_ana(visitor: Visitor) -> None:
    page = visitor.page
    tab_to(page, "Petra Lang", back=True)
    page.keyboard.press("Enter")
    expect(page.locator(".person.current")).to_contain_text("Petra Lang")
    tab_to(page, "Message Ribbon")
    page.keyboard.type("/bookings")
    page.keyboard.press("Enter")
    visitor.titled("Bookings")
    choose_by_keyboard(page, "Ana Ruiz", "Unlink from package")
    visitor.titled("Unlink from package")
    tab_to(page, "Keep")
    tab_to(page, "Unlink")
    page.keyboard.press("Enter")
    visitor.titled("Bookings")
    expect(visitor.row("Ana Ruiz")).not_to_contain_text("🎁")
    page.keyboard.press("Escape")
    visitor.sees_no_modal()
    expect(page.locator("main textarea")).to_be_focused()


def test_a_modal_keeps_the_focus(visitor: Visitor) -> None:
    visitor.command("/bookings")
    visitor.titled("Bookings")
    for _ in range(FAR):
        visitor.page.keyboard.press("Tab")
        inside = visitor.page.evaluate(
            "() => document.activeElement === document.body || !!document.activeElement.closest('dialog')"
        )
        assert inside


def test_a_typed_command_is_that_command_though_another_begins_like_it(visitor: Visitor) -> None:
    visitor.command("/book")
    visitor.titled("Book a session")
