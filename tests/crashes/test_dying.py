"""A process dies, or freezes and wakes too late: nothing is lost and nothing is there twice."""

from collections.abc import Callable
from threading import Event, Thread
from typing import Any

import pytest
from office import Office
from sqlalchemy import event

from bot.slack.calls import Slack
from storage.database import Database

LEASE = 31.0  # seconds after which another poster takes over


class Died(BaseException):
    """The process ended here."""


def dies_at(monkeypatch: pytest.MonkeyPatch, deed: str, *, when: str) -> None:
    """The next time that Slack is asked for this the process ends, before or after Slack has done it."""
    interrupts(monkeypatch, deed, _die, when=when)


def _die() -> None:
    raise Died


def interrupts(monkeypatch: pytest.MonkeyPatch, deed: str, meanwhile: Callable[[], None], *, when: str) -> None:
    """The next time that Slack is asked for this something else happens first, or before the answer is noted."""
    real: Callable[..., Any] = getattr(Slack, deed)
    over = Event()

    def once(*args: Any, **kwargs: Any) -> Any:
        if over.is_set():
            return real(*args, **kwargs)
        over.set()
        if when == "before":
            meanwhile()
            return real(*args, **kwargs)
        answer = real(*args, **kwargs)
        meanwhile()
        return answer

    monkeypatch.setattr(Slack, deed, once)


def goes_on_in_a_new_process(office: Office) -> None:
    office.starts()
    office.posting.goes_on(seconds=LEASE)
    office.posting.catches_up()


def until_it_dies(office: Office) -> None:
    with pytest.raises(Died):
        office.posting.catches_up()


def test_after_commit_and_before_anything_is_posted(office: Office) -> None:
    office.asks()
    goes_on_in_a_new_process(office)
    office.shows_each_once(1)


@pytest.mark.parametrize("when", ["before", "after"])
def test_between_the_post_of_a_request_and_the_note_of_it(
    office: Office, monkeypatch: pytest.MonkeyPatch, when: str
) -> None:
    dies_at(monkeypatch, "post", when=when)
    office.asks()
    until_it_dies(office)
    assert len(office.top()) == (when == "after")
    goes_on_in_a_new_process(office)
    office.shows_each_once(1)


@pytest.mark.parametrize("when", ["before", "after"])
def test_between_the_post_of_a_card_and_the_note_of_it(
    office: Office, monkeypatch: pytest.MonkeyPatch, when: str
) -> None:
    office.asks()
    while not office.top():
        office.posting.runs(0.5)
    dies_at(monkeypatch, "post", when=when)
    until_it_dies(office)
    goes_on_in_a_new_process(office)
    office.shows_each_once(1)


def test_between_a_request_and_its_card(office: Office) -> None:
    office.asks()
    office.asks()
    assert office.posting.shows_one()
    assert len(office.slack.messages["CMAN"]) == 1
    goes_on_in_a_new_process(office)
    office.shows_each_once(2)


@pytest.mark.parametrize("when", ["before", "after"])
def test_between_a_change_and_the_note_of_it(office: Office, monkeypatch: pytest.MonkeyPatch, when: str) -> None:
    asked = office.asks()
    office.posting.catches_up()
    office.declines(asked)
    dies_at(monkeypatch, "repaint", when=when)
    until_it_dies(office)
    goes_on_in_a_new_process(office)
    office.shows_each_once(1)
    assert "Declined by Mia Manager" in office.top()[0].text
    assert len(office.words("UPRAC")) == 1


