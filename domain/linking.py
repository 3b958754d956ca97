"""Linking a session to a package and unlinking it (rules 2, 3, 5, 7 and 8)."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from domain.records import Records
from domain.values.acts import Deed, Part, WasLinked
from domain.values.history import Entry, Happening
from domain.values.ids import PackageId, SessionId
from domain.values.packages import Package, PackageStatus
from domain.values.people import Person, Workspace
from domain.values.refusal import Refusal
from domain.values.sessions import Link, Origin, Service, Session, holding, holds_place
from domain.visibility import PackageNotFound, SessionNotFound, see_package, see_package_to_change, see_session


class Counting(StrEnum):
    """What a link does to the package's count."""

    COUNTS = "counts"
    OVER = "over"  # counts beyond the total (rule 8)
    NOT_INCLUDED = "not_included"  # changes no count (rule 7)
    NO_PLACE = "no_place"  # the session is cancelled and holds no place (rule 9)


@dataclass(frozen=True, slots=True)
class Effect:
    """What linking does: sessions remaining of the session's service before → after, where it is included."""

    counting: Counting
    service_name: str
    total: int = 0
    before: int = 0
    after: int = 0

    @property
    def is_to_put_right(self) -> bool:
        """Whether the package has no place for the session: rules 7 and 8 offer ways to put that right."""
        return self.counting in {Counting.NOT_INCLUDED, Counting.OVER}


class AlreadyLinked(Refusal):
    def __init__(self, link: Link) -> None:
        who = f" by {link.by_name}" if link.by_name else ""
        super().__init__(
            f"This session is already linked to “{link.package_name}”{who}. Unlink it first to link it elsewhere."
        )


class NotLinked(Refusal):
    def __init__(self) -> None:
        super().__init__("This session is no longer linked to a package: somebody has unlinked it.")


class LinkedElsewhere(Refusal):
    def __init__(self, link: Link) -> None:
        super().__init__(f"This session has changed since you opened it. It is now linked to “{link.package_name}”.")


class LinkChangedSince(Refusal):
    """An answer to what isn't so any more: sent twice, late, or from a screen that was left open."""

    def __init__(self) -> None:
        super().__init__("This session has been linked or unlinked since you opened it. Check it again.")


class PackageNotActive(Refusal):
    def __init__(self, package: Package, status: PackageStatus) -> None:
        super().__init__(f"“{package.name}” is {status}. Only an active package takes sessions.")


def effect_of_linking(session: Session, package: Package, workspace: Workspace) -> Effect:
    """What linking the session, which isn't linked yet, would do to the package's count."""
    return effect_of_one_more(session.service, package, takes=holds_place(session, workspace))


def effect_of_one_more(service: Service, package: Package, *, takes: bool = True) -> Effect:
    """What one more session of the service would do to the package's count; unless it `takes` a place, nothing."""
    line = package.line(service.id)
    if line is None:
        return Effect(Counting.NOT_INCLUDED if takes else Counting.NO_PLACE, service.name)
    after = line.remaining - takes
    counting = Counting.NO_PLACE if not takes else Counting.COUNTS if after >= 0 else Counting.OVER
    return Effect(counting, service.name, line.total, line.remaining, after)


def effect_of_unlinking(session: Session, package: Package, workspace: Workspace) -> Effect:
    """What unlinking the session from the package it is on would do to the count."""
    line = package.line(session.service.id)
    if line is None:
        return Effect(Counting.NOT_INCLUDED, session.service.name)
    gives_back = int(holds_place(session, workspace))
    counting = Counting.COUNTS if gives_back else Counting.NO_PLACE
    return Effect(counting, session.service.name, line.total, line.remaining, line.remaining + gives_back)


@dataclass(frozen=True, slots=True)
class Linked:
    """A session and the package as they were before it was linked or unlinked, and what happened to the count."""

    session: Session
    package: Package
    effect: Effect
    waiting: int = 0  # linked sessions that want a place of this service, this one among them, where there isn't one


def link_session(
    records: Records,
    by: Person,
    at: datetime,
    session_id: SessionId,
    package_id: PackageId,
    as_shown: int | None = None,
) -> Linked:
    """Link by hand to an active package of the same client; of two who do so at once, one is refused.

    `as_shown` is how often its link had changed on the screen that this answers, where it has kept that.
    """
    session = see_session(records, by, session_id)
    if session.link is not None:
        raise AlreadyLinked(session.link)
    _require_as_shown(session, as_shown)
    linked = make_link(records, by, at, session, package_id, Origin.MANUAL)
    records.keep_act(by.id, at, Deed.LINK, [linked_before(linked.session)])
    return linked


