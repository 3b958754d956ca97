"""What was changed under Settings, the latest first: which setting, who, when, before → after."""

from collections.abc import Iterator

from slack_sdk.models.blocks import Block
from slack_sdk.models.blocks.block_elements import InteractiveElement
from slack_sdk.models.views import View

from bot.gestures.interactions import SETTINGS_CHANGES, SETTINGS_CHANGES_PAGE, SettingsPage
from bot.views.adjustment_words import told_by
from bot.views.parts import actions, button, context, escape, modal, moment, section, zone_note
from bot.views.settings_form import ADDING, FOUR_EYES, IMPORTING, LABELS, NAMES, NO_SHOWS, SEEING
from domain.values.bookings import PAGE
from domain.values.people import Person
from domain.values.setting_changes import Setting, SettingChange, SettingsHistory

MOST_NAMED = 50  # managers in a line

_CHOICES = {
    Setting.ALL_SEE_ALL: {"yes": SEEING["all"], "no": SEEING["own"]},
    Setting.NO_SHOWS_HOLD: {"yes": NO_SHOWS["hold"], "no": NO_SHOWS["free"]},
    Setting.MANAGERS_DECIDE_THEIR_OWN: {"yes": FOUR_EYES["own"], "no": FOUR_EYES["others"]},
    Setting.PRACTITIONERS_ADD_CLIENTS: {"yes": ADDING["all"], "no": ADDING["managers"]},
    Setting.NAMING: NAMES,
    Setting.IMPORTS_AT_ONCE: {"yes": IMPORTING["at_once"], "no": IMPORTING["look"]},
}


def settings_changes(page: SettingsHistory, by: Person) -> View:
    blocks: list[Block] = [
        *(block for change in page.changes for block in _change(change, by)),
        *([] if page.changes else [section("Nothing has been changed yet.")]),
        *_turning(page),
        context(zone_note(by.timezone)),
    ]
    return modal(SETTINGS_CHANGES, "Settings: history", blocks, remembers=SettingsPage(page.skipped))


def _change(change: SettingChange, by: Person) -> Iterator[Block]:
    who = change.by_name or "somebody who has left"
    yield section(f"{LABELS[change.setting]}\n{moment(change.at, by.timezone)} · by {who}")
    yield told_by(f"{in_words(change.setting, change.was)} → {in_words(change.setting, change.becomes)}")


def in_words(setting: Setting, chosen: str) -> str:
    if setting is Setting.MANAGERS:
        return _people(chosen.split(",")) if chosen else "the workspace's admins"
    if setting is Setting.MANAGERS_CHANNEL:
        return f"<#{escape(chosen)}>" if chosen else "none"
    if setting in _CHOICES:
        return _CHOICES[setting][chosen][0]
    return escape(chosen)


def _people(people: list[str]) -> str:
    more = len(people) - MOST_NAMED
    named = ", ".join(f"<@{escape(person)}>" for person in people[:MOST_NAMED])
    return named + (f" and {more} more" if more > 0 else "")


def _turning(page: SettingsHistory) -> list[Block]:
    turns: list[InteractiveElement] = []
    if page.skipped:
        newer = SettingsPage(max(0, page.skipped - PAGE))
        turns.append(button("Newer", SETTINGS_CHANGES_PAGE, newer, apart="newer"))
    if page.has_more:
        turns.append(button("Older", SETTINGS_CHANGES_PAGE, SettingsPage(page.skipped + PAGE), apart="older"))
    return actions(turns)
