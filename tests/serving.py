"""`ribbon serve` as a process of its own, talking HTTP with the playground's Slack."""

import json
import os
import re
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx

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
        """What it logged, once it has ended."""
        assert self.process.stdout is not None
        return [json.loads(line) for line in self.process.stdout]


@contextmanager
def serving(
    playground: Playground, database_url: str, *options: str, stdout: int = subprocess.PIPE
) -> Iterator[Served]:
    port = free_port()
    url = f"http://127.0.0.1:{port}"
    playground.connect(f"{url}/slack/events")
    environment = os.environ | playground.environment() | {"DATABASE_URL": database_url, "PORT": str(port)}
    process = subprocess.Popen([RIBBON, "serve", *options], env=environment, stdout=stdout, text=True)
    served = Served(process, url)
    try:
        _wait_until_it_answers(served)
        yield served
    finally:
        if process.poll() is None:
            process.kill()
        process.communicate()


def _wait_until_it_answers(served: Served) -> None:
    end = time.monotonic() + STARTS_WITHIN
    while time.monotonic() < end:
        assert served.process.poll() is None, "it ended instead of listening"
        try:
            httpx.get(f"{served.url}/healthz", trust_env=False).raise_for_status()
        except httpx.TransportError:
            time.sleep(0.02)
        else:
            return
    raise AssertionError(f"nothing answers at {served.url}")


def get(url: str) -> str:
    """The text of a page that must be there."""
    with httpx.Client(trust_env=False) as http:
        return http.get(url).raise_for_status().text


def figure(metrics: str, name: str) -> float:
    """One of the figures that /metrics tells."""
    found = re.search(rf"^{re.escape(name)} (\S+)$", metrics, re.MULTILINE)
    assert found, f"{name} is not in\n{metrics}"
    return float(found[1])
