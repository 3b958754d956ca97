"""New packages and closing them, as a manager asks for it (rules 10 and 11)."""

import pytest
from literals import NOW, person

from domain.expiring import note_expiries
from domain.lifecycle import AlreadyClosed, NewPackage, NotAPackage, close_package, new_package
from domain.values.fields import ServiceOfRow
from domain.values.ids import ClientId, PackageId, ServiceId
from domain.values.packages import PackageStatus
from domain.values.people import ManagersOnly
from domain.visibility import ClientNotFound, PackageNotFound
from storage.records import RecordsTx

MIA, PETRA = person("UMAN", manager=True), person("UPRAC")


def wish(*services: tuple[str, int], client: str = "c2") -> NewPackage:
    return NewPackage(ClientId(client), "  Silver ", None, tuple((ServiceId(key), n) for key, n in services))


def test_a_new_package_is_active_and_nothing_of_it_is_used(records: RecordsTx) -> None:
    new_package(records, MIA, NOW, wish(("follow", 5), ("initial", 1)), PackageId("new"))

    stored = records.find_package(PackageId("new"), ["confirmed"])  # type: ignore[list-item]  # text to storage
    assert stored is not None
    assert (stored.name, stored.status, stored.total, stored.remaining) == ("Silver", "active", 6, 6)
    assert [(e.event, e.total, e.remaining) for e in records.history_of(stored.id, 0, 9)] == [
        ("configured", (0, 1), (0, 1)),
        ("configured", (0, 5), (0, 5)),
        ("created", None, None),
    ]


def test_a_refused_package_leaves_nothing_behind(records: RecordsTx) -> None:
    with pytest.raises(NotAPackage) as refused:
        new_package(records, MIA, NOW, wish(("follow", 1), ("gone", 1)), PackageId("new"))

    assert list(refused.value.fields) == [ServiceOfRow(2)]
    assert records.find_package(PackageId("new"), []) is None


def test_only_a_manager_sells_and_closes_packages(records: RecordsTx) -> None:
    with pytest.raises(ManagersOnly):
        new_package(records, PETRA, NOW, wish(), PackageId("new"))
    with pytest.raises(ManagersOnly):
        close_package(records, PETRA, NOW, PackageId("p4"), PackageStatus.COMPLETED)


def test_an_unknown_client_or_package_is_not_found(records: RecordsTx) -> None:
    with pytest.raises(ClientNotFound):
        new_package(records, MIA, NOW, wish(client="nobody"), PackageId("new"))
    with pytest.raises(PackageNotFound):
        close_package(records, MIA, NOW, PackageId("none"), PackageStatus.COMPLETED)


def test_a_package_is_closed_once(records: RecordsTx) -> None:
    close_package(records, MIA, NOW, PackageId("p4"), PackageStatus.COMPLETED)

    with pytest.raises(AlreadyClosed, match="“Silver 5” is already completed"):
        close_package(records, MIA, NOW, PackageId("p4"), PackageStatus.CANCELLED)


def test_an_expiry_is_written_into_the_history_once_and_dated_to_the_end_of_the_last_day(records: RecordsTx) -> None:
    noted = [note_expiries(records, MIA.workspace, NOW) for _ in range(2)]

    (entry,) = records.history_of(PackageId("p6"), 0, 9)
    assert noted == [1, 0]
    assert (entry.event, entry.at.isoformat()) == ("expired", "2026-02-27T23:00:00+00:00")
