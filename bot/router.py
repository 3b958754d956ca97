"""The one door: who is it, decode, transaction, handler, commit, and only then the acknowledgement."""

from collections.abc import Callable, Iterator
from concurrent.futures import Executor, wait
from contextlib import contextmanager
from contextvars import copy_context
from dataclasses import dataclass, field, replace
from datetime import datetime
from functools import partial
from hashlib import sha256
from secrets import token_hex
from time import perf_counter
from typing import Any, TypeVar

import structlog
from slack_bolt import BoltRequest, BoltResponse
from slack_bolt.middleware import Middleware
from sqlalchemy import Connection
from structlog.contextvars import bound_contextvars

from bot import metrics
from bot.answering import acknowledgement, draw, follow_up, redraw_of, refusal, say_in_place
from bot.apologies import NOT_OPENED, NOT_SHOWN, OURS, OUT_OF_DATE, SLOW, WHO_IS_IT, log_failure, without_database
from bot.guard import Guard, SlackDoesNotAnswer, person_in
from bot.logs import told
from bot.payloads import Gesture, Kind, gesture_of, workspace_of
from bot.redrawing import Redrawing
from bot.replies import Correct, Nothing, Offer, Redraw, Reply, Say, Show
from bot.slack_calls import SLACK_UNREACHABLE, Slack
from bot.visit import Visit
from bot.wire import Action, Command, Event, Field, Screen, TypeAhead, Unreadable, Values, decode, readable
from domain.ids import WorkspaceId
from domain.people import Workspace
from domain.refusal import NotAcceptable, Refusal
from storage.connections import PATIENCE
from storage.database import UNAVAILABLE, Database
from storage.people import Member
from storage.records import Records

D = TypeVar("D")
log = structlog.get_logger()

SHOWN_WITHIN = 1.0  # seconds that an acknowledgement waits for what it shows
ASKING_ENDS = 0.6  # seconds after which Slack isn't asked of anybody more, so that there is time left to save
TO_BE_SHOWN = 1.5  # seconds: words after a press in a view take a window, and its trigger lives 3 from the press
ANSWERED_WITHIN = 2.6  # seconds; Slack gives an acknowledgement 3 in all
DONE, REFUSED, FAILED = "done", "refused", "failed"


@dataclass(frozen=True, slots=True)
class Entrance:
    """A gesture that people can make: how its data is read, who handles it, whether that changes anything."""

    read: Callable[[str], Any]
    handle: Callable[..., Reply]
    writes: bool = False
    then: Callable[[], None] | None = None  # who is to be woken once it is committed
    people: tuple[Field[Any], ...] = ()  # fields of a form by which people are chosen: Slack says who they are


