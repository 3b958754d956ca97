"""The demo as a newcomer starts it: by its command, in processes of its own."""

import http.client
import json
import os
import re
import select
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest

WITHIN = 30.0


@dataclass
class Started:
    process: subprocess.Popen[str]
    address: str
    lines: list[str]
    seconds: float

    def children(self) -> list[int]:
        path = Path(f"/proc/{self.process.pid}/task/{self.process.pid}/children")
        return [int(pid) for pid in path.read_text(encoding="ascii").split()]

    def get(self, path: str, headers: dict[str, str] | None = None) -> str:
        connection = http.client.HTTPConnection(self.address.removeprefix("http://"), timeout=5)
        connection.request("GET", path, headers=headers or {})
        answer = connection.getresponse().read().decode()
        connection.close()
        return answer

    def state(self, person: str) -> dict[str, list[dict[str, object]]]:
        """What the page shows to a person."""
        key = re.search(r'name="playground-key" content="([^"]+)"', self.get("/"))
        assert key
        state: dict[str, list[dict[str, object]]] = json.loads(
            self.get(f"/page/state?person={person}", {"x-playground-key": key[1]})
        )
        return state

    def said_in(self, channel: str) -> list[object]:
        found = next(one for one in self.state("UMIA")["channels"] if one["name"] == channel)
        return [message["text"] for message in found["messages"]]  # type: ignore[attr-defined]

    def end(self, how: signal.Signals = signal.SIGINT) -> int:
        self.process.send_signal(how)
        return self.process.wait(WITHIN)


@contextmanager
def started(folder: Path, *arguments: str, **environment: str) -> Iterator[Started]:
    line = [sys.executable, "-m", "playground.demo", "--folder", str(folder), *arguments]
    without_display = {k: v for k, v in os.environ.items() if k not in {"DISPLAY", "WAYLAND_DISPLAY"}}
    at = time.monotonic()
    with subprocess.Popen(
        line, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, env=without_display | environment
    ) as process:
        impatient = threading.Timer(WITHIN, process.kill)
        impatient.start()
        lines = list(_until_ready(process))
        impatient.cancel()
        address = re.search(r"http://\S+", "".join(lines))
        yield Started(process, address[0] if address else "", lines, time.monotonic() - at)
        if process.poll() is None:
            process.send_signal(signal.SIGINT)


def _until_ready(process: subprocess.Popen[str]) -> Iterator[str]:
    assert process.stdout
    for line in process.stdout:
        yield line
        if "Ctrl-C ends it" in line:
            return


def free_port() -> str:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return str(probe.getsockname()[1])


@contextmanager
def a_browser(folder: Path) -> Iterator[tuple[dict[str, str], Callable[[], str]]]:
    """The environment of somebody with a display and a browser, and what that browser was given to open."""
    pipe, program = folder / "opened", folder / "browser"
    os.mkfifo(pipe)
    program.write_text(f'#!/bin/sh\necho "$1" > {pipe}\n', encoding="utf-8")
    program.chmod(0o700)
    reading = os.open(pipe, os.O_RDONLY | os.O_NONBLOCK)

    def opened() -> str:
        ready, _, _ = select.select([reading], [], [], WITHIN)
        return os.read(reading, 1000).decode() if ready else ""

    yield {"DISPLAY": ":0", "BROWSER": f"{program} %s"}, opened
    os.close(reading)


def is_alive(pid: int) -> bool:
    return Path(f"/proc/{pid}").exists()


def test_it_starts_ends_with_its_own_processes_and_goes_on_where_it_was(tmp_path: Path) -> None:
    port = free_port()
    with started(tmp_path / "demo", "--port", port) as first:
        assert first.address == f"http://127.0.0.1:{port}"
        requested = first.said_in("managers")
        assert requested[0] == "Count adjustment for Farah A., Gold 10: Pending. Follow-up 50 min: 10 to 12 total."
        (bot,) = first.children()
        assert first.end() == 0
        assert not is_alive(bot)
    with a_browser(tmp_path) as (browser, opened), started(tmp_path / "demo", "--port", port, **browser) as second:
        assert opened() == f"{second.address}\n"
        assert second.seconds < first.seconds
        assert second.said_in("managers") == requested
        assert second.end(signal.SIGTERM) == 0


def test_a_second_one_beside_it_is_told_where_the_first_is(tmp_path: Path) -> None:
    with started(tmp_path / "demo", "--port", free_port()) as first:
        with started(tmp_path / "demo") as beside:
            assert beside.process.wait(WITHIN) == 1
            assert beside.lines == [f"The demo runs already, at {first.address}\n"]
        first.end()


def test_it_says_so_where_the_bot_dies_and_begins_afresh_when_told_to(tmp_path: Path) -> None:
    with started(tmp_path / "demo", "--port", free_port()) as first:
        (tmp_path / "demo" / "left-behind").touch()
        os.kill(first.children()[0], signal.SIGKILL)
        assert first.process.wait(WITHIN) == 1
        assert first.process.stdout
        assert "The bot ended with status -9." in first.process.stdout.read()
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        port = str(taken.getsockname()[1])
        with started(tmp_path / "demo", "--port", port, "--fresh") as afresh:
            assert f"Port {port} is taken, so the page gets another one.\n" in afresh.lines
            assert not (tmp_path / "demo" / "left-behind").exists()
            assert (
                afresh.said_in("managers")[0]
                == "Count adjustment for Farah A., Gold 10: Pending. Follow-up 50 min: 10 to 12 total."
            )
            afresh.end()


@pytest.mark.parametrize("name", ["SLACK_BOT_TOKEN", "SLACK_SIGNING_SECRET"])
def test_it_does_not_start_beside_real_tokens(tmp_path: Path, name: str) -> None:
    with started(tmp_path / "demo", **{name: "real"}) as refused:
        assert refused.process.wait(WITHIN) == 1
        assert name in refused.lines[0]
