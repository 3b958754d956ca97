"""What /metrics tells."""

import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from prometheus_client import Counter, Histogram

gestures = Counter("ribbon_gestures", "What people did, by kind and outcome", ["kind", "outcome"])
seconds = Histogram(
    "ribbon_gesture_seconds", "Time until a gesture was answered", ["kind"], buckets=(0.01, 0.03, 0.1, 0.3, 1, 3)
)
errors = Counter("ribbon_errors", "Gestures that failed for a reason of ours; each is in the log with its reference")
messages = Counter("ribbon_messages", "Kept messages sent to Slack, by kind and outcome", ["kind", "outcome"])
calls = Counter("ribbon_slack_calls", "Calls to Slack, by method and outcome", ["method", "outcome"])


@dataclass(slots=True)
class Measured:
    outcome: str = "failed"


@contextmanager
def gesture(kind: str) -> Iterator[Measured]:
    """Count and time a gesture; the block sets the outcome."""
    measured, start = Measured(), time.perf_counter()
    try:
        yield measured
    finally:
        gestures.labels(kind, measured.outcome).inc()
        seconds.labels(kind).observe(time.perf_counter() - start)
