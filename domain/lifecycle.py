"""New packages, and closing them: completed or cancelled by a manager (rule 10)."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from itertools import zip_longest

from domain.expiring import note_expiry
from domain.records import Records
from domain.values.fields import Entered, NotAcceptable, PackageField, ServiceOfRow, SessionsOfRow, UsedBeforeOfRow
from domain.values.history import Entry, Happening
from domain.values.ids import LONGEST_NAME, ClientId, PackageId, ServiceId
from domain.values.packages import MOST_SESSIONS, Included, Package, PackageStatus, bad_name
from domain.values.people import Person, require_manager
from domain.values.refusal import DoneAlready, Refusal
from domain.values.sessions import Service
from domain.visibility import known_services, see_client, see_package_to_change


@dataclass(frozen=True, slots=True)
class NewPackage:
    client_id: ClientId
    name: str
    expires_on: date | None
    services: tuple[tuple[ServiceId | None, int | None], ...]  # as entered, one row per service; empty rows don't count
    used_before: tuple[int | None, ...] = ()  # elsewhere, of the service in the same row


class NotAPackage(NotAcceptable):
    """Something that was said of a new package can't be so."""


class AlreadyClosed(Refusal):
    def __init__(self, package: Package) -> None:
        super().__init__(f"“{package.name}” is already {package.status}.")


def new_package(records: Records, by: Person, at: datetime, wish: NewPackage, new_id: PackageId) -> Package:
    """Sell a client a package."""
    require_manager(by, "add a package")
    client = see_client(records, by, wish.client_id)
    services = known_services(records, (key for key, _ in wish.services))
    included = included_by(wish, services, by.workspace.today(at))
    package = Package(new_id, client, wish.name.strip(), PackageStatus.ACTIVE, wish.expires_on, included)
    if not records.add_package(package):
        raise DoneAlready
    records.record(Entry(Happening.CREATED, at, by.id, client.id, new_id, becomes=PackageStatus.ACTIVE))
    for line in included:
        for entry in configured(by, at, package, line):
            records.record(entry)
    return package


def configured(by: Person, at: datetime, package: Package, line: Included) -> Iterator[Entry]:
    """The entries of a service's first total, and of what was used of it before."""
    of = Entry(Happening.CONFIGURED, at, by.id, package.client.id, package.id, service_id=line.service.id)
    yield replace(of, total=(0, line.total), remaining=(0, line.total))
    if line.used_before:
        becomes, left = str(line.used_before), (line.total, line.remaining)
        yield replace(of, event=Happening.USED_BEFORE_SET, remaining=left, was="0", becomes=becomes)


def included_by(wish: NewPackage, services: Mapping[ServiceId, Service], today: date) -> tuple[Included, ...]:
    """What the package includes, or everything that is wrong at once; its services must be among `services`."""
    errors: dict[Entered, str] = {}
    if bad_name(wish.name):
        errors[PackageField.NAME] = f"A package needs a name of up to {LONGEST_NAME} characters."
    if wish.expires_on and wish.expires_on < today:
        errors[PackageField.EXPIRES_ON] = "This day has passed. Choose today or a later day, or leave it empty."
    lines, seen = [], set[ServiceId]()
    for n, ((service_id, sessions), before) in enumerate(zip_longest(wish.services, wish.used_before), 1):
        used_before = before or 0
        if service_id is None or sessions is None:
            errors |= _half_a_row(n, service_id, sessions)
            continue
        service = services.get(service_id)
        if service is None or service.is_retired:
            errors[ServiceOfRow(n)] = "This service is no longer offered. Choose another."
        elif service_id in seen:
            errors[ServiceOfRow(n)] = "This service is already listed above."
        elif not 0 <= sessions <= MOST_SESSIONS:
            errors[SessionsOfRow(n)] = f"Enter a whole number from 0 to {MOST_SESSIONS}."
        elif not 0 <= used_before <= sessions:
            errors[UsedBeforeOfRow(n)] = f"Enter a whole number from 0 to {sessions}: no more than there are."
        else:
            lines.append(Included(service, sessions, used_before, used_before))
        seen.add(service_id)
    if errors:
        raise NotAPackage(errors)
    return tuple(lines)


def _half_a_row(n: int, service_id: ServiceId | None, sessions: int | None) -> dict[Entered, str]:
    if service_id is not None:
        return {SessionsOfRow(n): "How many sessions of this service?"}
    return {ServiceOfRow(n): "Which service are these sessions for?"} if sessions is not None else {}


def close_package(records: Records, by: Person, at: datetime, package_id: PackageId, becomes: PackageStatus) -> Package:
    """Complete or cancel a package: it takes no new links; its sessions and history stay as they are."""
    require_manager(by, "complete or cancel a package")
    package = see_package_to_change(records, by, package_id)
    note_expiry(records, package, by.workspace, at)
    if package.status is not PackageStatus.ACTIVE or not records.change_package_status(
        package.id, package.status, becomes
    ):
        raise AlreadyClosed(package)
    records.record(
        Entry(
            Happening.STATUS_CHANGED,
            at,
            by.id,
            package.client.id,
            package.id,
            was=package.status_on(by.workspace.today(at)),
            becomes=becomes,
        )
    )
    records.mark_cards_of(package.id, at)
    return package
