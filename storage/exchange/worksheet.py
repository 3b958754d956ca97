"""Reads one workbook and writes its first visible worksheet as CSV: a program of its own, started by workbooks.py.

What a stranger has made of a workbook may end the process that reads it, or ask for all memory: so it has its own, with
limits, and nothing of Ribbon in it. Formulas are read by the value stored with them, and macros are never looked at.
"""

import csv
import io
import json
import posixpath
import re
import resource
import sys
import zlib
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from typing import IO, Any, BinaryIO
from xml.etree import ElementTree as ET
from xml.parsers import expat
from zipfile import BadZipFile, ZipFile

from python_calamine import CalamineWorkbook

MEMORY = 1 << 30  # bytes
SECONDS = 30  # of computing
MOST_WRITTEN = 1 << 29  # bytes of CSV
MOST_UNPACKED = 150_000_000  # bytes, as the workbook itself says
MOST_CELLS = 20_000_000  # between the first and the farthest
MOST_DIGITS = 1e15  # a longer number has lost some
MOST_NAMED = 5

NOT_WHOLE = "The workbook isn't whole. Save it again, and upload it until it is complete."
NO_WORKBOOK = "This is no Excel workbook (.xlsx). Save the sheet as .xlsx or as CSV UTF-8."
TOO_LARGE = "The workbook is too large to be unpacked. Save its sheet as CSV UTF-8."
NO_SHEET = "The workbook has no visible sheet. Show the sheet that is meant, and save it."
FAR_APART = "The cells of the sheet are too far apart. Copy the rows that are meant into a new workbook."
NOT_CALCULATED = "{} has a formula without a result. Open the workbook in your spreadsheet, and save it there."
LOST_DIGITS = "{} has a number that is too long for a spreadsheet, which has changed its last digits. Write it as text."

_REFERENCE = re.compile(r"([A-Z]{1,3})([0-9]{1,7})")


class Refused(Exception):  # noqa: N818 - said of the workbook
    """What is wrong with the workbook, and what to do."""


@dataclass(frozen=True, slots=True)
class Sheet:
    name: str
    part: str  # of the archive
    others: list[str]  # that are visible, too


def main() -> None:
    _limit()
    sys.stdout = io.TextIOWrapper(sys.stdout.buffer, encoding="utf-8", newline="")
    said: dict[str, Any]
    try:
        sheet = _write(sys.stdin.buffer)
        said = {"sheet": sheet.name, "others": sheet.others}
    except Refused as refusal:
        said = {"refused": str(refusal)}
    sys.stdout.flush()
    print(f"\n{json.dumps(said)}", file=sys.stderr)  # noqa: T201 - after whatever else stands there


def _limit() -> None:
    for what, most in (
        (resource.RLIMIT_AS, MEMORY),
        (resource.RLIMIT_CPU, SECONDS),
        (resource.RLIMIT_FSIZE, MOST_WRITTEN),
        (resource.RLIMIT_CORE, 0),
    ):
        hard = resource.getrlimit(what)[1]
        least = most if hard == resource.RLIM_INFINITY else min(most, hard)
        resource.setrlimit(what, (least, least))


def _write(file: BinaryIO) -> Sheet:
    try:
        with ZipFile(file) as archive:
            sheet = _first_visible(archive)
            scan = _scanned(archive, sheet)
    except (BadZipFile, EOFError, zlib.error) as error:
        raise Refused(NOT_WHOLE) from error
    except (KeyError, ET.ParseError, expat.ExpatError, NotImplementedError, RuntimeError) as error:
        raise Refused(NO_WORKBOOK) from error
    file.seek(0)
    read = CalamineWorkbook.from_filelike(file).get_sheet_by_name(sheet.name)
    first = read.start[1] + 1 if read.start else 1
    lost: list[str] = []
    writer = csv.writer(sys.stdout, quoting=csv.QUOTE_ALL)
    for y, row in enumerate(read.iter_rows(), 1):
        texts = [_text(value) for value in row]
        for x, failed in scan.errors.get(y, ()):
            texts[x - first] = failed
        lost += [f"{_letters(x)}{y}" for x, value in enumerate(row, first) if _has_lost_digits(value)]
        writer.writerow(texts if any(texts) else ())  # line by line as the rows are numbered
    if lost:
        raise Refused(LOST_DIGITS.format(_named(lost)))
    return sheet


