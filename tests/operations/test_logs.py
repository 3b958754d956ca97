"""Where log lines go."""

from collections.abc import Iterator
from pathlib import Path

import pytest
import structlog

from bot.logs import configure_logs


@pytest.fixture(autouse=True)
def _others_log_as_before() -> Iterator[None]:
    before = structlog.get_config()
    yield
    structlog.configure(**before)


def test_lines_dont_go_into_the_file_that_takes_the_place_of_a_closed_one(tmp_path: Path) -> None:
    with (tmp_path / "log").open("w") as log:
        number = log.fileno()
        configure_logs(log)
    with (tmp_path / "ribbon.db").open("wb") as database:
        assert database.fileno() == number
        structlog.get_logger().info("said")
    assert (tmp_path / "ribbon.db").read_bytes() == b""
    assert '"event": "said"' in (tmp_path / "log").read_text()
