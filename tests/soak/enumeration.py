"""A deed, and each death at which it can be interrupted: what is there in the end is held against nobody's having died.

A process dies at each of its points in turn. From each world that this leaves another process goes on, and dies again
at each point after which the world is another: between two of those a death leaves what the one before has left. Worlds
that differ in nothing but moments, leases and counts of attempts go on alike, and are gone on from once.
"""

from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from datetime import timedelta
from typing import Any

from deeds import Deed, Step
from dying import LASTING, Deliver, Forget, GoOn, Life
from nursery import A_MINUTE, Died, Nursery, Process
from sqlalchemy import Engine
from worlds import World, kept, put_back

from bot.settings import Settings
from playground.state.slack import Slack
from playground.to_the_bot.bots import Parcel, reply_of, request_of

Asked = Parcel | Forget  # what somebody does, and is answered
A_MOMENT = timedelta(seconds=5)  # between a death and the next start; leases run on
TO_TELL = 3  # examples of what is wrong


@dataclass(frozen=True)
class Course:
    """How far a deed has got, whichever process did it."""

    steps: tuple[Step, ...]
    answered: bool
    begins: timedelta = timedelta()


@dataclass
class Tally:
    """What came of all the deaths of a deed."""

    points: int = 0
    deaths: int = 0
    again: int = 0  # of these while it recovered
    recoveries: int = 0
    lost: int = 0
    doubled: int = 0
    examples: list[str] = field(default_factory=list)

    @property
    def is_good(self) -> bool:
        return self.points > 0 and not self.lost and not self.doubled

    def note(self, expected: Counter[Any], found: Counter[Any], when: str) -> None:
        lost, doubled = expected - found, found - expected
        self.lost += lost.total()
        self.doubled += doubled.total()
        if (lost or doubled) and len(self.examples) < TO_TELL:
            self.examples.append(f"{when}: lost {list(lost)}, doubled {list(doubled)}")


@dataclass
class Enumeration:
    """One deed in one world, from which it can be done again and again."""

    deed: Deed
    steps: tuple[Step, ...]
    start: World
    engine: Engine
    slack: Slack
    nursery: Nursery
    settings: Settings
    is_short: bool = False  # dies once, only where the world is another afterwards, until something is wrong
    breaking: Callable[[], None] | None = None
    tally: Tally = field(default_factory=Tally)
    _gone_on_from: set[Any] = field(default_factory=set)

    def made(self) -> Tally:
        """All deaths, and what came of them."""
        course = Course(self.steps, answered=not isinstance(self.steps[0], Asked))
        points = self._undisturbed(course)
        chosen = list(lasting(points)) if self.is_short else range(len(points))
        self.tally.points = len(chosen)
        for point in chosen:
            if self.is_short and not self.tally.is_good:
                break
            for world, left in self._dies(self.start, course, point):
                recovering = self._goes_on(world, left, f"died at {point}")
                for again in () if self.is_short else lasting(recovering):
                    for world_again, left_again in self._dies(world, left, again):
                        self._goes_on(world_again, left_again, f"died at {point}, then at {again}")
        return self.tally

    def _undisturbed(self, course: Course) -> list[str]:
        """Have it done while nobody dies; the points that were passed."""
        self.untouched = self.start.outcome()
        put_back(self.start, self.engine, self.slack)
        course, points = self._lived(course, is_first=True)
        self.intended = self._found().outcome()
        assert course.answered, f"{self.deed.name} isn't answered"
        assert self.intended != self.untouched, f"{self.deed.name} does nothing"
        return points

    def _dies(self, world: World, course: Course, at: int) -> Iterator[tuple[World, Course]]:
        """Let a process die; what it leaves, unless somebody has gone on from there already."""
        put_back(world, self.engine, self.slack)
        left, points = self._lived(course, dies_at=at)
        if points:  # it hasn't so many
            return
        self.tally.deaths += 1
        self.tally.again += world is not self.start
        found = self._found()
        there = (found.likeness(), len(left.steps), left.answered)
        if there not in self._gone_on_from:
            self._gone_on_from.add(there)
            yield found, left

    def _goes_on(self, world: World, course: Course, when: str) -> list[str]:
        """Start a process where another died: it is all there in the end, or nothing where nobody was told so."""
        self.tally.recoveries += 1
        put_back(world, self.engine, self.slack)
        course, points = self._lived(course)
        found = self._found().outcome()
        if course.answered or found != self.untouched:
            self.tally.note(self.intended, found, when)
        if not course.answered:
            self._lived(Course((self.steps[0], GoOn()), answered=False, begins=course.begins + A_MOMENT))
            self.tally.note(self.intended, self._found().outcome(), f"{when}, and it was done once more")
        return points

    def _found(self) -> World:
        return kept(self.engine, self.slack)

    def _lived(self, course: Course, dies_at: int | None = None, *, is_first: bool = False) -> tuple[Course, list[str]]:
        """Let a process do what is left. All its points; none if it died."""
        life = Life(self.settings, course.begins, dies_at, self.deed.with_rounds, is_first, self.breaking)
        with self.nursery.begun(life) as process:
            try:
                while course.steps:
                    course = self._step(process, course)
                return course, process.ends()
            except Died:
                asked = bool(course.steps) and isinstance(course.steps[0], Asked)  # whoever did will do it again
                return replace(course, steps=course.steps[asked:], begins=course.begins + A_MOMENT), []

    def _step(self, process: Process, course: Course) -> Course:
        step, *others = course.steps
        answered = course.answered
        match step:
            case Parcel():
                body, headers = request_of(self._pressed(step), self.slack.signing_secret)
                answered = not reply_of(*process.does(Deliver(body, headers))).error
            case Forget():
                answered = bool(process.does(step))
            case GoOn():
                process.does(step)
            case _:
                step(self.slack)
        return replace(course, steps=tuple(others), answered=answered)

    def _pressed(self, parcel: Parcel) -> Parcel:
        """The same once more, with a trigger of its own."""
        payload = parcel.payload
        if old := payload.get("trigger_id"):
            was = self.slack.triggers[old]
            trigger = self.slack.new_trigger(was.person, was.workspace, was.channel)
            self.slack.triggers[trigger].at += A_MINUTE
            payload = payload | {"trigger_id": trigger}
        return replace(parcel, payload=payload)


def lasting(points: list[str]) -> Iterator[int]:
    """Those that leave another world than the ones before."""
    return (n for n, point in enumerate(points) if point.startswith(LASTING))
