"""A browser for all tests, and a practice of its own for each."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from demo_ribbon import demo_ribbon
from playwright.sync_api import Browser, sync_playwright
from visitor import Visitor, chromium

from playground.server import Playground

Visit = Callable[..., Visitor]


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright, chromium(playwright) as browser:
        yield browser


@pytest.fixture
def playground(tmp_path: Path) -> Iterator[Playground]:
    with demo_ribbon(tmp_path) as playground:
        yield playground
        assert playground.slack.problems == []


@pytest.fixture
def visit(browser: Browser, playground: Playground) -> Iterator[Visit]:
    """Open the page in a tab; it must have had no error when it is left."""
    visitors: list[Visitor] = []

    def open_page(**how: Any) -> Visitor:
        visitors.append(Visitor(browser, playground.slack.base_url, **how))
        return visitors[-1]

    yield open_page
    for visitor in visitors:
        visitor.leave()


@pytest.fixture
def visitor(visit: Visit) -> Visitor:
    return visit()
