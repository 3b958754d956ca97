"""Makes Slack show what storage says: the only sender of messages.

One thread claims what is due in several workspaces, one message each, and paints it; many send, and touch no database;
one notes what became of it.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Protocol

import structlog
from sqlalchemy import Connection
from sqlalchemy.exc import SQLAlchemyError

from bot.background.delivery import Delivery
from bot.background.painting import Painted, paint
from bot.background.schedule import Schedule
from bot.background.taking_back import TakingBack
from bot.logs import about
from bot.slack.installations import Installations, NotInstalled
from domain.values.ids import WorkspaceId
from domain.values.people import Workspace
from storage.database import Database, DatabaseBusy
from storage.due import Held, Next
from storage.outbox.backlog import unknown_kinds
from storage.outbox.claiming import ClaimedMessage, any_waits, claim, next_moment, next_to_send
from storage.outbox.posting import try_later
from storage.outbox.take_backs import TakeBack, claim_take_back, next_take_back
from storage.records import RecordsTx
from storage.waking import WorkKind

SENDERS = 32
LEASE = timedelta(seconds=10)  # of a workspace; the message that is sent there has a longer one of its own
FIRST_WAIT, LONGEST_WAIT = timedelta(seconds=2), timedelta(minutes=1)  # where a workspace's Slack doesn't answer
AGAIN = timedelta(seconds=0.5)  # where what seems due can't be taken: somebody else is at it

log = structlog.get_logger()


class Attempt(Protocol):
    """What is done for a workspace now."""

    held: Held
    unreachable: bool  # so that nothing is asked of this workspace's Slack for a while

    def make(self) -> None:
        """Ask Slack, and keep what became of it."""

    def note(self, records: RecordsTx) -> None: ...


@dataclass(eq=False)
class GivenBack:
    """What can't be done in this workspace now, as its token isn't known."""

    held: Held
    claimed: ClaimedMessage | None
    unreachable: bool
    clock: Callable[[], datetime]

    def make(self) -> None:
        """Slack isn't asked for anything."""

    def note(self, records: RecordsTx) -> None:
        if self.claimed:
            doubt, looked_to = self.claimed.in_doubt, self.claimed.looked_to
            try_later(records, self.claimed, due=self.clock(), in_doubt=doubt, looked_to=looked_to)


@dataclass
class Poster:
    database: Database
    installations: Installations
    default_workspace: Callable[[WorkspaceId], Workspace]
    clock: Callable[[], datetime]
    name: str = "poster"
    threads: int = SENDERS
    _schedule: Schedule = field(init=False)
    _has_looked: bool = False

    def __post_init__(self) -> None:
        only, waits = self.installations.only, (FIRST_WAIT, LONGEST_WAIT)
        self._schedule = Schedule(WorkKind.MESSAGES, self.database, only, self.clock, LEASE, *waits)

    def seconds_until_due(self) -> float | None:
        self._warn_once()
        return self._schedule.seconds_until_due()

    def take(self, most: int) -> list[Attempt]:
        """In each of so many workspaces a message that is out of date, or else one that must go."""
        held, claimed = self._held(most)
        while held and not claimed:  # nothing may be sent there yet
            held, claimed = self._held(most)
        attempts = [self._attempt(one, unsent) for one, unsent in claimed.items()]
        self._paint([one for one in attempts if isinstance(one, Delivery)])
        return attempts

    def _held(self, most: int) -> tuple[list[Held], dict[Held, ClaimedMessage | TakeBack]]:
        with self.database.writing() as connection:
            held = self._schedule.hold(connection, most)
            claimed = self._claimed(connection, held)
            idle = [one for one in held if one not in claimed]
            self._schedule.let_go(connection, idle, lambda one: self._later(RecordsTx(connection, one.workspace)))
        return held, claimed

    def do(self, attempt: Attempt) -> None:
        attempt.make()

    def note(self, attempts: list[Attempt]) -> None:
        by_workspace = {one.held: one for one in sorted(attempts, key=lambda one: one.held.workspace)}
        with self.database.writing() as connection:
            for held, attempt in by_workspace.items():
                attempt.note(RecordsTx(connection, held.workspace))
            self._schedule.let_go(
                connection,
                by_workspace,
                lambda held: self._next(RecordsTx(connection, held.workspace), by_workspace[held]),
            )

    def _claimed(self, connection: Connection, held: list[Held]) -> dict[Held, ClaimedMessage | TakeBack]:
        now, records = self.clock(), {one: RecordsTx(connection, one.workspace) for one in held}
        found = {one.workspace: row for one in held if (row := next_to_send(records[one], now)) is not None}
        messages = claim(connection, found, now, held[0].lease) if held else {}
        unsent = {one: messages.get(one.workspace) or claim_take_back(records[one], now) for one in held}
        return {one: it for one, it in unsent.items() if it is not None}

    def _later(self, records: RecordsTx) -> Next:
        """When something may be sent, where nothing may be now."""
        now = self.clock()
        moments = [moment for moment in (next_moment(records, now), next_take_back(records)) if moment]
        return Next(max(min(moments), now + AGAIN) if moments else None)

    def _next(self, records: RecordsTx, attempt: Attempt) -> Next:
        if attempt.unreachable:
            return self._schedule.after_trouble(attempt.held)
        if isinstance(attempt, GivenBack):
            return Next(None)  # until Ribbon is installed again
        return Next(self.clock() if any_waits(records) or next_take_back(records) else None)

    def _attempt(self, held: Held, unsent: ClaimedMessage | TakeBack) -> Attempt:
        claimed = unsent if isinstance(unsent, ClaimedMessage) else None
        try:
            slack = self.installations.slack_of(held.workspace)
            slack_url = self.installations.slack_url(held.workspace)
        except NotInstalled:
            return GivenBack(held, claimed, unreachable=False, clock=self.clock)
        except Exception as error:  # noqa: BLE001 - the others are to be sent all the same
            log.warning("it isn't known whose token this is", workspace=held.workspace, **about(error))
            return GivenBack(held, claimed, unreachable=True, clock=self.clock)
        default = self.default_workspace(held.workspace)
        if isinstance(unsent, TakeBack):
            return TakingBack(held, unsent, slack, default, self.clock)
        return Delivery(held, unsent, slack, slack_url, default, self.clock)

    def _paint(self, deliveries: list[Delivery]) -> None:
        """All in one transaction; each in its own, where a statement for one of them fails."""
        try:
            with self.database.reading() as connection:
                for delivery in deliveries:
                    delivery.painted = _painted(connection, delivery)
        except (SQLAlchemyError, DatabaseBusy):
            for delivery in deliveries:
                self._paint_alone(delivery)

    def _paint_alone(self, delivery: Delivery) -> None:
        try:
            with self.database.reading() as connection:
                delivery.painted = _painted(connection, delivery)
        except (SQLAlchemyError, DatabaseBusy) as error:
            delivery.painted = error

    def _warn_once(self) -> None:
        """Say which messages are left to the newer release that kept them."""
        if self._has_looked:
            return
        with self.database.reading() as connection:
            kinds = unknown_kinds(connection)
        self._has_looked = True
        if kinds:
            log.warning("messages of kinds that this version doesn't know are left alone", kinds=kinds)


def _painted(connection: Connection, delivery: Delivery) -> Painted | Exception | None:
    try:
        records = RecordsTx(connection, delivery.held.workspace)
        return paint(records, delivery.default, delivery.message, delivery.slack_url, delivery.clock())
    except (SQLAlchemyError, DatabaseBusy):
        raise
    except Exception as error:  # noqa: BLE001 - the others are painted all the same
        return error
