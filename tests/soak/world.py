"""Ribbon as processes, the playground's Slack that remembers everything, and a practice for many hands."""

import os
import signal
import subprocess
import sys
import time
from collections import deque
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from threading import Lock
from typing import Any

import httpx

from playground.server import Playground, free_port
from playground.state.slack import Slack
from playground.to_the_bot.bots import HttpBot, Parcel, Reply

RIBBON = Path(sys.executable).parent / "ribbon"
TEAM, MANAGERS_CHANNEL = "T1", "CMAN"
KEEPER, SALES_CLIENT = "UM9", "Number99"
SESSIONS_EACH = 8  # of one pair of hands
READY_WITHIN = 30.0
PASSED_OVER = 1.0  # seconds
REMEMBERED = 3000  # deliveries, and calls: more than in any outage


class Balanced:
    """Ribbon behind a load balancer, which tries nothing again, and passes over who failed a moment ago."""

    def __init__(self, ports: list[int], secret: str) -> None:
        self._bots = deque(HttpBot(f"http://127.0.0.1:{port}/slack/events", secret) for port in ports)
        self._trusted_from: dict[HttpBot, float] = {}
        self._lock = Lock()

    def take(self, parcel: Parcel, seconds: float) -> Reply:
        bot = self._next()
        reply = bot.take(parcel, seconds)
        if reply.error:
            self._trusted_from[bot] = time.monotonic() + PASSED_OVER
        return reply

    def _next(self) -> HttpBot:
        with self._lock:
            self._bots.rotate()
            now = time.monotonic()
            return next((bot for bot in self._bots if self._trusted_from.get(bot, 0) < now), self._bots[0])


@dataclass
class World:
    """`hands` practitioners with a client and a package each, two managers, and some processes of Ribbon."""

    folder: Path
    hands: int
    database_url: str
    processes: int = 1
    slack: Slack = field(default_factory=lambda: Slack(patience=2.0))
    running: list[subprocess.Popen[bytes]] = field(default_factory=list)
    kills: int = 0

    @contextmanager
    def open(self) -> Iterator["World"]:
        self.slack.add_workspace(TEAM)
        for n in range(self.hands):
            self.slack.add_person(f"UP{n}", f"Practitioner {n}", tz="Europe/Berlin")
        for n in range(2):
            self.slack.add_person(f"UM{n}", f"Manager {n}", tz="Europe/Berlin")
        self.slack.add_person(KEEPER, "Keeper", tz="Europe/Berlin")
        managers = [KEEPER, *(f"UM{n}" for n in range(2))]
        self.slack.add_channel("CGEN", "general")
        self.slack.add_channel(MANAGERS_CHANNEL, "managers", [*managers, f"UBOT{TEAM}"], kind="private")
        self.ports = [free_port() for _ in range(self.processes)]
        with Playground(self.slack) as self.playground:
            self.playground.deliveries.bot = Balanced(self.ports, self.slack.signing_secret)
            self._import()
            for port in self.ports:
                self.running.append(self._started(port))
            try:
                yield self
            finally:
                self._stop()

    @property
    def environment(self) -> dict[str, str]:
        workspace = self.slack.workspaces[TEAM]
        return os.environ | {
            "SLACK_BOT_TOKEN": workspace.token,
            "SLACK_SIGNING_SECRET": self.slack.signing_secret,
            "SLACK_API_URL": f"{self.slack.base_url}/api/",
            "DATABASE_URL": self.database_url,
            "RIBBON_MANAGERS": f"UM0,UM1,{KEEPER}",
            "RIBBON_MANAGERS_CHANNEL": MANAGERS_CHANNEL,
        }

    def _import(self) -> None:
        files = write_practice(self.folder, self.hands)
        command = [str(RIBBON), "import", *map(str, files), "--workspace", TEAM]
        subprocess.run(command, env=self.environment, check=True, cwd=self.folder, stdout=subprocess.DEVNULL)

    def _started(self, port: int) -> subprocess.Popen[bytes]:
        log = (self.folder / f"ribbon-{port}.log").open("ab")
        environment = self.environment | {"PORT": str(port)}
        process = subprocess.Popen([RIBBON, "serve"], env=environment, cwd=self.folder, stdout=log, stderr=log)
        log.close()
        self._wait_until_ready(port)
        return process

    def _wait_until_ready(self, port: int) -> None:
        end = time.monotonic() + READY_WITHIN
        with httpx.Client(trust_env=False) as http:
            while time.monotonic() < end:
                try:
                    if http.get(f"http://127.0.0.1:{port}/healthz").is_success:
                        return
                except httpx.TransportError:
                    time.sleep(0.02)
        raise AssertionError(f"ribbon on port {port} did not start; see {self.folder}")

    def kill(self, n: int) -> None:
        """Kill one process outright, and start it again."""
        self.running[n].send_signal(signal.SIGKILL)
        self.running[n].wait()
        self.kills += 1
        self.running[n] = self._started(self.ports[n])

    def freeze(self, n: int, seconds: float) -> None:
        """Stop one process in its tracks, and let it go on later."""
        self.running[n].send_signal(signal.SIGSTOP)
        time.sleep(seconds)
        self.running[n].send_signal(signal.SIGCONT)

    def forget_what_was_delivered(self) -> None:
        """All but the last; messages stay, to be judged."""
        with self.slack.changed:
            del self.slack.calls[:-REMEMBERED], self.playground.deliveries.made[:-REMEMBERED]

    def _stop(self) -> None:
        for process in self.running:
            process.terminate()
        for process in self.running:
            process.wait(20)

    @property
    def log(self) -> str:
        return "".join((self.folder / f"ribbon-{port}.log").read_text() for port in self.ports)


def write_practice(folder: Path, hands: int) -> list[Path]:
    """A client, a package and some unlinked sessions for each pair of hands."""
    start = datetime.now(UTC).replace(minute=0, second=0, microsecond=0) + timedelta(days=1)
    tables: dict[str, list[list[Any]]] = {
        "clients": [
            ["client_id", "name"],
            ["sales", f"Client {SALES_CLIENT}"],
            *([f"c{n}", f"Client Number{n:02d}"] for n in range(hands)),
        ],
        "services": [["service_id", "name"], ["follow", "Follow-up"], ["nutri", "Nutrition"]],
        "packages": [["package_id", "client_id", "name", "status", "expires_on", "service_id", "sessions"]],
        "sessions": [
            "session_id client_id service_id practitioner starts_at minutes confirmation payment package_id".split()
        ],
    }
    for n in range(hands):
        tables["packages"].append([f"p{n}", f"c{n}", f"Gold{n:02d}", "active", "", "follow", 100])
        for k in range(SESSIONS_EACH):
            at = (start + timedelta(hours=24 * k)).isoformat()
            tables["sessions"].append([f"s{n}-{k}", f"c{n}", "follow", f"UP{n}", at, 50, "confirmed", "unpaid", ""])
    for name, rows in tables.items():
        (folder / f"{name}.csv").write_text("\n".join(",".join(map(str, row)) for row in rows) + "\n")
    return [folder / f"{name}.csv" for name in tables]
