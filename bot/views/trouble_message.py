"""The word to a manager that Slack doesn't do what Ribbon asks of it, and what helps."""

from bot.views.adjustment_words import mention, told_by
from bot.views.parts import Picture
from domain.values.ids import PersonId

_FIXES = {
    "not_in_channel": "Invite Ribbon there: /invite @Ribbon.",
    "channel_not_found": "Choose another channel under Settings on Ribbon's Home tab, or invite Ribbon there.",
    "is_archived": "The channel is archived: choose another under Settings on Ribbon's Home tab.",
}


def not_posted(channel: str, error: str, *, waits: bool) -> Picture:
    """`waits`: the message is tried again until Slack takes it."""
    if channel.startswith(("U", "W")):
        return _said(
            f"Ribbon can't send {mention(PersonId(channel))} direct messages (Slack says: {error}). "
            "What became of their requests is under History of the package."
        )
    if not waits:
        return _said(
            f"Slack refuses a message about a request in <#{channel}> ({error}). The request is under /adjustments. "
            "Ask whoever runs Ribbon to look into its log."
        )
    fix = _FIXES.get(error, f"Slack says: {error}.")
    return _said(
        f"Ribbon can't post requests for adjustments in <#{channel}>. {fix} They will then appear there by themselves."
    )


def not_deleted(channel: str, link: str) -> Picture:
    return _said(
        f"Slack doesn't let Ribbon delete a message that names an erased client. Delete it in <#{channel}>: "
        f"<{link}|open the message>."
    )


def _said(text: str) -> Picture:
    return Picture(text=text, blocks=[told_by(text)])
