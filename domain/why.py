"""Why a count is what it is (rule 19)."""

from dataclasses import dataclass

from domain.records import Records
from domain.values.bookings import Page, Place
from domain.values.history import Entry
from domain.values.ids import PackageId
from domain.values.packages import Package
from domain.values.people import Person, Workspace
from domain.values.sessions import Session, holds_place
from domain.visibility import scheduled_bookings

MOST_CHANGES = 40


@dataclass(frozen=True, slots=True)
class Why:
    """How each total came about, and the linked sessions, a page at a time."""

    package: Package
    changes: tuple[Entry, ...]
    page: Page


def why_this_count(
    records: Records, by: Person, package_id: PackageId, beyond: Place | None = None, *, older: bool = False
) -> Why:
    package, page = scheduled_bookings(records, by, package_id, beyond, older=older)
    return Why(package, tuple(records.count_changes(package.id, MOST_CHANGES)), page)


def why_not_counted(session: Session, workspace: Workspace) -> str | None:
    """Why a linked session doesn't count, in a few words; None if it does."""
    if session.link is not None and not session.link.included:
        return f"{session.service.name} is not included"
    if not holds_place(session, workspace):
        return f"{session.confirmation.replace('_', ' ')}, so it holds no place"
    return None
