"""What /metrics tells."""

import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from prometheus_client import REGISTRY, CollectorRegistry, Counter, Histogram, generate_latest
from prometheus_client.core import GaugeMetricFamily
from prometheus_client.registry import Collector
from slack_sdk.errors import SlackApiError
from sqlalchemy.exc import SQLAlchemyError

from storage.database import UNAVAILABLE
from storage.outbox.backlog import Backlog

TAKEN, UNSIGNED, NOT_NOW, FORGED = "taken", "not signed", "not of now", "forged"
requests = Counter("ribbon_requests", "Requests to /slack/events: taken, or why they were turned away", ["outcome"])
gestures = Counter("ribbon_gestures", "What people did, by kind and outcome", ["kind", "outcome"])
seconds = Histogram(
    "ribbon_gesture_seconds", "Time until a gesture was answered", ["kind"], buckets=(0.01, 0.03, 0.1, 0.3, 1, 3)
)
errors = Counter("ribbon_errors", "Gestures that failed for a reason of ours; each is in the log with its reference")
lost_lines = Counter("ribbon_log_lines_lost", "Lines of the log that could not be written")
messages = Counter("ribbon_messages", "Kept messages sent to Slack, by kind and outcome", ["kind", "outcome"])
calls = Counter("ribbon_slack_calls", "Calls to Slack, by method and outcome", ["method", "outcome"])
packages_checked = Counter(
    "ribbon_packages_checked", "Packages whose counts were checked against their history, by outcome", ["outcome"]
)
call_seconds = Histogram(
    "ribbon_slack_call_seconds", "Time until Slack answered", ["method"], buckets=(0.03, 0.1, 0.3, 1, 3)
)


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


@contextmanager
def slack_call(method: str) -> Iterator[None]:
    """Count and time a call to Slack; the outcome is "ok", Slack's own word for what is wrong, or "unreachable"."""
    outcome, start = "unreachable", time.perf_counter()
    try:
        yield
        outcome = "ok"
    except SlackApiError as refused:
        data = getattr(refused.response, "data", None)
        outcome = str(data.get("error", "refused")) if isinstance(data, dict) else "refused"
        raise
    finally:
        calls.labels(method, outcome).inc()
        call_seconds.labels(method).observe(time.perf_counter() - start)


@dataclass(eq=False)  # Prometheus keeps it by identity
class BacklogCollector(Collector):
    """What waits to be shown in Slack, asked of storage at each scrape; nothing where storage doesn't answer."""

    backlog: Callable[[], Backlog]

    def collect(self) -> Iterable[GaugeMetricFamily]:
        try:
            now = self.backlog()
        except (SQLAlchemyError, *UNAVAILABLE):
            return
        yield _gauge("ribbon_messages_behind", "Kept messages that Slack doesn't show as they are stored", now.behind)
        yield _gauge("ribbon_messages_behind_seconds", "How long the oldest of them has waited", now.oldest_seconds)
        yield _gauge("ribbon_messages_to_take_back", "Messages to be deleted in Slack", now.to_take_back)


def _gauge(name: str, told: str, value: float) -> GaugeMetricFamily:
    return GaugeMetricFamily(name, told, value=value)


def exposition(backlog: Callable[[], Backlog]) -> bytes:
    """Everything, as Prometheus reads it."""
    asked = CollectorRegistry()
    asked.register(BacklogCollector(backlog))
    return generate_latest(REGISTRY) + generate_latest(asked)
