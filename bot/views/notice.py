"""A refusal or an apology, in words."""

from slack_sdk.models.views import View

from bot.interactions import NOTICE
from bot.views.parts import modal, section


def notice(text: str, title: str = "That didn't work") -> View:
    return modal(NOTICE, title, [section(text)])
