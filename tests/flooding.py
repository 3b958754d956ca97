"""Holding Ribbon's door open, and what that costs it."""

import socket
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager

from serving import Served

from playground.to_the_bot.bots import sign

POST = b"POST /slack/events HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/x-www-form-urlencoded\r\n"
STAMP = b"X-Stamp: now\r\n"  # stands for one of the moment when it is sent
STAMPED = POST + STAMP
HELD = {
    "nothing": b"",
    "half a header": POST,
    "half a body": STAMPED + b"Content-Length: 1000\r\n\r\nhalf",
    "half a body elsewhere": b"POST /elsewhere HTTP/1.1\r\nHost: localhost\r\nContent-Length: 1000\r\n\r\nhalf",
    "a body in endless parts": STAMPED + b"Transfer-Encoding: chunked\r\n\r\n4\r\nhalf\r\n",
    "a whole request": b"GET /healthz HTTP/1.1\r\nHost: localhost\r\n\r\n",
    "HTTP/2": b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n",
    "a WebSocket": b"GET /healthz HTTP/1.1\r\nHost: localhost\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n"
    b"Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n",
}


def fresh(sent: bytes) -> bytes:
    """The same with a stamp of now, and a signature by another than Slack."""
    stamp = "".join(f"{name}: {value}\r\n" for name, value in sign(b"", "another secret").items())
    return sent.replace(STAMP, stamp.encode())


def connected(served: Served) -> socket.socket:
    return socket.create_connection(("127.0.0.1", served.port), timeout=15)


@contextmanager
def held(served: Served, number: int, sent: bytes) -> Iterator[list[socket.socket]]:
    """So many connections over which that was sent, and nothing more is."""
    with ExitStack() as open_ones:
        sockets = [open_ones.enter_context(connected(served)) for _ in range(number)]
        for each in sockets:
            each.sendall(fresh(sent))
        yield sockets


def answers(connection: socket.socket) -> bytes:
    """All that comes until the other end closes."""
    parts = []
    while part := received(connection):
        parts.append(part)
    return b"".join(parts)


def received(connection: socket.socket) -> bytes:
    try:
        return connection.recv(65536)
    except ConnectionResetError:
        return b""


def memory(served: Served, which: str = "VmRSS") -> int:
    with open(f"/proc/{served.process.pid}/status") as status:  # noqa: PTH123 - no file of ours
        return next(int(line.split()[1]) * 1024 for line in status if line.startswith(which))


def most_memory(served: Served) -> int:
    return memory(served, "VmHWM")