@dataclass
class Router:
    """Finds what a gesture means in a dictionary: a Bolt listener each would cost more than the rest of a request."""

    database: Database
    guard: Guard
    slack_of: Callable[[WorkspaceId], Slack]
    default_workspace: Callable[[WorkspaceId], Workspace]
    clock: Callable[[], datetime]
    afterwards: Executor
    refreshed: Callable[[Visit], Redraw | None]
    committed: Callable[[], None]  # something may be out of date in Slack now
    _entrances: dict[tuple[Kind, str], Entrance] = field(default_factory=dict)
    _redrawing: Redrawing = field(default_factory=Redrawing)

    def on_command(self, command: Command, handle: Callable[[Visit, str], Reply]) -> None:
        self._add(Kind.COMMAND, command.name, Entrance(readable, handle))

    def on_action(self, action: Action[D], handle: Callable[[Visit, D], Reply], *, writes: bool = False) -> None:
        self._add(Kind.ACTION, action.id, Entrance(lambda text: decode(action.data, text), handle, writes))

    def on_submit(
        self,
        screen: Screen[D],
        handle: Callable[[Visit, D], Reply],
        *,
        writes: bool = False,
        people: tuple[Field[Any], ...] = (),
    ) -> None:
        entrance = Entrance(lambda text: decode(screen.data, text), handle, writes, people=people)
        self._add(Kind.SUBMISSION, screen.id, entrance)

    def on_type_ahead(self, menu: TypeAhead, handle: Callable[[Visit, str], Reply]) -> None:
        self._add(Kind.TYPE_AHEAD, menu.id, Entrance(readable, handle))

    def on_event(
        self,
        event: Event[D],
        handle: Callable[[Visit, D], Reply],
        *,
        writes: bool = False,
        then: Callable[[], None] | None = None,
    ) -> None:
        self._add(Kind.EVENT, event.id, Entrance(lambda text: decode(event.data, text), handle, writes, then))

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

    def answer(self, workspace_id: WorkspaceId, body: dict[str, Any]) -> BoltResponse:
        """Do what the payload asks; what is acknowledged as done is committed, and shown if Slack is quick."""
        with bound_contextvars(reference=token_hex(4)):
            gesture = self._known(gesture_of(body, workspace_id))
            return self._answered(gesture.workspace, gesture)

    def _known(self, gesture: Gesture) -> Gesture:
        """The gesture; what nobody here has named may be anything, and mustn't go into a log."""
        return gesture if (gesture.kind, gesture.name) in self._entrances else replace(gesture, name="unknown")

    def _answered(self, workspace_id: WorkspaceId, gesture: Gesture) -> BoltResponse:
        start = perf_counter()
        with metrics.gesture(gesture.kind) as measured:
            reply, measured.outcome = self._reply(workspace_id, gesture)
        outcome = measured.outcome
        if outcome == REFUSED or not isinstance(reply, Offer | Correct | Nothing):
            showing = self.afterwards.submit(copy_context().run, self._follow, workspace_id, gesture, reply, outcome)
            shown, _ = wait([showing], max(0.0, min(SHOWN_WITHIN, start + ANSWERED_WITHIN - perf_counter())))
            if gesture.kind is Kind.COMMAND and isinstance(reply, Show):
                reply = reply if shown and showing.result() else Say(NOT_OPENED if shown else SLOW)
        log.info("answered", kind=gesture.kind, gesture=gesture.name, outcome=outcome, ms=_ms_since(start))
        return acknowledgement(gesture, reply)

    def _reply(self, workspace_id: WorkspaceId, gesture: Gesture) -> tuple[Reply, str]:
        """The handler's reply, or in words that it is refused or has failed; and which of these it is."""
        if gesture.kind is Kind.OTHER:
            return Nothing(), DONE
        try:
            return self._handled(workspace_id, gesture), DONE
        except NotAcceptable as wrong:
            is_form = gesture.kind is Kind.SUBMISSION
            return (Correct(wrong.fields) if is_form else refusal(gesture, str(wrong))), REFUSED
        except (Refusal, Unreadable) as said:
            will_pass = isinstance(said, SlackDoesNotAnswer)
            return refusal(gesture, str(said) or OUT_OF_DATE, keeps_form=will_pass), REFUSED
        except UNAVAILABLE as error:
            return refusal(gesture, without_database(gesture, error), keeps_form=True), FAILED
        except Exception as error:  # noqa: BLE001 - the last place where the person can still be told
            return refusal(gesture, OURS.format(log_failure(gesture, error)), keeps_form=True), FAILED

    def _handled(self, workspace_id: WorkspaceId, gesture: Gesture) -> Reply:
        entrance, start = self._entrances.get((gesture.kind, gesture.name)), perf_counter()
        if entrance is None:
            raise Unreadable
        member = self.guard.admit(workspace_id, gesture.person, gesture.team_of_person)
        data = entrance.read(gesture.data)
        self._look_up(workspace_id, gesture, entrance.people, start + ASKING_ENDS)
        left = _patience(gesture) - (perf_counter() - start)  # a Slack that is slow has taken some
        with self.database.writing(left) if entrance.writes else self.database.reading(left) as connection:
            reply = entrance.handle(self._visit(connection, workspace_id, member, gesture), data)
        if entrance.writes:
            self.committed()
        if entrance.then:
            entrance.then()
        return reply

    def _look_up(
        self, workspace_id: WorkspaceId, gesture: Gesture, names: tuple[Field[Any], ...], until: float
    ) -> None:
        """Have Slack say, as far as there is time, who the people are that a form names: rules decide by it."""
        for name in names:
            value = Values(gesture.on.state).get(name) or ()
            people = value if isinstance(value, tuple) else (value,)
            if not self.guard.knows(workspace_id, people, until):
                raise NotAcceptable({name.name: WHO_IS_IT})

    def _visit(self, connection: Connection, workspace_id: WorkspaceId, member: Member, gesture: Gesture) -> Visit:
        records = Records(connection, workspace_id)
        by = person_in(records, member, self.default_workspace(workspace_id))
        return Visit(records, by, self.clock(), gesture.on, _new_id(gesture))

    def _follow(self, workspace_id: WorkspaceId, gesture: Gesture, reply: Reply, outcome: str) -> bool:
        """Show what the reply shows; whether Slack did. Nothing that must happen is done here: that is committed."""
        shown = False
        with _undaunted(gesture):
            slack = self.slack_of(workspace_id)
            shown = follow_up(slack, gesture, reply)
            redraw = redraw_of(reply)
            if outcome == REFUSED and shown:
                redraw = self._behind(workspace_id, gesture)
            if not shown and gesture.kind is Kind.ACTION and not (redraw and redraw.view_id == gesture.on.id):
                say_in_place(slack, gesture, reply, self._unseen(gesture, outcome))
            if redraw:
                drawing = partial(copy_context().run, self._draw, workspace_id, gesture, redraw)
                self._redrawing.draw(redraw.view_id, drawing)
        return shown

    def _unseen(self, gesture: Gesture, outcome: str) -> str:
        """What is said in place of a window that Slack didn't open."""
        is_saved = outcome == DONE and self._entrances[gesture.kind, gesture.name].writes
        return NOT_SHOWN if is_saved else NOT_OPENED

    def _draw(self, workspace_id: WorkspaceId, gesture: Gesture, redraw: Redraw) -> None:
        with _undaunted(gesture):
            with self.database.reading() as connection:
                view = redraw.draw(Records(connection, workspace_id))
            slack = self.slack_of(workspace_id)
            if not draw(slack, gesture, redraw.view_id, view) and redraw.view_id == gesture.on.id:
                say_in_place(slack, gesture, redraw, NOT_SHOWN)

    def _behind(self, workspace_id: WorkspaceId, gesture: Gesture) -> Redraw | None:
        """After a refusal what the person looks at is likely out of date."""
        member = self.guard.admit(workspace_id, gesture.person, gesture.team_of_person)
        if gesture.message.ts:
            self._mark(workspace_id, gesture)
        with self.database.reading() as connection:
            return self.refreshed(self._visit(connection, workspace_id, member, gesture))

    def _mark(self, workspace_id: WorkspaceId, gesture: Gesture) -> None:
        """Have the message drawn anew in which something was pressed."""
        with self.database.writing() as connection:
            Records(connection, workspace_id).mark_posted(gesture.message.channel, gesture.message.ts, self.clock())
        self.committed()


def _patience(gesture: Gesture) -> float:
    """Seconds that a gesture waits for the database, Slack included."""
    return TO_BE_SHOWN if gesture.kind is Kind.ACTION and not gesture.response_url else PATIENCE


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


def _new_id(gesture: Gesture) -> str:
    """The id of what a form creates is the form's own, so that sending it twice creates one."""
    return f"r-{sha256(gesture.on.id.encode()).hexdigest()[:20] if gesture.on.id else token_hex(10)}"


def _ms_since(start: float) -> int:
    return round((perf_counter() - start) * 1000)


class Door(Middleware):
    """Ends Bolt's way of a request: everything that Slack sends goes to the router."""

    def __init__(self, router: Router) -> None:
        self._router = router

    def process(
        self,
        *,
        req: BoltRequest,
        resp: BoltResponse,  # noqa: ARG002 - Bolt's signature
        next: Callable[[], BoltResponse],  # noqa: A002, ARG002 - Bolt's signature
    ) -> BoltResponse:
        return self._router.answer(workspace_of(req.context.team_id), req.body)
