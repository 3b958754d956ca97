"""What people were told: what is stored afterwards is held against it."""

from dataclasses import dataclass, field


class LostChange(Exception):  # noqa: N818 - what was found
    """An acknowledged change isn't there."""


@dataclass
class Known:
    """What a value may be; a change whose answer never came may still take effect, until the next that is answered."""

    possible: set[str]
    under_way: set[str] = field(default_factory=set)

    def seen(self, value: str) -> None:
        if value not in self.possible:
            raise LostChange(f"{value!r} is shown, against what was acknowledged: {self.possible}")
        self.possible = {value} | self.under_way

    def tried(self, value: str) -> None:
        self.possible.add(value)

    def unanswered(self, value: str) -> None:
        self.under_way.add(value)

    def answered(self, value: str) -> None:
        self.possible, self.under_way = {value}, set()


@dataclass
class Acknowledged:
    """What one person was told; where an answer never came, everything that may be."""

    changes: int = 0
    unknown: int = 0
    links: dict[str, Known] = field(default_factory=dict)  # session → package
    payments: dict[str, Known] = field(default_factory=dict)  # session → payment
    confirmations: dict[str, Known] = field(default_factory=dict)  # session → confirmation
    sold: dict[str, bool] = field(default_factory=dict)  # package → whether its sale was acknowledged
    statuses: dict[str, Known] = field(default_factory=dict)  # package → status
    settings: dict[str, Known] = field(default_factory=dict)  # setting → what was chosen
    lost: list[str] = field(default_factory=list)
    asked: dict[str, bool] = field(default_factory=dict)  # reason → whether it was acknowledged
    booked: dict[int, bool] = field(default_factory=dict)  # when it begins → whether it was acknowledged
