"""Who sees what (rules 16 and 17), asked of the use cases."""

from collections.abc import Callable, Iterator
from datetime import date

import pytest
from literals import NOW, member, person
from practice import TEAM, Practice, usual_practice

from domain import booking, changing, fitting, linking, visibility, why
from domain.values.ids import ClientId, PackageId, PersonId, ServiceId, SessionId, WorkspaceId
from domain.values.people import Person
from domain.values.refusal import Refusal
from domain.visibility import BookingsWish
from storage.database import Database
from storage.records import Records

MIA, PETRA = person("UMAN", manager=True), person("UPRAC")
PAUL, STRANGER = person("UPRAC2", timezone="America/New_York"), person("UNEW")
PAUL_WHERE_ALL_SEE_ALL = person("UPRAC2", all_see_all=True)

Ask = Callable[[Records, Person], object]
OF_PETRA: dict[str, Ask] = {
    "client": lambda records, by: visibility.see_client(records, by, ClientId("c1")),
    "their packages": lambda records, by: visibility.packages_of(records, by, ClientId("c1"), NOW),
    "their bookings": lambda r, by: visibility.list_bookings(r, by, NOW, BookingsWish(client_id=ClientId("c1"))),
    "session": lambda records, by: visibility.see_session(records, by, SessionId("s04")),
    "package": lambda records, by: visibility.see_package(records, by, PackageId("p1")),
    "history": lambda records, by: visibility.package_history(records, by, NOW, PackageId("p1")),
    "why": lambda records, by: why.why_this_count(records, by, PackageId("p1")),
    "choices": lambda records, by: fitting.packages_to_link(records, by, NOW, SessionId("s04")),
    "link": lambda records, by: linking.link_session(records, by, NOW, SessionId("s04"), PackageId("p1")),
    "unlink": lambda records, by: linking.unlink_session(records, by, NOW, SessionId("s01"), PackageId("p1")),
    "cancel": lambda r, by: changing.change_session(r, by, NOW, SessionId("s04"), changing.SessionChange.CANCEL),
    "book": lambda records, by: booking.book_session(records, by, NOW, booked_by(by), SessionId("new")),
}


def booked_by(by: Person) -> booking.NewBooking:
    return booking.NewBooking(ClientId("c1"), ServiceId("follow"), by.id, NOW, 50)


@pytest.fixture
def practice(database: Database) -> Practice:
    return usual_practice(database)


@pytest.fixture
def records(database: Database, practice: Practice) -> Iterator[Records]:
    with database.writing() as connection:
        yield Records(connection, WorkspaceId(practice.team))


@pytest.mark.parametrize("ask", OF_PETRA.values(), ids=OF_PETRA)
def test_what_is_petras_is_seen_by_her_and_by_managers(records: Records, ask: Ask) -> None:
    ask(records, PETRA)


@pytest.mark.parametrize("ask", OF_PETRA.values(), ids=OF_PETRA)
@pytest.mark.parametrize("who", [MIA, PAUL_WHERE_ALL_SEE_ALL])
def test_who_sees_all_sees_it_too(records: Records, ask: Ask, who: Person) -> None:
    ask(records, who)


@pytest.mark.parametrize("ask", OF_PETRA.values(), ids=OF_PETRA)
@pytest.mark.parametrize("who", [PAUL, STRANGER])
def test_to_another_practitioner_it_does_not_exist(records: Records, ask: Ask, who: Person) -> None:
    with pytest.raises(Refusal, match="isn't here"):
        ask(records, who)


@pytest.mark.parametrize("ask", OF_PETRA.values(), ids=OF_PETRA)
def test_in_another_workspace_it_does_not_exist_even_for_a_manager(
    database: Database, practice: Practice, ask: Ask
) -> None:
    assert practice.team == TEAM
    Practice(database, "T2").service("follow", "Follow-up")
    with database.writing() as connection, pytest.raises(Refusal, match="isn't here"):
        ask(Records(connection, WorkspaceId("T2")), MIA)


def test_a_practitioner_lists_only_their_own_sessions_whatever_they_ask_for(records: Records) -> None:
    asked = BookingsWish(practitioner=PersonId("UPRAC"))

    assert {s.id for s in visibility.list_bookings(records, PAUL, NOW, asked).sessions} == {"s10"}
    assert {s.practitioner for s in visibility.list_bookings(records, MIA, NOW, BookingsWish()).sessions} == {
        "UPRAC",
        "UPRAC2",
    }


def test_a_practitioner_finds_only_clients_they_have_sessions_with(records: Records) -> None:
    assert [c.name for c in visibility.find_clients(records, PAUL, "")] == ["Emre Yıldız"]
    assert len(visibility.find_clients(records, MIA, "")) == 5


def test_a_practitioner_books_for_nobody_else(records: Records) -> None:
    for_paul = booking.NewBooking(ClientId("c1"), ServiceId("follow"), PersonId("UPRAC2"), NOW, 50)

    with pytest.raises(booking.NotYours):
        booking.book_session(records, PETRA, NOW, for_paul, SessionId("new"))
    with pytest.raises(booking.NotAMember):
        booking.book_session(records, MIA, NOW, for_paul, SessionId("new"))
    records.remember([member("UPRAC2")])
    booking.book_session(records, MIA, NOW, for_paul, SessionId("new"))


def test_all_sessions_of_a_package_are_shown_to_who_may_see_it(records: Records, practice: Practice) -> None:
    del practice
    _, page = visibility.scheduled_bookings(records, PETRA, PackageId("p1"), None, older=False)

    assert [s.id for s in page.sessions] == ["s02", "s01"]


def test_upcoming_begins_with_today_where_the_reader_is(database: Database, practice: Practice) -> None:
    """At 09:30 UTC it is Monday in both; Monday 00:30 in Berlin is still Sunday in New York."""
    practice.session("night", "c1", "follow", days=-10 / 24)
    with database.reading() as connection:
        records = Records(connection, WorkspaceId(TEAM))
        in_new_york = person("UPRAC", timezone="America/New_York")
        berlin = visibility.list_bookings(records, PETRA, NOW, BookingsWish()).sessions
        new_york = visibility.list_bookings(records, in_new_york, NOW, BookingsWish()).sessions

    assert "night" in [s.id for s in berlin]
    assert "night" not in [s.id for s in new_york]


def test_days_of_a_filter_are_whole_days_where_the_reader_is(records: Records) -> None:
    one_day = BookingsWish(from_day=date(2026, 3, 5), to_day=date(2026, 3, 5))

    assert [s.id for s in visibility.list_bookings(records, PETRA, NOW, one_day).sessions] == ["s04"]


def test_the_last_day_that_a_calendar_has_can_be_asked_for(records: Records) -> None:
    page = visibility.list_bookings(records, PETRA, NOW, BookingsWish(to_day=date.max))

    assert len(page.sessions) == 5


def test_days_the_wrong_way_round_are_refused_at_the_field(records: Records) -> None:
    with pytest.raises(visibility.DaysTheWrongWayRound) as refused:
        visibility.list_bookings(records, MIA, NOW, BookingsWish(from_day=date(2026, 3, 5), to_day=date(2026, 3, 4)))

    assert list(refused.value.fields) == ["to_day"]
