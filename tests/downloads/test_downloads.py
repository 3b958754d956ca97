"""Files are fetched from Slack's own addresses alone, and never more of them than agreed."""

import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from typing import Any

import pytest

from bot.slack import downloads
from bot.slack.client import KeptAliveClient, connection_pool
from bot.slack.downloads import Downloaded, download, is_slacks

SLACK, LOOPBACK = "https://slack.com/api/", "http://127.0.0.1:8080/api/"
TOKEN = "xoxb-of-a-test"  # noqa: S105 - of nobody


@pytest.mark.parametrize(
    ("url", "api_url"),
    [
        ("https://files.slack.com/files-pri/T1-F1/download/clients.csv", SLACK),
        ("https://files.slack.com:443/files-pri/T1-F1/clients.csv", "https://www.slack.com/api/"),
        ("https://practice.slack.com/files/U1/F1/clients.csv", SLACK),
        ("https://files.slack-gov.com/files-pri/T1-F1/clients.csv", "https://slack-gov.com/api/"),
        ("http://127.0.0.1:8080/files/F1/clients.csv", LOOPBACK),
    ],
)
def test_slacks_own_addresses_are_shown_the_token(url: str, api_url: str) -> None:
    assert is_slacks(url, api_url)


@pytest.mark.parametrize(
    "url",
    [
        *("http://files.slack.com/clients.csv", "https://files.slack.com:8443/clients.csv", "ftp://files.slack.com/x"),
        *("https://docs.example.com/clients.csv", "https://files.slack.com.example.com/x", "https://notslack.com/x"),
        *(
            "https://files.slack.com@example.com/x",
            "https://example.com\\.slack.com/x",
            "https://example.com#.slack.com",
        ),
        *("https://example.com/?.slack.com", "//example.com/x", "", "None", "https://[::1", "https://"),
    ],
)
def test_no_other_address_is_shown_the_token(url: str) -> None:
    client = KeptAliveClient(connection_pool(1, SLACK), TOKEN, SLACK)

    assert not client.keeps(url)
    with pytest.raises(ValueError, match="isn't Slack's"):
        client.download(url, 10)


def test_another_port_of_the_same_machine_is_another_place() -> None:
    assert not is_slacks("http://127.0.0.1:8081/files/F1/clients.csv", LOOPBACK)


@dataclass
class Files:
    """A server with one file, which it gives in pieces for as long as somebody reads."""

    pieces: int = 1
    status: int = 200
    asked: list[tuple[str, str | None]] = field(default_factory=list)
    url: str = ""


@contextmanager
def serving(files: Files) -> Iterator[Files]:
    class Giving(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            files.asked.append((self.path, self.headers["Authorization"]))
            self.send_response(files.status)
            self.send_header("Content-Type", "text/csv")
            self.send_header("Location", "/elsewhere")
            self.end_headers()
            try:
                for _ in range(files.pieces):
                    self.wfile.write(b"x" * downloads.PIECE)
            except OSError:
                files.asked.append(("gone", None))

        def log_message(self, *_: Any) -> None:
            """Stay silent."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Giving)
    files.url = f"http://127.0.0.1:{server.server_port}/file"
    thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    try:
        yield files
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


def got(files: Files, most: int) -> Downloaded:
    return download(connection_pool(1, files.url), files.url, TOKEN, most)


def test_a_file_comes_whole_for_the_token() -> None:
    with serving(Files(pieces=3)) as files:
        came = got(files, 3 * downloads.PIECE)

    assert (came.status, came.media_type, len(came.content)) == (200, "text/csv", 3 * downloads.PIECE)
    assert files.asked == [("/file", f"Bearer {TOKEN}")]


def test_of_a_file_that_is_larger_than_said_no_more_is_read_than_agreed() -> None:
    with serving(Files(pieces=10_000)) as files:
        came = got(files, 1000)

    assert len(came.content) == 1001
    assert files.asked[-1] == ("gone", None)


def test_the_token_does_not_follow_to_another_address() -> None:
    with serving(Files(status=302)) as files:
        assert got(files, 1000).status == 302

    assert ("/elsewhere", f"Bearer {TOKEN}") not in files.asked


def test_a_file_that_trickles_is_not_waited_for_without_end(monkeypatch: pytest.MonkeyPatch) -> None:
    hours = iter(range(0, 1_000_000, 3600))
    monkeypatch.setattr(downloads, "monotonic", lambda: float(next(hours)))
    began = time.monotonic()
    with serving(Files(pieces=3)) as files, pytest.raises(TimeoutError):
        got(files, 10 * downloads.PIECE)

    assert time.monotonic() - began < 10
