"""Packages whose last day has passed: their end is in their history from midnight on (rules 10 and 15)."""

from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from domain.records import Records
from domain.values.history import Entry, Happening
from domain.values.packages import Package, PackageStatus
from domain.values.people import Person, Workspace

MOST = 500  # at a time


def note_expiries(records: Records, workspace: Workspace, at: datetime, most: int = MOST) -> int:
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
    end = _end_to_note(records, package, workspace, at)
    if package.expires_on and end and records.note_expiry(package.id, package.expires_on):
        records.record(end)
        records.mark_cards_of(package.id, at)


def note_change_of_zone(records: Records, by: Person, becomes: Workspace, at: datetime) -> None:
    """Write into their histories which packages have ended where the practice is now, or go on there after all."""
    note_every_expiry(records, by.workspace, at)  # as long as the day is that of before
    today = becomes.today(at)
    while ended := records.expiries_to_note(today, MOST):
        for package in ended:
            records.note_expiry(package.id, package.expires_on)
            _record(records, by, at, package, Happening.EXPIRED, PackageStatus.EXPIRED)
    while going_on := records.expiries_to_take_back(today, MOST):
        for package in going_on:
            records.note_expiry(package.id, None)
            _record(records, by, at, package, Happening.STATUS_CHANGED, PackageStatus.ACTIVE)


def _record(
    records: Records, by: Person, at: datetime, package: Package, event: Happening, becomes: PackageStatus
) -> None:
    was = PackageStatus.EXPIRED if becomes is PackageStatus.ACTIVE else PackageStatus.ACTIVE
    moment = _in_turn(records, package, at)
    records.record(Entry(event, moment, by.id, package.client.id, package.id, was=was, becomes=becomes))
    records.mark_cards_of(package.id, at)


def history_with_end(
    records: Records, package: Package, workspace: Workspace, at: datetime, skip: int, most: int
) -> list[Entry]:
    """The package's entries, newest first, and among them its end, whether or not it has been written down yet."""
    end = _end_to_note(records, package, workspace, at)
    if end is None:
        return records.history_of(package.id, skip, most)
    before = min(skip, 1)  # by one entry before these it is known whether the end comes before them, too
    entries = records.history_of(package.id, skip - before, most + 1)
    newest_first = sorted([*entries, end], key=lambda entry: entry.at, reverse=True)
    return newest_first[before : before + most]


def _end_to_note(records: Records, package: Package, workspace: Workspace, at: datetime) -> Entry | None:
    last_day, today = package.expires_on, workspace.today(at)
    if last_day is None or package.status is not PackageStatus.ACTIVE or package.is_active(today):
        return None
    return None if package.expiry_noted == last_day else _end(records, package, last_day, workspace)


def _end(records: Records, package: Package, last_day: date, workspace: Workspace) -> Entry:
    """The entry is dated to the end of the last day, whenever it is written, or to when that became the last day."""
    midnight = datetime.combine(last_day + timedelta(days=1), time(), ZoneInfo(workspace.timezone))
    return Entry(
        Happening.EXPIRED,
        _in_turn(records, package, midnight),
        None,
        package.client.id,
        package.id,
        was=PackageStatus.ACTIVE,
        becomes=PackageStatus.EXPIRED,
    )


def _in_turn(records: Records, package: Package, at: datetime) -> datetime:
    """That moment, or just after the package came to be, or became something else, where that was later."""
    last = records.last_turn(package.id)
    return at if last is None or last < at else last + timedelta(microseconds=1)
