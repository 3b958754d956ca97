"""Structured logs, a line of JSON an event. Client data never goes in."""

import logging
from types import TracebackType
from typing import Any, TextIO

import structlog


def configure_logs(to: TextIO | None = None) -> None:
    """Have all logs written, to standard output unless said otherwise."""
    structlog.configure(
        processors=[
            structlog.contextvars.merge_contextvars,
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            structlog.processors.JSONRenderer(),
        ],
        logger_factory=structlog.PrintLoggerFactory(to),
        cache_logger_on_first_use=False,
    )
    # Bolt logs whole request bodies at INFO when a signature is wrong, and the SDK payloads at DEBUG.
    logging.getLogger("slack_bolt").setLevel(logging.ERROR)
    for name in ("slack_sdk", "sqlalchemy", "urllib3", "_granian"):
        logging.getLogger(name).setLevel(logging.WARNING)


def told(error: BaseException) -> dict[str, Any]:
    """The error's type and place, without its message and values, which may hold client data."""
    return {"error": type(error).__name__, "where": _frames(error.__traceback__)}


def _frames(traceback: TracebackType | None) -> list[str]:
    frames: list[str] = []
    while traceback is not None:
        frames.append(f"{traceback.tb_frame.f_code.co_filename}:{traceback.tb_lineno}")
        traceback = traceback.tb_next
    return frames
