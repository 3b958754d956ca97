"""A workbook (.xlsx) is read like its first visible sheet as CSV, and does no harm to who reads it (rule 28)."""

import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from importing_practice import CLIENTS, NOW, PACKAGES, SERVICES, SESSION_HEADER, Practice, session, sessions
from workbooks import DAY, MOMENT, Cell, Row, failed, formula, of_text, styled, workbook, zipped

from storage.exchange import workbooks, worksheet
from storage.exchange.importing import import_files
from storage.exchange.reading import GivenFile

FILES = {"clients": CLIENTS, "services": SERVICES, "packages": PACKAGES, "sessions": sessions(session("s1"))}
COLUMNS = SESSION_HEADER.strip().split(",")
HEADER = ["client_id", "name"]


def refused(practice: Practice, content: bytes) -> list[str]:
    return practice.refused(book=content)


def test_workbooks_say_what_the_same_csv_files_do(practice: Practice) -> None:
    taken = practice.take(**{name: of_text(name, text) for name, text in FILES.items()})

    assert taken == {"clients": (2, 0, 0), "services": (2, 0, 0), "packages": (4, 0, 0), "sessions": (1, 0, 0)}
    assert practice.take(**FILES) == {
        "clients": (0, 0, 2),
        "services": (0, 0, 2),
        "packages": (0, 0, 4),
        "sessions": (0, 0, 1),
    }


def test_days_times_and_numbers_are_read_as_the_spreadsheet_shows_them(open_practice: Practice) -> None:
    package: Row = ["p9", "c1", "Gold 10", "active", styled(46438, DAY), "follow", 10.0]
    booked: Row = ["s1", "c1", "follow", "U1", styled(46346.375, MOMENT), 50.0, "confirmed", "unpaid", "p9"]
    open_practice.take(
        packages=workbook(("Sheet1", [PACKAGES.splitlines()[0].split(","), package])),
        sessions=workbook(("Sheet1", [COLUMNS, booked])),
    )

    same = session(at="2026-11-20T09:00:00Z", package="p9")
    assert open_practice.take(
        packages=PACKAGES.splitlines()[0] + "\np9,c1,Gold 10,active,2027-02-20,follow,10\n", sessions=sessions(same)
    ) == {"packages": (0, 0, 1), "sessions": (0, 0, 1)}


def test_empty_rows_and_columns_before_the_header_are_passed_over(practice: Practice) -> None:
    rows: list[Row] = [[], ["", *HEADER], ["", "c1", "Ana Ruiz"], [], ["", "", "Bo"]]

    assert refused(practice, workbook(("Sheet1", rows)))[0].startswith("book.csv, line 5, client_id: ")


def test_the_first_visible_sheet_is_read_and_the_others_are_named(practice: Practice) -> None:
    book = workbook(
        ("Lists", [["x"]]),
        ("People", [HEADER, ["c1", "Ana Ruiz"]]),
        *((f"Sheet {n}", [["y"]]) for n in range(9)),
        hidden=["Lists", "Sheet 1"],
    )
    given = GivenFile.of("book.xlsx", book)
    with given.text, practice.records() as records:
        import_files(records, [given], NOW, lambda problem: pytest.fail(str(problem)))

    named = ", ".join(f"“Sheet {n}”" for n in range(9) if n != 1)
    assert given.told_left_alone() == [f"book.xlsx: left alone {named}: only the first sheet, “People”, is read"]


def test_of_ten_sheets_the_one_that_was_read_is_named_if_it_is_of_no_kind(practice: Practice) -> None:
    (said,) = refused(practice, workbook(*((f"Sheet {n}", [["x", "y"]]) for n in range(10))))

    assert said.startswith("book.csv, line 1: The first line must name the columns of one kind of file.")
    assert said.endswith("Only “Sheet 0” was read, its first sheet.")


def test_formulas_are_read_by_what_they_came_to(practice: Practice) -> None:
    rows: list[Row] = [HEADER, [formula("A9", "c1", ' t="str"'), formula('"Ana"&amp;" Ruiz"', "Ana Ruiz", ' t="str"')]]

    assert practice.take(clients=workbook(("Sheet1", rows))) == {"clients": (1, 0, 0)}
    assert practice.take(clients="client_id,name\nc1,Ana Ruiz\n") == {"clients": (0, 0, 1)}


