"""What a new package may be (rules 10 and 11)."""

from datetime import date

import pytest
from literals import service

from domain.lifecycle import NewPackage, NotAPackage, included_by
from domain.values.fields import Entered, PackageField, ServiceOfRow, SessionsOfRow
from domain.values.ids import ClientId, ServiceId

TODAY = date(2026, 3, 2)
SERVICES = {service(key).id: service(key) for key in ("follow", "initial", "nutri")}
Row = tuple[str | None, int | None]


def included(*rows: Row, name: str = "Silver", expires_on: date | None = None) -> list[tuple[str, int]]:
    services = tuple((ServiceId(key) if key else None, sessions) for key, sessions in rows)
    lines = included_by(NewPackage(ClientId("c1"), name, expires_on, services), SERVICES, TODAY)
    return [(line.service.id, line.remaining) for line in lines]


def errors(*rows: Row, name: str = "Silver", expires_on: date | None = None) -> list[Entered]:
    with pytest.raises(NotAPackage) as refused:
        included(*rows, name=name, expires_on=expires_on)
    return list(refused.value.fields)


def test_a_package_includes_what_is_entered_and_empty_rows_do_not_count() -> None:
    assert included(("follow", 5), (None, None), ("initial", 1)) == [("follow", 5), ("initial", 1)]


@pytest.mark.parametrize("name", ["", "   ", "x" * 201])
def test_a_package_needs_a_name_that_is_not_too_long(name: str) -> None:
    assert errors(name=name) == [PackageField.NAME]


def test_a_name_of_200_characters_and_an_expiry_today_are_taken() -> None:
    assert included(name="x" * 200, expires_on=TODAY) == []


def test_a_package_cannot_expire_before_it_is_sold() -> None:
    assert errors(expires_on=date(2026, 3, 1)) == [PackageField.EXPIRES_ON]


@pytest.mark.parametrize("sessions", [-1, 1000])
def test_a_number_of_sessions_is_from_0_to_999(sessions: int) -> None:
    assert errors(("follow", sessions)) == [SessionsOfRow(1)]


@pytest.mark.parametrize("sessions", [0, 999])
def test_0_and_999_sessions_are_taken(sessions: int) -> None:
    assert included(("follow", sessions)) == [("follow", sessions)]


def test_half_a_row_is_refused_where_something_is_missing() -> None:
    assert errors(("follow", None), (None, 3)) == [SessionsOfRow(1), ServiceOfRow(2)]


def test_every_mistake_is_told_at_its_own_field_at_once() -> None:
    rows = (("follow", 1), ("follow", 2), ("gone", 3), ("nutri", 1000))

    assert errors(*rows, name="", expires_on=date(2020, 1, 1)) == [
        PackageField.NAME,
        PackageField.EXPIRES_ON,
        ServiceOfRow(2),
        ServiceOfRow(3),
        SessionsOfRow(4),
    ]
