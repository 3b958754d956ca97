"""`ribbon serve` as a process of its own, talking HTTP with the playground's Slack."""

import json
import os
import re
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx

from playground.server import Playground, free_port

RIBBON = Path(sys.executable).parent / "ribbon"
REMEMBERED_FOR = 1.0
STARTS_WITHIN, ENDS_WITHIN = 30.0, 10.0


@dataclass
class Served:
    process: subprocess.Popen[str]
    url: str
    health: str = ""  # where it says how it is, if not there
    asked_at: float = 0.0  # whether it is ready

    def __post_init__(self) -> None:
        self.health = self.health or self.url

    @property
    def port(self) -> int:
        return int(self.url.rpartition(":")[2])

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
    playground: Playground,
    database_url: str,
    *options: str,
    stdout: int = subprocess.PIPE,
    by_socket: bool = False,
    **more: str,
) -> Iterator[Served]:
    port = free_port()
    url = f"http://127.0.0.1:{port}"
    if not by_socket:
        playground.connect(f"{url}/slack/events")
    environment = os.environ | playground.environment() | {"DATABASE_URL": database_url, "PORT": str(port)} | more
    process = subprocess.Popen([RIBBON, "serve", *options], env=environment, stdout=stdout, text=True)
    served = Served(process, url, f"http://127.0.0.1:{more['OPS_PORT']}" if "OPS_PORT" in more else "")
    try:
        _wait_until_it_answers(served)
        yield served
    finally:
        if process.poll() is None:
            process.kill()
        process.communicate()


def _wait_until_it_answers(served: Served) -> None:
    def answers() -> bool:
        assert served.process.poll() is None, "it ended instead of listening"
        try:
            return httpx.get(f"{served.health}/healthz", trust_env=False).is_success
        except httpx.TransportError:
            return False

    wait_for(answers, f"an answer of {served.health}")


def wait_for(ready: Callable[[], bool], what: str, seconds: float = STARTS_WITHIN) -> None:
    """Ask again and again until it is so; for what happens in another process."""
    end = time.monotonic() + seconds
    while not ready():
        assert time.monotonic() < end, f"waited for {what} in vain"
        time.sleep(0.02)


def readiness(served: Served) -> tuple[int, str]:
    """What it says of itself now: what it said is remembered for a second."""
    time.sleep(max(0.0, served.asked_at + REMEMBERED_FOR - time.monotonic()))
    answer = httpx.get(f"{served.health}/readyz", trust_env=False)
    served.asked_at = time.monotonic()
    return answer.status_code, answer.text


def get(url: str) -> str:
    """The text of a page that must be there."""
    with httpx.Client(trust_env=False) as http:
        return http.get(url).raise_for_status().text


def figure(metrics: str, name: str) -> float:
    """One of the figures that /metrics tells."""
    found = re.search(rf"^{re.escape(name)} (\S+)$", metrics, re.MULTILINE)
    assert found, f"{name} is not in\n{metrics}"
    return float(found[1])