def make_link(
    records: Records,
    by: Person,
    at: datetime,
    session: Session,
    package_id: PackageId,
    origin: Origin,
    event: Happening = Happening.LINKED,
) -> Linked:
    """Link a session that isn't linked yet, and write it into the package's history."""
    package = see_package_to_change(records, by, package_id)
    if package.client.id != session.client.id:
        raise PackageNotFound
    status = package.status_on(by.workspace.today(at))
    if status is not PackageStatus.ACTIVE:
        raise PackageNotActive(package, status)
    if not records.link(session, package.id, origin, by.id, at):
        now = _as_it_is_now(records, session)
        if now.link is not None:
            raise AlreadyLinked(now.link)
        _require_as_shown(now, session.link_changes)
        return make_link(records, by, at, now, package_id, origin, event)
    effect = effect_of_linking(session, package, by.workspace)
    records.record(link_entry(event, by, at, session, package, effect))
    records.mark_cards_of(package.id, at)
    return Linked(session, package, effect, waiting(records, by, session, effect, package))


def waiting(records: Records, by: Person, session: Session, effect: Effect, package: Package) -> int:
    """How many linked sessions want a place of this service, where there isn't one for all."""
    if not effect.is_to_put_right:
        return 0
    return records.used_by_service(package.id, holding(by.workspace)).get(session.service.id, 0)


def _as_it_is_now(records: Records, session: Session) -> Session:
    """Read again what somebody has changed meanwhile: cancelled, linked or unlinked it."""
    now = records.find_session(session.id)
    if now is None:
        raise SessionNotFound
    return now


def look_before_unlinking(records: Records, by: Person, session_id: SessionId) -> Linked:
    """The linked session, its package and what unlinking would do, without doing it."""
    session, link = _linked_session(records, by, session_id)
    package = see_package(records, by, link.package_id)
    return Linked(session, package, effect_of_unlinking(session, package, by.workspace))


def unlink_session(
    records: Records,
    by: Person,
    at: datetime,
    session_id: SessionId,
    package_id: PackageId,
    as_shown: int | None = None,
) -> Linked:
    """Unlink from this package, whatever its status; the session stays booked (rule 5). `as_shown` as in linking."""
    unlinked = make_unlink(records, by, at, session_id, package_id, as_shown)
    records.keep_act(by.id, at, Deed.UNLINK, [linked_before(unlinked.session)])
    return unlinked


def make_unlink(
    records: Records,
    by: Person,
    at: datetime,
    session_id: SessionId,
    package_id: PackageId,
    as_shown: int | None = None,
) -> Linked:
    """Unlink it and write that into the package's history."""
    session, link = _linked_session(records, by, session_id)
    if link.package_id != package_id:
        raise LinkedElsewhere(link)
    _require_as_shown(session, as_shown)
    package = see_package_to_change(records, by, package_id)
    if not records.unlink(session, package_id):
        return make_unlink(records, by, at, session_id, package_id, session.link_changes)
    effect = effect_of_unlinking(session, package, by.workspace)
    records.record(link_entry(Happening.UNLINKED, by, at, session, package, effect))
    records.mark_cards_of(package.id, at)
    return Linked(session, package, effect)


def linked_before(session: Session, changes: int = 1) -> Part:
    """How the session was linked before so many links and unlinks."""
    link, after = session.link, session.link_changes + changes
    return Part(session.id, link=WasLinked(after, link.package_id, link.origin) if link else WasLinked(after))


def _require_as_shown(session: Session, as_shown: int | None) -> None:
    if as_shown is not None and session.link_changes != as_shown:
        raise LinkChangedSince


def _linked_session(records: Records, by: Person, session_id: SessionId) -> tuple[Session, Link]:
    session = see_session(records, by, session_id)
    if session.link is None:
        raise NotLinked
    return session, session.link


def link_entry(event: Happening, by: Person, at: datetime, session: Session, package: Package, effect: Effect) -> Entry:
    counted = package.line(session.service.id) is not None
    return Entry(
        event,
        at,
        by.id,
        session.client.id,
        package.id,
        session.id,
        session.service.id,
        remaining=(effect.before, effect.after) if counted else None,
    )
