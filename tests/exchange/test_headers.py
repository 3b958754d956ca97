import pytest

from domain.importing.files import HISTORY_COLUMNS, FileKind
from domain.importing.formats import FORMATS
from domain.importing.headers import HeaderNotUnderstood, kind_of


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
        ("client_id,name,email", "The column “email” isn't known. The columns of clients are client_id, name."),
        ("client_id,name,name", "The column “name” is there twice. The columns of clients are client_id, name."),
        ("service_id", "The column “name” is missing. The columns of services are service_id, name."),
        (
            "package_id,client_id,name,state,expires,service_id,sessions",
            (
                "The column “status” is missing. The column “state” isn't known. The column “expires” isn't known."
                " The columns of packages are package_id, client_id, name, status, expires_on (optional), service_id,"
                " sessions."
            ),
        ),
        ("client_id;name", "The columns must be separated by commas. Save the file as CSV with commas."),
        ("client_id\tname", "The columns must be separated by commas. Save the file as CSV with commas."),
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
