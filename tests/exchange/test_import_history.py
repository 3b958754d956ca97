from importing_practice import CLIENTS, NOW, PACKAGES, SERVICES, Practice, session, sessions

from domain.changing import SessionChange, change_session
from domain.linking import link_session
from domain.values.history import Entry
from domain.values.ids import PackageId, SessionId

S1, P1 = SessionId("s1"), PackageId("p1")


def new(practice: Practice, seen: int, package_id: str = "p1") -> list[Entry]:
    return practice.history(package_id)[seen:]


def test_a_new_package_is_created_and_each_included_service_configured(open_practice: Practice) -> None:
    created, follow, initial = open_practice.history()

    assert (created.event, created.becomes, created.by, created.at, created.client_id) == (
        *("created", "active", None, NOW, "c1"),
    )
    assert (follow.event, follow.service_id, follow.total, follow.remaining) == (
        "configured",
        "follow",
        (0, 10),
        (0, 10),
    )
    assert (initial.event, initial.service_id, initial.total, initial.remaining) == (
        "configured",
        "initial",
        (0, 1),
        (0, 1),
    )


def test_a_changed_total_is_configured_again_with_what_remains(open_practice: Practice) -> None:
    open_practice.take(sessions=sessions(session("s1", package="p1"), session("s2", package="p1")))

    open_practice.take(packages=PACKAGES.replace("follow,10", "follow,12"))

    (entry,) = new(open_practice, 5)
    assert (entry.event, entry.total, entry.remaining) == ("configured", (10, 12), (8, 10))


def test_a_changed_status_and_expiry_are_written_down(open_practice: Practice) -> None:
    open_practice.take(packages=PACKAGES.replace("Gold 10,active,2027-02-20", "Gold 10,completed,2027-03-01"))
    open_practice.take(packages=PACKAGES.replace("Gold 10,active,2027-02-20", "Gold 10,completed,"))

    status, expiry, none = new(open_practice, 3)
    assert (status.event, status.was, status.becomes) == ("status_changed", "active", "completed")
    assert (expiry.event, expiry.was, expiry.becomes) == ("expiry_changed", "2027-02-20", "2027-03-01")
    assert (none.event, none.was, none.becomes) == ("expiry_changed", "2027-03-01", "")


def test_a_session_booked_from_a_package_takes_one_of_what_remains(open_practice: Practice) -> None:
    open_practice.take(
        sessions=sessions(
            session("s1", package="p1"),
            session("s2", package="p1", confirmation="cancelled"),
            session("s3", package="p1", confirmation="no_show"),
            session("s4", package="p3", client="c2", service="initial"),
        )
    )

    booked = new(open_practice, 3)
    assert [(e.event, e.session_id, e.service_id, e.remaining, e.by) for e in booked] == [
        ("booked", "s1", "follow", (10, 9), None),
        ("booked", "s2", "follow", (9, 9), None),
        ("booked", "s3", "follow", (9, 8), None),
    ]
    (not_included,) = new(open_practice, 2, "p3")
    assert (not_included.event, not_included.service_id, not_included.remaining) == ("booked", "initial", None)


def test_the_figures_follow_one_another_through_two_thousand_rows_of_one_package(open_practice: Practice) -> None:
    open_practice.take(sessions=sessions(*(session(f"s{n}", package="p1") for n in range(2100))))

    booked = new(open_practice, 3)
    assert [entry.remaining for entry in booked] == [(10 - n, 9 - n) for n in range(2100)]
    assert open_practice.counts()["follow"] == (10, 10 - 2100)


def test_packages_and_their_sessions_of_one_call_have_the_right_figures(practice: Practice) -> None:
    practice.take(clients=CLIENTS, services=SERVICES, packages=PACKAGES, sessions=sessions(session(package="p1")))

    assert [entry.remaining for entry in practice.history()] == [None, (0, 10), (0, 1), (10, 9)]


def test_a_moved_session_leaves_one_package_and_is_booked_from_the_other(open_practice: Practice) -> None:
    open_practice.take(sessions=sessions(session(package="p1")))

    open_practice.take(sessions=sessions(session(package="p2")))
    open_practice.take(sessions=sessions(session()))

    (left,) = new(open_practice, 4)
    booked, unlinked = new(open_practice, 2, "p2")
    assert (left.event, left.remaining) == ("unlinked", (9, 10))
    assert (booked.event, booked.remaining) == ("booked", (5, 4))
    assert (unlinked.event, unlinked.remaining) == ("unlinked", (4, 5))


def test_a_changed_confirmation_of_a_linked_session_is_written_down(open_practice: Practice) -> None:
    open_practice.take(sessions=sessions(session()))
    open_practice.do(link_session, S1, P1)

    open_practice.take(sessions=sessions(session(confirmation="cancelled", payment="paid")))

    (entry,) = new(open_practice, 4)
    assert (entry.event, entry.session_id, entry.was, entry.becomes) == (
        *("session_changed", "s1", "confirmed", "cancelled"),
    )
    assert entry.remaining == (9, 10)


def test_a_changed_service_of_a_linked_session_moves_between_the_counts(open_practice: Practice) -> None:
    open_practice.take(sessions=sessions(session(package="p1")))

    open_practice.take(sessions=sessions(session(package="p1", service="initial", confirmation="unconfirmed")))

    confirmation, given_back, taken = new(open_practice, 4)
    assert (confirmation.was, confirmation.becomes, confirmation.remaining) == ("confirmed", "unconfirmed", (9, 9))
    assert (given_back.service_id, given_back.remaining) == ("follow", (9, 10))
    assert (taken.service_id, taken.remaining) == ("initial", (1, 0))
    assert (taken.was, taken.becomes) == ("Follow-up 50 min", "Initial consultation")
    assert open_practice.counts() == {"follow": (10, 10), "initial": (1, 0)}


def test_the_workspaces_choice_whether_no_shows_hold_is_followed(open_practice: Practice) -> None:
    with open_practice.records() as records:
        records.connection.exec_driver_sql("INSERT INTO workspace (id, no_shows_hold) VALUES ('T1', FALSE)")

    open_practice.take(sessions=sessions(session(package="p1", confirmation="no_show")))

    assert new(open_practice, 3)[0].remaining == (10, 10)


def test_changes_of_sessions_that_are_not_linked_leave_no_trace_in_any_package(open_practice: Practice) -> None:
    before = len(open_practice.everything()["history"])

    open_practice.take(sessions=sessions(session()))
    open_practice.take(sessions=sessions(session(confirmation="cancelled")))

    assert len(open_practice.everything()["history"]) == before


def test_what_the_source_says_after_people_did_is_one_change_only(open_practice: Practice) -> None:
    open_practice.take(sessions=sessions(session(package="p1")))
    open_practice.do(change_session, S1, SessionChange.CANCEL)

    open_practice.take(sessions=sessions(session(package="p1", confirmation="cancelled")))

    assert [entry.event for entry in new(open_practice, 3)] == ["booked", "session_changed"]


def test_a_session_of_a_service_that_is_not_included_changes_no_figure(open_practice: Practice) -> None:
    open_practice.take(sessions=sessions(session(client="c2", service="initial", package="p3")))

    open_practice.take(sessions=sessions(session(client="c2", service="initial", package="p3", confirmation="no_show")))

    booked, changed = new(open_practice, 2, "p3")
    assert (booked.event, booked.remaining) == ("booked", None)
    assert (changed.event, changed.remaining, changed.becomes) == ("session_changed", None, "no_show")
