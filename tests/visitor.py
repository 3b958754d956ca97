"""Somebody at the playground's page in a real browser, who finds everything by its visible words."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from demo_ribbon import A_STALL, MONDAY
from playwright.sync_api import Browser, Locator, Page, Playwright, expect

CHROMIUM = "/usr/bin/chromium"
QUIETLY = (
    "--headless=new --no-sandbox --disable-gpu --no-first-run --disable-background-networking "
    "--disable-component-update --disable-sync --font-render-hinting=none"
).split()
LAPTOP, PHONE = (1280, 800), (390, 844)
PATIENCE = (A_STALL + 5) * 1000  # milliseconds: beyond a stall, so that the page says what was late

expect.set_options(timeout=PATIENCE)


@contextmanager
def chromium(playwright: Playwright) -> Iterator[Browser]:
    """Debian's own Chromium; Playwright fetches none."""
    browser = playwright.chromium.launch(executable_path=CHROMIUM, args=QUIETLY, headless=False)
    yield browser
    browser.close()


class Visitor:
    """One tab; becomes whom they like."""

    def __init__(
        self,
        browser: Browser,
        address: str,
        *,
        size: tuple[int, int] = LAPTOP,
        dark: bool = False,
        sharpness: float = 1,
    ) -> None:
        look: dict[str, Any] = {"color_scheme": "dark" if dark else "light", "reduced_motion": "reduce"}
        screen: dict[str, Any] = {
            "viewport": {"width": size[0], "height": size[1]},
            "device_scale_factor": sharpness,
        }
        self._context = browser.new_context(locale="en-GB", **screen, **look)
        self.page: Page = self._context.new_page()
        self.page.clock.set_fixed_time(MONDAY)
        self.page.set_default_timeout(PATIENCE)
        self.errors: list[str] = []
        self.page.on("pageerror", lambda error: self.errors.append(str(error)))
        self.page.goto(address)
        expect(self.page.locator("main textarea")).to_be_attached()

    def leave(self) -> None:
        self._context.close()
        assert self.errors == []

    # going places

    def become(self, name: str) -> None:
        self.open_menu()
        self.page.get_by_role("button", name=name).click()
        self.open_menu()
        expect(self.page.locator(".person.current")).to_contain_text(name)
        self.close_menu()

    def go(self, place: str) -> None:
        """A channel, Messages, or Home."""
        self.open_menu()
        self.page.get_by_role("navigation").get_by_role("button", name=re.compile(rf"{place}( new messages)?$")).click()

    def open_menu(self) -> None:
        """On a phone the people and channels are behind a button."""
        opener = self.page.get_by_role("button", name="Open the menu")
        if opener.is_visible() and opener.get_attribute("aria-expanded") == "false":
            opener.click()

    def close_menu(self) -> None:
        closer = self.page.get_by_role("button", name="Close the menu")
        if closer.is_visible():
            closer.click()

    def command(self, line: str) -> None:
        self.close_menu()
        writing = self.page.locator("main textarea")
        writing.fill(line)
        writing.press("Enter")

    # what is before them

    @property
    def modal(self) -> Locator:
        return self.page.locator("dialog.modal").last

    def titled(self, title: str) -> Locator:
        """The modal, once it has this title."""
        expect(self.modal.get_by_role("heading", name=title, exact=True)).to_be_visible()
        return self.modal

    def row(self, *words: str) -> Locator:
        """The one row, of a list or in a conversation, with all of these words."""
        rows = (self.modal if self.modal.count() else self.page.locator("main")).locator(".block.is-section")
        for one in words:
            rows = rows.filter(has_text=one)
        return rows.first

    def choose(self, row: Locator, entry: str) -> None:
        row.get_by_role("button", name=re.compile("^More actions")).click()
        self.page.get_by_role("menuitem", name=entry).click()

    def press(self, name: str) -> None:
        top = self.modal if self.modal.count() else self.page
        top.get_by_role("button", name=name, exact=True).click()

    def sees(self, *words: str) -> None:
        for one in words:
            expect(self.page.get_by_text(one).locator("visible=true").first).to_be_visible()

    @property
    def alerts(self) -> list[str]:
        """What the page says in red or at its top: that the bot was late, or wrong."""
        return [alert for alert in self.page.get_by_role("alert").all_inner_texts() if alert]

    def sees_no_modal(self) -> None:
        expect(self.page.locator("dialog.modal")).to_have_count(0)

    @contextmanager
    def nothing_behind(self) -> Iterator[None]:
        self.page.evaluate("() => { document.getElementById('app').style.visibility = 'hidden' }")
        yield
        self.page.evaluate("() => { document.getElementById('app').style.visibility = '' }")

    def picture(self, path: Path, part: Locator | None = None, around: int = 0) -> None:
        """The whole window, or a part of it with something around it."""
        self.page.mouse.move(1, 1)
        box = part.bounding_box() if part else None
        clip: Any = box and {
            "x": box["x"] - around,
            "y": box["y"] - around,
            "width": box["width"] + 2 * around,
            "height": box["height"] + 2 * around,
        }
        self.page.screenshot(path=path, clip=clip, animations="disabled", caret="hide")
