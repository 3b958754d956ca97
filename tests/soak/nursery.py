"""Where processes of Ribbon's begin in a hundredth of a second: all is loaded there once, and each is a fork of it."""

import gc
import logging
import multiprocessing
import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from multiprocessing.connection import Client, Connection, Listener
from typing import Any

import structlog
from dying import DIED, Life, Order, Points, live
from haste import open_in_haste
from sqlalchemy import Engine

from bot.door import router
from bot.slack import client

SPAWN = multiprocessing.get_context("spawn")  # a fork would have the threads' locks of whoever begins it
ENDED = 0
A_MINUTE = 60.0


class Died(Exception):  # noqa: N818 - what happened to it
    """The process ended where it was told to."""


def _keep(orders: Connection, address: str, url: str) -> None:
    """Begin a process for each life that is ordered, one after the other, and say how each ended."""
    _be_patient()
    logging.disable()
    structlog.configure(logger_factory=structlog.ReturnLoggerFactory())
    database, points = open_in_haste(url), Points()
    points.counts(database.engine)
    database.close()
    while (life := orders.recv()) is not None:
        if life.is_first and not life.breaking:  # here, so that those that come after it know the statements
            with Client(address, "AF_UNIX") as line:
                live(life, line, database.engine, points)
            gc.freeze()
            gc.disable()  # they don't live long, and would look at every page of what they were forked from
            orders.send(ENDED)
        else:
            orders.send(_lived_apart(life, address, database.engine, points))


def _be_patient() -> None:
    """However busy the machine is, which points there are must not hang on who had to wait too long."""
    client.TIMEOUT = client.ASKED_WITHIN = A_MINUTE
    router.SHOWN_WITHIN = router.ANSWERED_WITHIN = router.ASKING_ENDS = router.TO_BE_SHOWN = A_MINUTE
    router._patience = lambda gesture: A_MINUTE  # noqa: ARG005, SLF001 - see above


def _lived_apart(life: Life, address: str, engine: Engine, points: Points) -> int:
    process = os.fork()
    if not process:
        try:
            if life.breaking:
                life.breaking()
            with Client(address, "AF_UNIX") as line:
                live(life, line, engine, points)
        finally:
            os._exit(ENDED)
    return os.waitstatus_to_exitcode(os.waitpid(process, 0)[1])


@dataclass
class Process:
    """One that lives: it takes orders until it dies."""

    _line: Connection
    _nursery: Connection

    def does(self, order: Order) -> Any:
        """Its answer. Raises Died where none comes."""
        try:
            self._line.send(order)
            return self._line.recv()
        except (EOFError, OSError):
            raise Died from None

    def ends(self) -> list[str]:
        """All points that it has passed."""
        try:
            self._line.send(None)
            passed: list[str] = self._line.recv()
        except (EOFError, OSError):
            raise Died from None
        return passed


@dataclass
class Nursery:
    _orders: Connection
    _listener: Listener

    @contextmanager
    def begun(self, life: Life) -> Iterator[Process]:
        """A process until it has ended, in one way or the other."""
        self._orders.send(life)
        with self._listener.accept() as line:
            yield Process(line, self._orders)
        status = self._orders.recv()
        assert status in (ENDED, DIED), f"a process ended with {status}"


@contextmanager
def nursery(url: str) -> Iterator[Nursery]:
    """For processes with this database."""
    orders, theirs = SPAWN.Pipe()
    with Listener(family="AF_UNIX") as listener:
        keeper = SPAWN.Process(target=_keep, args=(theirs, listener.address, url), daemon=True)
        keeper.start()
        theirs.close()
        yield Nursery(orders, listener)
        orders.send(None)
        keeper.join()
