"""What is said where something was not done, or not shown."""

import structlog
from structlog.contextvars import get_contextvars

from bot import metrics
from bot.gestures.payloads import Gesture
from bot.logs import told
from storage.database import DatabaseBusy, OutcomeUnknown

BUSY = "Ribbon is busy with a large task. Nothing was saved. Try again in a moment."
OURS = "Something went wrong on our side. Nothing was saved. If it happens again, report this: {}."
AWAY = "Ribbon can't use its database at the moment. Nothing was saved. Try again in a moment."
UNKNOWN = "Ribbon lost its database while saving this. Check whether it was saved before trying again."
NOT_OPENED = "Slack took too long to open this. Please try again."
NOT_SHOWN = "This was saved, but Slack took too long to show it."
SLOW = "Slack is slow at the moment. If this doesn't open, please try again."
WHO_IS_IT = "Ribbon can't look this person up at the moment. Try again shortly."
OUT_OF_DATE = "This screen is out of date. Open it again with its command."

log = structlog.get_logger()


def without_database(gesture: Gesture, error: Exception) -> str:
    """What can truly be said of a change that storage didn't take."""
    if isinstance(error, DatabaseBusy):
        return BUSY
    log_failure(gesture, error)
    return UNKNOWN if isinstance(error, OutcomeUnknown) else AWAY


def log_failure(gesture: Gesture, error: Exception) -> str:
    """Log the error once, under the reference that is returned. No client data goes into the log."""
    reference = str(get_contextvars().get("reference"))
    metrics.errors.inc()
    log.error("a gesture failed", reference=reference, kind=gesture.kind, gesture=gesture.name, **told(error))
    return reference
