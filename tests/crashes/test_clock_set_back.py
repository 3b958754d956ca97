"""The machine's clock is set back: nothing waits for the time that was, and nothing is shown twice."""

from collections.abc import Callable

import pytest
from office import Office
from posting import HERE
from sqlalchemy import func, select

from domain.erasing import forget_client
from domain.values.ids import ClientId
from storage.records import RecordsTx
from storage.tables import TAKE_BACK

STEPS = [60, 30, 6, 5]  # minutes
SOON = 310  # seconds: five minutes, and what clocks may be off


@pytest.fixture(params=STEPS)
def clock_is_set_back(office: Office, request: pytest.FixtureRequest) -> Callable[[], None]:
    return lambda: office.posting.goes_on(minutes=-request.param)


def to_take_back(office: Office) -> int:
    with office.database.reading() as connection:
        return int(connection.execute(select(func.count()).select_from(TAKE_BACK)).scalar_one())


def test_what_was_asked_for_before_is_posted_soon(office: Office, clock_is_set_back: Callable[[], None]) -> None:
    office.asks()
    office.asks()
    clock_is_set_back()
    office.posting.catches_up(within=SOON)
    office.shows_each_once(2)


def test_what_slack_told_to_wait_does_not_wait_for_longer(
    office: Office, clock_is_set_back: Callable[[], None]
) -> None:
    office.asks()
    office.slack.spoil("chat.postMessage", status=429, retry_after=86_400)
    office.posting.runs(2)
    clock_is_set_back()
    office.posting.catches_up(within=2 * SOON)
    office.shows_each_once(1)


def test_a_decision_is_shown_soon_and_told_once(office: Office, clock_is_set_back: Callable[[], None]) -> None:
    asked = office.asks()
    office.posting.catches_up()
    office.declines(asked)
    office.slack.spoil("*", status=503, times=20)
    office.posting.runs(60)
    clock_is_set_back()
    office.slack.faults.clear()
    office.posting.catches_up(within=SOON)
    office.shows_each_once(1)
    assert "Declined" in office.top()[0].text
    assert len(office.words("UPRAC")) == 1


def test_what_a_process_was_at_that_died_is_shown_soon(office: Office, clock_is_set_back: Callable[[], None]) -> None:
    office.asks()
    office.slack.spoil("chat.postMessage", cut=True, when="after")
    office.posting.shows_one()
    clock_is_set_back()
    office.starts()
    office.posting.catches_up(within=SOON)
    office.shows_each_once(1)


def test_what_was_posted_about_an_erased_client_is_taken_back_soon(
    office: Office, clock_is_set_back: Callable[[], None]
) -> None:
    office.asks()
    office.posting.catches_up()
    with office.database.writing() as connection:
        forget_client(RecordsTx(connection, HERE), ClientId("c1"), "a test", office.posting.clock(), "reference-1")
    office.slack.spoil("chat.delete", status=503)
    office.posting.shows_one()
    clock_is_set_back()
    office.posting.runs(SOON)
    assert to_take_back(office) == 0
    assert office.top() == []
