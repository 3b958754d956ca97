"""What a workspace chooses for itself, and what follows from it."""

from dataclasses import replace
from datetime import datetime

from domain.expiring import note_change_of_zone
from domain.records import Records
from domain.values.bookings import PAGE
from domain.values.fields import NotAcceptable
from domain.values.people import TIMEZONES, Person, Workspace, require_manager
from domain.values.refusal import Refusal
from domain.values.setting_changes import Setting, SettingsHistory, changes_between

ONLY_MEMBERS = "Only members of this workspace can be managers: no guests, apps or people who have left."


class UnusableChoice(NotAcceptable):
    """A choice that can't be used, at its field."""


class ChosenSince(Refusal):
    def __init__(self) -> None:
        super().__init__("The settings have changed since you opened this. Open them again to see the current ones.")


def choose_settings(records: Records, by: Person, at: datetime, chosen: Workspace) -> Workspace:
    """Store what a manager chose; what pending requests show, and where new ones go, may be others by it.

    `chosen.times_chosen` is as it was shown: of two managers who change at once, the second is told.
    """
    require_manager(by, "change settings")
    if chosen.times_chosen != by.workspace.times_chosen:
        raise ChosenSince
    if chosen.timezone not in TIMEZONES:
        raise UnusableChoice({Setting.TIMEZONE: "Choose a time zone from the list."})
    gone = set(records.people_who_left(chosen.managers))
    if chosen.managers and gone >= set(chosen.managers):
        raise UnusableChoice({Setting.MANAGERS: "Choose at least one manager who is a member of this workspace."})
    new = set(chosen.managers) - set(by.workspace.managers)
    if new - set(records.members_among(new)):
        raise UnusableChoice({Setting.MANAGERS: ONLY_MEMBERS})
    workspace = replace(chosen, id=by.workspace.id)
    if not records.choose(workspace):
        raise ChosenSince
    changes = list(changes_between(by.workspace, workspace, by.id, at))
    records.note_setting_changes(workspace.times_chosen + 1, changes)
    if workspace.no_shows_hold != by.workspace.no_shows_hold:
        records.note_no_shows_set(by.id, at, hold=workspace.no_shows_hold)
    if workspace.timezone != by.workspace.timezone:
        note_change_of_zone(records, by, workspace, at)
    if workspace.managers_channel:
        records.send_requests_to(workspace.managers_channel, at)
    records.mark_pending_requests(at)
    if workspace.naming is not by.workspace.naming:
        records.mark_what_names_clients(at)
    return replace(workspace, times_chosen=workspace.times_chosen + 1)


def settings_history(records: Records, by: Person, skip: int = 0) -> SettingsHistory:
    require_manager(by, "see what was chosen under Settings")
    changes = records.setting_changes(skip, PAGE + 1)
    return SettingsHistory(tuple(changes[:PAGE]), skip, len(changes) > PAGE)
