"""Moving a linked session to another active package of its client, in one step (rule 20)."""

from dataclasses import dataclass
from datetime import datetime

from domain.fitting import Choice, choices_among
from domain.linking import Linked, linked_before, look_before_unlinking, make_link, make_unlink
from domain.records import Records
from domain.values.acts import Deed
from domain.values.ids import PackageId, SessionId
from domain.values.people import Person
from domain.values.refusal import Refusal
from domain.values.sessions import Origin, holding
from domain.visibility import see_package_to_change, see_session


class AlreadyThere(Refusal):
    def __init__(self) -> None:
        super().__init__("This session is linked to that package already.")


@dataclass(frozen=True, slots=True)
class Moved:
    """What moving did: to the package that the session left, and to the one it is linked to now."""

    away: Linked
    linked: Linked


def packages_to_move_to(
    records: Records, by: Person, at: datetime, session_id: SessionId
) -> tuple[Linked, list[Choice]]:
    """What leaving its package does, and the client's other active packages, best fit first, with what linking does."""
    away = look_before_unlinking(records, by, session_id)
    packages = records.packages_of([away.session.client.id], holding(by.workspace))
    others = [package for package in packages if package.id != away.package.id]
    return away, choices_among(others, away.session, by, at)


def move_session(
    records: Records,
    by: Person,
    at: datetime,
    session_id: SessionId,
    from_package: PackageId,
    to_package: PackageId,
    as_shown: int | None = None,
) -> Moved:
    """Unlink it from the one and link it to the other, or neither; `as_shown` as in linking."""
    if from_package == to_package:
        raise AlreadyThere
    for package_id in sorted((from_package, to_package)):  # or two who move in opposite directions deadlock
        see_package_to_change(records, by, package_id)
    away = make_unlink(records, by, at, session_id, from_package, as_shown)
    free = see_session(records, by, session_id)
    moved = Moved(away, make_link(records, by, at, free, to_package, Origin.MANUAL))
    records.keep_act(by.id, at, Deed.MOVE, [linked_before(away.session, changes=2)])
    return moved
