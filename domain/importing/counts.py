"""The counts of packages while an import changes them, row after row."""

from collections import Counter
from dataclasses import dataclass, field
from typing import NamedTuple

from domain.values.ids import PackageId, ServiceId

Key = tuple[PackageId, ServiceId]
BeforeAfter = tuple[int, int]


class Configured(NamedTuple):
    """What the files say of an included service, and what was approved of it."""

    total: int
    used_before: int = 0


class CountChanges(NamedTuple):
    """The total, what was used before Ribbon, and what remains after each of the two changes."""

    total: BeforeAfter
    used_before: BeforeAfter
    remaining: tuple[int, int, int]


@dataclass(slots=True)
class RunningCounts:
    """Of some packages: what is included of each service, and the linked sessions that hold, included or not."""

    included: dict[Key, Configured] = field(default_factory=dict)
    linked: Counter[Key] = field(default_factory=Counter)

    def configure(self, package_id: PackageId, service_id: ServiceId, becomes: Configured) -> CountChanges:
        """Include so many; where nothing was, that is as good as zero, and nothing of it remained."""
        key = (package_id, service_id)
        linked, was = self.linked[key], self.included.get(key)
        self.included[key] = becomes
        before = was or Configured(0)
        left = 0 if was is None else was.total - was.used_before - linked
        between = becomes.total - before.used_before - linked
        return CountChanges(
            (before.total, becomes.total),
            (before.used_before, becomes.used_before),
            (left, between, becomes.total - becomes.used_before - linked),
        )

    def take_out(self, package_id: PackageId, service_id: ServiceId) -> CountChanges:
        """Include the service no longer: nothing of it remains."""
        key = (package_id, service_id)
        was = self.included.pop(key)
        left = was.total - was.used_before - self.linked[key]
        return CountChanges((was.total, 0), (0, 0), (left, 0, 0))

    def use(self, package_id: PackageId, service_id: ServiceId, more: int) -> BeforeAfter | None:
        """Let so many more sessions hold; what remains before → after, None where the service isn't included."""
        key = (package_id, service_id)
        before = self.linked[key]
        self.linked[key] = before + more
        included = self.included.get(key)
        if included is None:
            return None
        left = included.total - included.used_before - before
        return left, left - more
