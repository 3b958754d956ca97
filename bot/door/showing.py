"""Showing what came of a gesture, once it is committed: nothing that must happen is done here."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import copy_context
from dataclasses import dataclass, field
from functools import partial

import structlog

from bot.door.answering import draw, follow_up, redraw_of, say_in_place
from bot.door.apologies import log_failure
from bot.door.redrawing import Redrawing
from bot.gestures.payloads import Gesture, Kind
from bot.gestures.replies import Redraw, Reply
from bot.gestures.wire import Unreadable
from bot.logs import told
from bot.slack.calls import SLACK_UNREACHABLE, Slack
from domain.values.ids import WorkspaceId
from domain.values.refusal import Refusal
from storage.database import Database
from storage.deadlines import nobody_waits
from storage.records import Records

log = structlog.get_logger()


@dataclass
class Showing:
    """`behind` finds what is to be drawn anew after a refusal."""

    database: Database
    slack_of: Callable[[WorkspaceId], Slack]
    behind: Callable[[Gesture], Redraw | None]
    _redrawing: Redrawing = field(default_factory=Redrawing)

    def show(self, gesture: Gesture, reply: Reply, unseen: str, *, refused: bool) -> bool:
        """Show what the reply shows; whether Slack did. After a press `unseen` stands in its place where it didn't."""
        shown = False
        with _undaunted(gesture), nobody_waits():
            slack = self.slack_of(gesture.workspace)
            shown = follow_up(slack, gesture, reply)
            redraw = self.behind(gesture) if refused and shown else redraw_of(reply)
            is_drawn_anew = redraw is not None and redraw.view_id == gesture.on.id
            if not shown and gesture.kind is Kind.ACTION and not is_drawn_anew:
                say_in_place(slack, gesture, reply, unseen)
            if redraw:
                instead = unseen if is_drawn_anew and not refused else ""
                drawing = partial(copy_context().run, self._draw, gesture, redraw, instead)
                self._redrawing.draw(redraw.view_id, drawing)
        return shown

    def _draw(self, gesture: Gesture, redraw: Redraw, unseen: str) -> None:
        with _undaunted(gesture):
            with self.database.reading() as connection:
                view = redraw.draw(Records(connection, gesture.workspace))
            slack = self.slack_of(gesture.workspace)
            if not draw(slack, gesture, redraw.view_id, view) and unseen:
                say_in_place(slack, gesture, redraw, unseen)


@contextmanager
def _undaunted(gesture: Gesture) -> Iterator[None]:
    """Whatever goes wrong with showing something, nobody is left to be told but the log."""
    try:
        yield
    except (Refusal, Unreadable):
        pass  # told already, as far as they may be told
    except SLACK_UNREACHABLE as error:
        log.warning("slack can't be reached", **told(error))
    except Exception as error:  # noqa: BLE001 - see above
        log_failure(gesture, error)
