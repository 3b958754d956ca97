"""Every way in: a gesture that people can make, with who handles it and what it may be answered by."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, TypeVar

from bot.gestures.payloads import Gesture, Kind
from bot.gestures.replies import Reply, ToAction, ToCommand, ToEvent, ToSubmission, ToTypeAhead
from bot.gestures.visit import Visit
from bot.gestures.wire import Action, Command, Event, Screen, TypeAhead, decode, readable
from domain.values.fields import Entered

D = TypeVar("D")


@dataclass(frozen=True, slots=True)
class Entrance:
    """A gesture that people can make: how its data is read, who handles it, whether that changes anything."""

    read: Callable[[str], Any]
    handle: Callable[..., Reply]
    writes: bool = False
    alone: bool = False  # while nobody else in the workspace changes anything
    then: Callable[[], None] | None = None  # who is to be woken once it is committed
    people: tuple[Entered, ...] = ()  # fields of a form by which people are chosen: Slack says who they are
    refuse: Callable[[Gesture, str], ToEvent] | None = None  # where words reach who caused an event


@dataclass
class Entrances:
    """All of them, by the kind of gesture and its name."""

    _entrances: dict[tuple[Kind, str], Entrance] = field(default_factory=dict, kw_only=True)

    def on_command(self, command: Command, handle: Callable[[Visit, str], ToCommand]) -> None:
        self._add(Kind.COMMAND, command.name, Entrance(readable, handle))

    def on_action(
        self,
        action: Action[D],
        handle: Callable[[Visit, D], ToAction],
        *,
        writes: bool = False,
        then: Callable[[], None] | None = None,
    ) -> None:
        self._add(Kind.ACTION, action.id, Entrance(lambda text: decode(action.data, text), handle, writes, then=then))

    def on_submit(
        self,
        screen: Screen[D],
        handle: Callable[[Visit, D], ToSubmission],
        *,
        writes: bool = False,
        alone: bool = False,
        people: tuple[Entered, ...] = (),
    ) -> None:
        entrance = Entrance(lambda text: decode(screen.data, text), handle, writes, alone, people=people)
        self._add(Kind.SUBMISSION, screen.id, entrance)

    def on_type_ahead(self, menu: TypeAhead, handle: Callable[[Visit, str], ToTypeAhead]) -> None:
        self._add(Kind.TYPE_AHEAD, menu.id, Entrance(readable, handle))

    def on_event(
        self,
        event: Event[D],
        handle: Callable[[Visit, D], ToEvent],
        refuse: Callable[[Gesture, str], ToEvent],
        *,
        writes: bool = False,
        then: Callable[[], None] | None = None,
    ) -> None:
        entrance = Entrance(lambda text: decode(event.data, text), handle, writes, then=then, refuse=refuse)
        self._add(Kind.EVENT, event.id, entrance)

    def _add(self, kind: Kind, name: str, entrance: Entrance) -> None:
        if (kind, name) in self._entrances:
            raise ValueError(f"{kind} {name!r} is registered already")
        self._entrances[kind, name] = entrance

    @property
    def gestures(self) -> set[tuple[Kind, str]]:
        """Everything that people can do."""
        return set(self._entrances)

    def names(self, kind: Kind) -> set[str]:
        return {name for of_kind, name in self._entrances if of_kind is kind}
