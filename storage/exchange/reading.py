"""Files as rows with the line on which each begins, whatever they hold, in bounded memory."""

import csv
import re
from codecs import BOM_UTF16_BE, BOM_UTF16_LE
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from io import SEEK_END, BufferedReader, BytesIO, TextIOWrapper
from itertools import chain
from pathlib import Path
from typing import Any, BinaryIO
from zoneinfo import ZoneInfo

from domain.importing.files import FileKind, Problem, left_alone_in_words, other_sheets_in_words, shown
from domain.importing.formats import FORMATS, RowReader
from domain.importing.formulas import as_it_was
from domain.importing.headers import HeaderNotUnderstood, kind_of, left_alone, plain
from storage.exchange.workbooks import read_workbook

LONGEST_LINE = 256 * 1024  # characters
_NOT_UTF8 = re.compile("[\udc80-\udcff]")  # how the decoder passes on a byte that isn't text
_UTF16 = (BOM_UTF16_LE, BOM_UTF16_BE)
_UNDECODED = "\ufffd"
_SEPARATORS = (",", ";", "\t")
_SAYS_SEPARATOR = re.compile(r"\"?sep=(.)\"?\s*", re.IGNORECASE)  # a first line that Excel understands
_WORKBOOK = b"PK\x03\x04"
_OLD_OR_LOCKED = b"\xd0\xcf\x11\xe0"
_SAVE_ANEW = "This is an old workbook (.xls), or one with a password. Save it as .xlsx without one."

Report = Callable[[Problem], None]


@dataclass(slots=True)
class GivenFile:
    """A file to import: its name, for telling where a problem is, and its text; whoever makes it closes it."""

    name: str
    stream: BinaryIO
    size: int | None = None  # bytes, where that is known
    text: TextIOWrapper = field(init=False)
    unreadable: str = ""  # why it can't be read, if so
    sheet: str = ""  # of a workbook, which was read
    sheets_left_alone: tuple[str, ...] = ()
    left_alone: tuple[str, ...] = ()  # columns that Ribbon doesn't know, once its header is read

    def __post_init__(self) -> None:
        begins = _beginning(self.stream)
        if begins == _WORKBOOK:
            self._read_workbook()
        elif begins == _OLD_OR_LOCKED:
            self.unreadable = _SAVE_ANEW
        encoding, errors = ("utf-16", "replace") if begins[:2] in _UTF16 else ("utf-8-sig", "surrogateescape")
        self.text = TextIOWrapper(self.stream, encoding=encoding, errors=errors, newline="")

    def _read_workbook(self) -> None:
        """Take its sheet for the file."""
        with self.stream as workbook:
            read = read_workbook(workbook)
        self.stream, self.unreadable, self.sheet, self.sheets_left_alone = read
        self.size = self.stream.seek(0, SEEK_END)
        self.stream.seek(0)

    @classmethod
    def at(cls, path: Path) -> "GivenFile":
        """Open the file; an OSError says why that can't be done."""
        stream = path.open("rb")
        return cls(str(path), stream, path.stat().st_size if stream.seekable() else None)

    @classmethod
    def of(cls, name: str, content: bytes) -> "GivenFile":
        return cls(name, BytesIO(content), len(content))

    @property
    def read_so_far(self) -> int:
        """Bytes, where the size is known."""
        return self.stream.tell() if self.size is not None else 0

    def told_left_alone(self) -> list[str]:
        """What of it nobody read, in words."""
        name = Path(self.name).name
        columns = [left_alone_in_words(name, self.left_alone)] if self.left_alone else []
        if self.sheets_left_alone:
            columns.append(other_sheets_in_words(name, self.sheet, self.sheets_left_alone))
        return columns


@dataclass(frozen=True, slots=True)
class Line:
    """Where a row begins, and the client whose row it says it is."""

    file: str
    number: int
    client: str = field(default="", compare=False)

    def __str__(self) -> str:
        return f"{self.file}, line {self.number}"


