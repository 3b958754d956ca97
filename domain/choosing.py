"""What a workspace chooses for itself, and what follows from it."""

from dataclasses import replace
from datetime import datetime
from zoneinfo import available_timezones

from domain.people import Person, Workspace, require_manager
from domain.records import Records
from domain.refusal import NotAcceptable


class UnusableChoice(NotAcceptable):
    """A choice that can't be used, at its field."""


def choose_settings(records: Records, by: Person, at: datetime, chosen: Workspace) -> Workspace:
    """Store what a manager chose; the figures on pending cards, and where new ones go, may be others by it."""
    require_manager(by, "change settings")
    if chosen.timezone not in available_timezones():
        raise UnusableChoice({"timezone": "Choose a time zone from the list."})
    gone = set(records.people_who_left(chosen.managers))
    if chosen.managers and gone >= set(chosen.managers):
        raise UnusableChoice({"managers": "Choose at least one manager who is a member of this workspace."})
    workspace = replace(chosen, id=by.workspace.id)
    records.choose(workspace)
    if workspace.managers_channel:
        records.place_requests(workspace.managers_channel, at)
    records.mark_pending_cards(at)
    return workspace
