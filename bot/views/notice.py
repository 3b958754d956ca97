"""A refusal or an apology, in words."""

from typing import Any

from slack_sdk.models.views import View

from bot.block_kit import as_json
from bot.interactions import NOTICE
from bot.views.parts import modal, section


def notice(text: str, title: str = "That didn't work") -> View:
    return modal(NOTICE, title, [section(text)])


def notice_home(text: str) -> View:
    """The same where a Home tab was asked for."""
    return View(type="home", callback_id=NOTICE.id, blocks=[section(text)])


_SENT_BACK = ("type", "callback_id", "private_metadata", "title", "submit", "close")
_WORDS = "words"  # the block's name
_MOST_BLOCKS = 100


def with_words(shown: dict[str, Any], text: str) -> dict[str, Any]:
    """What is on screen, as Slack has it, with words on top; what was entered stays in fields of the same names."""
    blocks = [block for block in shown.get("blocks") or () if block.get("block_id") != _WORDS]
    words = as_json(section(f"⚠️ {text}")) | {"block_id": _WORDS}
    return {key: shown[key] for key in _SENT_BACK if shown.get(key)} | {"blocks": [words, *blocks][:_MOST_BLOCKS]}
