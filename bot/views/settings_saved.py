"""The word after Settings were saved: what is different now."""

from collections.abc import Sequence

from slack_sdk.models.views import View

from bot.gestures.interactions import NOTICE
from bot.views.adjustment_words import told_by
from bot.views.parts import modal, section
from bot.views.settings_changes import in_words
from bot.views.settings_form import LABELS
from domain.values.setting_changes import SettingChange


def settings_saved(changes: Sequence[SettingChange]) -> View:
    lines = [f"{LABELS[change.setting]}: {in_words(change.setting, change.becomes)}" for change in changes]
    said = told_by("\n".join(lines)) if lines else section("Nothing is different from before.")
    return modal(NOTICE, "Settings saved", [said], close="Done")
