"""Structured logs, a line of JSON an event. Client data never goes in."""

import logging
import os
import select
import sys
from collections.abc import Iterator
from pathlib import Path
from threading import Lock
from types import TracebackType
from typing import Any, TextIO

import structlog

from bot import metrics

READ_WITHIN = 100  # milliseconds, once; who is known to sleep isn't waited for

_OURS = {Path(__file__).parent.parent / name for name in ("bot", "storage", "domain")}


class Lines:
    """Writes lines whole. One that can't be written (a full disk, a pipe that nobody reads) is counted, no more."""

    def __init__(self, to: int) -> None:
        self._to, self._lock, self._broke_off, self._is_read = to, Lock(), False, True
        self._room = select.poll()
        self._room.register(to, select.POLLOUT)

    def msg(self, line: str) -> None:
        with self._lock:
            try:
                self._write(f"{line}\n".encode())
            except OSError:
                metrics.lost_lines.inc()

    debug = info = warning = error = critical = msg

    def _write(self, line: bytes) -> None:
        """Nothing is buffered: what is left in a buffer would fail again later, and at the end of the process."""
        left = b"\n" + line if self._broke_off else line
        while left:
            self._require_room()
            left = left[os.write(self._to, left[: select.PIPE_BUF]) :]
            self._broke_off = bool(left)

    def _require_room(self) -> None:
        """A full pipe would keep whoever writes to it, for as long as its reader sleeps."""
        self._is_read = bool(self._room.poll(READ_WITHIN if self._is_read else 0))
        if not self._is_read:
            raise TimeoutError


def configure_logs(to: TextIO | None = None) -> None:
    """Have all logs written, to standard output unless said otherwise; nowhere if that is closed.

    A descriptor of their own: the number of one that somebody closes goes to the file that is opened next, which may
    be the database.
    """
    out = to or sys.stdout
    lines = Lines(os.dup(out.fileno()) if out else os.open(os.devnull, os.O_WRONLY))
    structlog.configure(
        processors=[
            structlog.contextvars.merge_contextvars,
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            structlog.processors.JSONRenderer(),
        ],
        logger_factory=lambda *_: lines,
        cache_logger_on_first_use=False,
    )
    # Bolt logs whole request bodies at INFO when a signature is wrong, and the SDK payloads at DEBUG.
    logging.getLogger("slack_bolt").setLevel(logging.ERROR)
    for name in ("slack_sdk", "sqlalchemy", "urllib3", "_granian"):
        logging.getLogger(name).setLevel(logging.WARNING)


def about(error: BaseException) -> dict[str, Any]:
    """The error's type and place, without its message and values, which may hold client data."""
    return {"error": type(error).__name__, "where": list(_frames(error.__traceback__))}


def _frames(traceback: TracebackType | None) -> Iterator[str]:
    """Where it came through Ribbon, and where it was raised; what libraries do in between fills a screen."""
    while traceback is not None:
        path = Path(traceback.tb_frame.f_code.co_filename)
        if not _OURS.isdisjoint(path.parents) or traceback.tb_next is None:
            yield f"{path}:{traceback.tb_lineno}"
        traceback = traceback.tb_next
