"""`ribbon serve` as a process of its own, talking HTTP with the playground's Slack."""

import json
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from playground.server import Playground, free_port

RIBBON = Path(sys.executable).parent / "ribbon"
STARTS_WITHIN = ENDS_WITHIN = 10.0


@dataclass
class Served:
    process: subprocess.Popen[str]
    url: str

    def stops(self) -> int:
        """Ask it to end; the status that it ends with."""
        self.process.send_signal(signal.SIGTERM)
        return self.process.wait(ENDS_WITHIN)

    def log(self) -> list[dict[str, Any]]:
        """What it logged since it listened, once it has ended."""
        assert self.process.stdout is not None
        return [json.loads(line) for line in self.process.stdout]


@contextmanager
def serving(playground: Playground, database_url: str, *options: str) -> Iterator[Served]:
    port = free_port()
    url = f"http://127.0.0.1:{port}"
    playground.connect(f"{url}/slack/events")
    environment = os.environ | playground.environment() | {"DATABASE_URL": database_url, "PORT": str(port)}
    process = subprocess.Popen([RIBBON, "serve", *options], env=environment, stdout=subprocess.PIPE, text=True)
    try:
        assert process.stdout is not None
        assert any('"listening"' in line for line in process.stdout), "it ended instead of listening"
        _wait_until_it_answers(port)
        yield Served(process, url)
    finally:
        if process.poll() is None:
            process.kill()
        process.communicate()


def _wait_until_it_answers(port: int) -> None:
    end = time.monotonic() + STARTS_WITHIN
    while time.monotonic() < end:
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
    raise AssertionError(f"nothing listens on port {port}")
