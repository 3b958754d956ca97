"""What an import makes of what Ribbon has: the source decides what it changed, people decide the rest.

A stored row keeps the row last imported as its `source`. What the two imports have in common is left alone, whatever
became of it in Ribbon meanwhile; only what differs is written. A manual link is never undone or moved.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from json import loads
from typing import Any

from domain.importing.rows import ImportedName, ImportedPackage, ImportedSession
from domain.values.ids import ClientId, PackageId, PersonId, ServiceId
from domain.values.packages import PackageStatus
from domain.values.sessions import TAKING_PLACE, Confirmation, Origin, Payment


@dataclass(frozen=True, slots=True)
class PackageState:
    """A package as it is stored, without the services that it includes."""

    client_id: ClientId
    name: str
    status: PackageStatus
    expires_on: date | None


@dataclass(frozen=True, slots=True)
class SessionState:
    """A session as it is stored."""

    client_id: ClientId
    service_id: ServiceId
    practitioner: PersonId
    starts_at: datetime
    minutes: int
    confirmation: Confirmation
    payment: Payment
    restores_to: Confirmation | None = None
    package_id: PackageId | None = None
    origin: Origin | None = None
    linked_by: PersonId | None = None
    linked_at: datetime | None = None
    ties: int = 0
    confirmation_changes: int = 0
    payment_changes: int = 0


class LinkedToFormerClient(ValueError):  # noqa: N818 - said of a row
    """The row gives the session to another client, but it keeps its link to a package of the former one."""


def merged_name(now: str | None, source: str | None, row: ImportedName) -> str:
    return now if now is not None and source == row.source else row.name


def merged_package(now: PackageState | None, source: str | None, row: ImportedPackage) -> PackageState:
    wanted = PackageState(row.client_id, row.name, row.status, row.expires_on)
    if now is None:
        return wanted
    return replace(now, **_changes(now, source, row.source, _values(wanted, _PACKAGE_FIELDS)))


def merged_total(now: int | None, source: str | None, row: ImportedPackage) -> int | None:
    return now if now is not None and source == row.included_source else row.sessions


def merged_session(
    now: SessionState | None, source: str | None, row: ImportedSession, practitioner: PersonId, at: datetime
) -> SessionState:
    """The session after the import; `practitioner` is the row's, as far as that person is known."""
    wanted = _values(row, _SESSION_FIELDS) | {"practitioner": practitioner}
    if now is None:
        package_id = wanted.pop("package_id")
        return _relinked(SessionState(**wanted), package_id, at)
    changes = _changes(now, source, row.source, wanted)
    relink = "package_id" in changes
    changes.pop("package_id", None)
    if "confirmation" in changes:
        changes["restores_to"] = _restores_to(now, row.confirmation)
        changes["confirmation_changes"] = now.confirmation_changes + 1
    if "payment" in changes:
        changes["payment_changes"] = now.payment_changes + 1
    becomes = replace(now, **changes)
    if relink:
        becomes = _relinked(becomes, row.package_id, at)
    if becomes.client_id != now.client_id and becomes.package_id is not None and becomes.package_id == now.package_id:
        raise LinkedToFormerClient
    return becomes


_PACKAGE_FIELDS = ("client_id", "name", "status", "expires_on")  # in the order in which a source lists them
_SESSION_FIELDS = (
    *("client_id", "service_id", "practitioner", "starts_at", "minutes", "confirmation", "payment", "package_id"),
)


def _values(row: object, names: Sequence[str]) -> dict[str, Any]:
    return {name: getattr(row, name) for name in names}


def _changes(now: object, source: str | None, new_source: str, wanted: Mapping[str, Any]) -> dict[str, Any]:
    """Of the values wanted, those that the source has changed since its last import and that Ribbon hasn't got yet."""
    changed = set(wanted)
    if source is not None:
        pairs = zip(wanted, loads(source), loads(new_source), strict=True)
        changed = {name for name, before, after in pairs if before != after}
    return {name: value for name, value in wanted.items() if name in changed and getattr(now, name) != value}


def _restores_to(now: SessionState, confirmation: Confirmation) -> Confirmation | None:
    """What the session goes back to when it is restored."""
    if confirmation in TAKING_PLACE:
        return None
    return now.confirmation if now.confirmation in TAKING_PLACE else now.restores_to


def _relinked(session: SessionState, package_id: PackageId | None, at: datetime) -> SessionState:
    """The session with the link that the source wants, unless people have linked it themselves."""
    if session.origin is Origin.MANUAL or session.package_id == package_id:
        return session
    tied = replace(session, package_id=package_id, linked_by=None, ties=session.ties + 1)
    if package_id is None:
        return replace(tied, origin=None, linked_at=None)
    return replace(tied, origin=Origin.AUTOMATIC, linked_at=at)
