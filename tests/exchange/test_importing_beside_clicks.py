"""Imports while people click on the same packages and sessions: it comes to its end, and the history is true."""

from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from datetime import timedelta
from time import monotonic
from typing import Any

import pytest
from importing_practice import MANAGER, NOW, Practice, session, sessions
from sqlalchemy import event, text

from domain.linking import link_session
from domain.values.history import Entry
from domain.values.ids import PackageId, SessionId
from storage.database import DatabaseBusy
from storage.exchange.importing import import_files
from storage.exchange.reading import GivenFile

pytestmark = pytest.mark.on_postgresql("nobody else writes to a file while an import does")

P1, X = PackageId("p1"), SessionId("x")
A_BATCH = [session(f"s{n:04}") for n in range(1000)]
WAITING = text("SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'")


def take(practice: Practice, rows: str, after_a_batch: Callable[[], None]) -> None:
    """Import the sessions; something is done once, when the first thousand are written."""
    acts = [after_a_batch]

    def progress(_file: GivenFile, _rows: int) -> None:
        if acts:
            acts.pop()()

    with practice.records() as records:
        import_files(records, [GivenFile.of("sessions.csv", rows.encode())], NOW, print, progress)


def link(practice: Practice) -> None:
    """Somebody links x to p1, a minute after the import has begun."""
    with practice.records() as records:
        link_session(records, MANAGER, NOW + timedelta(minutes=1), X, P1)


def steps(entries: list[Entry]) -> list[tuple[int, int]]:
    return [entry.remaining for entry in entries if entry.service_id == "follow" and entry.remaining]


def wait_until(practice: Practice, waiting: int) -> None:
    """Until so many transactions wait for somebody's lock."""
    end, found = monotonic() + 10, 0
    while found != waiting:
        assert monotonic() < end
        with practice.database.reading() as connection:
            found = connection.execute(WAITING).scalar_one()


@pytest.fixture
def booked(open_practice: Practice) -> Practice:
    """Session x is booked, and y from p1."""
    open_practice.take(sessions=sessions(session("x"), session("y", package="p1")))
    return open_practice


def test_clicks_that_wait_for_an_import_do_not_end_it(booked: Practice) -> None:
    clicks: list[Future[None]] = []
    with ThreadPoolExecutor(2) as threads:

        def click_twice() -> None:
            for n in (1, 2):
                clicks.append(threads.submit(link, booked))
                wait_until(booked, n)

        first, then = session("x", payment="paid"), session("y", package="p1", confirmation="cancelled")
        take(booked, sessions(first, *A_BATCH[1:], then), click_twice)

    assert booked.session("y").confirmation == "cancelled"
    assert isinstance(clicks[0].exception(), DatabaseBusy)
    linked = sum(click.exception() is None for click in clicks)
    assert booked.counts()["follow"] == (10, 10 - linked)


def test_what_an_import_changes_after_a_click_comes_after_it_in_the_history(booked: Practice) -> None:
    cancelled = session("y", package="p1", confirmation="cancelled")

    take(booked, sessions(*A_BATCH, cancelled), lambda: link(booked))

    linked, changed = booked.history()[-2:]
    assert (linked.event, changed.event) == ("linked", "session_changed")
    assert steps([linked, changed]) == [(9, 8), (8, 9)]


def test_a_link_made_between_a_look_at_a_session_and_its_lock_is_counted(booked: Practice) -> None:
    clicks = [link]

    def before(_connection: Any, _cursor: Any, statement: str, *_: Any) -> None:
        if clicks and "FROM session" in statement and "FOR UPDATE" in statement:
            clicks.pop()(booked)

    event.listen(booked.database.engine, "before_cursor_execute", before)
    booked.take(sessions=sessions(session("x", confirmation="cancelled")))

    linked, changed = booked.history()[-2:]
    assert (linked.event, changed.event) == ("linked", "session_changed")
    assert steps([linked, changed]) == [(9, 8), (8, 9)]
