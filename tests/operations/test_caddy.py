"""The Caddy file that docs/installing.md shows, before a running Ribbon: what it lets through, and how much."""

import os
import re
import socket
import subprocess
import time
from collections.abc import Iterator
from contextlib import ExitStack, suppress
from pathlib import Path

import httpx
import pytest
from flooding import HELD, POST, STAMPED, fresh
from going import bookings
from serving import Served, serving, wait_for
from stalls import unhurried_slack

from playground.person.people import People, Person
from playground.server import Playground, free_port
from playground.state.slack import Slack

pytestmark = [pytest.mark.caddy, pytest.mark.on_sqlite("what a proxy lets through never gets as far as the database")]
PAGE = Path(__file__).parents[2] / "docs/installing.md"
FOREIGN = [
    *("/", "/healthz", "/readyz", "/metrics", "/slack", "/slack/../metrics", "/slack/%2e%2e/metrics"),
    *("//metrics", "/slack/..%2fmetrics", "/slack//../metrics", "/SLACK/events/../../metrics"),
]


@pytest.fixture
def slack() -> Slack:
    slack = unhurried_slack()
    slack.add_workspace("T1")
    slack.add_person("UPRAC", "Petra Practitioner", tz="Europe/Berlin")
    return slack


@pytest.fixture
def served(playground: Playground, filled_url: str) -> Iterator[Served]:
    with serving(playground, filled_url) as served:
        yield served


def documented() -> str:
    """The Caddy file, as it is copied from the page."""
    (found,) = re.findall(r"^```caddyfile\n(.*?)^```", PAGE.read_text(encoding="utf-8"), re.DOTALL | re.MULTILINE)
    return str(found)


@pytest.fixture
def caddy(served: Served, playground: Playground, tmp_path: Path) -> Iterator[int]:
    """The port at which Caddy stands before Ribbon, and where Slack calls now."""
    port = free_port()
    text = documented()
    for theirs, ours in {
        "ribbon.example.com": f"http://localhost:{port}",  # nobody gives this machine a certificate
        "127.0.0.1:3000": f"127.0.0.1:{served.port}",
    }.items():
        assert text.count(theirs) == 1
        text = text.replace(theirs, ours)
    file = tmp_path / "Caddyfile"
    file.write_text(text.replace("{\n", "{\n\tadmin off\n", 1), encoding="utf-8")
    environment = os.environ | {"HOME": str(tmp_path), "XDG_DATA_HOME": str(tmp_path), "XDG_CONFIG_HOME": str(tmp_path)}
    process = subprocess.Popen(
        ["caddy", "run", "--config", file, "--adapter", "caddyfile"], env=environment, stderr=subprocess.DEVNULL
    )
    try:
        wait_for(lambda: answers(port), "Caddy")
        playground.connect(f"http://localhost:{port}/slack/events")
        yield port
    finally:
        process.terminate()
        process.wait(10)


def answers(port: int) -> bool:
    with suppress(OSError), socket.create_connection(("127.0.0.1", port), 1):
        return True
    return False


@pytest.fixture
def petra(playground: Playground) -> Person:
    return People(playground.client).person("UPRAC")


def asked(port: int, sent: bytes) -> bytes:
    """What is answered to what is sent as it is."""
    with socket.create_connection(("localhost", port), 15) as connection, suppress(OSError):
        connection.sendall(fresh(sent))
        return connection.recv(65536)
    return b""


def test_nothing_but_what_slack_calls_is_let_through(caddy: int) -> None:
    for path in FOREIGN:
        answer = asked(caddy, f"GET {path} HTTP/1.1\r\nHost: localhost\r\n\r\n".encode())
        assert answer.startswith((b"HTTP/1.1 404", b"HTTP/1.1 308")), path
        assert b"ribbon_" not in answer


def test_what_slack_sends_and_who_installs_it_gets_through(caddy: int, petra: Person) -> None:
    bookings(petra)
    installing = httpx.get(f"http://localhost:{caddy}/slack/install", trust_env=False)
    assert (installing.status_code, installing.text) == (404, "Not Found")  # by Ribbon, which serves one workspace here


def test_large_bodies_and_headers_are_refused(caddy: int, petra: Person) -> None:
    large = STAMPED + b"Content-Length: 3000000\r\n\r\n" + b"x" * 3_000_000
    assert asked(caddy, large)[9:12] in {b"413", b"502"}
    assert asked(caddy, POST + b"X-Large: " + b"x" * 100_000 + b"\r\n\r\n")[9:12] == b"431"
    bookings(petra)


@pytest.mark.parametrize("sent", ["nothing", "half a header", "half a body"])
def test_held_connections_are_closed_and_keep_nobody_waiting(caddy: int, petra: Person, sent: str) -> None:
    bookings(petra)
    with ExitStack() as held:
        connections = [held.enter_context(socket.create_connection(("localhost", caddy), 15)) for _ in range(300)]
        for connection in connections:
            connection.sendall(fresh(HELD[sent]))
        begun = time.monotonic()
        bookings(petra)
        assert time.monotonic() - begun < 2
        for connection in connections:
            with suppress(ConnectionResetError):
                while connection.recv(65536):
                    continue
        assert time.monotonic() - begun < 10
