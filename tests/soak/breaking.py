"""Ribbon with one order turned round, so that it can be seen whether a death in between is noticed."""

from contextvars import ContextVar
from typing import Any

from sqlalchemy import Connection

from bot.background.delivery import Delivery
from bot.background.poster import Attempt, Poster, _painted
from bot.door.router import Router
from bot.gestures.payloads import Gesture
from bot.gestures.replies import Reply
from storage.due import Held
from storage.outbox.claiming import ClaimedMessage
from storage.outbox.take_backs import TakeBack
from storage.records import RecordsTx


def posts_before_it_is_noted() -> None:
    """What is to be sent is sent before it is committed that it may have been."""
    claimed_, attempt_ = Poster._claimed, Poster._attempt  # noqa: SLF001 - to break it
    sent: dict[Held, Attempt] = {}

    def claimed(self: Poster, connection: Connection, held: list[Held]) -> dict[Held, ClaimedMessage | TakeBack]:
        found = claimed_(self, connection, held)
        for one, unsent in found.items():
            sent[one] = attempt_(self, one, unsent)
            if isinstance(delivery := sent[one], Delivery):
                delivery.painted = _painted(connection, delivery)
            sent[one].make()
        return found

    Poster._claimed = claimed  # type: ignore[method-assign]  # noqa: SLF001
    Poster._attempt = lambda _self, held, _unsent: sent.pop(held)  # type: ignore[assignment,method-assign]  # noqa: SLF001
    Poster.do = lambda _self, _attempt: None  # type: ignore[assignment,method-assign]


def keeps_messages_after_the_change() -> None:
    """What is to be said of a change is kept in a transaction of its own, after the change's."""
    mark, handled_ = RecordsTx.mark, Router._handled  # noqa: SLF001 - to break it
    to_mark: ContextVar[list[Any]] = ContextVar("to_mark")

    def handled(self: Router, gesture: Gesture) -> Reply:
        later: list[Any] = []
        to_mark.set(later)
        reply = handled_(self, gesture)
        with self.database.writing() as connection:
            for arguments in later:
                mark(RecordsTx(connection, gesture.workspace), *arguments)
        return reply

    Router._handled = handled  # type: ignore[method-assign]  # noqa: SLF001
    RecordsTx.mark = lambda _self, *arguments: to_mark.get().append(arguments)
