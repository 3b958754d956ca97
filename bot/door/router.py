"""The one door: who is it, decode, transaction, handler, commit, and only then the acknowledgement."""

from collections.abc import Callable
from concurrent.futures import Executor, wait
from contextvars import copy_context
from dataclasses import dataclass, replace
from datetime import datetime
from functools import partial
from hashlib import sha256
from secrets import token_hex
from time import perf_counter

import structlog
from slack_bolt import BoltRequest, BoltResponse
from slack_bolt.middleware import Middleware
from slack_sdk.models.views import View
from sqlalchemy import Connection
from structlog.contextvars import bound_contextvars

from bot import metrics, screens
from bot.door.answering import acknowledgement, refusal
from bot.door.apologies import OURS, SLOW, WHO_IS_IT, in_words, log_failure, without_database
from bot.door.entrances import Entrance, Entrances
from bot.door.guard import Guard, SlackDoesNotAnswer, SlackRefuses, person_in
from bot.door.showing import Showing
from bot.gestures.forms import block_of, errors_on
from bot.gestures.payloads import Gesture, Kind, gesture_of, workspace_of
from bot.gestures.replies import Correct, Nothing, Offer, Reply, Say, Show
from bot.gestures.visit import Visit
from bot.gestures.wire import Unreadable, Unstorable, Values
from bot.slack.calls import Slack
from domain.values.fields import Entered, NotAcceptable
from domain.values.ids import OWN, WorkspaceId
from domain.values.people import Workspace
from domain.values.refusal import Refusal
from storage.connections import PATIENCE
from storage.database import UNAVAILABLE, Database
from storage.people import Member
from storage.records import RecordsTx

log = structlog.get_logger()

SHOWN_WITHIN = 1.0  # seconds that an acknowledgement waits for what it shows
ASKING_ENDS = 0.6  # seconds after which Slack isn't asked of anybody more, so that there is time left to save
TO_BE_SHOWN = 1.5  # seconds: words after a press in a view take a window, and its trigger lives 3 from the press
ANSWERED_WITHIN = 2.6  # seconds; Slack gives an acknowledgement 3 in all
DONE, REFUSED, FAILED = "done", "refused", "failed"


