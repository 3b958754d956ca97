"""Every count is worked out a second way and compared with what is shown (rule 37)."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from domain.records import Records
from domain.recounting import Break, Flaw, Recount, recounted
from domain.values.ids import PackageId, ServiceId, SessionId
from domain.values.packages import Package
from domain.values.people import Person, Workspace
from domain.values.sessions import holding
from domain.values.verification import MOST_NAMED, Verification

AT_A_TIME = 200  # packages in memory


class About(StrEnum):
    """What history and screen don't agree about."""

    TOTAL = "total"
    LEFT = "left"
    NOT_TOLD = "not_told"  # a session is linked, its package's history doesn't say so
    NOT_LINKED = "not_linked"  # history says that a session is linked, and it isn't
    TOTAL_JUMPS = "total_jumps"  # these three: history doesn't agree with itself
    LEFT_JUMPS = "left_jumps"
    IMPOSSIBLE_STEP = "impossible_step"


_FLAWS = {
    Flaw.TOTAL_JUMPS: About.TOTAL_JUMPS,
    Flaw.LEFT_JUMPS: About.LEFT_JUMPS,
    Flaw.IMPOSSIBLE_STEP: About.IMPOSSIBLE_STEP,
}


@dataclass(frozen=True, slots=True)
class Disagreement:
    """What history says and what is shown, of a service; or a session on which they differ."""

    package_id: PackageId
    about: About
    service_id: ServiceId | None = None
    session_id: SessionId | None = None
    told: int | None = None  # None: nothing
    shown: int | None = None


@dataclass(frozen=True, slots=True)
class Checked:
    """Some packages that were checked; `last` leads to the next ones."""

    packages: int
    disagreements: tuple[Disagreement, ...]
    last: PackageId | None

    @property
    def differing(self) -> tuple[PackageId, ...]:
        return tuple(dict.fromkeys(found.package_id for found in self.disagreements))


@dataclass(frozen=True, slots=True)
class Verified:
    """The same for a manager, who sees which packages they are."""

    verification: Verification
    packages: tuple[Package, ...]


def check_packages(
    records: Records, workspace: Workspace, after: PackageId | None = None, most: int = AT_A_TIME
) -> Checked:
    """Check the packages beyond `after`, by their ids; the transaction must see one state throughout."""
    packages = records.packages_beyond(after, holding(workspace), most)
    ids = [package.id for package in packages]
    recounts: dict[PackageId, Recount] = defaultdict(Recount)
    for package_id, entries in records.entries_of(ids):
        recounts[package_id] = recounted(entries)
    linked: dict[PackageId, set[SessionId]] = defaultdict(set)
    for package_id, session_id in records.links_of(ids):
        linked[package_id].add(session_id)
    found = [
        disagreement
        for package in packages
        for disagreement in _disagreements(package, recounts[package.id], linked[package.id])
    ]
    return Checked(len(packages), tuple(found), ids[-1] if len(ids) == most else None)


def _disagreements(package: Package, recount: Recount, linked: set[SessionId]) -> Iterator[Disagreement]:
    totals = {line.service.id: line.total for line in package.included}
    remaining = {line.service.id: line.remaining for line in package.included}
    for about, told, shown in ((About.TOTAL, recount.totals, totals), (About.LEFT, recount.remaining, remaining)):
        for service_id in sorted(told.keys() | shown.keys()):
            if told.get(service_id, 0) != shown.get(service_id, 0):
                yield Disagreement(
                    package.id, about, service_id, told=told.get(service_id), shown=shown.get(service_id)
                )
    yield from _of_links(package, linked - recount.linked, About.NOT_TOLD)
    yield from _of_links(package, recount.linked - linked, About.NOT_LINKED)
    yield from (_of_history(package, broken) for broken in recount.breaks)


def _of_links(package: Package, sessions: Iterable[SessionId], about: About) -> Iterator[Disagreement]:
    return (Disagreement(package.id, about, session_id=session_id) for session_id in sorted(sessions))


def _of_history(package: Package, broken: Break) -> Disagreement:
    return Disagreement(package.id, _FLAWS[broken.flaw], broken.service_id, told=broken.expected, shown=broken.found)


def verification_of(checks: Iterable[Checked], at: datetime) -> Verification:
    """All checks of a workspace's packages, in sum."""
    packages, differing = 0, list[PackageId]()
    for checked in checks:
        packages += checked.packages
        differing += checked.differing
    return Verification(at, packages, len(differing), tuple(differing[:MOST_NAMED]))


def last_verification(records: Records, by: Person) -> Verified | None:
    """How the last check came out, for managers; None for others, and where there was none."""
    verification = records.verification() if by.is_manager else None
    if verification is None:
        return None
    found = (records.find_package(package_id, holding(by.workspace)) for package_id in verification.named)
    return Verified(verification, tuple(package for package in found if package))
