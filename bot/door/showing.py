"""Showing what came of a gesture, once it is committed: nothing that must happen is done here."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import copy_context
from dataclasses import dataclass, field, replace
from functools import partial

import structlog
from slack_sdk.models.views import View

from bot.door.answering import MOST_MODALS, draw, follow_up, out_of_date, say_in_place
from bot.door.apologies import NOT_OPENED, NOT_SHOWN, log_failure, not_shown
from bot.door.redrawing import Redrawing
from bot.gestures.payloads import Gesture, Kind
from bot.gestures.replies import Close, Redraw, Reply, Say
from bot.gestures.wire import Unreadable
from bot.logs import about
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

    def show(self, gesture: Gesture, reply: Reply, *, refused: bool, saved: bool) -> str:
        """Show what the reply shows; or what is said instead where Slack didn't, after a press in its place."""
        instead = NOT_SHOWN if saved else NOT_OPENED
        with _undaunted(gesture), nobody_waits():
            slack = self.slack_of(gesture.workspace)
            answered = follow_up(slack, gesture, reply)
            instead = not_shown(gesture, answered, saved=saved) if answered else ""
            onto = reply.onto if isinstance(reply, Close) else None
            is_stale = saved or onto or isinstance(reply, Redraw) or refused
            screens = out_of_date(gesture, reply) if is_stale else []
            if isinstance(reply, Say) and gesture.on.depth >= MOST_MODALS and not instead:
                screens = [screen for screen in screens if screen is not gesture.on]  # the words took its place
            is_drawn_anew = any(screen is gesture.on for screen in screens)
            if instead and gesture.kind is Kind.ACTION and not is_drawn_anew:
                _say(slack, gesture, reply, instead)
            unheard = reply if isinstance(reply, Say) and instead else None if refused else Redraw()
            for screen in screens:
                said = unheard if screen is gesture.on else None
                given = onto if screen is gesture.on.under else None
                self._draw(replace(gesture, on=screen), given, said, saved=saved)
            if refused and gesture.message.ts:
                self.mark(gesture)
        return instead

    def _draw(self, gesture: Gesture, given: View | None, said: Say | Redraw | None, *, saved: bool) -> None:
        """The screen as it is given or as it is by then, with what is `said` on top; words say if it can't be shown."""

        def draw_it() -> None:
            with _undaunted(gesture):
                slack, instead = self.slack_of(gesture.workspace), NOT_SHOWN if saved else NOT_OPENED
                with _undaunted(gesture):
                    words = said.text if isinstance(said, Say) else ""
                    answered = draw(slack, gesture, gesture.on, given or self.look(gesture), words)
                    instead = not_shown(gesture, answered, saved=saved) if answered else ""
                if instead and said:
                    _say(slack, gesture, said, instead)

        self._redrawing.draw(gesture.on.id, partial(copy_context().run, draw_it))


def _say(slack: Slack, gesture: Gesture, reply: Reply, instead: str) -> None:
    """What stands around the words is as the gesture brought it: if Slack refuses that, it is no failure of ours."""
    answered = say_in_place(slack, gesture, reply, instead)
    if answered:
        log.warning("slack did not show words in place", gesture=gesture.name, error=answered.error)


@contextmanager
def _undaunted(gesture: Gesture) -> Iterator[None]:
    """Whatever goes wrong with showing something, nobody is left to be told but the log."""
    try:
        yield
    except (Refusal, Unreadable):
        pass  # told already, as far as they may be told
    except SLACK_UNREACHABLE as error:
        log.warning("slack can't be reached", **about(error))
    except DatabaseBusy as error:
        log.warning("there was no time to draw anew", gesture=gesture.name, **about(error))
    except Exception as error:  # noqa: BLE001 - see above
        log_failure(gesture, error)
