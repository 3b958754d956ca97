"""`ribbon serve` as processes, before a slow Slack over TLS with a certificate authority of its own."""

import os
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.error import URLError
from urllib.request import urlopen

import trustme
from here import SECRET

from playground.server import free_port

RIBBON = Path(sys.executable).parent / "ribbon"
HERE = Path(__file__).parent
READY_WITHIN = 60.0
TICKS = os.sysconf("SC_CLK_TCK")


@dataclass(frozen=True)
class SlowSlack:
    url: str
    authority: Path  # whose certificates are to be believed


@dataclass(frozen=True)
class Served:
    port: int
    process: "subprocess.Popen[bytes]"

    @property
    def cpu(self) -> float:
        """CPU seconds that the process has had so far."""
        fields = Path(f"/proc/{self.process.pid}/stat").read_text().rpartition(")")[2].split()
        return (int(fields[11]) + int(fields[12])) / TICKS


@contextmanager
def ended_after(command: list[str], environment: dict[str, str]) -> Iterator["subprocess.Popen[bytes]"]:
    process = subprocess.Popen(command, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        yield process
    finally:
        process.terminate()
        process.wait(30)


@contextmanager
def slow_slack(folder: Path, seconds: float = 0.1) -> Iterator[SlowSlack]:
    authority, port = trustme.CA(), free_port()
    authority.cert_pem.write_to_path(folder / "authority.pem")
    authority.issue_cert("localhost").private_key_and_cert_chain_pem.write_to_path(folder / "slack.pem")
    command = [sys.executable, str(HERE / "slow_slack.py"), str(port), str(folder / "slack.pem"), str(seconds)]
    with ended_after(command, dict(os.environ)):
        yield SlowSlack(f"https://localhost:{port}/api/", folder / "authority.pem")


@contextmanager
def ribbon_processes(
    slack: SlowSlack, database_url: str, processes: int = 1, cores: str | None = None
) -> Iterator[list[Served]]:
    with ExitStack() as opened:
        yield [opened.enter_context(ribbon_process(slack, database_url, cores)) for _ in range(processes)]


@contextmanager
def ribbon_process(slack: SlowSlack, database_url: str, cores: str | None = None) -> Iterator[Served]:
    """A process that is ready; kept to these cores, as docs/operations.md advises, or left to the system."""
    port = free_port()
    environment = os.environ | {
        "SLACK_BOT_TOKEN": "xoxb-bench",
        "SLACK_SIGNING_SECRET": SECRET,
        "SLACK_API_URL": slack.url,
        "SSL_CERT_FILE": str(slack.authority),
        "DATABASE_URL": database_url,
        "PORT": str(port),
    }
    kept = ["taskset", "--cpu-list", cores] if cores else []
    with ended_after([*kept, str(RIBBON), "serve"], environment) as process:
        _wait_until_ready(port)
        yield Served(port, process)


def _wait_until_ready(port: int) -> None:
    end = time.monotonic() + READY_WITHIN
    while time.monotonic() < end:
        try:
            with urlopen(f"http://127.0.0.1:{port}/readyz"):
                return
        except URLError:
            time.sleep(0.01)
    raise TimeoutError(f"nothing is ready on port {port}")
