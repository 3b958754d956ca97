"""What `ribbon doctor` finds."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Finding:
    is_well: bool
    what: str
    mend: str = ""
