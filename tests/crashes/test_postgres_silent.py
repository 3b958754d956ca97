"""PostgreSQL takes connections and never answers: people have words in time, however many, and all heals by itself."""

import subprocess
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from going import bookings, seconds_of
from practice import linked
from serving import Served, readiness, serving, wait_for
from silent_line import SilentLine, through
from sqlalchemy import make_url, text
from sqlalchemy.exc import OperationalError

from playground.person.people import People, Person
from playground.server import Playground
from playground.to_the_bot import payloads
from playground.to_the_bot.bots import Parcel, Reply
from storage.database import Database, OutcomeUnknown, open_database
from storage.deadlines import answered_by

pytestmark = pytest.mark.on_postgresql("a file of this machine always answers")
IN_TIME = 3.0
AWAY = "Ribbon can't use its database at the moment. Nothing was saved. Try again in a moment."
BUSY = "Ribbon is busy with a large task."


@pytest.fixture
def line(filled_url: str) -> Iterator[SilentLine]:
    folder = make_url(filled_url).query["host"]
    line = SilentLine(Path(str(folder)) / ".s.PGSQL.5432")
    yield line
    line.close()


@pytest.fixture
def url(line: SilentLine, filled_url: str) -> str:
    return through(line, make_url(filled_url))


@pytest.fixture
def served(playground: Playground, url: str) -> Iterator[Served]:
    with serving(playground, url, stdout=subprocess.DEVNULL) as served:  # each refusal is told in the log
        yield served


@pytest.fixture
def petra(playground: Playground) -> Person:
    return People(playground.client).person("UPRAC")


@pytest.fixture
def behind_line(url: str) -> Iterator[Database]:
    database = open_database(url)
    yield database
    database.close()


@pytest.mark.parametrize("at_once", [1, 70])
def test_everybody_has_words_in_time_and_all_heals_by_itself(
    line: SilentLine, served: Served, petra: Person, filled_url: str, at_once: int
) -> None:
    bookings(petra, "past").row("Bo Lindqvist").choose("Link to package")
    form = petra.modal_titled("Link to package")
    with line.silence():
        time.sleep(0.1)
        for _ in range(3):  # as it falls silent, and once that is known
            answers = at_the_same_time(at_once, petra)
            assert [reply.error for reply, _ in answers] == [""] * at_once
            assert {reply.body["text"] for reply, _ in answers if not reply.body["text"].startswith(BUSY)} == {AWAY}
            assert max(seconds for _, seconds in answers) < IN_TIME
        assert seconds_of(form.submit) < IN_TIME
        petra.modal_titled("That didn't work").sees(AWAY)
        assert seconds_of(lambda: readiness(served)) < IN_TIME
        assert readiness(served) == (503, "the database can't be reached: OperationalError")
    wait_for(lambda: readiness(served) == (200, "ready"), "it healing", 10)
    bookings(petra, "past").row("Bo Lindqvist").choose("Link to package")
    petra.modal_titled("Link to package").submit()
    bookings(petra, "past").row("Bo Lindqvist").sees("🎁")
    assert linked(filled_url) == 4


def at_the_same_time(people: int, person: Person) -> list[tuple[Reply, float]]:
    """What each of them is answered to `/bookings`, and after how many seconds."""
    deliveries = person.client.deliveries
    command = payloads.command(person.slack, person.user, person.slack.channels["CGEN"], "/bookings")

    def ask(_: int) -> tuple[Reply, float]:
        begun = time.monotonic()
        return deliveries.bot.take(Parcel("command", command), 10), time.monotonic() - begun

    with ThreadPoolExecutor(people) as threads:
        return list(threads.map(ask, range(people)))


def test_it_ends_in_time_all_the_same(line: SilentLine, served: Served, petra: Person) -> None:
    bookings(petra)
    with line.silence(), ThreadPoolExecutor(1) as meanwhile:
        asking = meanwhile.submit(at_the_same_time, 64, petra)
        time.sleep(0.3)
        assert served.stops() == 0
        asking.result()


def test_one_slow_statement_is_no_silence_and_a_commit_in_vain_has_an_unknown_outcome(
    line: SilentLine, behind_line: Database
) -> None:
    def sleep() -> None:
        with behind_line.reading() as connection:
            connection.execute(text("SELECT pg_sleep(2)"))

    def commit() -> None:
        with behind_line.writing() as connection:
            connection.execute(text("SELECT 1"))
            silence.__enter__()

    assert bounded(sleep, OperationalError, beside=lambda: ask(behind_line)) < 1
    ask(behind_line)
    silence = line.silence()
    assert bounded(commit, OutcomeUnknown) < 1
    assert seconds_of(lambda: refused(behind_line)) < 0.1
    silence.__exit__(None, None, None)


def bounded(deed: Callable[[], None], error: type[Exception], beside: Callable[[], None] = lambda: None) -> float:
    """How long it took to fail that way, where 0.6 seconds are given."""

    def do() -> float:
        begun = time.monotonic()
        with pytest.raises(error), answered_by(time.monotonic() + 0.6):
            deed()
        return time.monotonic() - begun

    with ThreadPoolExecutor(1) as thread:
        doing = thread.submit(do)
        time.sleep(0.2)
        beside()
        return doing.result()


def ask(database: Database) -> None:
    with database.reading() as connection:
        assert connection.execute(text("SELECT 1")).scalar_one() == 1


def refused(database: Database) -> None:
    with pytest.raises(OperationalError), database.reading():
        pass
