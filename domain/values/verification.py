"""How the last check of every count came out (rule 37)."""

from dataclasses import dataclass
from datetime import datetime

from domain.values.ids import PackageId

MOST_NAMED = 3  # packages that don't agree


@dataclass(frozen=True, slots=True)
class Verification:
    at: datetime
    packages: int
    differing: int
    named: tuple[PackageId, ...] = ()  # the first few that differ
