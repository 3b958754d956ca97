from datetime import UTC, datetime

from importing_practice import CLIENTS, NOW, PACKAGES, SERVICES, Practice, session, sessions
from literals import member

from domain.booking import NewBooking, book_session
from domain.changing import SessionChange, change_session
from domain.linking import link_session, unlink_session
from domain.values.ids import ClientId, PackageId, PersonId, ServiceId, SessionId, WorkspaceId
from domain.values.people import Workspace
from storage.people import Member, remember

SOME = sessions(session("s1", package="p1"), session("s2"), session("s3", client="c2", confirmation="cancelled"))
S1, P1 = SessionId("s1"), PackageId("p1")


def test_files_are_taken_in_the_right_order_whatever_order_they_are_given_in(practice: Practice) -> None:
    done = practice.take(sessions=SOME, packages=PACKAGES, services=SERVICES, clients=CLIENTS)

    assert done == {"clients": (2, 0, 0), "services": (2, 0, 0), "packages": (4, 0, 0), "sessions": (3, 0, 0)}
    assert practice.link("s1") == ("p1", "automatic")
    assert practice.link("s2") is None
    assert practice.counts() == {"follow": (10, 9), "initial": (1, 1)}


def test_several_files_of_one_kind_and_columns_in_any_order_are_fine(practice: Practice) -> None:
    done = practice.take(one="name,client_id\nAna,c1\n", two="client_id,name\nc2,Bo\n")

    assert done == {"clients": (2, 0, 0)}


def test_the_same_files_again_change_nothing(open_practice: Practice) -> None:
    open_practice.take(sessions=SOME)
    before = open_practice.everything()

    done = open_practice.take(clients=CLIENTS, services=SERVICES, packages=PACKAGES, sessions=SOME)

    assert done == {"clients": (0, 0, 2), "services": (0, 0, 2), "packages": (0, 0, 4), "sessions": (0, 0, 3)}
    assert open_practice.everything() == before


def test_the_same_files_again_leave_alone_what_people_did_meanwhile(open_practice: Practice) -> None:
    open_practice.take(sessions=SOME)
    open_practice.do(unlink_session, S1, P1)
    open_practice.do(link_session, SessionId("s2"), P1)
    open_practice.do(change_session, S1, SessionChange.MARK_PAID)
    open_practice.do(change_session, SessionId("s2"), SessionChange.CANCEL)
    before = open_practice.everything()

    open_practice.take(clients=CLIENTS, services=SERVICES, packages=PACKAGES, sessions=SOME)

    assert open_practice.everything() == before


def test_a_manual_link_stays_whatever_the_source_says(open_practice: Practice) -> None:
    open_practice.take(sessions=sessions(session()))
    open_practice.do(link_session, S1, P1)

    open_practice.take(sessions=sessions(session(package="p2", minutes="30")))

    assert open_practice.link() == ("p1", "manual")
    assert open_practice.session().minutes == 30


def test_a_session_is_linked_to_a_package_that_is_not_active_too(open_practice: Practice) -> None:
    open_practice.take(sessions=sessions(session(package="p2")))

    assert open_practice.link() == ("p2", "automatic")
    assert open_practice.counts("p2") == {"follow": (5, 4)}


def test_a_changed_row_updates(open_practice: Practice) -> None:
    open_practice.take(sessions=sessions(session()))

    done = open_practice.take(
        clients=CLIENTS.replace("Ana Ruiz", "Ána Ruiz-Yıldız"),
        sessions=sessions(session(who="U2", payment="paid", at="2026-12-01T10:00:00Z", service="initial")),
    )

    assert done == {"clients": (0, 1, 1), "sessions": (0, 1, 0)}
    now = open_practice.session()
    assert (now.practitioner, now.payment, now.service.id, now.starts_at.day) == ("U2", "paid", "initial", 1)
    with open_practice.records() as records:
        assert [client.name for client in records.find_clients(["yildiz"], None, 9)] == ["Ána Ruiz-Yıldız"]


