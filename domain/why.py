"""Why a count is what it is (rule 19)."""

from collections import Counter
from dataclasses import dataclass

from domain.records import Records
from domain.values.bookings import Cursor, Page
from domain.values.history import Entry, Happening
from domain.values.ids import PackageId, ServiceId
from domain.values.packages import Package
from domain.values.people import Person, Workspace
from domain.values.sessions import Session, holds_place
from domain.visibility import linked_to

MOST_CHANGES = 20  # of a service's total, and as many of what counts


@dataclass(frozen=True, slots=True)
class Why:
    """How each total came about, and the linked sessions, a page at a time."""

    package: Package
    changes: tuple[Entry, ...]
    page: Page
    shortened: frozenset[ServiceId] = frozenset()  # services with earlier changes


def why_this_count(
    records: Records, by: Person, package_id: PackageId, beyond: Cursor | None = None, *, older: bool = False
) -> Why:
    package, page = linked_to(records, by, package_id, beyond, older=older)
    newest, shortened, seen = list[Entry](), set[ServiceId](), Counter[tuple[ServiceId, bool]]()
    for entry in reversed(records.count_changes(package.id, MOST_CHANGES + 1)):
        if entry.service_id is None:
            continue
        of = (entry.service_id, entry.event is Happening.NO_SHOWS_SET)
        seen[of] += 1
        if seen[of] > MOST_CHANGES:
            shortened.add(entry.service_id)
        else:
            newest.append(entry)
    return Why(package, tuple(reversed(newest)), page, frozenset(shortened))


def why_not_counted(session: Session, workspace: Workspace) -> str | None:
    """Why a linked session doesn't count, in a few words; None if it does."""
    if session.link is not None and not session.link.included:
        return f"{session.service.name} is not included"
    if not holds_place(session, workspace):
        return session.confirmation.replace("_", " ")
    return None
