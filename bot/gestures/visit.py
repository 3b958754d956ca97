"""What a handler is given besides what was pressed: who came, when, and what was on screen."""

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any, TypeVar

from bot.gestures.wire import Screen, Unreadable, Values, decode
from domain.records import Records
from domain.values.ids import WorkspaceId
from domain.values.people import Person

D = TypeVar("D")


@dataclass(frozen=True, slots=True)
class OnScreen:
    """The modal or Home tab from which something was sent, or one that stands under it and follows what is done."""

    id: str = ""
    name: str = ""
    metadata: str = ""
    state: dict[str, Any] = field(default_factory=dict)
    depth: int = 0  # 1 is the lowest, Slack stacks 3; 0: no modal
    made_for: WorkspaceId | None = None  # None in what an earlier release made
    shown: dict[str, Any] = field(default_factory=dict, repr=False)  # as Slack has it
    under: "OnScreen | None" = None

    @property
    def stack(self) -> "Iterator[OnScreen]":
        """The screen, and those under it."""
        yield self
        yield from self.under.stack if self.under else ()


@dataclass(frozen=True, slots=True)
class Visit:
    records: Records
    by: Person
    at: datetime
    on: OnScreen = field(default_factory=OnScreen)
    new_id: str = ""  # for whatever this visit creates

    def remembers(self, screen: Screen[D]) -> D:
        """What the modal remembers; refused as out of date if another one was sent."""
        if self.on.name != screen.id:
            raise Unreadable
        return decode(screen.data, self.on.metadata)

    @property
    def below(self) -> "Visit":
        """As from the screen that stands under this one."""
        return replace(self, on=self.on.under or OnScreen())

    @property
    def values(self) -> Values:
        return Values(self.on.state)
