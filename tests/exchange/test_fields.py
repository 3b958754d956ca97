from datetime import UTC, date, datetime
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from domain.importing.files import FileKind
from domain.importing.formats import FORMATS
from domain.importing.rows import ImportedClient, ImportedPackage, ImportedSession
from domain.values.ids import ClientId

LIKE = "Write it like 2026-12-31T14:30+01:00, or without the offset in the practice's time zone."
DAY_LIKE = "Write it like 2026-12-31 or 31.12.2026"
EITHER = "could be two days, as the day or the month may come first"
BERLIN = ZoneInfo("Europe/Berlin")
SESSION = {
    "session_id": "s1",
    "client_id": "c1",
    "service_id": "follow",
    "practitioner": "U1",
    "starts_at": "2026-11-20T10:00:00+01:00",
    "minutes": "50",
    "confirmation": "confirmed",
    "payment": "unpaid",
    "package_id": "",
}
PACKAGE = {
    "package_id": "p1",
    "client_id": "c1",
    "name": "Gold 10",
    "status": "active",
    "expires_on": "2027-02-20",
    "service_id": "follow",
    "sessions": "10",
    "used_before": "",
}


def a_session(**changes: str) -> Any:
    return read(FileKind.SESSIONS, SESSION | changes)


def a_package(**changes: str) -> Any:
    return read(FileKind.PACKAGES, PACKAGE | changes)


def read(kind: FileKind, fields: dict[str, str]) -> Any:
    return FORMATS[kind].reader(list(fields), BERLIN).read(list(fields.values()))


def test_the_fields_of_the_tests_are_the_columns() -> None:
    assert (tuple(SESSION), tuple(PACKAGE)) == (FORMATS[FileKind.SESSIONS].names, FORMATS[FileKind.PACKAGES].names)


def test_a_row_of_sessions_becomes_a_session() -> None:
    row = a_session(package_id="p1")

    assert isinstance(row, ImportedSession)
    assert (row.id, row.client_id, row.service_id, row.practitioner) == ("s1", "c1", "follow", "U1")
    assert row.starts_at == datetime(2026, 11, 20, 9, tzinfo=UTC)
    assert (row.minutes, row.confirmation, row.payment, row.package_id) == (50, "confirmed", "unpaid", "p1")


def test_a_row_of_packages_becomes_a_package_with_one_service() -> None:
    row = a_package()

    assert isinstance(row, ImportedPackage)
    assert (row.name, row.status, row.expires_on) == ("Gold 10", "active", date(2027, 2, 20))
    assert (row.service_id, row.total) == ("follow", 10)


def test_a_package_may_include_nothing_and_never_expire() -> None:
    row = a_package(service_id="", sessions="", expires_on="")

    assert (row.service_id, row.total, row.expires_on) == (None, None, None)


def test_the_same_moment_in_another_time_zone_is_the_same_row() -> None:
    assert a_session(starts_at="2026-11-20T09:00:00Z") == a_session(starts_at="2026-11-20T10:00+01:00")


def test_an_address_is_kept_in_lower_case() -> None:
    assert a_session(practitioner="Ana@Example.ORG").practitioner == "ana@example.org"
    assert a_session(practitioner=" Dr.  Stone ").practitioner == "Dr. Stone"


@pytest.mark.parametrize(
    ("column", "text", "said"),
    [
        ("session_id", "", "is empty. Give the id that your own system uses."),
        ("session_id", "s" * 65, "has 65 characters. An id has at most 64."),
        ("session_id", "NULL", "is NULL. Give the id that your own system uses."),
        ("session_id", "1.2E+19", "“1.2E+19” is a number that a spreadsheet has shortened. Format the column as text."),
        ("service_id", "a\tb", "“a�b” contains a character that can't be seen. Remove it."),
        (
            "practitioner",
            "ana@",
            "“ana@” is neither a Slack user id (like U012AB3CD), nor an e-mail address, nor a name.",
        ),
        ("practitioner", "", "“” is neither a Slack user id (like U012AB3CD), nor an e-mail address, nor a name."),
        ("practitioner", "n" * 201, "has 201 characters. A name has at most 200."),
        (
            "practitioner",
            "#N/A",
            "“#N/A” is an error of your spreadsheet. Correct its formula, or leave the field empty.",
        ),
        ("starts_at", "tomorrow", f"“tomorrow” isn't a date and time. {LIKE}"),
        ("starts_at", "2026-11-20", f"“2026-11-20” isn't a date and time. {LIKE}"),
        ("starts_at", "20.11.2026 25:00", f"“20.11.2026 25:00” isn't a date and time. {LIKE}"),
        ("starts_at", "03/04/2027 10:00", f"“03/04/2027 10:00” {EITHER}. {LIKE}"),
        ("starts_at", "0001-01-01T00:00+14:00", f"“0001-01-01T00:00+14:00” isn't in the years 1900 to 2199. {LIKE}"),
        (
            "starts_at",
            "2026-10-25 02:30",
            (
                "“2026-10-25 02:30” comes twice in Europe/Berlin, as the clocks go back."
                " Add the offset, like 2026-10-25T02:30+02:00."
            ),
        ),
        (
            "starts_at",
            "29.03.2026 02:30",
            (
                "“29.03.2026 02:30” never comes in Europe/Berlin, as the clocks go forward."
                " Give another time, or the offset."
            ),
        ),
        ("minutes", "0", "“0” isn't a whole number from 1 to 1440."),
        ("minutes", "1441", "“1441” isn't a whole number from 1 to 1440."),
        ("minutes", "50.5", "“50.5” isn't a whole number from 1 to 1440."),
        ("minutes", "٥٠", "“٥٠” isn't a whole number from 1 to 1440."),
        (
            "confirmation",
            "maybe",
            "“maybe” isn't one of unconfirmed, confirmed, cancelled, late_cancelled, no_show.",
        ),
        ("payment", "later", "“later” isn't one of unpaid, paid."),
        (
            "package_id",
            "#N/A",
            "“#N/A” is an error of your spreadsheet. Correct its formula, or leave the field empty.",
        ),
    ],
)
def test_a_field_of_a_session_that_is_wrong_says_so(column: str, text: str, said: str) -> None:
    assert a_session(**{column: text}) == [(column, said)]


