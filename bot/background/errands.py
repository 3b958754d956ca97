"""Work that a thread does in a workspace by itself, in transactions of its own: imports, and rounds."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta

from slack_sdk.errors import SlackApiError

from bot.background.schedule import Schedule
from bot.background.thread import undaunted
from bot.slack.calls import no
from bot.slack.installations import NotInstalled
from storage.due import Held, Next


@dataclass(eq=False)
class Errand:
    held: Held
    next: Next


@dataclass
class Errands:
    """`do_next` does a piece and says when the next is due; where it fails, this workspace waits, and no other."""

    name: str
    threads: int
    schedule: Schedule
    do_next: Callable[[Held], Next]

    def seconds_until_due(self) -> float | None:
        return self.schedule.seconds_until_due()

    def take(self, most: int) -> list[Errand]:
        with self.schedule.database.writing() as connection:
            held = self.schedule.hold(connection, most)
        return [Errand(one, self.schedule.after_trouble(one)) for one in held]

    def do(self, errand: Errand) -> None:
        done = undaunted(self.name, lambda: self._done(errand.held), errand.held.workspace)
        errand.next = done or self.schedule.after_trouble(errand.held)

    def note(self, errands: list[Errand]) -> None:
        following = {one.held: one.next for one in errands}
        with self.schedule.database.writing() as connection:
            self.schedule.let_go(connection, following, following.__getitem__)

    def _done(self, held: Held) -> Next:
        try:
            return self.do_next(held)
        except NotInstalled:
            return Next(None)  # until Ribbon is installed again
        except SlackApiError as refused:
            answered = no(refused)
            if not answered.is_too_many:
                raise
            wait = min(timedelta(seconds=answered.retry_after), self.schedule.kind.longest_wait)
            return Next(self.schedule.clock() + wait, trouble=True, cursor=held.cursor)
