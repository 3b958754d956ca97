"""After the sale: a package's name and last day, and opening it again (rule 25)."""

from dataclasses import replace
from datetime import date, datetime

from domain.expiring import note_expiry
from domain.records import Records
from domain.values.fields import Entered, NotAcceptable, PackageField
from domain.values.history import Entry, Happening
from domain.values.ids import LONGEST_NAME, PackageId
from domain.values.packages import Package, PackageStatus, bad_name
from domain.values.people import Person, require_manager
from domain.values.refusal import Refusal
from domain.visibility import see_package, see_package_to_change


class NotItsNameOrLastDay(NotAcceptable):
    """Something that was entered can't be the package's name or last day."""


class PackageChanged(Refusal):
    def __init__(self, package: Package) -> None:
        super().__init__(f"“{package.name}” has changed since you opened this. Open it again to change it.")


class NotClosed(Refusal):
    def __init__(self, package: Package) -> None:
        super().__init__(f"“{package.name}” is open already: nobody has to reopen it.")


def look_after_sale(records: Records, by: Person, package_id: PackageId) -> Package:
    """The package that a manager is about to change."""
    require_manager(by, "manage a package")
    return see_package(records, by, package_id)


def change_name_and_last_day(
    records: Records,
    by: Person,
    at: datetime,
    package_id: PackageId,
    becomes: tuple[str, date | None],
    as_shown: tuple[str, date | None],
) -> Package:
    """Give the package another name or last day; what has expired is active again if the day is still to come."""
    require_manager(by, "manage a package")
    package = see_package_to_change(records, by, package_id)
    if as_shown != (package.name, package.expires_on):
        raise PackageChanged(package)
    name, last_day = becomes[0].strip(), becomes[1]
    _require_sound(package, name, last_day, by.workspace.today(at))
    note_expiry(records, package, by.workspace, at)
    changed = replace(package, name=name, expires_on=last_day)
    records.change_package(changed)
    for entry in _changes(package, changed, by, at):
        records.record(entry)
    records.mark_requests_of(package.id, at)
    return changed


def _require_sound(package: Package, name: str, last_day: date | None, today: date) -> None:
    errors: dict[Entered, str] = {}
    if bad_name(name):
        errors[PackageField.NAME] = f"A package needs a name of up to {LONGEST_NAME} characters."
    if last_day and last_day < today and last_day != package.expires_on:
        errors[PackageField.EXPIRES_ON] = "This day has passed. Choose today or a later day, or leave it empty."
    if not errors and (name, last_day) == (package.name, package.expires_on):
        errors[PackageField.NAME] = "This changes nothing. Enter another name, or choose another last day."
    if errors:
        raise NotItsNameOrLastDay(errors)


def _changes(was: Package, becomes: Package, by: Person, at: datetime) -> list[Entry]:
    entries = []
    if was.name != becomes.name:
        entries.append(_entry(Happening.RENAMED, was, by, at, was.name, becomes.name))
    if was.expires_on != becomes.expires_on:
        entries.append(_entry(Happening.EXPIRY_CHANGED, was, by, at, _day(was.expires_on), _day(becomes.expires_on)))
    return entries


def _day(last: date | None) -> str:
    return last.isoformat() if last else ""


def reopen_package(records: Records, by: Person, at: datetime, package_id: PackageId) -> Package:
    """Undo that a package was completed or cancelled: it takes new links again, unless its last day has passed."""
    require_manager(by, "reopen a package")
    package = see_package_to_change(records, by, package_id)
    active = PackageStatus.ACTIVE
    if package.status is active or not records.change_package_status(package.id, package.status, active):
        raise NotClosed(package)
    reopened = replace(package, status=active)
    becomes = reopened.status_on(by.workspace.today(at))
    if becomes is PackageStatus.EXPIRED:
        records.note_expiry(package.id, package.expires_on)
    records.record(_entry(Happening.STATUS_CHANGED, package, by, at, package.status, becomes))
    records.mark_cards_of(package.id, at)
    return reopened


def _entry(event: Happening, package: Package, by: Person, at: datetime, was: str, becomes: str) -> Entry:
    return Entry(event, at, by.id, package.client.id, package.id, was=was, becomes=becomes)
