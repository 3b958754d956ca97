"""Packages whose last day has passed: their end is in their history from midnight on (rules 10 and 15)."""

from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from domain.records import Records
from domain.values.history import Entry, Event
from domain.values.packages import Package, PackageStatus
from domain.values.people import Workspace


def note_expiries(records: Records, workspace: Workspace, at: datetime, most: int = 500) -> int:
    """Write into their histories which packages have expired; how many, of `most` at a time."""
    expired = records.expiries_to_note(workspace.today(at), most)
    for package in expired:
        note_expiry(records, package, workspace, at)
    return len(expired)


def note_every_expiry(records: Records, workspace: Workspace, at: datetime) -> None:
    """Before much is changed, or read, at once."""
    while note_expiries(records, workspace, at):
        pass


def note_expiry(records: Records, package: Package, workspace: Workspace, at: datetime) -> None:
    """Before the package is changed: what has ended has done so, whatever becomes of it."""
    end = _end_to_note(package, workspace, at)
    if package.expires_on and end and records.note_expiry(package.id, package.expires_on):
        records.record(end)
        records.mark_cards_of(package.id, at)


def history_with_end(
    records: Records, package: Package, workspace: Workspace, at: datetime, skip: int, most: int
) -> list[Entry]:
    """The package's entries, newest first, and among them its end, whether or not it has been written down yet."""
    end = _end_to_note(package, workspace, at)
    if end is None:
        return records.history_of(package.id, skip, most)
    before = min(skip, 1)  # by one entry before these it is known whether the end comes before them, too
    entries = records.history_of(package.id, skip - before, most + 1)
    newest_first = sorted([*entries, end], key=lambda entry: entry.at, reverse=True)
    return newest_first[before : before + most]


def _end_to_note(package: Package, workspace: Workspace, at: datetime) -> Entry | None:
    last_day, today = package.expires_on, workspace.today(at)
    if last_day is None or package.status is not PackageStatus.ACTIVE or package.is_active(today):
        return None
    return None if package.expiry_noted == last_day else _end(package, last_day, workspace)


def _end(package: Package, last_day: date, workspace: Workspace) -> Entry:
    """The entry is dated to the end of the last day, whenever it is written."""
    return Entry(
        Event.EXPIRED,
        datetime.combine(last_day + timedelta(days=1), time(), ZoneInfo(workspace.timezone)),
        None,
        package.client.id,
        package.id,
        was=PackageStatus.ACTIVE,
        becomes=PackageStatus.EXPIRED,
    )
