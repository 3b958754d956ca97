"""The poster, driven by hand: its clock goes on only when it waits."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from threading import Event

from practice import TEAM

from bot.background.poster import Poster
from bot.background.thread import until_noted
from domain.values.ids import WorkspaceId
from storage.outbox.backlog import backlog

STEP = timedelta(seconds=0.5)
HERE = WorkspaceId(TEAM)


@dataclass
class Posting:
    """The clock of people, and a poster whose own goes ahead of it."""

    people: Callable[[], datetime]
    ahead: timedelta = timedelta()
    posters: list[Poster] = field(default_factory=list)

    def clock(self) -> datetime:
        return self.people() + self.ahead

    def of(self, poster: Poster) -> None:
        self.posters.append(poster)

    def goes_on(self, **by: float) -> None:
        self.ahead += timedelta(**by)

    def shows_one(self) -> bool:
        """Whether there was something to send, in one workspace."""
        poster = self.posters[-1]
        if poster.seconds_until_due() != 0.0:
            return False
        attempts = poster.take(1)
        for attempt in attempts:
            poster.do(attempt)
        until_noted(poster, attempts, Event())
        return bool(attempts)

    def behind(self) -> int:
        """How many messages Slack doesn't show as they are stored."""
        with self.posters[-1].database.reading() as connection:
            return backlog(connection, self.clock()).behind

    def catches_up(self, within: float = 600.0) -> None:
        """Let everything be shown that can be within so many of the poster's seconds."""
        until = self.ahead + timedelta(seconds=within)
        while self.ahead < until:
            if not self.shows_one():
                if not self.behind():
                    return
                self.ahead += STEP
        raise AssertionError(f"{self.behind()} messages are still not shown")

    def runs(self, seconds: float) -> None:
        """Let so many of the poster's seconds pass."""
        until = self.ahead + timedelta(seconds=seconds)
        while self.ahead < until:
            if not self.shows_one():
                self.ahead += STEP
