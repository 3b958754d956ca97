"""The word to a manager that Slack doesn't take Ribbon's messages somewhere."""

from bot.views.adjustment_words import told_by
from bot.views.parts import Picture

_FIXES = {
    "not_in_channel": "Invite Ribbon there: /invite @Ribbon.",
    "channel_not_found": "Choose another channel under Settings on Ribbon's Home tab, or invite Ribbon there.",
    "is_archived": "The channel is archived: choose another under Settings on Ribbon's Home tab.",
}


def trouble_message(channel: str, error: str) -> Picture:
    fix = _FIXES.get(error, f"Slack says: {error}.")
    said = (
        f"Ribbon can't post requests for adjustments in <#{channel}>. {fix} They will then appear there by themselves."
    )
    return Picture(text=said, blocks=[told_by(said)])
