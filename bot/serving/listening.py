"""Listening at ports, for more connections than anybody should hold, until the process is asked to end."""

import asyncio
import os
import resource
import signal
import socket
from collections.abc import Callable, Mapping
from threading import Event, Timer

import structlog
from granian.constants import HTTPModes, Interfaces
from granian.http import HTTP1Settings
from granian.server.embed import Server
from starlette.applications import Starlette

from bot.settings import Misconfigured

MOST_CONNECTIONS = 8_000  # beyond these nobody is answered until one ends
QUEUED = 4_096  # connections that the system has taken before we have
FOR_OTHERS = 512  # descriptors: files, the database, Slack
MOST_DESCRIPTORS = 65_536  # where the system sets no limit
HEADERS_WITHIN = 5_000  # milliseconds; connections that nothing is asked over end then, too
LARGEST_HEADERS = 65_536  # bytes
ANSWERED_AT_THE_END = 3.0  # seconds that requests under way have
LONGEST_END = 8.0  # seconds; docs/operations.md promises ten

log = structlog.get_logger()


class AddressInUse(Misconfigured):
    """Something else listens where this process should."""


async def serve_http(host: str, apps: Mapping[int, Starlette]) -> None:
    """Serve an app at each port until SIGINT or SIGTERM; requests under way are answered before it returns, or left."""
    for port in apps:
        _require_free(host, port)
    most = min(MOST_CONNECTIONS, (_descriptors() - FOR_OTHERS) // len(apps))
    servers = [_server(app, host, port, most) for port, app in apps.items()]
    loop, asked = asyncio.get_running_loop(), asyncio.Event()
    for ending in (signal.SIGINT, signal.SIGTERM):
        loop.add_signal_handler(ending, _told_to_end(asked.set))
    serving = [loop.create_task(server.serve()) for server in servers]
    log.info("listening", host=host, ports=list(apps))
    await asyncio.wait([*serving, loop.create_task(asked.wait())], return_when=asyncio.FIRST_COMPLETED)
    for server in servers:
        server.stop()  # type: ignore[no-untyped-call]  # granian's
    ended, _ = await asyncio.wait(serving, timeout=ANSWERED_AT_THE_END)
    for each in ended:
        each.result()


def _server(app: Starlette, host: str, port: int, most: int) -> Server:
    """Granian takes no connection beyond its backpressure, and says nothing of it."""
    return Server(
        app,
        address=host,
        port=port,
        interface=Interfaces.ASGINL,
        http=HTTPModes.http1,
        websockets=False,
        backlog=QUEUED,
        backpressure=most,
        http1_settings=HTTP1Settings(header_read_timeout=HEADERS_WITHIN, max_buffer_size=LARGEST_HEADERS),
        log_enabled=False,
    )


def _descriptors() -> int:
    """How many the process may have: as many as the system allows."""
    _, most = resource.getrlimit(resource.RLIMIT_NOFILE)
    wanted = MOST_DESCRIPTORS if most == resource.RLIM_INFINITY else most
    resource.setrlimit(resource.RLIMIT_NOFILE, (wanted, most))
    return wanted


def _require_free(host: str, port: int) -> None:
    """Granian itself shares a port with whoever listens there already."""
    with socket.socket(socket.AF_INET6 if ":" in host else socket.AF_INET) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as taken:
            raise AddressInUse(f"{host}:{port} can't be used: {taken.strerror}. Set HOST and PORT.") from taken


def wait_for_the_end() -> None:
    """Return at SIGINT or SIGTERM."""
    asked = Event()
    told = _told_to_end(asked.set)
    for ending in (signal.SIGINT, signal.SIGTERM):
        signal.signal(ending, lambda *_: told())
    asked.wait()


def _told_to_end(ended: Callable[[], None]) -> Callable[[], None]:
    """End in order, or, whatever is stuck, in time: what was promised waits in storage for the next start."""

    def told() -> None:
        latest = Timer(LONGEST_END, _leave)
        latest.daemon = True
        latest.start()
        ended()

    return told


def _leave() -> None:
    log.warning("ended although something was still under way")
    os._exit(0)
