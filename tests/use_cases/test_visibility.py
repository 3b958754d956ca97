"""Who sees what (rules 16 and 17), asked of the use cases."""

from collections.abc import Callable
from datetime import date

import pytest
from literals import NOW, member, person

from domain import booking, changing, fitting, linking, visibility, why
from domain.values.ids import ClientId, PackageId, PersonId, ServiceId, SessionId, WorkspaceId
from domain.values.people import Person
from domain.values.refusal import Refusal
from domain.visibility import BookingsWish
from storage.records import RecordsTx
from storage.tables import SERVICE

MIA, PETRA = person("UMAN", manager=True), person("UPRAC")
PAUL, STRANGER = person("UPRAC2", timezone="America/New_York"), person("UNEW")
PAUL_WHERE_ALL_SEE_ALL = person("UPRAC2", all_see_all=True)

Ask = Callable[[RecordsTx, Person], object]
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


def denied(records: RecordsTx, by: Person) -> set[str]:
    """What isn't there for this person."""
    found = set()
    for name, ask in OF_PETRA.items():
        try:
            ask(records, by)
        except Refusal as refusal:
            found |= {name} if "can't be found" in str(refusal) else {str(refusal)}
    return found


@pytest.mark.parametrize("who", [PETRA, MIA, PAUL_WHERE_ALL_SEE_ALL], ids=["her", "managers", "who sees all"])
def test_what_is_petras_is_seen_by_her_and_by_who_sees_all(records: RecordsTx, who: Person) -> None:
    assert denied(records, who) == set()


@pytest.mark.parametrize("who", [PAUL, STRANGER], ids=["Paul", "a stranger"])
def test_to_another_practitioner_it_does_not_exist(records: RecordsTx, who: Person) -> None:
    assert denied(records, who) == set(OF_PETRA)


def test_in_another_workspace_it_does_not_exist_even_for_a_manager(records: RecordsTx) -> None:
    elsewhere = RecordsTx(records.connection, WorkspaceId("T2"))
    records.connection.execute(SERVICE.insert(), {"workspace": "T2", "id": "follow", "name": "F", "folded": "f"})
    assert denied(elsewhere, MIA) == set(OF_PETRA)


def test_a_practitioner_lists_only_their_own_sessions_whatever_they_ask_for(records: RecordsTx) -> None:
    asked = BookingsWish(practitioner=PersonId("UPRAC"))

    assert {s.id for s in visibility.list_bookings(records, PAUL, NOW, asked).sessions} == {"s10"}
    assert {s.practitioner for s in visibility.list_bookings(records, MIA, NOW, BookingsWish()).sessions} == {
        "UPRAC",
        "UPRAC2",
    }


def test_a_practitioner_finds_only_clients_they_have_sessions_with(records: RecordsTx) -> None:
    assert [c.name for c in visibility.find_clients(records, PAUL, "")] == ["Emre Yıldız"]
    assert len(visibility.find_clients(records, MIA, "")) == 5


def test_a_practitioner_books_for_nobody_else(records: RecordsTx) -> None:
    for_paul = booking.NewBooking(ClientId("c1"), ServiceId("follow"), PersonId("UPRAC2"), NOW, 50)

    with pytest.raises(booking.NotYours):
        booking.book_session(records, PETRA, NOW, for_paul, SessionId("new"))
    with pytest.raises(booking.NotAMember):
        booking.book_session(records, MIA, NOW, for_paul, SessionId("new"))
    records.remember([member("UPRAC2")])
    booking.book_session(records, MIA, NOW, for_paul, SessionId("new"))


def test_all_sessions_of_a_package_are_shown_to_who_may_see_it(records: RecordsTx) -> None:
    _, page = visibility.scheduled_bookings(records, PETRA, PackageId("p1"), None, older=False)

    assert [s.id for s in page.sessions] == ["s02", "s01"]


def test_the_days_of_a_filter_are_those_of_the_reader(records: RecordsTx) -> None:
    one_day = BookingsWish(from_day=date(2026, 3, 5), to_day=date(2026, 3, 5))

    assert [s.id for s in visibility.list_bookings(records, PETRA, NOW, one_day).sessions] == ["s04"]
