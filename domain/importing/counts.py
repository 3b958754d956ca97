"""The counts of packages while an import changes them, row after row."""

from collections import Counter
from dataclasses import dataclass, field

from domain.values.ids import PackageId, ServiceId

Key = tuple[PackageId, ServiceId]
BeforeAfter = tuple[int, int]


@dataclass(slots=True)
class RunningCounts:
    """Of some packages: the total of each included service, and the linked sessions that hold, included or not."""

    totals: dict[Key, int] = field(default_factory=dict)
    used: Counter[Key] = field(default_factory=Counter)

    def configure(self, package_id: PackageId, service_id: ServiceId, total: int) -> tuple[BeforeAfter, BeforeAfter]:
        """Set a total; it and what remains, before → after, where nothing is as good as zero."""
        key = (package_id, service_id)
        used, was = self.used[key], self.totals.get(key)
        self.totals[key] = total
        return (was or 0, total), (0 if was is None else was - used, total - used)

    def take_out(self, package_id: PackageId, service_id: ServiceId) -> tuple[BeforeAfter, BeforeAfter]:
        """Include the service no longer; the total and what remains, before → after, where nothing is zero."""
        key = (package_id, service_id)
        was = self.totals.pop(key)
        return (was, 0), (was - self.used[key], 0)

    def use(self, package_id: PackageId, service_id: ServiceId, more: int) -> BeforeAfter | None:
        """Let so many more sessions hold; what remains before → after, None where the service isn't included."""
        key = (package_id, service_id)
        before = self.used[key]
        self.used[key] = before + more
        total = self.totals.get(key)
        return None if total is None else (total - before, total - before - more)
