"""The word to who asked for an adjustment: what became of it, with a link to the thread where they can open it."""

from slack_sdk.models.blocks import RichTextElement

from bot.views.adjustment_words import GONE, outcome_in_words, subject
from bot.views.parts import Picture, notification
from bot.views.rich import bold, line, link, person, quote, rich, under, when, words
from domain.values.adjustments import Adjustment


def outcome_message(adjustment: Adjustment, client_name: str, thread: str | None) -> Picture:
    reason = adjustment.decision_reason
    named = line(bold(_about(adjustment, client_name, " · ")), *under(outcome_in_words(adjustment)))
    said = [f"{_about(adjustment, client_name, ', ')}.", f"{adjustment.decided_by_name}: {reason}" if reason else ""]
    spoken = "; ".join(outcome_in_words(adjustment, to="to"))
    return Picture(
        text=notification(" ".join(filter(None, [*said, spoken]))),
        blocks=[
            rich(named, *([quote(reason)] if reason else [])),
            rich(line(*_decided(adjustment), *([words(" · "), link("Open the thread", thread)] if thread else []))),
        ],
    )


def _about(adjustment: Adjustment, client_name: str, between: str) -> str:
    about = subject(client_name, adjustment, between) if adjustment.names_client else f"{GONE[0].lower()}{GONE[1:]}"
    return f"{adjustment.status.capitalize()}: your request for {about}"


def _decided(adjustment: Adjustment) -> list[RichTextElement]:
    if adjustment.decided_by is None or adjustment.decided_at is None:
        return []
    by_themselves = " (self-approved)" if adjustment.self_approved else ""
    it = words(f" {adjustment.status} it{by_themselves} ")
    return [person(adjustment.decided_by), it, when(adjustment.decided_at)]