def test_a_row_that_says_what_people_have_done_already_counts_as_unchanged(open_practice: Practice) -> None:
    open_practice.take(sessions=sessions(session()))
    open_practice.do(change_session, S1, SessionChange.MARK_PAID)

    assert open_practice.take(sessions=sessions(session(payment="paid"))) == {"sessions": (0, 0, 1)}


def test_rows_that_are_absent_are_left_alone(open_practice: Practice) -> None:
    open_practice.take(sessions=SOME)

    open_practice.take(sessions=sessions(session("s9")))

    assert open_practice.session("s2").id == "s2"


def test_the_total_is_what_the_source_says_once_it_changes(open_practice: Practice) -> None:
    open_practice.take(sessions=sessions(session(package="p1")))

    open_practice.take(packages=PACKAGES.replace("follow,10", "follow,12"))

    assert open_practice.counts() == {"follow": (12, 11), "initial": (1, 1)}


def test_a_service_that_is_included_later_counts_the_sessions_that_were_linked_before(open_practice: Practice) -> None:
    open_practice.take(sessions=sessions(session(service="initial", client="c2", package="p3")))

    open_practice.take(packages=PACKAGES + "p3,c2,Silver 5,active,,initial,3\n")

    assert open_practice.counts("p3") == {"follow": (5, 5), "initial": (3, 2)}


def test_a_practitioner_who_is_known_by_their_address_gets_their_sessions(open_practice: Practice) -> None:
    ana = Member(PersonId("UANA"), "Ana", "ana@example.org", "UTC", is_admin=False, is_member=True, fetched_at=NOW)
    with open_practice.records() as records:
        remember(records, [ana])

    open_practice.take(sessions=sessions(session("s1", who="Ana@Example.org"), session("s2", who="bo@example.org")))

    assert open_practice.session("s1").practitioner == "UANA"
    assert open_practice.session("s2").practitioner == "bo@example.org"


def test_an_address_that_becomes_known_later_does_not_make_a_change(open_practice: Practice) -> None:
    row = sessions(session(who="ana@example.org"))
    open_practice.take(sessions=row)
    ana = Member(PersonId("UANA"), "Ana", "ana@example.org", "UTC", is_admin=False, is_member=True, fetched_at=NOW)
    with open_practice.records() as records:
        remember(records, [ana])

    assert open_practice.take(sessions=row) == {"sessions": (0, 0, 1)}
    assert open_practice.session().practitioner == "UANA"


def test_a_byte_order_mark_windows_line_ends_and_empty_lines_are_fine(practice: Practice) -> None:
    content = b"\xef\xbb\xbfclient_id,name\r\n\r\nc1,Nor\xc3\xb3\r\n\r\n"

    assert practice.take(clients=content) == {"clients": (1, 0, 0)}


def test_two_workspaces_with_the_same_ids_do_not_meet(open_practice: Practice) -> None:
    open_practice.take(sessions=SOME)
    other = Practice(open_practice.database, Workspace(WorkspaceId("T2")))

    done = other.take(clients="client_id,name\nc1,Somebody else\n", services=SERVICES)

    assert done == {"clients": (1, 0, 0), "services": (2, 0, 0)}
    assert open_practice.session().client.name == "Ana Ruiz"
    assert other.refused(sessions=sessions(session(package="p1"))) == [
        "sessions.csv, line 2, package_id: “p1” is not among the packages. Import it first, or with this file."
    ]


def test_a_session_booked_in_ribbon_can_be_taken_over_by_the_source(open_practice: Practice) -> None:
    starts_at = datetime(2026, 11, 20, 9, tzinfo=UTC)
    booking = NewBooking(ClientId("c1"), ServiceId("follow"), PersonId("U1"), starts_at, 50, P1)
    with open_practice.records() as records:
        records.remember([member("U1")])
    open_practice.do(book_session, booking, S1)
    row = session(package="p1", confirmation="unconfirmed")

    assert open_practice.take(sessions=sessions(row)) == {"sessions": (0, 0, 1)}
    assert open_practice.take(sessions=sessions(row.replace("p1", ""))) == {"sessions": (0, 1, 0)}
    assert open_practice.link() is None
