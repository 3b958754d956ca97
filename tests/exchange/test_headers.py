import pytest

from domain.importing.files import HISTORY_COLUMNS, FileKind
from domain.importing.formats import FORMATS
from domain.importing.headers import HeaderNotUnderstood, kind_of, left_alone, plain


@pytest.mark.parametrize("file", FileKind)
def test_a_file_is_known_by_its_columns_in_whatever_order(file: FileKind) -> None:
    assert kind_of(FORMATS[file].names) is file
    assert kind_of(FORMATS[file].names[::-1]) is file


def test_a_file_may_lack_what_is_optional() -> None:
    sessions, packages = FORMATS[FileKind.SESSIONS].names, FORMATS[FileKind.PACKAGES].names

    assert kind_of([name for name in sessions if name != "package_id"]) is FileKind.SESSIONS
    assert kind_of([name for name in packages if name != "expires_on"]) is FileKind.PACKAGES


@pytest.mark.parametrize(
    ("header", "said"),
    [
        ("client_id,name,name", "The column “name” is there twice. The columns of clients are client_id, name."),
        ("service_id", "The column “name” is missing. The columns of services are service_id, name."),
        (
            "package_id,client_id,name,state,expires,service_id,sessions",
            (
                "The column “status” is missing. The columns of packages are package_id, client_id, name, status,"
                " expires_on (optional), service_id, sessions, used_before (optional)."
            ),
        ),
    ],
)
def test_a_header_that_nearly_fits_is_told_what_is_wrong_with_it(header: str, said: str) -> None:
    with pytest.raises(HeaderNotUnderstood) as refusal:
        kind_of(header.split(","))

    assert str(refusal.value) == said


def test_a_header_that_fits_no_kind_is_told_all_kinds_and_their_columns() -> None:
    with pytest.raises(HeaderNotUnderstood) as refusal:
        kind_of(["Ana Ruiz", "37", "Gold"])

    assert "Clients: client_id, name. Services: service_id, name. Packages: package_id," in str(refusal.value)
    assert "Ana" not in str(refusal.value)


@pytest.mark.parametrize("header", [HISTORY_COLUMNS, HISTORY_COLUMNS[:14]], ids=["now", "in the first release"])
def test_the_history_of_an_export_is_not_imported_whichever_release_wrote_it(header: tuple[str, ...]) -> None:
    with pytest.raises(HeaderNotUnderstood, match="Leave this file out"):
        kind_of(header)


@pytest.mark.parametrize(
    ("header", "of", "alone"),
    [
        ("Client ID,Name", FileKind.CLIENTS, ()),
        ("Client_ID, Name ,Email,Phone", FileKind.CLIENTS, ("Email", "Phone")),
        ("name,service-id,client", FileKind.SERVICES, ("client",)),
        ("Package ID,Client ID,Name,Status,Service ID,Sessions,,Notes", FileKind.PACKAGES, ("Notes",)),
    ],
)
def test_a_header_is_read_as_people_write_it_and_what_is_unknown_is_left_alone(
    header: str, of: FileKind, alone: tuple[str, ...]
) -> None:
    columns = header.split(",")

    assert kind_of(plain(columns)) is of
    assert left_alone(columns, of) == alone


def test_packages_that_lack_a_column_are_never_taken_for_clients() -> None:
    with pytest.raises(HeaderNotUnderstood, match="The column “status” is missing"):
        kind_of(["package_id", "client_id", "name", "service_id", "sessions"])
    with pytest.raises(HeaderNotUnderstood, match="The column “practitioner” is missing"):
        kind_of(["session_id", "client_id", "service_id", "name", "starts_at", "minutes", "confirmation", "payment"])
