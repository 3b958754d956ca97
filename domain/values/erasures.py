"""What an erasure takes, and what is kept of it."""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class Belongings:
    """How much there is of a client."""

    sessions: int
    packages: int
    adjustments: int


@dataclass(frozen=True, slots=True)
class Erasure:
    """What is kept of an erasure: its reference is random, and neither id nor name of the client is in it."""

    reference: str
    at: datetime
    by: str
    erased: Belongings
