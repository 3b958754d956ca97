"""What the schema itself refuses, and changes that are made only if nobody was quicker (rules 2 and 3)."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from practice import NOW, TEAM, Practice, usual_practice
from sqlalchemy import update
from sqlalchemy.exc import IntegrityError

from domain.values.ids import PackageId, PersonId, SessionId, WorkspaceId
from domain.values.sessions import Confirmation, Origin, Payment, Session
from storage.database import Database
from storage.records import RecordsTx
from storage.tables import SESSION

MIA = PersonId("UMAN")


@pytest.fixture
def practice(database: Database) -> Practice:
    return usual_practice(database)


@pytest.fixture
def records(database: Database, practice: Practice) -> Iterator[RecordsTx]:
    with database.writing() as connection:
        yield RecordsTx(connection, WorkspaceId(practice.team))


def write(practice: Practice, session_id: str, **values: Any) -> None:
    with practice.database.writing() as connection:
        connection.execute(
            update(SESSION).where(SESSION.c.workspace == TEAM, SESSION.c.id == session_id).values(**values)
        )


def tie(package_id: str | None) -> dict[str, Any]:
    return {"package_id": package_id, "origin": "manual", "linked_at": NOW}


def found(records: RecordsTx, session_id: str) -> Session:
    session = records.find_session(SessionId(session_id))
    assert session is not None
    return session


def test_a_link_to_a_package_of_another_client_cannot_be_stored(practice: Practice) -> None:
    with pytest.raises(IntegrityError):
        write(practice, "s04", **tie("p4"))
    write(practice, "s04", **tie("p1"))


def test_a_link_to_a_package_of_another_workspace_cannot_be_stored(practice: Practice) -> None:
    elsewhere = Practice(practice.database, "T2")
    elsewhere.client("c1", "Ana Ruiz")
    elsewhere.package("foreign", "c1", "Foreign 5", {})

    with pytest.raises(IntegrityError):
        write(practice, "s04", **tie("foreign"))


def test_a_linked_session_cannot_move_to_another_client_or_workspace(practice: Practice) -> None:
    Practice(practice.database, "T2").client("c1", "Ana Ruiz")

    with pytest.raises(IntegrityError):
        write(practice, "s01", client_id="c2")
    with pytest.raises(IntegrityError):
        write(practice, "s01", workspace="T2")


@pytest.mark.parametrize("half", ["package_id", "origin", "linked_at"])
def test_half_a_link_cannot_be_stored(practice: Practice, half: str) -> None:
    with pytest.raises(IntegrityError):
        write(practice, "s04", **{half: tie("p1")[half]})
    with pytest.raises(IntegrityError):
        write(practice, "s01", **{half: None})


@pytest.mark.parametrize(
    "nonsense", [{"confirmation": "maybe"}, {"payment": "later"}, {"client_id": "nobody"}, {"service_id": "none"}]
)
def test_nonsense_cannot_be_stored(practice: Practice, nonsense: dict[str, str]) -> None:
    with pytest.raises(IntegrityError):
        write(practice, "s04", **nonsense)


@pytest.mark.parametrize("total", [-1, 1000])
def test_a_total_beyond_0_to_999_cannot_be_stored(practice: Practice, total: int) -> None:
    with pytest.raises(IntegrityError):
        practice.package("p9", "c1", "Wrong", {"follow": total})


def test_a_package_that_sessions_are_linked_to_cannot_vanish(practice: Practice) -> None:
    with pytest.raises(IntegrityError):
        write(practice, "s04", **tie("no such package"))


def test_of_two_links_of_one_session_the_second_is_not_made(records: RecordsTx) -> None:
    seen = found(records, "s04")
    first = records.link(seen, PackageId("p1"), Origin.MANUAL, MIA, NOW)
    second = records.link(seen, PackageId("p2"), Origin.MANUAL, MIA, NOW)

    link = found(records, "s04").link
    assert (first, second) == (True, False)
    assert link is not None
    assert (link.package_id, link.package_name, link.included, link.origin) == ("p1", "Gold 10", True, "manual")


def test_a_session_is_unlinked_only_from_the_package_that_it_is_on(records: RecordsTx) -> None:
    seen = found(records, "s01")
    assert not records.unlink(seen, PackageId("p2"))
    assert records.unlink(seen, PackageId("p1"))
    assert not records.unlink(seen, PackageId("p1"))
    assert found(records, "s01").link is None


def test_what_was_tied_and_untied_since_it_was_seen_is_left_as_it_is(records: RecordsTx) -> None:
    free = found(records, "s04")
    records.link(free, PackageId("p1"), Origin.MANUAL, MIA, NOW)
    linked = found(records, "s04")
    records.unlink(linked, PackageId("p1"))

    assert not records.link(free, PackageId("p1"), Origin.MANUAL, MIA, NOW)
    records.link(found(records, "s04"), PackageId("p1"), Origin.MANUAL, MIA, NOW)
    assert not records.unlink(linked, PackageId("p1"))
    assert found(records, "s04").link is not None


def test_a_change_is_made_only_on_the_session_as_it_was_seen(records: RecordsTx) -> None:
    seen = found(records, "s04")
    cancelled = replace(seen, confirmation=Confirmation.CANCELLED, restores_to=seen.confirmation)

    assert records.change_session(seen, cancelled)
    assert not records.change_session(seen, replace(seen, payment=Payment.PAID))
    assert found(records, "s04") == cancelled


def test_what_was_changed_and_changed_back_since_it_was_seen_is_left_as_it_is(records: RecordsTx) -> None:
    seen = found(records, "s04")
    paid = replace(seen, payment=Payment.PAID, payment_changes=1)
    unpaid = replace(paid, payment=Payment.UNPAID, payment_changes=2)

    assert records.change_session(seen, paid)
    assert records.change_session(paid, unpaid)
    assert not records.change_session(seen, paid)
    assert found(records, "s04") == unpaid


def test_a_change_is_not_made_on_a_session_linked_or_unlinked_meanwhile(records: RecordsTx) -> None:
    seen = found(records, "s04")
    records.link(seen, PackageId("p1"), Origin.MANUAL, MIA, NOW)
    linked = found(records, "s04")

    assert not records.change_session(seen, replace(seen, payment=Payment.PAID))
    records.unlink(linked, PackageId("p1"))
    assert not records.change_session(linked, replace(linked, payment=Payment.PAID))


def test_moments_are_kept_to_the_microsecond(records: RecordsTx, practice: Practice) -> None:
    at = NOW + timedelta(microseconds=1)
    records.link(found(records, "s04"), PackageId("p1"), Origin.MANUAL, MIA, at)

    link = found(records, "s04").link
    assert practice.team == TEAM
    assert link is not None
    assert link.at == at


def test_another_workspace_sees_and_changes_nothing(database: Database, practice: Practice) -> None:
    assert practice.team == TEAM
    with database.writing() as connection:
        here = RecordsTx(connection, WorkspaceId(TEAM))
        free, linked = found(here, "s04"), found(here, "s01")
        elsewhere = RecordsTx(connection, WorkspaceId("T2"))
        assert elsewhere.find_session(SessionId("s01")) is None
        assert elsewhere.find_package(PackageId("p1"), list(Confirmation)) is None
        assert not elsewhere.link(free, PackageId("p1"), Origin.MANUAL, MIA, NOW)
        assert not elsewhere.unlink(linked, PackageId("p1"))
        assert elsewhere.find_clients([], None, 100) == []
