"""What axe finds on each screen, light and dark: nothing."""

from collections.abc import Callable
from typing import Any

import pytest
from axe import beyond_the_edge, findings
from visitor import PHONE, Visitor

pytestmark = pytest.mark.browser


def menu_on_a_phone(visitor: Visitor) -> None:
    visitor.sees("Try this")


def channel(visitor: Visitor) -> None:
    visitor.go("general")
    visitor.page.locator("main textarea").fill("/")
    visitor.sees("Pending count adjustments")


def empty_messages(visitor: Visitor) -> None:
    visitor.close_menu()
    visitor.sees("This is between you and Ribbon.")


def bookings(visitor: Visitor) -> None:
    visitor.command("/bookings")
    visitor.titled("Bookings")


def menu_of_a_row(visitor: Visitor) -> None:
    bookings(visitor)
    visitor.row("Ana Ruiz").get_by_role("button").click()
    visitor.sees("Session details")


def package_picker(visitor: Visitor) -> None:
    bookings(visitor)
    visitor.choose(visitor.row("Ana Ruiz"), "Link to package")
    visitor.titled("Link to package")


def not_counted(visitor: Visitor) -> None:
    bookings(visitor)
    visitor.choose(visitor.row("Bo Lindqvist"), "Link to package")
    visitor.titled("Link to package")
    visitor.press("Link")
    visitor.titled("Linked, not counted")


def edit_package_with_an_error(visitor: Visitor) -> None:
    packages(visitor)
    visitor.choose(visitor.row("Silver 5"), "Edit package")
    visitor.titled("Edit package")
    visitor.press("Request changes")
    visitor.page.locator(".field-error").first.wait_for()


def packages(visitor: Visitor) -> None:
    visitor.command("/client viktor")
    visitor.titled("Bookings & Packages")
    visitor.press("Packages tab")
    visitor.row("Silver 5", "1 of 5 left").wait_for()


def book_a_session(visitor: Visitor) -> None:
    visitor.command("/book")
    visitor.titled("Book a session").get_by_role("combobox", name="Client").fill("viktor")
    visitor.page.get_by_role("option", name="Viktor Brandt").wait_for()


def thread_with_card(visitor: Visitor) -> None:
    visitor.become("Mia Torres")
    visitor.go("managers")
    visitor.page.get_by_role("button", name="1 reply").click()
    visitor.page.get_by_role("button", name="Approve").wait_for()


def question_before_completing(visitor: Visitor) -> None:
    visitor.become("Mia Torres")
    packages(visitor)
    visitor.press("Manage package Silver 5")
    visitor.titled("Manage package")
    visitor.press("Complete")
    visitor.titled("Complete package")


def home(visitor: Visitor) -> None:
    visitor.go("Home")
    visitor.sees("Needs attention")


def settings(visitor: Visitor) -> None:
    visitor.become("Mia Torres")
    visitor.go("Home")
    visitor.press("Settings")
    visitor.titled("Settings")


def for_developers(visitor: Visitor) -> None:
    visitor.close_menu()
    visitor.press("Developer")
    visitor.sees("Nothing was refused.")


SCREENS = [
    *(channel, empty_messages, bookings, menu_of_a_row, package_picker, not_counted, edit_package_with_an_error),
    *(packages, book_a_session, thread_with_card, question_before_completing, home, settings, for_developers),
]


@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
@pytest.mark.parametrize("screen", SCREENS, ids=[screen.__name__ for screen in SCREENS])
def test_axe_finds_nothing(visit: Any, screen: Callable[[Visitor], None], *, dark: bool) -> None:
    visitor = visit(dark=dark)
    screen(visitor)
    assert findings(visitor) == []


@pytest.mark.parametrize("screen", [menu_on_a_phone, *SCREENS], ids=lambda screen: screen.__name__)
def test_a_phone_shows_every_screen_whole(visit: Any, screen: Callable[[Visitor], None]) -> None:
    visitor = visit(size=PHONE)
    screen(visitor)
    assert beyond_the_edge(visitor) == []
