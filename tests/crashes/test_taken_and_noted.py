"""A process dies or freezes between taking messages, sending them and noting what became of them."""

from threading import Event

import pytest
from office import Office
from sqlalchemy import text

from bot.background.poster import LEASE, Attempt, Poster
from bot.background.thread import until_noted
from storage.database import Database
from storage.outbox.claiming import LEASE as LEASE_OF_A_MESSAGE

OF_A_WORKSPACE, OF_A_MESSAGE = LEASE.total_seconds(), LEASE_OF_A_MESSAGE.total_seconds()


def taken(office: Office) -> tuple[Poster, list[Attempt]]:
    """What the process of now takes, of whose poster nothing else is heard any more."""
    poster = office.posting.posters[-1]
    assert poster.seconds_until_due() == 0.0
    attempts = poster.take(8)
    assert len(attempts) == 1  # one at a time in a workspace
    return poster, attempts


def sent(office: Office) -> tuple[Poster, list[Attempt]]:
    poster, attempts = taken(office)
    for attempt in attempts:
        poster.do(attempt)
    return poster, attempts


def notes(poster: Poster, attempts: list[Attempt]) -> None:
    until_noted(poster, attempts, Event())


def another_goes_on(office: Office, seconds: float = OF_A_MESSAGE + 1) -> None:
    office.starts()
    office.posting.goes_on(seconds=seconds)
    office.posting.catches_up()


def test_it_dies_between_taking_and_sending(office: Office) -> None:
    office.asks()
    office.asks()
    taken(office)
    another_goes_on(office)
    office.shows_each_once(2)


def test_it_dies_between_sending_and_noting(office: Office) -> None:
    office.asks()
    office.asks()
    sent(office)
    assert len(office.top()) == 1
    another_goes_on(office)
    office.shows_each_once(2)


def test_it_dies_with_each_of_its_messages_sent_and_not_noted(office: Office) -> None:
    asked = office.asks()
    for _ in range(2):  # request and card
        sent(office)
        office.starts()
        office.posting.goes_on(seconds=OF_A_MESSAGE + 1)
    office.posting.catches_up()
    office.shows_each_once(1)
    office.declines(asked)
    for _ in range(3):  # both are painted anew, and who asked is told
        sent(office)
        office.starts()
        office.posting.goes_on(seconds=OF_A_MESSAGE + 1)
    office.posting.catches_up()
    office.shows_each_once(1)
    assert len(office.words("UPRAC")) == 1


@pytest.mark.on_postgresql("on SQLite one process works with the file, and waits for no lease")
def test_what_else_waits_in_the_workspace_goes_on_before_the_message_does(office: Office) -> None:
    first = office.asks()
    office.posting.catches_up()
    office.declines(first)  # a word to who asked, and two messages to be changed
    sent(office)
    office.starts()
    office.posting.goes_on(seconds=OF_A_WORKSPACE)
    office.posting.runs(5)
    assert office.posting.behind() == 1
    office.posting.goes_on(seconds=OF_A_MESSAGE)
    office.posting.catches_up()
    office.shows_each_once(1)


@pytest.mark.on_sqlite("on PostgreSQL another process may hold the lease")
def test_on_sqlite_a_new_process_waits_for_no_lease_of_a_workspace_as_it_is_alone(office: Office) -> None:
    first = office.asks()
    office.posting.catches_up()
    office.declines(first)
    sent(office)
    office.starts()
    office.posting.runs(5)
    assert office.posting.behind() == 1


def test_who_froze_between_taking_and_sending_sends_nothing_any_more(office: Office) -> None:
    office.asks()
    frozen, attempts = taken(office)
    another_goes_on(office)
    posts = len(office.slack.calls_of("chat.postMessage"))
    for attempt in attempts:
        frozen.do(attempt)
    notes(frozen, attempts)
    office.posting.catches_up()
    assert len(office.slack.calls_of("chat.postMessage")) == posts
    office.shows_each_once(1)


def test_who_froze_between_sending_and_noting_finds_that_another_has_noted_it(office: Office) -> None:
    office.asks()
    frozen, attempts = sent(office)
    another_goes_on(office)
    notes(frozen, attempts)
    office.posting.catches_up()
    office.shows_each_once(1)


@pytest.mark.usefixtures("without_history")
def test_who_froze_and_posted_beside_another_takes_its_own_back(office: Office) -> None:
    office.asks()
    frozen, attempts = sent(office)
    office.starts()
    office.posting.goes_on(seconds=OF_A_MESSAGE + 1)
    office.posting.shows_one()
    assert len(office.top()) == 2  # nobody may look whether it is there
    notes(frozen, attempts)
    office.posting.catches_up()
    office.shows_each_once(1)


def test_what_is_marked_while_it_is_sent_is_shown_though_its_note_was_lost_and_came_late(office: Office) -> None:
    asked = office.asks()
    office.posting.catches_up()
    office.declines(asked)
    frozen, attempts = sent(office)
    office.asks()
    another_goes_on(office)
    notes(frozen, attempts)
    office.posting.catches_up()
    office.shows_each_once(2)
    assert len(office.words("UPRAC")) == 1


def test_who_notes_what_is_due_at_no_time_any_more_has_it_looked_at(office: Office, database: Database) -> None:
    office.asks()
    poster, attempts = sent(office)
    with database.writing() as connection:
        connection.execute(text("DELETE FROM due"))
    notes(poster, attempts)
    office.posting.catches_up()
    office.shows_each_once(1)
