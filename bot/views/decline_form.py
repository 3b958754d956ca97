"""Decline: why, for who asked."""

from slack_sdk.models.blocks import PlainTextInputElement
from slack_sdk.models.views import View

from bot.gestures.interactions import DECLINE_FORM, REASON
from bot.views.adjustment_words import pending_changes_in_words
from bot.views.parts import field, modal, section
from domain.values.adjustments import LONGEST_REASON, Adjustment

CHANGES = 2500  # characters, of the 3000 that a section takes


def decline_form(adjustment: Adjustment) -> View:
    changes = "\n".join(pending_changes_in_words(adjustment, CHANGES))
    reason = PlainTextInputElement(action_id=REASON.name, multiline=True, max_length=LONGEST_REASON)
    blocks = [
        section(f"Asked for by {adjustment.requested_by_name}:\n{changes}"),
        field("Reason", REASON, reason, hint=f"{adjustment.requested_by_name} will read it."),
    ]
    return modal(DECLINE_FORM, "Decline adjustment", blocks, remembers=adjustment.id, submit="Decline", close="Cancel")