@pytest.mark.parametrize(
    ("column", "text", "said"),
    [
        ("name", " ", "is empty. Give a name."),
        ("name", "N" * 201, "has 201 characters. A name has at most 200."),
        ("status", "open", "“open” isn't one of active, completed, cancelled, expired."),
        ("expires_on", "2026-02-30", f"“2026-02-30” isn't a day. {DAY_LIKE}, or leave it empty."),
        ("expires_on", "31.02.2026", f"“31.02.2026” isn't a day. {DAY_LIKE}, or leave it empty."),
        ("expires_on", "2026-12-31 10:00", f"“2026-12-31 10:00” isn't a day. {DAY_LIKE}, or leave it empty."),
        ("expires_on", "03/04/2027", f"“03/04/2027” {EITHER}. {DAY_LIKE}, or leave it empty."),
        ("sessions", "1000", "“1000” isn't a whole number from 0 to 999."),
        ("sessions", "-1", "“-1” isn't a whole number from 0 to 999."),
        ("sessions", "", "is empty, but service_id is not. Fill both or neither."),
        ("service_id", "", "is empty, but sessions is not. Fill both or neither."),
    ],
)
def test_a_field_of_a_package_that_is_wrong_says_so(column: str, text: str, said: str) -> None:
    assert a_package(**{column: text}) == [(column, said)]


def test_everything_that_is_wrong_with_a_row_is_said_at_once() -> None:
    problems = a_session(minutes="x", payment="x", starts_at="x")

    assert [column for column, _ in problems] == ["starts_at", "minutes", "payment"]


def test_the_limits_themselves_are_fine() -> None:
    assert isinstance(a_session(session_id="s" * 64, minutes="1440"), ImportedSession)
    assert isinstance(a_package(sessions="999", name="N" * 200), ImportedPackage)
    client = read(FileKind.CLIENTS, {"client_id": "c1", "name": "Nõor & Sons <Ltd>"})
    assert client == ImportedClient(id=ClientId("c1"), name="Nõor & Sons <Ltd>")


def test_what_is_said_of_a_name_never_shows_it() -> None:
    problems = read(FileKind.CLIENTS, {"client_id": "c1", "name": "Ana Ruiz" * 30})

    assert isinstance(problems, list)
    assert "Ana" not in str(problems)


@pytest.mark.parametrize(
    ("column", "text", "read"),
    [
        ("starts_at", "2026-11-20T10:00", datetime(2026, 11, 20, 9, tzinfo=UTC)),
        ("starts_at", "2026-07-20 10:00:00", datetime(2026, 7, 20, 8, tzinfo=UTC)),
        ("starts_at", "20.7.2026 9:05", datetime(2026, 7, 20, 7, 5, tzinfo=UTC)),
        ("starts_at", "20.07.2026, 10:00", datetime(2026, 7, 20, 8, tzinfo=UTC)),
        ("starts_at", "2026-10-25T02:30+01:00", datetime(2026, 10, 25, 1, 30, tzinfo=UTC)),
        ("minutes", "50.0", 50),
        ("confirmation", "Canceled", "cancelled"),
        ("confirmation", "No Show", "no_show"),
        ("confirmation", "no-show", "no_show"),
        ("confirmation", "Late cancellation", "late_cancelled"),
        ("confirmation", "CONFIRMED", "confirmed"),
        ("confirmation", "", "unconfirmed"),
        ("payment", "Paid", "paid"),
        ("payment", "Not paid", "unpaid"),
        ("package_id", "NULL", None),
    ],
)
def test_what_people_write_into_sessions_is_read(column: str, text: str, read: object) -> None:
    assert getattr(a_session(**{column: text}), column) == read


@pytest.mark.parametrize(
    ("column", "text", "field", "read"),
    [
        ("status", "Active", "status", "active"),
        ("status", "Canceled", "status", "cancelled"),
        ("expires_on", "31.12.2027", "expires_on", date(2027, 12, 31)),
        ("expires_on", "1.5.2027", "expires_on", date(2027, 5, 1)),
        ("expires_on", "2027-12-31 00:00:00", "expires_on", date(2027, 12, 31)),
        ("expires_on", "null", "expires_on", None),
        ("sessions", "10.0", "total", 10),
    ],
)
def test_what_people_write_into_packages_is_read(column: str, text: str, field: str, read: object) -> None:
    assert getattr(a_package(**{column: text}), field) == read
