"""Showing what came of a gesture, once it is committed: nothing that must happen is done here."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import copy_context
from dataclasses import dataclass, field, replace
from functools import partial

import structlog
from slack_sdk.models.views import View

from bot.door.answering import draw, follow_up, out_of_date, say_in_place
from bot.door.apologies import log_failure
from bot.door.redrawing import Redrawing
from bot.gestures.payloads import Gesture, Kind
from bot.gestures.replies import Close, Redraw, Reply
from bot.gestures.visit import OnScreen
from bot.gestures.wire import Unreadable
from bot.logs import told
from bot.slack.calls import SLACK_UNREACHABLE, Slack
from domain.values.ids import WorkspaceId
from domain.values.refusal import Refusal
from storage.database import DatabaseBusy
from storage.deadlines import nobody_waits

log = structlog.get_logger()


@dataclass
class Showing:
    """`look` draws what is on screen with what is stored now; `mark` has the message drawn anew that was pressed."""

    slack_of: Callable[[WorkspaceId], Slack]
    look: Callable[[Gesture], View]
    mark: Callable[[Gesture], None]
    _redrawing: Redrawing = field(default_factory=Redrawing)

    def show(self, gesture: Gesture, reply: Reply, unseen: str, *, refused: bool, saved: bool) -> bool:
        """Show what the reply shows; whether Slack did. After a press `unseen` stands in its place where it didn't."""
        shown = False
        with _undaunted(gesture), nobody_waits():
            slack = self.slack_of(gesture.workspace)
            shown = follow_up(slack, gesture, reply)
            onto = reply.onto if isinstance(reply, Close) else None
            is_stale = saved or onto or isinstance(reply, Redraw) or (refused and shown)
            screens = out_of_date(gesture, reply) if is_stale else []
            is_drawn_anew = any(screen is gesture.on for screen in screens)
            if not shown and gesture.kind is Kind.ACTION and not is_drawn_anew:
                say_in_place(slack, gesture, reply, unseen)
            for screen in screens:
                instead = unseen if screen is gesture.on and not refused else ""
                self._draw(gesture, screen, onto if screen is gesture.on.under else None, instead)
            if refused and shown and gesture.message.ts:
                self.mark(gesture)
        return shown

    def _draw(self, gesture: Gesture, screen: OnScreen, given: View | None, instead: str) -> None:
        """The screen as it is given or as it is by then; where Slack doesn't show it, what is said `instead`."""

        def draw_it() -> None:
            with _undaunted(gesture):
                view, slack = given or self.look(replace(gesture, on=screen)), self.slack_of(gesture.workspace)
                if not draw(slack, gesture, screen, view) and instead:
                    say_in_place(slack, gesture, Redraw(), instead)

        self._redrawing.draw(screen.id, partial(copy_context().run, draw_it))


@contextmanager
def _undaunted(gesture: Gesture) -> Iterator[None]:
    """Whatever goes wrong with showing something, nobody is left to be told but the log."""
    try:
        yield
    except (Refusal, Unreadable):
        pass  # told already, as far as they may be told
    except SLACK_UNREACHABLE as error:
        log.warning("slack can't be reached", **told(error))
    except DatabaseBusy as error:
        log.warning("there was no time to draw anew", gesture=gesture.name, **told(error))
    except Exception as error:  # noqa: BLE001 - see above
        log_failure(gesture, error)
