"""What a session's change does to the count of the package it is linked to (rules 8 and 9)."""

from dataclasses import dataclass

from domain.linking import Counting, Effect
from domain.values.packages import Package
from domain.values.people import Workspace
from domain.values.refusal import Refusal
from domain.values.sessions import Session, holds_place


class CountChanged(Refusal):
    def __init__(self) -> None:
        super().__init__("Nothing was changed: the package's count has changed since you opened this. Check it again.")


@dataclass(frozen=True, slots=True)
class CountShown:
    """What the figures on a screen were worked out from: which link, the count there, and what no-shows do to it."""

    link_changes: int
    no_shows_hold: bool
    total: int | None = None  # these two are None where the session isn't counted
    remaining: int | None = None


def count_shown(session: Session, package: Package | None, workspace: Workspace) -> CountShown:
    line = package.line(session.service.id) if package else None
    figures = (line.total, line.remaining) if line else ()
    return CountShown(session.link_changes, workspace.no_shows_hold, *figures)


def effect_of_changing(was: Session, becomes: Session, package: Package, workspace: Workspace) -> Effect:
    """What the change of a linked session does to the count; it may take its place, give it back, or neither."""
    line, holds = package.line(was.service.id), holds_place(becomes, workspace)
    if line is None:
        return Effect(Counting.NOT_INCLUDED if holds else Counting.NO_PLACE, was.service.name)
    after = line.remaining + holds_place(was, workspace) - holds
    counting = Counting.NO_PLACE if not holds else Counting.COUNTS if after >= 0 else Counting.OVER
    return Effect(counting, was.service.name, line.total, line.remaining, after)
