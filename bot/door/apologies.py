"""What is said where something was not done, or not shown."""

from math import ceil

import structlog
from structlog.contextvars import get_contextvars

from bot import metrics
from bot.door.guard import SlackRefuses
from bot.gestures.payloads import Gesture, Kind
from bot.gestures.wire import Unreadable
from bot.logs import about
from bot.slack.calls import Fate, No
from domain.values.refusal import NotUnderstood, Refusal
from storage.database import DatabaseBusy, OutcomeUnknown

BUSY = "Ribbon is busy with a large task. Nothing was saved. Try again in a moment."
IMPORTING = "An import is being saved: about {} more. Nothing was saved. Try again then."
OURS = "Something went wrong on our side. Nothing was saved. If it happens again, report this: {}."
AWAY = "Ribbon can't use its database at the moment. Nothing was saved. Try again in a moment."
UNKNOWN = "Ribbon lost its database while saving this. Check whether it was saved before trying again."
NOT_OPENED = "Slack took too long to open this. Please try again."
NOT_SHOWN = "This was saved, but Slack took too long to show it."
NEVER_OPENED = "Something went wrong on our side: Slack didn't open this. If it happens again, report this: {}."
NEVER_SHOWN = "This was saved, but Slack didn't show it. If it happens again, report this: {}."
SLOW = "Slack is slow at the moment. If this doesn't open, please try again."
WHO_IS_IT = "Ribbon can't look this person up at the moment. Try again shortly."
OUT_OF_DATE = "This screen is out of date. Open it again with its command."

A_MINUTE_AND_A_HALF = 90.0

log = structlog.get_logger()


def in_words(gesture: Gesture, said: Refusal | Unreadable) -> str:
    helps = isinstance(said, NotUnderstood) and gesture.kind is Kind.COMMAND
    return f"{said} See `{gesture.name} help`." if helps else str(said) or OUT_OF_DATE


def not_shown(gesture: Gesture, answered: No, *, saved: bool) -> str:
    """Log what Slack said instead of showing something; and what the person is told instead."""
    if answered.fate is Fate.PASSES:
        log.warning("slack did not show what was asked for", gesture=gesture.name, error=answered.error)
        return NOT_SHOWN if saved else NOT_OPENED
    reference = str(get_contextvars().get("reference"))
    metrics.errors.inc()
    log.error("slack refuses to show something", reference=reference, gesture=gesture.name, error=answered.error)
    if answered.fate is Fate.NEEDS_A_PERSON:
        return str(SlackRefuses(answered.error, saved=saved))
    return (NEVER_SHOWN if saved else NEVER_OPENED).format(reference)


def without_database(gesture: Gesture, error: Exception) -> str:
    """What can truly be said of a change that storage didn't take."""
    if isinstance(error, DatabaseBusy):
        return BUSY if error.seconds_left is None else IMPORTING.format(_rounded_up(error.seconds_left))
    log_failure(gesture, error)
    return UNKNOWN if isinstance(error, OutcomeUnknown) else AWAY


def _rounded_up(seconds: float) -> str:
    """Rounded up: who comes back then finds it over."""
    return f"{ceil(seconds / 5) * 5} s" if seconds <= A_MINUTE_AND_A_HALF else f"{ceil(seconds / 60)} minutes"


def log_failure(gesture: Gesture, error: Exception) -> str:
    """Log the error once, under the reference that is returned. No client data goes into the log."""
    reference = str(get_contextvars().get("reference"))
    metrics.errors.inc()
    log.error("a gesture failed", reference=reference, kind=gesture.kind, gesture=gesture.name, **about(error))
    return reference
