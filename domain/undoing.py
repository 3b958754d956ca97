"""Taking back what one has just done, one session or several at once (rule 22)."""

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from domain.changing import make_change
from domain.linking import make_link, make_unlink
from domain.records import Records
from domain.values.acts import Act, Deed, Part
from domain.values.ids import ActId, PackageId, ServiceId
from domain.values.packages import Package
from domain.values.people import Person
from domain.values.refusal import Refusal
from domain.values.sessions import Link, Origin, Session, holding
from domain.visibility import see_package, see_package_to_change, see_session, seen_session

KEPT_FOR = timedelta(minutes=30)
SAID_FOR = timedelta(minutes=5)  # that it was taken back


class NothingToUndo(Refusal):
    def __init__(self) -> None:
        super().__init__(
            "This can't be undone any more: you have done something else since, or it was half an hour ago."
        )


class UndoneAlready(Refusal):
    def __init__(self) -> None:
        super().__init__("You have undone this already.")


class ChangedSince(Refusal):
    def __init__(self) -> None:
        super().__init__("Nothing was undone: somebody has changed it since. Look at it again.")


@dataclass(frozen=True, slots=True)
class Restored:
    """What becomes of a count: of a service in a package, sessions remaining before → after."""

    package: Package
    service_name: str
    total: int
    before: int
    after: int


@dataclass(frozen=True, slots=True)
class LastAct:
    """What a person did last: sessions that can be taken back, or were; those left; and what counts become by it."""

    act: Act
    sessions: tuple[Session, ...]
    left: tuple[Session, ...] = ()
    restored: tuple[Restored, ...] = ()
    packages: tuple[Package, ...] = ()  # that the sessions are linked to, or were before


@dataclass(frozen=True, slots=True)
class _Back:
    """A session as it is, and as it would be again; None where it can't be."""

    session: Session
    becomes: Session | None


def last_act(records: Records, by: Person, at: datetime) -> LastAct | None:
    """What to offer to undo, or to say was undone; None when there is nothing (any more)."""
    act = records.last_act(by.id)
    if act is None or at - (act.undone_at or act.at) > (SAID_FOR if act.undone_at else KEPT_FOR):
        return None
    if act.undone_at:
        seen = {session.id: session for part in act.parts if (session := seen_session(records, by, part.session_id))}
        left = tuple(seen.pop(session_id) for session_id in act.left if session_id in seen)
        return LastAct(act, tuple(seen.values()), left)
    found = [*_looked_at(records, by, at, act)]
    back = [one for one in found if one.becomes]
    if not back:
        return None
    packages = _packages_of(records, by, back)
    return LastAct(
        act,
        tuple(one.session for one in back),
        tuple(one.session for one in found if not one.becomes),
        tuple(_restored(back, packages, by)),
        tuple(packages.values()),
    )


def undo(records: Records, by: Person, at: datetime, act_id: ActId) -> None:
    """Take back all of it that nobody has changed since, and keep what had to be left."""
    act = records.last_act(by.id)
    if act is None or act.id != act_id or at - act.at > KEPT_FOR:
        raise NothingToUndo
    if act.undone_at:
        raise UndoneAlready
    _hold(records, by, act)
    left = [part.session_id for part in act.parts if not _take_back(records, by, at, act.deed, part)]
    if len(left) == len(act.parts):
        now = records.last_act(by.id)
        raise UndoneAlready if now and now.id == act.id and now.undone_at else ChangedSince
    if not records.note_undone(by.id, act.id, at, left):
        raise UndoneAlready


def _hold(records: Records, by: Person, act: Act) -> None:
    """Keep the packages from being changed, in one order: two who undo at once wait for one another."""
    linked = (session.link for part in act.parts if (session := seen_session(records, by, part.session_id)))
    now = {link.package_id for link in linked if link}
    before = {part.link.package_id for part in act.parts if part.link and part.link.package_id}
    for package_id in sorted(now | before):
        see_package_to_change(records, by, package_id)


def _take_back(records: Records, by: Person, at: datetime, deed: Deed, part: Part) -> bool:
    session = seen_session(records, by, part.session_id)
    becomes = session and _again(records, by, at, deed, part, session)
    if session is None or becomes is None:
        return False
    if part.link is None:
        package = see_package_to_change(records, by, session.link.package_id) if session.link else None
        make_change(records, by, at, session, becomes, package)
        return True
    if session.link:
        make_unlink(records, by, at, session.id, session.link.package_id, session.link_changes)
    if becomes.link:
        free = see_session(records, by, session.id)
        make_link(records, by, at, free, becomes.link.package_id, part.link.origin or Origin.MANUAL)
    return True


def _looked_at(records: Records, by: Person, at: datetime, act: Act) -> Iterator[_Back]:
    for part in act.parts:
        if session := seen_session(records, by, part.session_id):
            yield _Back(session, _again(records, by, at, act.deed, part, session))


def _again(records: Records, by: Person, at: datetime, deed: Deed, part: Part, session: Session) -> Session | None:
    """The session as it was; None where somebody has changed it since, or its package takes no sessions any more."""
    if deed is Deed.BOOK and not _is_as_booked(session):
        return None
    if part.confirmation and part.confirmation.changes == session.confirmation_changes:
        was, changes = part.confirmation, session.confirmation_changes + 1
        return replace(
            session, confirmation=was.confirmation, restores_to=was.restores_to, confirmation_changes=changes
        )
    if part.payment and part.payment.changes == session.payment_changes:
        return replace(session, payment=part.payment.payment, payment_changes=session.payment_changes + 1)
    if part.link and part.link.changes == session.link_changes:
        return _linked_again(records, by, at, part, session)
    return None


def _is_as_booked(session: Session) -> bool:
    from_package = session.link is not None and session.link.origin is Origin.AUTOMATIC
    return session.payment_changes == 0 and session.link_changes == from_package


def _linked_again(records: Records, by: Person, at: datetime, part: Part, session: Session) -> Session | None:
    if part.link is None or part.link.package_id is None:
        return replace(session, link=None)
    package = see_package(records, by, part.link.package_id)
    if not package.is_active(by.workspace.today(at)):
        return None
    included = package.line(session.service.id) is not None
    return replace(session, link=Link(package.id, package.name, part.link.origin or Origin.MANUAL, included, None, at))


def _packages_of(records: Records, by: Person, back: Iterable[_Back]) -> dict[PackageId, Package]:
    links = (session.link for one in back for session in (one.session, one.becomes) if session)
    return {link.package_id: see_package(records, by, link.package_id) for link in links if link}


def _restored(back: Iterable[_Back], packages: dict[PackageId, Package], by: Person) -> Iterator[Restored]:
    """The counts that change, each place once: what is taken of a package now, and what would be again."""
    holds = holding(by.workspace)
    given: Counter[tuple[PackageId, ServiceId]] = Counter()
    for one in back:
        for session, places in ((one.session, 1), (one.becomes, -1)):
            if session and session.link and session.confirmation in holds:
                given[session.link.package_id, session.service.id] += places
    for (package_id, service_id), places in given.items():
        if places and (line := packages[package_id].line(service_id)):
            yield Restored(packages[package_id], line.service.name, line.total, line.remaining, line.remaining + places)