def test_between_the_word_to_who_asked_and_the_note_of_it(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    asked = office.asks()
    office.posting.catches_up()
    office.declines(asked)
    dies_at(monkeypatch, "post", when="after")
    until_it_dies(office)
    goes_on_in_a_new_process(office)
    assert len(office.words("UPRAC")) == 1


def test_it_dies_at_every_post_in_turn(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    for _ in range(3):
        office.asks()
    for post in range(6):
        dies_at(monkeypatch, "post", when=("before", "after")[post % 2])
        until_it_dies(office)
        office.starts()
        office.posting.goes_on(seconds=LEASE)
    office.posting.catches_up()
    office.shows_each_once(3)


def test_what_changes_while_it_is_posted_is_shown_in_the_end(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    asked = office.asks()
    interrupts(monkeypatch, "post", lambda: office.declines(asked), when="before")
    office.posting.catches_up()
    office.shows_each_once(1)
    assert "Declined by Mia Manager" in office.top()[0].text


@pytest.mark.parametrize("when", ["before", "after"])
def test_who_was_frozen_past_the_lease_leaves_nothing_beside_what_the_other_posted(
    office: Office, monkeypatch: pytest.MonkeyPatch, when: str
) -> None:
    office.asks()
    frozen = office.posting.posters[-1]
    interrupts(monkeypatch, "post", lambda: goes_on_in_a_new_process(office), when=when)
    office.posting.posters.append(frozen)
    office.posting.shows_one()
    office.posting.catches_up()
    office.shows_each_once(1)


def test_who_wakes_just_as_another_finds_its_post_does_not_take_it_back(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    posted, wakes = Event(), Event()

    def freezes() -> None:
        posted.set()
        wakes.wait()

    office.asks()
    interrupts(monkeypatch, "post", freezes, when="after")
    frozen = Thread(target=office.posting.shows_one)
    frozen.start()
    posted.wait()

    def goes_on_meanwhile() -> None:
        wakes.set()
        frozen.join()

    interrupts(monkeypatch, "find_posted", goes_on_meanwhile, when="after")
    goes_on_in_a_new_process(office)
    office.posting.runs(10)
    office.shows_each_once(1)


def test_who_was_frozen_while_nobody_took_over_notes_what_it_did(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    office.asks()
    interrupts(monkeypatch, "post", lambda: office.posting.goes_on(seconds=LEASE), when="after")
    office.posting.catches_up()
    office.shows_each_once(1)
    assert office.slack.calls_of("chat.delete") == []


@pytest.mark.usefixtures("without_history")
def test_a_database_that_is_busy_just_then_costs_no_double(
    office: Office, database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("storage.database.PATIENCE", 0.05)
    monkeypatch.setattr("bot.background.thread.A_MOMENT", 0.05)
    taken, over = Event(), Event()

    def writes_for_long() -> None:
        with database.writing():
            taken.set()
            over.wait(0.5)

    writer = Thread(target=writes_for_long)

    def begins() -> None:
        writer.start()
        taken.wait()

    interrupts(monkeypatch, "post", begins, when="after")
    office.asks()
    office.posting.catches_up()
    writer.join()
    office.shows_each_once(1)


@pytest.mark.parametrize("saved", [True, False])
@pytest.mark.usefixtures("without_history")
@pytest.mark.on_postgresql("no connection to a file is lost")
def test_a_connection_lost_as_a_post_is_noted_costs_no_double(
    office: Office, database: Database, monkeypatch: pytest.MonkeyPatch, saved: bool
) -> None:
    def lose(connection: Any) -> None:
        if saved:
            connection.connection.driver_connection.commit()
        connection.connection.driver_connection.close()

    monkeypatch.setattr("bot.background.thread.A_MOMENT", 0.05)
    interrupts(monkeypatch, "post", lambda: event.listen(database.engine, "commit", lose, once=True), when="after")
    office.asks()
    office.posting.catches_up()
    office.shows_each_once(1)


def test_a_clock_that_is_set_back_holds_nobody_up(office: Office) -> None:
    office.asks()
    office.posting.goes_on(hours=3)
    office.posting.catches_up()
    office.posting.goes_on(seconds=2)
    asked = office.asks()
    assert office.posting.shows_one()
    office.posting.goes_on(hours=-3)
    office.posting.catches_up(within=30)
    office.shows_each_once(2)
    office.declines(asked)
    office.posting.catches_up(within=30)
    assert len(office.words("UPRAC")) == 1
