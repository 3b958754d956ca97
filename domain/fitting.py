"""Which of a client's packages fits a session best (rule 2)."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from domain.linking import AlreadyLinked, Counting, Effect, Linked, effect_of_linking, link_session
from domain.records import Records
from domain.values.days import in_words
from domain.values.ids import PackageId, SessionId
from domain.values.packages import Package, urgency
from domain.values.people import Person
from domain.values.refusal import Refusal
from domain.values.sessions import Session, holding
from domain.visibility import see_package, see_session


@dataclass(frozen=True, slots=True)
class Choice:
    package: Package
    effect: Effect
    ends_before: bool = False  # the session's own day, where the practice is

    @property
    def is_best_fit(self) -> bool:
        """Whether the first choice may be linked at one press: it has a place, and is valid on the session's day."""
        return not (self.effect.is_to_put_right or self.ends_before)


class EndsBefore(Refusal):
    def __init__(self, package: Package, last_day: date) -> None:
        super().__init__(
            f"“{package.name}” ends before this session, on {in_words(last_day)}. "
            "To link it anyway, choose it under Link to package."
        )


def best_first(choices: list[Choice]) -> list[Choice]:
    """Included with some left first, then by how soon the package ends; last what ends before the session."""
    fit = {Counting.COUNTS: 0, Counting.NO_PLACE: 0, Counting.OVER: 1, Counting.NOT_INCLUDED: 2}
    return sorted(
        choices, key=lambda choice: (choice.ends_before, fit[choice.effect.counting], *urgency(choice.package))
    )


def packages_to_link(records: Records, by: Person, at: datetime, session_id: SessionId) -> tuple[Session, list[Choice]]:
    """The session and the active packages of its client, best fit first, each with the effect of linking."""
    session = see_session(records, by, session_id)
    if session.link is not None:
        raise AlreadyLinked(session.link)
    packages = records.packages_of([session.client.id], holding(by.workspace))
    return session, choices_among(packages, session, by, at)


def ended_packages(records: Records, by: Person, at: datetime, session: Session) -> list[Package]:
    """The packages of the session's client that take no links any more, the last to end first."""
    today = by.workspace.today(at)
    packages = records.packages_of([session.client.id], holding(by.workspace))
    return sorted((each for each in packages if not each.is_active(today)), key=urgency, reverse=True)


def choices_among(packages: Iterable[Package], session: Session, by: Person, at: datetime) -> list[Choice]:
    """The active packages of the session's client among these, best fit first."""
    today, day = by.workspace.today(at), by.workspace.day_of(session.starts_at)
    active = (package for package in packages if package.client.id == session.client.id and package.is_active(today))
    return best_first(
        [
            Choice(package, effect_of_linking(session, package, by.workspace), package.ends_before(day))
            for package in active
        ]
    )


def link_at_once(
    records: Records, by: Person, at: datetime, session_id: SessionId, package_id: PackageId, as_shown: int | None
) -> Linked:
    """Link to the package that was proposed; not if it ends before the session by now: that is a person's to choose."""
    session, package = see_session(records, by, session_id), see_package(records, by, package_id)
    if package.expires_on and package.ends_before(by.workspace.day_of(session.starts_at)):
        raise EndsBefore(package, package.expires_on)
    return link_session(records, by, at, session_id, package_id, as_shown)
