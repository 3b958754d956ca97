"""The message of a request in the managers' channel: what it is about, and its state."""

from bot.views.adjustment_words import mention, status_in_words, title, told_by
from bot.views.parts import Picture, date_and_time, notification, section
from domain.values.adjustments import Adjustment

_SIGNS = {"pending": "⏳", "approved": "✅", "declined": "❌", "withdrawn": "↩️"}


def request_message(adjustment: Adjustment, client_name: str) -> Picture:
    about, status = title(client_name, adjustment), status_in_words(adjustment)
    asked = f"Asked for by {mention(adjustment.requested_by)}, {date_and_time(adjustment.requested_at)}."
    where = " Figures and buttons are in the thread." if adjustment.is_pending else ""
    return Picture(
        text=notification(f"{about}: {status}"),
        blocks=[section(f"{about}\n{_SIGNS[adjustment.status]} {status}"), told_by(asked + where)],
    )
