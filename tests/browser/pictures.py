"""Draws the pictures of README.md and docs/, so that they show what there is (`make pictures`)."""

from pathlib import Path
from tempfile import TemporaryDirectory

from demo_ribbon import demo_ribbon
from playwright.sync_api import Browser, sync_playwright
from visitor import PHONE, Visitor, chromium

FOLDER = Path(__file__).parents[2] / "docs/pictures"
AROUND = 24  # pixels of the page around a modal
WINDOW, SHARPNESS = (1100, 800), 1.5


def main() -> None:
    FOLDER.mkdir(parents=True, exist_ok=True)
    with (
        TemporaryDirectory() as folder,
        demo_ribbon(Path(folder)) as playground,
        sync_playwright() as playwright,
        chromium(playwright) as browser,
    ):
        _draw(browser, playground.slack.base_url)


def _draw(browser: Browser, address: str) -> None:
    light = Visitor(browser, address, size=WINDOW, sharpness=SHARPNESS)
    _practitioner(light)
    _manager(light)
    light.leave()
    dark = Visitor(browser, address, size=WINDOW, sharpness=SHARPNESS, dark=True)
    _bookings(dark, "dark")
    _close(dark)
    dark.leave()
    phone = Visitor(browser, address, size=PHONE, sharpness=SHARPNESS)
    phone.close_menu()
    phone.command("/bookings")
    phone.titled("Bookings")
    _whole(phone, "phone")
    phone.leave()


def _bookings(visitor: Visitor, name: str) -> None:
    visitor.command("/bookings")
    visitor.titled("Bookings")
    visitor.row("Ana Ruiz").get_by_role("button").click()
    visitor.sees("Session details")
    _whole(visitor, name)
    visitor.page.keyboard.press("Escape")


def _close(visitor: Visitor) -> None:
    visitor.press("Close")
    visitor.sees_no_modal()


def _practitioner(petra: Visitor) -> None:
    _bookings(petra, "bookings")
    petra.choose(petra.row("Ana Ruiz"), "Link to package")
    petra.titled("Link to package")
    _modal(petra, "package-picker")
    petra.press("Cancel")
    petra.titled("Bookings")
    _not_counted(petra)
    petra.command("/client Elif")
    petra.titled("Bookings & Packages")
    petra.press("Packages tab")
    petra.row("Mixed 8", "2 of 6 left").wait_for()
    _modal(petra, "packages")
    _close(petra)
    petra.go("Home")
    petra.sees("Needs attention", "Not linked (")
    petra.picture(FOLDER / "home.png", petra.page.get_by_role("main"))


def _not_counted(petra: Visitor) -> None:
    petra.choose(petra.row("Bo Lindqvist"), "Link to package")
    petra.titled("Link to package")
    petra.press("Link")
    petra.titled("Linked, not counted")
    _modal(petra, "not-counted")
    petra.press("Add a session: ask the managers for it")
    petra.titled("Edit package")
    _modal(petra, "edit-package")
    petra.press("Request changes")
    petra.titled("Count adjustment")
    petra.press("Close")
    petra.titled("Bookings")
    petra.press("Close")
    petra.sees_no_modal()


def _manager(mia: Visitor) -> None:
    mia.become("Mia Torres")
    mia.go("managers")
    request = mia.page.get_by_role("listitem").filter(has_text="Bo L. · Silver 5")
    request.get_by_role("button", name="1 reply").click()
    mia.page.get_by_role("complementary", name="Thread").get_by_role("button", name="Approve").wait_for()
    _whole(mia, "approval")
    mia.go("Home")
    mia.press("Settings")
    mia.titled("Settings")
    _modal(mia, "settings")


def _whole(visitor: Visitor, name: str) -> None:
    visitor.picture(FOLDER / f"{name}.png")


def _modal(visitor: Visitor, name: str) -> None:
    """The modal alone, without what shines through from behind."""
    with visitor.nothing_behind():
        visitor.picture(FOLDER / f"{name}.png", visitor.modal, AROUND)


if __name__ == "__main__":
    main()
