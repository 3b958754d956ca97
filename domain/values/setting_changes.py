"""What a workspace has chosen, change by change."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from domain.values.ids import PersonId
from domain.values.people import Workspace


class Setting(StrEnum):
    """The choices of a workspace by their names there, in the order of the form."""

    MANAGERS = "managers"
    MANAGERS_CHANNEL = "managers_channel"
    ALL_SEE_ALL = "all_see_all"
    NO_SHOWS_HOLD = "no_shows_hold"
    MANAGERS_DECIDE_THEIR_OWN = "managers_decide_their_own"
    PRACTITIONERS_ADD_CLIENTS = "practitioners_add_clients"
    NAMING = "naming"
    TIMEZONE = "timezone"
    IMPORTS_AT_ONCE = "imports_at_once"


@dataclass(frozen=True, slots=True)
class SettingChange:
    """One change, as text: people are ids with commas between them, a choice of two is yes or no, none is empty."""

    setting: Setting
    at: datetime
    by: PersonId
    was: str
    becomes: str
    by_name: str | None = None  # for showing it; storage fills it in


@dataclass(frozen=True, slots=True)
class SettingsHistory:
    """A page of changes, the latest first."""

    changes: tuple[SettingChange, ...]
    skipped: int
    has_more: bool


def changes_between(was: Workspace, becomes: Workspace, by: PersonId, at: datetime) -> Iterator[SettingChange]:
    for setting in Setting:
        before, after = getattr(was, setting), getattr(becomes, setting)
        if _compared(before) != _compared(after):
            yield SettingChange(setting, at, by, _text(before), _text(after))


def _compared(chosen: object) -> object:
    """People are the same in whatever order they are chosen; nothing is as good as an empty text."""
    return frozenset(chosen) if isinstance(chosen, tuple) else chosen or ""


def _text(chosen: object) -> str:
    if isinstance(chosen, tuple):
        return ",".join(chosen)
    if isinstance(chosen, bool):
        return "yes" if chosen else "no"
    return str(chosen or "")
