"""What a package's counts are, told as simply as can be: every link and every total in plain dictionaries."""

from dataclasses import dataclass, field
from datetime import datetime

TAKES_PLACE = {"unconfirmed", "confirmed"}
HOLDS = TAKES_PLACE | {"no_show", "late_cancelled"}


@dataclass
class NaiveSession:
    service: str
    package: str | None = None
    confirmation: str = "unconfirmed"
    restores_to: str = ""
    past: bool = False


@dataclass
class NaiveRequest:
    package: str
    changes: dict[str, int]
    by: str
    seen: tuple[str, object] = ("", None)  # the figures on its card, and what they were
    status: str = "pending"


@dataclass
class NaivePart:
    """What was done to a session, and how that was before."""

    name: str
    what: str
    was: NaiveSession
    changes: int  # of that, after it was done


@dataclass
class NaiveAct:
    """What somebody did last."""

    parts: list[NaivePart]
    at: datetime
    is_undone: bool = False


@dataclass
class NaivePractice:
    totals: dict[str, dict[str, int]]  # package → service → total
    sessions: dict[str, NaiveSession] = field(default_factory=dict)
    requests: dict[str, NaiveRequest] = field(default_factory=dict)
    expired: set[str] = field(default_factory=set)
    holds: set[str] = field(default_factory=lambda: HOLDS)

    def used(self, package: str, service: str) -> int:
        return sum(
            session.package == package and session.service == service and session.confirmation in self.holds
            for session in self.sessions.values()
        )

    def counts(self, package: str) -> dict[str, tuple[int, int, int]]:
        """Total, used and remaining of each included service."""
        totals = self.totals[package]
        return {s: (t, self.used(package, s), t - self.used(package, s)) for s, t in totals.items()}

    def not_counted(self, package: str) -> int:
        services = {session.service for session in self.sessions.values()} - set(self.totals[package])
        return sum(self.used(package, service) for service in services)

    def figures(self, request: NaiveRequest) -> object:
        """Everything that a card shows: the package's counts and how many linked sessions wait to be counted."""
        new = {s: self.used(request.package, s) for s in request.changes if s not in self.totals[request.package]}
        shown = {s: c for s, c in self.counts(request.package).items() if s in request.changes}
        return (shown, new, self.sums(request.package))

    def sums(self, package: str) -> tuple[int, int]:
        counts = self.counts(package).values()
        return sum(total for total, _, _ in counts), sum(remaining for _, _, remaining in counts)

    def would_overrun(self, request: NaiveRequest) -> bool:
        """Whether a count would be lowered below what is used by now."""
        now = self.totals[request.package]
        return any(
            service in now and after < now[service] and after < self.used(request.package, service)
            for service, after in request.changes.items()
        )
