"""What needs attention, by kind; and what somebody leaves as it is."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from domain.values.ids import PackageId, SessionId
from domain.values.packages import Package
from domain.values.sessions import Session


class AttentionKind(StrEnum):
    UNLINKED = "unlinked"
    NOT_COUNTED = "not_counted"
    OVERRUN = "overrun"
    EXPIRING = "expiring"
    NOBODYS = "nobodys"


OF_SESSIONS = frozenset({AttentionKind.UNLINKED, AttentionKind.NOT_COUNTED, AttentionKind.NOBODYS})


@dataclass(frozen=True, slots=True)
class Aside:
    """What is left, and how it stood: a session's links and unlinks, a package's sessions over, or its last day."""

    kind: AttentionKind
    subject: SessionId | PackageId
    stood: int = 0
    last_day: date | None = None


def session_aside(kind: AttentionKind, session: Session) -> Aside:
    return Aside(kind, session.id, session.link_changes)


def overrun_aside(package: Package) -> Aside:
    return Aside(AttentionKind.OVERRUN, package.id, sum(max(0, -line.remaining) for line in package.included))


def ending_aside(package: Package) -> Aside:
    return Aside(AttentionKind.EXPIRING, package.id, last_day=package.expires_on)
