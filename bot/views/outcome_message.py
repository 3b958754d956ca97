"""The word to who asked for an adjustment: what became of it, with a link to the thread where they can open it."""

from bot.views.adjustment_words import decided_in_words, in_sections, status_in_words, subject_of, told_by
from bot.views.parts import Picture, notification, section
from domain.values.adjustments import Adjustment


def outcome_message(adjustment: Adjustment, client_name: str, thread: str | None) -> Picture:
    outcome = f"{subject_of(client_name, adjustment)}\n{_said(adjustment)}"
    link = [told_by(f"<{thread}|Open the thread>")] if thread else []
    changes = in_sections(decided_in_words(adjustment))
    return Picture(text=notification(outcome), blocks=[section(outcome), *changes, *link])


def _said(adjustment: Adjustment) -> str:
    """Says "approved" or "declined" in small letters, as in a sentence."""
    status = status_in_words(adjustment)
    reason = f": {adjustment.decision_reason}" if adjustment.decision_reason else "."
    return f"Your request was {status[0].lower()}{status[1:]}{reason}"