@dataclass
class Router(Entrances, Middleware):
    """Ends Bolt's way of a request, and finds what a gesture means in a dictionary.

    A Bolt listener for each would cost more than the rest of a request.
    """

    database: Database
    guard: Guard
    slack_of: Callable[[WorkspaceId], Slack]
    default_workspace: Callable[[WorkspaceId], Workspace]
    clock: Callable[[], datetime]
    afterwards: Executor
    committed: Callable[[], None]  # something may be out of date in Slack now

    def __post_init__(self) -> None:
        self._showing = Showing(self.slack_of, self._look, self._mark)

    def process(
        self,
        *,
        req: BoltRequest,
        resp: BoltResponse,  # noqa: ARG002 - Bolt's signature
        next: Callable[[], BoltResponse],  # noqa: A002, ARG002 - Bolt's signature
    ) -> BoltResponse:
        """Do what the payload asks; what is acknowledged as done is committed, and shown if Slack is quick."""
        with bound_contextvars(reference=token_hex(4)):
            gesture = self._known(gesture_of(req.body, workspace_of(req.context.team_id)))
            start = perf_counter()
            with metrics.gesture(gesture.kind) as measured:
                reply, measured.outcome = self._reply(gesture)
            outcome = measured.outcome
            if outcome == REFUSED or not isinstance(reply, Offer | Correct | Nothing):
                reply = self._shown(gesture, reply, outcome, start + ANSWERED_WITHIN)
            log.info("answered", kind=gesture.kind, gesture=gesture.name, outcome=outcome, ms=_ms_since(start))
            return acknowledgement(gesture, reply)

    def _known(self, gesture: Gesture) -> Gesture:
        """The gesture; what nobody here has named may be anything, and mustn't go into a log."""
        return gesture if (gesture.kind, gesture.name) in self._entrances else replace(gesture, name="unknown")

    def _shown(self, gesture: Gesture, reply: Reply, outcome: str, until: float) -> Reply:
        """The reply, shown as far as Slack is quick; to a command that Slack shows nothing of, words."""
        is_saved = outcome == DONE and self._entrances[gesture.kind, gesture.name].writes
        show = partial(self._showing.show, gesture, reply, refused=outcome == REFUSED, saved=is_saved)
        showing = self.afterwards.submit(copy_context().run, show)
        shown, _ = wait([showing], max(0.0, min(SHOWN_WITHIN, until - perf_counter())))
        if gesture.kind is Kind.COMMAND and isinstance(reply, Show):
            instead = showing.result() if shown else SLOW
            return Say(instead) if instead else reply
        return reply

    def _reply(self, gesture: Gesture) -> tuple[Reply, str]:
        """The handler's reply, or in words that it is refused or has failed; and which of these it is."""
        if gesture.kind is Kind.OTHER:
            return Nothing(), DONE
        try:
            return self._handled(gesture), DONE
        except (NotAcceptable, Unstorable) as wrong:
            errors = _at_fields(gesture, wrong) if gesture.kind is Kind.SUBMISSION else None
            return (Correct(errors) if errors else self._refusal(gesture, str(wrong))), REFUSED
        except (Refusal, Unreadable) as said:
            of_slack = isinstance(said, SlackDoesNotAnswer | SlackRefuses)
            return self._refusal(gesture, in_words(gesture, said), keeps_form=of_slack), REFUSED
        except UNAVAILABLE as error:
            return self._refusal(gesture, without_database(gesture, error), keeps_form=True), FAILED
        except Exception as error:  # noqa: BLE001 - the last place where the person can still be told
            return self._refusal(gesture, OURS.format(log_failure(gesture, error)), keeps_form=True), FAILED

    def _refusal(self, gesture: Gesture, text: str, *, keeps_form: bool = False) -> Reply:
        entrance = self._entrances.get((gesture.kind, gesture.name))
        refuse = entrance.refuse if entrance else None
        return refuse(gesture, text) if refuse else refusal(gesture, text, keeps_form=keeps_form)

    def _handled(self, gesture: Gesture) -> Reply:
        entrance, start = self._entrances.get((gesture.kind, gesture.name)), perf_counter()
        if entrance is None:
            raise Unreadable
        member = self.guard.admit(gesture.workspace, gesture.person, gesture.team_of_person)
        data = entrance.read(gesture.data)
        self._look_up(gesture, entrance.people, start + ASKING_ENDS)
        left = _patience(gesture) - (perf_counter() - start)  # a Slack that is slow has taken some
        with self.database.writing(left) if entrance.writes else self.database.reading(left) as connection:
            reply = entrance.handle(self._visit(connection, member, gesture, entrance), data)
        if entrance.writes:
            self.committed()
        if entrance.then:
            entrance.then()
        return reply

    def _look_up(self, gesture: Gesture, fields: tuple[Entered, ...], until: float) -> None:
        """Have Slack say, as far as there is time, who the people are that a form names: rules decide by it."""
        for chosen_by in fields:
            block = block_of(gesture.name, chosen_by)
            value = (Values(gesture.on.state).get(block) if block else None) or ()
            people = value if isinstance(value, tuple) else (value,)
            if not self.guard.knows(gesture.workspace, people, until):
                raise NotAcceptable({chosen_by: WHO_IS_IT})

    def _visit(
        self, connection: Connection, member: Member, gesture: Gesture, entrance: Entrance | None = None
    ) -> Visit:
        """What is changed is so by settings that nobody changes meanwhile."""
        records, default = RecordsTx(connection, gesture.workspace), self.default_workspace(gesture.workspace)
        if entrance and entrance.writes:
            workspace = records.hold_workspace(default, alone=entrance.alone)
        else:
            workspace = records.find_workspace(default)
        by = person_in(records, member, workspace, default)
        return Visit(records, by, self.clock(), gesture.on, _new_id(gesture))

    def _look(self, gesture: Gesture) -> View:
        """What is on screen, with what is stored now."""
        member = self.guard.admit(gesture.workspace, gesture.person, gesture.team_of_person)
        with self.database.reading() as connection:
            return screens.again(self._visit(connection, member, gesture))

    def _mark(self, gesture: Gesture) -> None:
        """Have the message drawn anew in which something was pressed, by somebody who may."""
        self.guard.admit(gesture.workspace, gesture.person, gesture.team_of_person)
        with self.database.writing() as connection:
            records, message = RecordsTx(connection, gesture.workspace), gesture.message
            records.mark_posted(message.channel, message.ts, self.clock())
        self.committed()


def _at_fields(form: Gesture, wrong: NotAcceptable | Unstorable) -> dict[str, str] | None:
    """What to show at which fields of the form; None where it doesn't have them all."""
    return {wrong.field: str(wrong)} if isinstance(wrong, Unstorable) else errors_on(form.name, wrong.fields)


def _patience(gesture: Gesture) -> float:
    """Seconds that a gesture waits for the database, Slack included."""
    return TO_BE_SHOWN if gesture.kind is Kind.ACTION and not gesture.response_url else PATIENCE


def _new_id(gesture: Gesture) -> str:
    """The id of what a form creates is the form's own, so that sending it twice creates one."""
    return f"{OWN}{sha256(gesture.on.id.encode()).hexdigest()[:20] if gesture.on.id else token_hex(10)}"


def _ms_since(start: float) -> int:
    return round((perf_counter() - start) * 1000)
