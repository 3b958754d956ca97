"""The message of a request in the managers' channel: what it is about, and its state."""

from slack_sdk.models.blocks import RichTextElement

from bot.views.adjustment_words import a_few_in_words, status_in_words, subject, title
from bot.views.parts import Picture, notification
from bot.views.rich import HOW_LONG_AGO, bold, line, person, rich, under, when, words
from domain.values.adjustments import Adjustment


def request_message(adjustment: Adjustment, client_name: str) -> Picture:
    about = line(bold(title(client_name, adjustment)), *under(a_few_in_words(adjustment)))
    said = f"Count adjustment for {subject(client_name, adjustment, ', ')}: {status_in_words(adjustment)}."
    spoken = "; ".join(a_few_in_words(adjustment, to="to"))
    return Picture(notification(f"{said} {spoken}."), [rich(about), rich(line(*_status(adjustment)))])


def _status(adjustment: Adjustment) -> list[RichTextElement]:
    """How old it is, or who decided."""
    if adjustment.decided_by is None or adjustment.decided_at is None:
        asked = [words(" · requested by "), person(adjustment.requested_by), words(" ")]
        age = when(adjustment.requested_at, HOW_LONG_AGO)
        return [bold("Pending"), *asked, age, words(" · decide in the thread")]
    by_themselves = " (self-approved) " if adjustment.self_approved else " "
    by = [words(" · by "), person(adjustment.decided_by), words(by_themselves)]
    return [bold(adjustment.status.capitalize()), *by, when(adjustment.decided_at)]
