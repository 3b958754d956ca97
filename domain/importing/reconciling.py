"""What an import makes of what Ribbon has: the source decides what it changed, people decide the rest.

A stored row keeps what the row last imported said. What the two imports have in common is left alone, whatever became
of it in Ribbon meanwhile; only what differs is written. A manual link is never undone or moved.
"""

from dataclasses import dataclass, replace
from datetime import datetime
from json import loads
from typing import Any

from domain.importing.counts import Configured
from domain.importing.files import shown
from domain.importing.remembering import news
from domain.importing.rows import ImportedPackage, ImportedSession, PackageState, SessionColumns
from domain.values.ids import PackageId, PersonId, ServiceId
from domain.values.sessions import TO_HAPPEN, Confirmation, Origin


@dataclass(frozen=True, slots=True, kw_only=True)
class SessionState(SessionColumns):
    """A session as it is stored: what the files say of it, and what has become of it in Ribbon."""

    restores_to: Confirmation | None = None
    origin: Origin | None = None
    linked_by: PersonId | None = None
    linked_at: datetime | None = None
    link_changes: int = 0
    confirmation_changes: int = 0
    payment_changes: int = 0


class LinkedToFormerClient(ValueError):  # noqa: N818 - said of a row
    """The row gives the session to another client, but it keeps its link to a package of the former one."""


def merged_package(now: PackageState | None, before: str | None, row: ImportedPackage) -> PackageState:
    wanted = news(row, before)
    return replace(now, **wanted) if now is not None else PackageState(id=row.id, **wanted)


def merged_included(now: Configured | None, told: dict[str, Any]) -> Configured:
    """What is included of a service after what a row has told anew of it."""
    now = now or Configured(0)
    return Configured(
        told.get("total", now.total), (told["used_before"] or 0) if "used_before" in told else now.used_before
    )


def merged_session(
    now: SessionState | None, before: str | None, row: ImportedSession, practitioner: PersonId, at: datetime
) -> SessionState:
    """The session after the import; `practitioner` is the row's, as far as that person is known."""
    wanted = news(row, before)
    if "practitioner" in wanted:
        wanted["practitioner"] = practitioner
    if now is None:
        package_id = wanted.pop("package_id", None)
        return _relinked(SessionState(id=row.id, **wanted), package_id, at)
    changes = {field: value for field, value in wanted.items() if getattr(now, field) != value}
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


def _restores_to(now: SessionState, confirmation: Confirmation) -> Confirmation | None:
    """What the session goes back to when it is restored."""
    if confirmation in TO_HAPPEN:
        return None
    return now.confirmation if now.confirmation in TO_HAPPEN else now.restores_to


def _relinked(session: SessionState, package_id: PackageId | None, at: datetime) -> SessionState:
    """The session with the link that the source wants, unless people have linked it themselves."""
    if session.origin is Origin.MANUAL or session.package_id == package_id:
        return session
    relinked = replace(session, package_id=package_id, linked_by=None, link_changes=session.link_changes + 1)
    if package_id is None:
        return replace(relinked, origin=None, linked_at=None)
    return replace(relinked, origin=Origin.AUTOMATIC, linked_at=at)


def moved_in_words(was: SessionState, becomes: SessionState) -> str:
    """That the files take a session out of its package, and where it goes."""
    session, package = shown(was.id), shown(was.package_id or "")
    if becomes.package_id is None:
        return f"Session {session} leaves package {package}."
    return f"Session {session} goes from package {package} to {shown(becomes.package_id)}."


def is_approved(total: int, before: str | None) -> bool:
    """Whether a total is another than the files said last, as after an approval."""
    return before is not None and total != loads(before).get("sessions", 0)


def total_in_words(name: str, package_id: PackageId, service_id: ServiceId, total: tuple[int, int]) -> str:
    """That the files change a total of a package that was approved."""
    package = f"{shown(name)} ({shown(package_id)})"
    return f"{package}: total of {shown(service_id)} {total[0]} → {total[1]}, and the {total[0]} was decided in Ribbon."
