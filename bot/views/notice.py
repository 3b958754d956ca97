"""A refusal or an apology, in words."""

from slack_sdk.models.views import View

from bot.gestures.interactions import NOTICE
from bot.views.parts import modal, section


def notice(text: str, title: str = "That didn't work") -> View:
    return modal(NOTICE, title, [section(text)])


def notice_home(text: str) -> View:
    """The same where a Home tab was asked for."""
    return View(type="home", callback_id=NOTICE.id, blocks=[section(text)])
