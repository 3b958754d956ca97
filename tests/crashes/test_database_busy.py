"""Somebody else writes into the database for long: people are told so within Slack's three seconds."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from going import bookings, seconds_of
from holding import another_writer
from serving import readiness, serving
from sqlalchemy import text

from playground.person.people import People
from playground.server import Playground
from storage.database import Database, DatabaseBusy, open_database
from storage.slots import AT_ONCE

BUSY = "Ribbon is busy with a large task. Nothing was saved. Try again in a moment."


def test_who_is_new_to_this_process_is_answered_in_time_and_all_works_afterwards(
    playground: Playground, filled_url: str
) -> None:
    people = People(playground.client)
    petra = people.person("UPRAC")
    with serving(playground, filled_url):
        bookings(petra, "past").row("Bo Lindqvist").choose("Link to package")
        form = petra.modal_titled("Link to package")
    slack = playground.slack
    with serving(playground, filled_url) as served:
        slack.wait(lambda: len(slack.calls_of("users.list")) == 2, lambda: "it makes no round")
        slack.add_person("UNEW", "Nora New")
        nora = people.person("UNEW")
        slack.spoil("users.info", delay=1.0)
        with another_writer(filled_url):
            assert seconds_of(form.submit) < 3
            petra.modal_titled("That didn't work").sees(BUSY)
            assert seconds_of(lambda: nora.command("/bookings")) < 3
            nora.modal_titled("Bookings")
            assert readiness(served) == (200, "ready")

        bookings(petra, "past").row("Bo Lindqvist").choose("Link to package")
        petra.modal_titled("Link to package").submit()
        bookings(petra, "past").row("Bo Lindqvist").sees("🎁")
        bookings(nora)
        assert served.stops() == 0
    assert "UNEW" in remembered(filled_url)


def remembered(url: str) -> set[str]:
    database = open_database(url)
    with database.reading() as connection:
        people = set(connection.execute(text("SELECT id FROM person")).scalars())
    database.close()
    return people


def test_a_transaction_waits_no_longer_than_it_is_told_to(database: Database, database_url: str) -> None:
    def write() -> None:
        with pytest.raises(DatabaseBusy), database.writing(0.2) as connection:
            connection.execute(text("DELETE FROM person"))

    with another_writer(database_url):
        assert seconds_of(write) < 1.5
    with database.writing() as connection:
        connection.execute(text("DELETE FROM person"))


@pytest.mark.on_sqlite("only who works with a file takes a slot")
def test_lists_are_read_while_all_whose_turn_it_is_wait_for_another_process(
    database: Database, database_url: str
) -> None:
    def write() -> None:
        with pytest.raises(DatabaseBusy), database.writing():
            pass

    def read() -> None:
        with database.reading() as connection:
            connection.execute(text("SELECT count(*) FROM session"))

    with another_writer(database_url), ThreadPoolExecutor(AT_ONCE) as writers:
        waiting = [writers.submit(write) for _ in range(AT_ONCE)]
        assert seconds_of(read) < 1.8  # and they wait for two
    for each in waiting:
        each.result()


def test_and_the_next_one_on_its_connection_is_as_patient_as_ever(database: Database) -> None:
    with database.writing(0.2):
        pass
    how_long, two_seconds = ("PRAGMA busy_timeout", 2000) if database.is_sqlite else ("SHOW lock_timeout", "2s")
    with database.reading() as connection:
        assert connection.execute(text(how_long)).scalar_one() == two_seconds
