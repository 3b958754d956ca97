from dataclasses import replace
from datetime import UTC, datetime
from json import loads
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.importing.reconciling import LinkedToFormerClient, SessionState, merged_session
from domain.importing.remembering import as_imported, news
from domain.importing.rows import ImportedSession
from domain.values.ids import ClientId, PackageId, PersonId, ServiceId, SessionId
from domain.values.sessions import Confirmation, Origin, Payment

FIRST, SECOND = datetime(2026, 11, 1, tzinfo=UTC), datetime(2026, 11, 2, tzinfo=UTC)
ROW = ImportedSession(
    id=SessionId("s1"),
    client_id=ClientId("c1"),
    service_id=ServiceId("follow"),
    practitioner="U1",
    starts_at=datetime(2026, 11, 20, 9, tzinfo=UTC),
    minutes=50,
    confirmation=Confirmation.UNCONFIRMED,
    payment=Payment.UNPAID,
    package_id=None,
)
P1, P2 = PackageId("p1"), PackageId("p2")
LINKED_BY_HAND: dict[str, Any] = {"origin": Origin.MANUAL, "linked_by": PersonId("U9"), "linked_at": FIRST}


def merged(now: SessionState | None, before: ImportedSession | None, row: ImportedSession) -> SessionState:
    return merged_session(now, as_imported(before) if before else None, row, PersonId(row.practitioner), SECOND)


def imported(row: ImportedSession = ROW) -> SessionState:
    return merged_session(None, None, row, PersonId(row.practitioner), FIRST)


def test_a_new_session_with_a_package_is_linked_automatically_by_nobody() -> None:
    session = imported(replace(ROW, package_id=P1))

    assert (session.package_id, session.origin, session.linked_by) == (P1, Origin.AUTOMATIC, None)
    assert session.linked_at == FIRST


def test_what_people_changed_stays_where_the_source_says_what_it_said_before() -> None:
    now = replace(imported(), confirmation=Confirmation.CONFIRMED, payment=Payment.PAID)

    assert merged(now, ROW, ROW) == now
    assert merged(now, ROW, replace(ROW, minutes=30)) == replace(now, minutes=30)


def test_what_the_source_changed_is_taken_over_whatever_people_did() -> None:
    now = replace(imported(), confirmation=Confirmation.CONFIRMED)

    session = merged(now, ROW, replace(ROW, confirmation=Confirmation.NO_SHOW))

    assert (session.confirmation, session.restores_to) == (Confirmation.NO_SHOW, Confirmation.CONFIRMED)


def test_a_session_that_the_source_restores_has_nothing_to_be_restored_to() -> None:
    cancelled = replace(ROW, confirmation=Confirmation.CANCELLED)
    now = replace(imported(cancelled), restores_to=Confirmation.CONFIRMED)

    session = merged(now, cancelled, ROW)

    assert (session.confirmation, session.restores_to) == (Confirmation.UNCONFIRMED, None)


def test_an_automatic_link_follows_the_source() -> None:
    linked = replace(ROW, package_id=P1)

    moved = merged(imported(linked), linked, replace(ROW, package_id=P2))
    unlinked = merged(imported(linked), linked, ROW)

    assert (moved.package_id, moved.origin, moved.linked_at) == (P2, Origin.AUTOMATIC, SECOND)
    assert (unlinked.package_id, unlinked.origin, unlinked.linked_by, unlinked.linked_at) == (None, None, None, None)


def test_a_session_that_was_unlinked_by_hand_stays_unlinked_until_the_source_says_something_new() -> None:
    linked = replace(ROW, package_id=P1)
    now = imported()  # not linked any more

    assert merged(now, linked, replace(linked, minutes=30)).package_id is None
    assert merged(now, linked, replace(linked, package_id=P2)).package_id == P2


def test_a_session_booked_in_ribbon_takes_every_field_of_the_source_but_keeps_a_manual_link() -> None:
    now = replace(imported(), package_id=P2, **LINKED_BY_HAND)

    session = merged(now, None, replace(ROW, minutes=30, package_id=P1))

    assert session == replace(now, minutes=30)


