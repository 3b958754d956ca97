"""Times and days as people read them: the reader's clock, the practice's day, and hours that come twice."""

from datetime import UTC, datetime, timedelta

from going import bookings, times
from posting import Posting
from practice import NOW, Practice

from bot.views.rich import when
from playground.person.people import Person


def days_until(at: datetime) -> float:
    return (at - NOW) / timedelta(days=1)


NIGHT = datetime(2026, 10, 25, tzinfo=UTC)  # Berlin's clocks go back at 01:00 UTC
ACROSS = datetime(2026, 3, 6, 2, 30, tzinfo=UTC)  # Friday in Berlin, Thursday evening in New York


def test_the_two_half_past_two_of_the_night_on_which_the_clocks_go_back_carry_their_offset(
    petra: Person, practice: Practice
) -> None:
    for n, minutes in enumerate((-30, 30, 90, 150)):
        practice.session(f"n{n}", "c5", "initial", days_until(NIGHT) + minutes / 1440)
    listed = bookings(petra, "emre")

    assert times(listed) == [
        "Sun 25 Oct, 01:30",
        "Sun 25 Oct, 02:30 (UTC+2)",
        "Sun 25 Oct, 02:30 (UTC+1)",
        "Sun 25 Oct, 03:30",
    ]


def test_lists_name_the_readers_zone_without_an_offset_which_would_be_wrong_for_half_the_year(
    petra: Person, paul: Person
) -> None:
    bookings(petra).sees("Times are in Europe/Berlin.")
    bookings(paul).sees("Times are in America/New York.")


def test_the_reason_filled_in_names_the_day_of_the_practice_in_words(
    paul: Person, practice: Practice, mia: Person, posting: Posting
) -> None:
    practice.package("e1", "c5", "Bronze 4", {"initial": 4})
    practice.session("x1", "c5", "nutri", days_until(ACROSS), practitioner="UPRAC2")
    listed = bookings(paul)
    listed.row("Thu 5 Mar", "21:30").choose("Link to package")
    paul.modal_titled("Link to package").submit()
    paul.modal_titled("Linked, not counted").press("Add a session")
    edit = paul.modal_titled("Edit package")

    assert edit.value("Reason") == "Nutrition review on Fri 6 Mar is linked and is not counted."
    edit.submit()
    posting.catches_up()
    mia.channel("CMAN").thread("Count adjustment").sees("Nutrition review on Fri 6 Mar is linked")


def test_where_slack_cannot_draw_a_date_it_is_there_in_words() -> None:
    assert when(ACROSS).to_dict()["fallback"] == "Fri 6 Mar 2026, 02:30 UTC"