@dataclass(slots=True)
class OpenedFile:
    """A file whose header was understood."""

    given: GivenFile
    kind: FileKind
    numbered: "_NumberedRows"
    columns: int
    client: int | None  # where a row says whose it is
    reader: RowReader[Any]
    report: Report
    has_lost_rows: bool = field(default=False)  # rows of which not even the id is known

    def rows(self) -> Iterator[tuple[Line, Sequence[str]]]:
        """The texts of each row; those that aren't rows at all are reported."""
        for number, row in self.numbered:
            line = Line(self.given.name, number)
            if isinstance(row, str):
                self._lose(line, row)
            elif len(row) > self.columns and any(row[self.columns :]):
                what = f"This row has {len(row)} fields instead of {self.columns}. Put one under each column."
                self._lose(line, what)
            elif any(texts := [as_it_was(text.strip()) for text in row[: self.columns]]):
                texts += [""] * (self.columns - len(texts))  # a spreadsheet leaves out the last ones that are empty
                whose = "" if self.client is None else texts[self.client]
                yield Line(self.given.name, number, whose), texts

    def _lose(self, line: Line, what: str) -> None:
        self.has_lost_rows = True
        self.report(Problem(line.file, line.number, None, what))


def open_file(given: GivenFile, report: Report, zone: ZoneInfo) -> OpenedFile | None:
    """Read the header; None, once it is reported, where it fits no kind of file. Local times are in `zone`."""
    if given.unreadable:
        report(Problem(given.name, None, None, given.unreadable))
        return None
    numbered = _NumberedRows(given.text)
    line, header = next(numbered, (1, "The file is empty. Its first line must name its columns."))
    if isinstance(header, str):
        report(Problem(given.name, line, None, header))
        return None
    columns = plain(header)
    try:
        kind = kind_of(columns)
    except HeaderNotUnderstood as refusal:
        which = f" Only {shown(given.sheet)} was read, its first sheet." if given.sheets_left_alone else ""
        report(Problem(given.name, line, None, f"{refusal}{which}"))
        return None
    given.left_alone = left_alone(header, kind)
    client = columns.index("client_id") if "client_id" in columns else None
    return OpenedFile(given, kind, numbered, len(columns), client, FORMATS[kind].reader(columns, zone), report)


def _beginning(stream: BinaryIO) -> bytes:
    """The first bytes, which stay to be read."""
    if isinstance(stream, BufferedReader):
        return stream.peek(4)[:4]
    begins = stream.read(4)
    stream.seek(0)
    return begins


class _NumberedRows:
    """The rows of a file, each with the number of its first line; for one that can't be read, why."""

    def __init__(self, text: TextIOWrapper) -> None:
        self._text = text
        self._before, self._reader = 0, csv.reader([""])
        self._ended = False
        self._begin()

    def __iter__(self) -> "Iterator[tuple[int, Sequence[str] | str]]":
        return self

    def __next__(self) -> tuple[int, Sequence[str] | str]:
        while not self._ended:
            line = self._before + self._reader.line_num + 1
            try:
                row = next(self._reader)
            except csv.Error as error:
                return line, self._explained(str(error))
            if row:
                return line, self._fault(row) or row
        raise StopIteration

    def _begin(self) -> None:
        """Find out by the first line what separates the columns."""
        lines = self._lines()
        first = self._text.readline(LONGEST_LINE)
        if says := _SAYS_SEPARATOR.fullmatch(first):
            self._before = 1
            self._reader = csv.reader(lines, strict=True, delimiter=says[1])
            return
        outside_quotes = "".join(first.split('"')[::2])
        separator = max(_SEPARATORS, key=outside_quotes.count)  # commas, where there are as many of each
        self._reader = csv.reader(chain([first] if first else [], lines), strict=True, delimiter=separator)

    def _lines(self) -> Iterator[str]:
        while line := self._text.readline(LONGEST_LINE):
            if len(line) == LONGEST_LINE:
                raise csv.Error("line too long")
            yield line

    def _explained(self, error: str) -> str:
        if "unexpected end of data" in error:
            self._ended = True
            return "A quotation mark that opens in this row isn't closed. Close it, or remove it."
        if "field limit" in error:
            self._ended = True
            return "A field in this row is too long. Is a quotation mark missing?"
        if "line too long" in error:
            self._ended = True
            return f"This line has more than {LONGEST_LINE} characters. Is this a CSV file?"
        return 'A quotation mark stands where none can. Write "" for one inside of quotation marks.'

    def _fault(self, row: Sequence[str]) -> str | None:
        """Why these fields can't be text; None if they can."""
        text = "".join(row)
        if "\0" in text:
            return "This row contains NUL characters. Save the file as CSV in UTF-8."
        if text.isascii():
            return None
        if _NOT_UTF8.search(text):
            return "This row isn't in UTF-8. Save the file as CSV in UTF-8."
        if _UNDECODED in text and self._text.encoding == "utf-16":
            return "This row isn't whole in UTF-16. Save the file as CSV in UTF-8."
        return None
