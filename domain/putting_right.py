"""Ways to make a session count for which its package has no place (rules 7 and 8)."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from domain.linking import Counting, Effect, Linked, NotLinked, waiting
from domain.records import Records
from domain.values.bookings import Cursor
from domain.values.days import in_words
from domain.values.ids import PackageId, ServiceId, SessionId
from domain.values.packages import Package
from domain.values.people import Person, Workspace
from domain.values.refusal import Refusal
from domain.values.sessions import Service, Session, holding, holds_place
from domain.visibility import see_package, see_session

A_PAGE = 50


@dataclass(frozen=True, slots=True)
class Proposal:
    """How the form of sessions & services is filled in: changed counts, services to add, and a reason."""

    counts: Mapping[ServiceId, int]
    added: tuple[tuple[Service, int], ...] = ()
    reason: str = ""


class UsesNoSession(Refusal):
    def __init__(self) -> None:
        super().__init__("This session uses none of its package at the moment, so there is nothing to put right.")


class CountsByNow(Refusal):
    def __init__(self) -> None:
        super().__init__("This session now counts: somebody has already put it right.")


class NothingOver(Refusal):
    def __init__(self, package: Package) -> None:
        super().__init__(f"“{package.name}” isn't over any more: somebody has already put it right.")


class OverByOthers(Refusal):
    def __init__(self, package: Package) -> None:
        super().__init__(
            f"“{package.name}” is over by sessions with other practitioners. Ask for more sessions by Edit package, "
            "on the client's Packages tab."
        )


class NothingToGive(Refusal):
    def __init__(self, package: Package) -> None:
        super().__init__(f"No other service of “{package.name}” has a session left to swap. Use Add a session instead.")


def look_before_putting_right(records: Records, by: Person, session_id: SessionId) -> Linked:
    """A linked session that its package has no place for, and what linking it has done to the count there."""
    session, package = _without_a_place(records, by, session_id)
    line, name = package.line(session.service.id), session.service.name
    effect = Effect(Counting.NOT_INCLUDED, name)
    if line:
        effect = Effect(Counting.OVER, name, line.total, line.remaining + 1, line.remaining)
    return Linked(session, package, effect, waiting(records, by, session, effect, package))


def session_over_total(records: Records, by: Person, package_id: PackageId) -> SessionId:
    """Of the sessions that they see of a package, the latest one of a service that is used beyond its total."""
    package = see_package(records, by, package_id)
    over = {line.service.id for line in package.included if line.remaining < 0}
    if not over:
        raise NothingOver(package)
    for session in _linked_latest_first(records, package.id):
        is_theirs = by.own_only in {None, session.practitioner}
        if is_theirs and session.service.id in over and holds_place(session, by.workspace):
            return session.id
    raise OverByOthers(package)


def _linked_latest_first(records: Records, package_id: PackageId) -> Iterator[Session]:
    beyond = None
    while page := records.linked_sessions(package_id, beyond, A_PAGE, newest_first=True):
        yield from page
        beyond = Cursor(page[-1].starts_at, page[-1].id)


def propose(records: Records, by: Person, session_id: SessionId, *, swap: bool) -> tuple[Package, Proposal]:
    """What to ask for so that the linked session counts: more sessions, or one of another service in its place."""
    session, package = _without_a_place(records, by, session_id)
    if swap:
        swapped = swap_one(package, session, by.workspace)
        if swapped is None:
            raise NothingToGive(package)
        return package, swapped
    linked = records.used_by_service(package.id, holding(by.workspace))
    return package, add_a_session(package, session, linked.get(session.service.id, 0), by.workspace)


def _without_a_place(records: Records, by: Person, session_id: SessionId) -> tuple[Session, Package]:
    session = see_session(records, by, session_id)
    if session.link is None:
        raise NotLinked
    package = see_package(records, by, session.link.package_id)
    if not holds_place(session, by.workspace):
        raise UsesNoSession
    line = package.line(session.service.id)
    if line and line.remaining >= 0:
        raise CountsByNow
    return session, package


def add_a_session(package: Package, session: Session, linked: int, workspace: Workspace) -> Proposal:
    """As many more of the session's service as are `linked` and without a place: this one, and those that wait too."""
    line = package.line(session.service.id)
    if line:
        return Proposal({line.service.id: max(line.total + 1, linked)}, reason=_because(session, workspace))
    return Proposal({}, ((session.service, max(1, linked)),), _because(session, workspace))


def swap_one(package: Package, session: Session, workspace: Workspace) -> Proposal | None:
    """One session of another included service is given for this one, the total unchanged; None: there is none left."""
    others = [line for line in package.included if line.service.id != session.service.id]
    giving = max(others, key=lambda line: line.remaining, default=None)
    if giving is None or giving.remaining < 1 or giving.total < 1:
        return None
    given = {giving.service.id: giving.total - 1}
    line = package.line(session.service.id)
    if line:
        return Proposal(given | {line.service.id: line.total + 1}, reason=_because(session, workspace))
    return Proposal(given, ((session.service, 1),), _because(session, workspace))


def _because(session: Session, workspace: Workspace) -> str:
    """A reason to start from."""
    day = in_words(workspace.day_of(session.starts_at))
    how = "goes over the total" if session.link and session.link.included else "is not counted"
    return f"{session.service.name} on {day} is linked and {how}."