def test_a_linked_session_cannot_go_to_another_client() -> None:
    now = replace(imported(), package_id=P1, **LINKED_BY_HAND)

    with pytest.raises(LinkedToFormerClient):
        merged(now, ROW, replace(ROW, client_id=ClientId("c2")))


def test_an_automatic_link_goes_with_the_session_to_the_other_clients_package() -> None:
    linked = replace(ROW, package_id=P1)

    session = merged(imported(linked), linked, replace(ROW, client_id=ClientId("c2"), package_id=P2))

    assert (session.client_id, session.package_id) == ("c2", P2)


def test_what_a_file_says_nothing_of_stays_as_it_is() -> None:
    linked, silent = replace(ROW, package_id=P1), replace(ROW, minutes=30, lacks=frozenset({"package_id"}))

    session = merged(imported(linked), linked, silent)

    assert session == replace(imported(linked), minutes=30)


def test_what_is_kept_of_a_row_is_what_it_says_by_column_and_what_its_file_says_nothing_of() -> None:
    linked, silent = replace(ROW, package_id=P1), replace(ROW, minutes=30, lacks=frozenset({"package_id"}))

    kept = as_imported(silent, as_imported(linked))

    assert loads(as_imported(ROW)) == {
        "client_id": "c1",
        "service_id": "follow",
        "practitioner": "U1",
        "starts_at": "2026-11-20T09:00:00+00:00",
        "minutes": 50,
        "confirmation": "unconfirmed",
        "payment": "unpaid",
    }
    assert kept == as_imported(replace(linked, minutes=30))


def test_a_column_that_comes_to_be_later_is_news_once_it_says_something() -> None:
    before = as_imported(ROW)  # when there was no such column, or it was empty

    assert news(ROW, before) == {}
    assert news(replace(ROW, package_id=P1), before) == {"package_id": P1}


packages = st.sampled_from([None, P1, P2])
rows = st.builds(
    ImportedSession,
    id=st.just(SessionId("s1")),
    client_id=st.just(ClientId("c1")),
    service_id=st.sampled_from([ServiceId("follow"), ServiceId("initial")]),
    practitioner=st.sampled_from(["U1", "ana@example.org"]),
    starts_at=st.datetimes(datetime(2000, 1, 1), datetime(2100, 1, 1), timezones=st.just(UTC)),  # noqa: DTZ001
    minutes=st.integers(1, 1440),
    confirmation=st.sampled_from(Confirmation),
    payment=st.sampled_from(Payment),
    package_id=packages,
)


@given(
    before=st.none() | rows, row=rows, confirmation=st.sampled_from(Confirmation), package_id=st.sampled_from([P1, P2])
)
def test_no_import_undoes_or_moves_a_manual_link(
    before: ImportedSession | None, row: ImportedSession, confirmation: Confirmation, package_id: PackageId
) -> None:
    now = replace(imported(before or ROW), confirmation=confirmation, package_id=package_id, **LINKED_BY_HAND)

    session = merged(now, before, row)

    for name, value in LINKED_BY_HAND.items():
        assert getattr(session, name) == value
    assert session.package_id == package_id


@given(before=rows, now=rows, link=packages)
def test_the_same_row_again_changes_nothing_whatever_people_made_of_it(
    before: ImportedSession, now: ImportedSession, link: PackageId | None
) -> None:
    by_hand = replace(imported(now), package_id=link, **(LINKED_BY_HAND if link else {}))

    assert merged(by_hand, before, before) == by_hand


@given(before=rows, row=rows)
def test_what_nobody_touched_in_ribbon_becomes_what_the_source_says(
    before: ImportedSession, row: ImportedSession
) -> None:
    session = merged(imported(before), before, row)

    wanted = imported(row)
    uncounted: dict[str, Any] = {"linked_at": None, "link_changes": 0, "confirmation_changes": 0, "payment_changes": 0}
    assert replace(session, restores_to=None, **uncounted) == replace(wanted, **uncounted)
    assert session.link_changes == (before.package_id is not None) + (before.package_id != row.package_id)
    assert session.confirmation_changes == (before.confirmation != row.confirmation)
    assert session.payment_changes == (before.payment != row.payment)