def test_a_failed_formula_is_refused_where_it_is_read_and_left_alone_elsewhere(practice: Practice) -> None:
    rows: list[Row] = [
        ["", *HEADER, "Age"],
        ["", "c1", "Ana Ruiz", failed("#N/A")],
        ["", failed("#REF!"), failed("#N/A"), ""],
    ]

    what = "is an error of your spreadsheet. Correct its formula, or leave the field empty."
    assert refused(practice, workbook(("Sheet1", rows))) == [
        f"book.csv, line 3, client_id: “#REF!” {what}",
        f"book.csv, line 3, name: “#N/A” {what}",
    ]


def bomb() -> bytes:
    """It says that it has 200 MB."""
    return zipped({"xl/worksheets/sheet1.xml": " " * 200_000_000})


NOT_WORKED_OUT: list[Row] = [HEADER, [formula("A1", None), "Bo"], ["c", formula("B9", "")]]
LONG_NUMBER: list[Row] = [HEADER, [1234567890123456.0, "Bo"]]
FAR: list[Row] = [HEADER, [Cell('<c r="XFD1048576"><v>1</v></c>')]]
BAD: dict[str, tuple[Callable[[], bytes], str]] = {
    "never worked out": (
        lambda: workbook(("S", NOT_WORKED_OUT)),
        worksheet.NOT_CALCULATED.format("Each of the cells A2, B3"),
    ),
    "a long number": (lambda: workbook(("S", LONG_NUMBER)), worksheet.LOST_DIGITS.format("Cell A2")),
    "cells far apart": (lambda: workbook(("S", FAR)), worksheet.FAR_APART),
    "all hidden": (lambda: workbook(("S", [HEADER]), hidden=["S"]), worksheet.NO_SHEET),
    "half uploaded": (lambda: workbook(("S", [HEADER]))[:-70], worksheet.NOT_WHOLE),
    "its beginning": (lambda: b"PK\x03\x04rest", worksheet.NOT_WHOLE),
    "a letter": (lambda: zipped({"word/document.xml": "<a/>"}), worksheet.NO_WORKBOOK),
    "xlsb": (lambda: zipped({"xl/workbook.bin": "binary"}), worksheet.NO_WORKBOOK),
    "200 MB": (bomb, worksheet.TOO_LARGE),
    "xls or a password": (
        lambda: b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600),
        "This is an old workbook (.xls), or one with a password. Save it as .xlsx without one.",
    ),
}


@pytest.mark.parametrize("how", BAD)
def test_what_cannot_be_read_has_one_answer_and_changes_nothing(practice: Practice, how: str) -> None:
    content, said = BAD[how]

    assert refused(practice, content()) == [f"book.csv: {said}"]


def test_what_the_reader_cannot_live_through_does_no_harm(practice: Practice, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(workbooks, "_READER", [sys.executable, "-c", "import os; os.abort()"])

    assert refused(practice, of_text("clients", CLIENTS)) == [
        "book.csv: The workbook can't be read, or not with the time and memory there is. Save its sheet as CSV UTF-8."
    ]


def test_a_workbook_on_disk_is_read_the_same(practice: Practice, tmp_path: Path) -> None:
    path = tmp_path / "clients.xlsx"
    path.write_bytes(of_text("clients", CLIENTS))
    given = GivenFile.at(path)
    with given.text, practice.records() as records:
        tallies = import_files(records, [given], NOW, lambda problem: pytest.fail(str(problem)))
        assert given.read_so_far == given.size

    assert sum(tally.new for tally in tallies.values()) == 2


def test_text_of_several_lines_keeps_the_numbers_of_the_rows(practice: Practice) -> None:
    rows = [HEADER, ["c1", "Ana\nRuiz"], ["", "Bo"]]

    assert refused(practice, workbook(("S", rows)))[0].startswith("book.csv, line 3, client_id: ")
    assert "Ana Ruiz" in str(practice.take(clients=workbook(("S", rows[:2]))) and practice.everything()["client"])
