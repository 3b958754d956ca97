"""Where log lines go."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import structlog
import urllib3

from bot.logs import about, configure_logs
from bot.slack.client import KeptAliveClient


@pytest.fixture(autouse=True)
def _others_log_as_before() -> Iterator[None]:
    before = structlog.get_config()
    yield
    structlog.configure(**before)


class SaysYes(urllib3.PoolManager):
    """A Slack that takes everything."""

    def request(self, *_: Any, **__: Any) -> urllib3.HTTPResponse:
        return urllib3.HTTPResponse(b'{"ok": true}', status=200)


class Payload(dict[str, Any]):
    def __repr__(self) -> str:
        raise AssertionError("a payload is written out")


def test_what_is_sent_to_slack_is_not_written_out_for_a_log(tmp_path: Path) -> None:
    with (tmp_path / "log").open("w") as log:
        configure_logs(log)
    client = KeptAliveClient(SaysYes(), "xoxb-1", "https://slack.invalid/api/")
    assert client.api_call("views.update", json=Payload(view_id="V1"))["ok"]


def test_lines_dont_go_into_the_file_that_takes_the_place_of_a_closed_one(tmp_path: Path) -> None:
    with (tmp_path / "log").open("w") as log:
        number = log.fileno()
        configure_logs(log)
    with (tmp_path / "ribbon.db").open("wb") as database:
        assert database.fileno() == number
        structlog.get_logger().info("said")
    assert (tmp_path / "ribbon.db").read_bytes() == b""
    assert '"event": "said"' in (tmp_path / "log").read_text()


def test_an_error_is_told_by_ribbons_own_lines_and_where_it_was_raised() -> None:
    class Breaks(urllib3.PoolManager):
        def request(self, *_: Any, **__: Any) -> urllib3.HTTPResponse:
            raise TimeoutError("Zoé's data")

    with pytest.raises(TimeoutError) as raised:
        KeptAliveClient(Breaks(), "xoxb-1", "https://slack.invalid/api/").auth_test()
    where = [Path(line.rpartition(":")[0]).name for line in about(raised.value)["where"]]
    assert where == ["client.py", "client.py", "test_logs.py"]
