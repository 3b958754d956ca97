"""New packages and closing them, as a manager asks for it (rules 10 and 11)."""

from collections.abc import Iterator
from datetime import date

import pytest
from literals import NOW, person
from practice import TEAM, usual_practice

from domain.expiring import note_expiries
from domain.lifecycle import AlreadyClosed, NewPackage, NotAPackage, close_package, new_package
from domain.values.ids import ClientId, PackageId, ServiceId, WorkspaceId
from domain.values.packages import PackageStatus
from domain.values.people import ManagersOnly
from domain.visibility import ClientNotFound, PackageNotFound
from storage.database import Database
from storage.records import Records

MIA, PETRA = person("UMAN", manager=True), person("UPRAC")


@pytest.fixture
def records(database: Database) -> Iterator[Records]:
    usual_practice(database)
    with database.writing() as connection:
        yield Records(connection, WorkspaceId(TEAM))


def wish(
    *services: tuple[str, int], name: str = "Silver", client: str = "c2", expires_on: date | None = None
) -> NewPackage:
    return NewPackage(ClientId(client), name, expires_on, tuple((ServiceId(key), n) for key, n in services))


def errors(records: Records, asked: NewPackage) -> dict[str, str]:
    with pytest.raises(NotAPackage) as refused:
        new_package(records, MIA, NOW, asked, PackageId("new"))
    return refused.value.fields


def test_a_new_package_is_active_and_nothing_of_it_is_used(records: Records) -> None:
    new_package(records, MIA, NOW, wish(("follow", 5), ("initial", 1), name="  Silver "), PackageId("new"))

    stored = records.find_package(PackageId("new"), ["confirmed"])  # type: ignore[list-item]  # text to storage
    assert stored is not None
    assert (stored.name, stored.status, stored.total, stored.remaining) == ("Silver", "active", 6, 6)
    assert [(e.event, e.total, e.remaining) for e in records.history_of(stored.id, 0, 9)] == [
        ("configured", (0, 1), (0, 1)),
        ("configured", (0, 5), (0, 5)),
        ("created", None, None),
    ]


@pytest.mark.parametrize("name", ["", "   ", "x" * 201])
def test_a_package_needs_a_name_that_is_not_too_long(records: Records, name: str) -> None:
    assert list(errors(records, wish(name=name))) == ["name"]


def test_a_name_of_200_characters_and_an_expiry_today_are_taken(records: Records) -> None:
    sold = new_package(records, MIA, NOW, wish(name="x" * 200, expires_on=date(2026, 3, 2)), PackageId("new"))

    assert sold.is_active(date(2026, 3, 2))


def test_a_package_cannot_expire_before_it_is_sold(records: Records) -> None:
    assert list(errors(records, wish(expires_on=date(2026, 3, 1)))) == ["expires_on"]


@pytest.mark.parametrize("sessions", [-1, 1000])
def test_a_number_of_sessions_is_from_0_to_999(records: Records, sessions: int) -> None:
    assert list(errors(records, wish(("follow", sessions)))) == ["sessions_1"]


@pytest.mark.parametrize("sessions", [0, 999])
def test_0_and_999_sessions_are_taken(records: Records, sessions: int) -> None:
    assert new_package(records, MIA, NOW, wish(("follow", sessions)), PackageId("new")).total == sessions


def test_every_mistake_is_told_at_its_own_field_at_once(records: Records) -> None:
    wrong = wish(("follow", 1), ("follow", 2), ("gone", 3), ("nutri", 1000), name="", expires_on=date(2020, 1, 1))

    assert list(errors(records, wrong)) == ["name", "expires_on", "service_2", "service_3", "sessions_4"]


def test_a_refused_package_leaves_nothing_behind(records: Records) -> None:
    errors(records, wish(("follow", 1), ("gone", 1)))

    assert records.find_package(PackageId("new"), []) is None


def test_only_a_manager_sells_and_closes_packages(records: Records) -> None:
    with pytest.raises(ManagersOnly):
        new_package(records, PETRA, NOW, wish(), PackageId("new"))
    with pytest.raises(ManagersOnly):
        close_package(records, PETRA, NOW, PackageId("p4"), PackageStatus.COMPLETED)


def test_an_unknown_client_or_package_is_not_found(records: Records) -> None:
    with pytest.raises(ClientNotFound):
        new_package(records, MIA, NOW, wish(client="nobody"), PackageId("new"))
    with pytest.raises(PackageNotFound):
        close_package(records, MIA, NOW, PackageId("none"), PackageStatus.COMPLETED)


def test_a_package_is_closed_once(records: Records) -> None:
    close_package(records, MIA, NOW, PackageId("p4"), PackageStatus.COMPLETED)

    with pytest.raises(AlreadyClosed, match="“Silver 5” is completed already"):
        close_package(records, MIA, NOW, PackageId("p4"), PackageStatus.CANCELLED)


def test_an_expiry_is_written_into_the_history_once_and_dated_to_the_end_of_the_last_day(records: Records) -> None:
    noted = [note_expiries(records, MIA.workspace, NOW) for _ in range(2)]

    (entry,) = records.history_of(PackageId("p6"), 0, 9)
    assert noted == [1, 0]
    assert (entry.event, entry.at.isoformat()) == ("expired", "2026-02-27T23:00:00+00:00")
