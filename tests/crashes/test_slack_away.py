"""Slack takes clicks and answers nothing of ours: what people do is kept, and said in words within three seconds."""

from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from typing import Any

import pytest
from going import bookings, seconds_of
from practice import linked
from serving import Served, readiness, serving

from playground.person.people import People
from playground.server import Playground
from playground.state.slack import Slack

TROUBLE: dict[str, dict[str, Any]] = {
    "nothing": {"delay": 4.0, "status": 503},
    "429": {"status": 429, "retry_after": 30},
    "503": {"status": 503},
    "cut": {"cut": True},
}


@pytest.fixture
def served(playground: Playground, filled_url: str) -> Iterator[Served]:
    with serving(playground, filled_url) as served:
        yield served


@pytest.fixture
def people(playground: Playground) -> People:
    return People(playground.client)


@contextmanager
def in_trouble(slack: Slack, how: str) -> Iterator[None]:
    slack.spoil("*", times=1000, **TROUBLE[how])
    yield
    slack.faults.clear()


def test_links_and_unlinks_are_kept_whatever_slack_answers(served: Served, people: People, database_url: str) -> None:
    petra = people.person("UPRAC")
    for how in TROUBLE:
        for entry, are_linked in (("Link to package", 4), ("Unlink from package", 3)):
            bookings(petra, "past").row("Bo Lindqvist").choose(entry)
            form = petra.modal_titled(entry)
            with in_trouble(petra.slack, how):
                assert seconds_of(form.submit) < 3, how
                assert readiness(served) == (200, "ready"), how
                assert linked(database_url) == are_linked, how
    assert served.stops() == 0


@pytest.mark.usefixtures("served")
def test_a_command_that_slack_does_not_let_us_show_is_answered_in_words(people: People) -> None:
    petra = people.person("UPRAC")
    for how in TROUBLE:
        bookings(petra, "past").close_all()
        with in_trouble(petra.slack, how):
            assert seconds_of(lambda: petra.command("/bookings")) < 3, how
            petra.sees("Slack is slow at the moment." if how == "nothing" else "Slack took too long to open this.")
        bookings(petra, "past").sees("Bo Lindqvist")


@pytest.mark.usefixtures("served")
def test_who_is_not_known_yet_is_told_in_time(people: People) -> None:
    petra = people.person("UPRAC")
    slack = petra.slack
    bookings(petra, "past")
    for n, how in enumerate(TROUBLE):
        slack.add_person(f"UNEW{n}", "Nora New")
        nora = people.person(f"UNEW{n}")
        with in_trouble(slack, how):
            assert seconds_of(partial(nora.command, "/bookings")) < 3, how
            nora.sees("Slack didn't tell Ribbon who you are. Nothing was changed. Try again in a moment.")
        bookings(nora)


def test_started_while_slack_is_away_it_tells_so_and_goes_on_once_slack_is_there(
    playground: Playground, people: People, database_url: str
) -> None:
    playground.slack.spoil("*", times=1000, **TROUBLE["nothing"])
    with serving(playground, database_url) as served:
        petra = people.person("UPRAC")
        assert seconds_of(lambda: petra.command("/bookings")) < 3
        petra.sees("Slack didn't tell Ribbon who you are.")
        playground.slack.faults.clear()
        petra.command("/bookings")
        petra.modal_titled("Bookings")
        assert served.stops() == 0
