"""Linking several sessions in one go, each to a package of its client: all of them or none (rule 21)."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from hashlib import sha256

from domain.fitting import Choice, choices_among
from domain.linking import linked_before, make_link
from domain.records import Records
from domain.values.acts import Deed
from domain.values.ids import PackageId, SessionId
from domain.values.packages import Package
from domain.values.people import Person
from domain.values.refusal import Refusal
from domain.values.sessions import Origin, Session, holding, holds_place
from domain.visibility import see_package_to_change, seen_session

MOST_AT_ONCE = 20


class NothingChosen(Refusal):
    def __init__(self) -> None:
        super().__init__("Choose a package for at least one session.")


@dataclass(frozen=True, slots=True)
class Pick:
    """What was chosen for a session as it was shown; without a package it is left out."""

    session_id: SessionId
    link_changes: int
    package_id: PackageId | None


@dataclass(frozen=True, slots=True)
class Proposal:
    """A session, what linking it to each package would do once those before it are linked, and which is chosen."""

    session: Session
    choices: tuple[Choice, ...]
    chosen: Choice | None
    is_changed: bool = False  # since it was shown, so that what was chosen is no more to be had


@dataclass(frozen=True, slots=True)
class Several:
    """Proposals in their order, and each package they concern as it is and as it would be."""

    proposals: tuple[Proposal, ...]
    packages: tuple[tuple[Package, Package], ...]
    vanished: int = 0  # sessions that can't be seen any more
    are_linked: bool = False

    @property
    def changed(self) -> int:
        return self.vanished + sum(proposal.is_changed for proposal in self.proposals)

    @property
    def fingerprint(self) -> str:
        """Tells the counts that this shows from others."""
        counts = [(now.id, now.included, becomes.included) for now, becomes in self.packages]
        return sha256(repr(counts).encode()).hexdigest()[:16]

    @property
    def chosen(self) -> list[tuple[Session, Choice]]:
        return [(each.session, each.chosen) for each in self.proposals if each.chosen]


def propose(records: Records, by: Person, at: datetime, sessions: Sequence[Session]) -> Several:
    """The best fit for each of these that has one; at most so many at once, those that come first."""
    return propose_among(_packages_of(records, by, sessions), by, at, sessions)


def propose_among(packages: Iterable[Package], by: Person, at: datetime, sessions: Iterable[Session]) -> Several:
    """The same where the packages are known: fits are worked out one after the other."""
    known = _active(packages, by, at)
    becomes = dict(known)
    proposals: list[Proposal] = []
    for session in sessions:
        choices = choices_among(becomes.values(), session, by, at)
        if len(proposals) < MOST_AT_ONCE and choices and choices[0].is_best_fit and holds_place(session, by.workspace):
            becomes[choices[0].package.id] = _with(session, choices[0].package, by)
            proposals.append(Proposal(session, tuple(choices), choices[0]))
    return _several(proposals, known, becomes)


def look_again(records: Records, by: Person, at: datetime, picks: Sequence[Pick]) -> Several:
    """What these would do, with what is stored now."""
    seen = [(pick, session) for pick in picks if (session := seen_session(records, by, pick.session_id))]
    packages = _active(_packages_of(records, by, [session for _, session in seen]), by, at)
    becomes, proposals = dict(packages), []
    for pick, session in sorted(seen, key=lambda one: (one[1].starts_at, one[1].id)):
        proposal = _proposal(pick, session, becomes, by, at)
        if proposal.chosen:
            becomes[proposal.chosen.package.id] = _with(session, proposal.chosen.package, by)
        proposals.append(proposal)
    return replace(_several(proposals, packages, becomes), vanished=len(picks) - len(seen))


def link_several(records: Records, by: Person, at: datetime, picks: Sequence[Pick], counts_shown: str) -> Several:
    """Link each to what is chosen for it; none where a session or a count has changed since it was shown."""
    for package_id in sorted({pick.package_id for pick in picks if pick.package_id}):
        see_package_to_change(records, by, package_id)
    records.hold_sessions(sorted(pick.session_id for pick in picks))
    several = look_again(records, by, at, picks)
    if several.changed or several.fingerprint != counts_shown:
        return several
    if not several.chosen:
        raise NothingChosen
    linked = [make_link(records, by, at, s, choice.package.id, Origin.MANUAL) for s, choice in several.chosen]
    records.keep_act(by.id, at, Deed.LINK, [linked_before(each.session) for each in linked])
    return replace(several, are_linked=True)


def _packages_of(records: Records, by: Person, sessions: Iterable[Session]) -> list[Package]:
    return records.packages_of({session.client.id for session in sessions}, holding(by.workspace))


def _active(packages: Iterable[Package], by: Person, at: datetime) -> Mapping[PackageId, Package]:
    today = by.workspace.today(at)
    return {package.id: package for package in packages if package.is_active(today)}


def _proposal(
    pick: Pick, session: Session, packages: Mapping[PackageId, Package], by: Person, at: datetime
) -> Proposal:
    choices = () if session.link else tuple(choices_among(packages.values(), session, by, at))
    if session.link_changes != pick.link_changes:
        return Proposal(session, choices, None, is_changed=True)
    chosen = next((choice for choice in choices if choice.package.id == pick.package_id), None)
    return Proposal(session, choices, chosen, is_changed=pick.package_id is not None and chosen is None)


def _with(session: Session, package: Package, by: Person) -> Package:
    """The package once the session is linked to it."""
    if not holds_place(session, by.workspace):
        return package
    if package.line(session.service.id) is None:
        return replace(package, not_counted=package.not_counted + 1)
    used = session.service.id
    return replace(
        package, included=tuple(replace(line, used=line.used + (line.service.id == used)) for line in package.included)
    )


def _several(
    proposals: Sequence[Proposal], packages: Mapping[PackageId, Package], becomes: Mapping[PackageId, Package]
) -> Several:
    concerned = {proposal.chosen.package.id for proposal in proposals if proposal.chosen}
    return Several(tuple(proposals), tuple((packages[each], becomes[each]) for each in packages if each in concerned))