def _first_visible(archive: ZipFile) -> Sheet:
    if sum(part.file_size for part in archive.infolist()) > MOST_UNPACKED:
        raise Refused(TOO_LARGE)
    related = {
        part.get("Id"): part.get("Target", "")
        for part in _part(archive, "xl/_rels/workbook.xml.rels")
        if part.get("Type", "").endswith("/worksheet")
    }
    visible = [
        (part.get("name", ""), related[identity])
        for part in _part(archive, "xl/workbook.xml").iter()
        if _local(part.tag) == "sheet" and part.get("state", "visible") == "visible"
        for identity in [value for name, value in part.attrib.items() if _local(name) == "id"]
        if identity in related
    ]
    if not visible:
        raise Refused(NO_SHEET)
    (name, target), *others = visible
    return Sheet(name, posixpath.normpath(posixpath.join("/xl", target)).lstrip("/"), [other for other, _ in others])


def _part(archive: ZipFile, name: str) -> ET.Element:
    return ET.fromstring(archive.read(name))  # noqa: S314 - with as much time and memory as this process may have


def _local(name: str) -> str:
    return name.rpartition("}")[2]


def _scanned(archive: ZipFile, sheet: Sheet) -> "_Scan":
    """Look at what the sheet's cells are before they are read, since reading makes all cells between them."""
    scan = _Scan()
    with archive.open(sheet.part) as part:
        scan.parse(part)
    if scan.not_calculated:
        raise Refused(NOT_CALCULATED.format(_named(scan.not_calculated)))
    if scan.cells > MOST_CELLS:
        raise Refused(FAR_APART)
    return scan


@dataclass(slots=True)
class _Scan:
    """Errors, formulas without a result, and how far the cells of a sheet reach."""

    errors: dict[int, list[tuple[int, str]]] = field(default_factory=dict)  # by row: column and error
    not_calculated: list[str] = field(default_factory=list)
    rows: int = 0
    columns: int = 0
    _row: int = 0
    _column: int = 0
    _kind: str = ""
    _inside: str = ""
    _has_formula: bool = False
    _value: str = ""

    @property
    def cells(self) -> int:
        return self.rows * self.columns

    def parse(self, part: IO[bytes]) -> None:
        parser = expat.ParserCreate(namespace_separator="}")
        parser.buffer_text = True
        parser.StartElementHandler, parser.EndElementHandler = self._begin, self._end
        parser.CharacterDataHandler = self._take
        parser.ParseFile(part)

    def _begin(self, name: str, about: dict[str, str]) -> None:
        self._inside = _local(name)
        if self._inside == "row":
            self._row, self._column = int(about.get("r", self._row + 1)), 0
        elif self._inside == "c":
            self._column += 1
            if found := _REFERENCE.fullmatch(about.get("r", "")):
                self._column, self._row = _number(found[1]), int(found[2])
            self._kind, self._has_formula, self._value = about.get("t", ""), False, ""
        elif self._inside == "f":
            self._has_formula = True
        elif self._inside == "is":
            self._reaches()

    def _take(self, text: str) -> None:
        if self._inside == "v":
            self._value += text

    def _end(self, name: str) -> None:
        self._inside = ""
        if _local(name) != "c":
            return
        if self._value:
            self._reaches()
        elif self._has_formula and self._kind != "str":
            self.not_calculated.append(f"{_letters(self._column)}{self._row}")
        if self._kind == "e":
            self.errors.setdefault(self._row, []).append((self._column, self._value))

    def _reaches(self) -> None:
        self.rows, self.columns = max(self.rows, self._row), max(self.columns, self._column)


def _number(letters: str) -> int:
    """A is 1, Z is 26, AA is 27."""
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - ord("A") + 1
    return number


def _letters(number: int) -> str:
    letters = ""
    while number:
        number, rest = divmod(number - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return letters


def _named(cells: list[str]) -> str:
    more = f" and {len(cells) - MOST_NAMED} more" if len(cells) > MOST_NAMED else ""
    listed = ", ".join(cells[:MOST_NAMED])
    return f"Cell {listed}" if len(cells) == 1 else f"Each of the cells {listed}{more}"


def _has_lost_digits(value: Any) -> bool:
    return isinstance(value, float) and abs(value) >= MOST_DIGITS


def _text(value: Any) -> str:
    if isinstance(value, str):
        return value if value.isprintable() else " ".join(value.replace("\r", "\n").split("\n"))
    if isinstance(value, datetime):
        return (value + timedelta(milliseconds=500)).replace(microsecond=0).isoformat(" ")
    if isinstance(value, date | time):
        return value.isoformat()
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value)


if __name__ == "__main__":
    main()
