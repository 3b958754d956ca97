"""Work that nobody waits for: what is due in each workspace is done, whatever goes wrong with some of it."""

from collections.abc import Callable
from dataclasses import dataclass, field
from threading import Event, Thread
from time import monotonic
from typing import TypeVar

import structlog
from slack_sdk.errors import SlackApiError

from bot.logs import told
from bot.slack.calls import SLACK_UNREACHABLE, no
from domain.values.ids import WorkspaceId
from storage.database import UNAVAILABLE
from storage.deadlines import nobody_waits

T = TypeVar("T")

log = structlog.get_logger()


@dataclass(frozen=True, slots=True)
class Work:
    """One kind of work. `do_next` does a piece that is due in the workspace; True: there may be another already."""

    name: str
    do_next: Callable[[WorkspaceId], bool]
    every: float  # seconds after which it is looked for by itself
    after_trouble: float  # seconds, where some of it went wrong


@dataclass
class Background:
    """A thread for each kind of work, which looks for it at once when it is woken."""

    workspace_ids: Callable[[], list[WorkspaceId]]
    ended: Event = field(default_factory=Event)
    _threads: list["_WorkThread"] = field(default_factory=list)

    def add(self, work: Work) -> Callable[[], None]:
        """Take on work of this kind; what is returned has it looked for at once."""
        thread = _WorkThread(work, self)
        self._threads.append(thread)
        return thread.wake.set

    def start(self) -> None:
        for thread in self._threads:
            thread.start()

    def end(self) -> None:
        """Begin nothing more."""
        self.ended.set()
        for thread in self._threads:
            thread.wake.set()

    def join(self, seconds: float) -> None:
        """Wait so long for all that is under way; what isn't finished then is begun anew at the next start."""
        until = monotonic() + seconds
        for thread in self._threads:
            if thread.is_alive():
                thread.join(max(0.0, until - monotonic()))

    def not_running(self) -> list[str]:
        """The kinds of work that nobody looks for."""
        return [thread.name for thread in self._threads if not thread.is_alive()]

    def look(self, work: Work) -> float:
        """Do a piece in each workspace, trouble in one or not; the seconds after which to look again."""
        workspace_ids = _undaunted(work, self.workspace_ids)
        if workspace_ids is None:
            return work.after_trouble
        waits = [_wait_after(work, one) for one in workspace_ids if not self.ended.is_set()]
        return min(waits, default=work.every)


class _WorkThread(Thread):
    def __init__(self, work: Work, background: Background) -> None:
        super().__init__(name=work.name, daemon=True)
        self.wake = Event()
        self._work, self._background = work, background

    def run(self) -> None:
        with nobody_waits():
            while not self._background.ended.is_set():
                self.wake.clear()
                self.wake.wait(self._background.look(self._work))


def _wait_after(work: Work, workspace_id: WorkspaceId) -> float:
    there_is_more = _undaunted(work, lambda: work.do_next(workspace_id), workspace_id)
    if there_is_more is None:
        return work.after_trouble
    return 0.0 if there_is_more else work.every


def _undaunted(work: Work, act: Callable[[], T], workspace: WorkspaceId | None = None) -> T | None:
    """What it returns; None, and a line in the log, where it goes wrong: what is to be done stays in storage."""
    try:
        return act()
    except (*SLACK_UNREACHABLE, *UNAVAILABLE) as error:
        answered = no(error).error if isinstance(error, SlackApiError) else None
        log.warning("work must wait", work=work.name, workspace=workspace, answered=answered, **told(error))
    except Exception as error:  # noqa: BLE001 - the next look tries again
        log.error("work failed", work=work.name, workspace=workspace, **told(error))  # noqa: TRY400 - client data
    return None
