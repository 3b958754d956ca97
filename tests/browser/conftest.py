"""A browser for all tests, and a practice of its own for each."""

from collections.abc import Callable, Generator, Iterator
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
def visitors() -> Iterator[list[Visitor]]:
    """Everybody with a tab open; it must have had no error when it is left."""
    visitors: list[Visitor] = []
    yield visitors
    for visitor in visitors:
        visitor.leave()


@pytest.fixture
def visit(browser: Browser, playground: Playground, visitors: list[Visitor]) -> Visit:
    """Open the page in a tab."""

    def open_page(**how: Any) -> Visitor:
        visitors.append(Visitor(browser, playground.slack.base_url, **how))
        return visitors[-1]

    return open_page


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Function) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """Tell of a failure what the page said in its alerts, and what Slack noted."""
    report = yield
    given: dict[str, Any] = item.funcargs
    if report.when == "call" and report.failed:
        slack = given["playground"].slack
        said = [f"alert: {alert}" for visitor in given["visitors"] for alert in visitor.alerts]
        noted = [*slack.problems, *slack.warnings, *(f"{one.person} was told: {one.text}" for one in slack.notices)]
        report.sections.append(("Alerts, and what Slack noted", "\n".join([*said, *noted])))
    return report


@pytest.fixture
def visitor(visit: Visit) -> Visitor:
    return visit()
