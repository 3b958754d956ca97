"""A package's counts a second way: from its history alone (rule 37).

It shares nothing with the counting that the screens are drawn from; a contract forbids it to import any of that.
"""

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from enum import StrEnum

from domain.values.history import Entry, Happening
from domain.values.ids import ServiceId, SessionId

_TIES = {Happening.BOOKED: 1, Happening.LINKED: 1, Happening.UNLINKED: -1}
_STEPS = {  # by how much one such entry may change what remains
    Happening.BOOKED: (-1, 0),
    Happening.LINKED: (-1, 0),
    Happening.UNLINKED: (0, 1),
    Happening.SESSION_CHANGED: (-1, 0, 1),
}


class Flaw(StrEnum):
    """What keeps a history from being one."""

    TOTAL_JUMPS = "total_jumps"  # an entry's total before isn't what the one before left
    LEFT_JUMPS = "left_jumps"  # the same of what remains
    IMPOSSIBLE_STEP = "impossible_step"  # what remains is changed by what the entry can't change it by


@dataclass(frozen=True, slots=True)
class Break:
    """A place at which an entry doesn't follow from those before it."""

    flaw: Flaw
    service_id: ServiceId
    expected: int
    found: int


@dataclass(slots=True)
class Recount:
    """What a package's history says of it; fed with every entry, oldest first."""

    totals: dict[ServiceId, int] = field(default_factory=dict)
    remaining: dict[ServiceId, int] = field(default_factory=dict)
    ties: Counter[SessionId] = field(default_factory=Counter)  # links less unlinks
    breaks: list[Break] = field(default_factory=list)

    @property
    def linked(self) -> set[SessionId]:
        return {session_id for session_id, ties in self.ties.items() if ties > 0}

    def take(self, entry: Entry) -> None:
        if entry.session_id is not None:
            self.ties[entry.session_id] += _TIES.get(entry.event, 0)
        if entry.service_id is not None and entry.event is not Happening.REQUESTED:  # that is only asked for
            self.breaks += self._breaks(entry, entry.service_id)
            self._remember(entry, entry.service_id)

    def _remember(self, entry: Entry, service_id: ServiceId) -> None:
        if entry.total is not None:
            self.totals[service_id] = entry.total[1]
        if entry.remaining is not None:
            self.remaining[service_id] = entry.remaining[1]

    def _breaks(self, entry: Entry, service_id: ServiceId) -> Iterator[Break]:
        for flaw, figures, last in (
            (Flaw.TOTAL_JUMPS, entry.total, self.totals.get(service_id, 0)),
            (Flaw.LEFT_JUMPS, entry.remaining, self.remaining.get(service_id, 0)),
        ):
            if figures is not None and figures[0] != last:
                yield Break(flaw, service_id, last, figures[0])
        if entry.remaining is None:
            return
        step = entry.remaining[1] - entry.remaining[0]
        possible: tuple[int, ...] = _STEPS.get(entry.event, ())
        if entry.event is Happening.USED_BEFORE_SET:
            possible = (int(entry.was) - int(entry.becomes),)
        if entry.total is not None and 0 not in entry.total:  # a service may come, or go, while sessions are linked
            possible = (entry.total[1] - entry.total[0],)
        if possible and step not in possible:
            yield Break(Flaw.IMPOSSIBLE_STEP, service_id, possible[0], step)


def recounted(entries: Iterable[Entry]) -> Recount:
    recount = Recount()
    for entry in entries:
        recount.take(entry)
    return recount
