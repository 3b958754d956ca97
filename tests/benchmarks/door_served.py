"""What a request that is only acknowledged costs on a server, beside bare Bolt and Node's Bolt: python door_served.py

Node's is measured where Node is, and `npm install --prefix .node @slack/bolt@…` was done (`make bench` does).
"""

import os
import shutil
import sys
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from functools import partial
from http.client import HTTPConnection
from pathlib import Path

from gestures import acks_only
from here import SECRET, Sent
from measuring import Line, interleaved, print_table, ratios
from served import READY_WITHIN, Served, ended_after

from playground.server import free_port

ROUNDS, REQUESTS = 7, 600
GESTURES = 60
HERE = Path(__file__).parent
MODULES = HERE.parents[1] / ".node" / "node_modules"


def lines() -> list[Line]:
    what = "acknowledging, on a server"
    with ExitStack() as opened:
        servers = [
            opened.enter_context(_started([sys.executable, str(HERE / "door_server.py"), which]))
            for which in ("ours", "bare")
        ]
        node = shutil.which("node")
        if node and MODULES.is_dir():
            command = [node, str(HERE / "node_bolt.cjs"), str(MODULES)]
            servers.append(opened.enter_context(_started(command, SECRET, str(GESTURES))))
        ours, bare, *nodes = interleaved(ROUNDS, *(partial(_cpu, one) for one in servers))
    found = [Line(what, "bare Bolt, one listener, on the same server (CPU)", "≤ ×1.2", ratios(ours, bare))]
    against = f"Node's Bolt, {GESTURES} listeners (requests a CPU second)"
    return found + [Line(what, against, "≥ ×1.0", ratios(node_cpu, ours)) for node_cpu in nodes]


@contextmanager
def _started(command: list[str], *more: str) -> Iterator[Served]:
    port = free_port()
    with ended_after([*command, str(port), *more], dict(os.environ)) as process:
        _wait_for(port)
        yield Served(port, process)


def _wait_for(port: int) -> None:
    end = time.monotonic() + READY_WITHIN
    while time.monotonic() < end:
        try:
            HTTPConnection("127.0.0.1", port).connect()
        except ConnectionError:
            time.sleep(0.05)
        else:
            return
    raise TimeoutError(f"nothing listens on port {port}")


def _cpu(server: Served) -> float:
    """CPU seconds of the server for some requests, one after the other."""
    request, before = acks_only(), server.cpu
    connection = HTTPConnection("127.0.0.1", server.port)
    for _ in range(REQUESTS):
        _ask(connection, request)
    connection.close()
    return server.cpu - before


def _ask(connection: HTTPConnection, request: Sent) -> None:
    connection.request("POST", "/slack/events", request.body, request.headers)
    answer = connection.getresponse()
    answer.read()
    if answer.status != 200:
        raise AssertionError(answer.status)


if __name__ == "__main__":
    print_table(lines())
