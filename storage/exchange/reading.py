"""CSV files as rows with the line on which each begins, whatever the files hold, in bounded memory."""

import csv
import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from io import BytesIO, TextIOWrapper
from pathlib import Path
from typing import Any, BinaryIO

from domain.importing.files import FileKind, Problem
from domain.importing.formats import FORMATS, RowReader
from domain.importing.headers import HeaderNotUnderstood, kind_of

LONGEST_LINE = 256 * 1024  # characters
_NOT_UTF8 = re.compile("[\udc80-\udcff]")  # how the decoder passes on a byte that isn't text

Report = Callable[[Problem], None]


@dataclass(slots=True)
class GivenFile:
    """A file to import: its name, for telling where a problem is, and its text; whoever makes it closes it."""

    name: str
    stream: BinaryIO
    size: int | None = None  # bytes, where that is known
    text: TextIOWrapper = field(init=False)

    def __post_init__(self) -> None:
        self.text = TextIOWrapper(self.stream, encoding="utf-8-sig", errors="surrogateescape", newline="")

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
            elif len(row) != self.columns:
                what = f"This row has {len(row)} fields instead of {self.columns}. Put one under each column."
                self._lose(line, what)
            else:
                whose = "" if self.client is None else row[self.client]
                yield Line(self.given.name, number, whose), row

    def _lose(self, line: Line, what: str) -> None:
        self.has_lost_rows = True
        self.report(Problem(line.file, line.number, None, what))


def open_file(given: GivenFile, report: Report) -> OpenedFile | None:
    """Read the header; None, once it is reported, where it fits no kind of file."""
    numbered = _NumberedRows(given.text)
    line, header = next(numbered, (1, "The file is empty. Its first line must name its columns."))
    if isinstance(header, str):
        report(Problem(given.name, line, None, header))
        return None
    try:
        kind = kind_of(header)
    except HeaderNotUnderstood as refusal:
        report(Problem(given.name, line, None, str(refusal)))
        return None
    client = header.index("client_id") if "client_id" in header else None
    return OpenedFile(given, kind, numbered, len(header), client, FORMATS[kind].reader(header), report)


class _NumberedRows:
    """The rows of a file, each with the number of its first line; for one that can't be read, why."""

    def __init__(self, text: TextIOWrapper) -> None:
        self._text = text
        self._reader = csv.reader(self._lines(), strict=True)
        self._ended = False

    def __iter__(self) -> "Iterator[tuple[int, Sequence[str] | str]]":
        return self

    def __next__(self) -> tuple[int, Sequence[str] | str]:
        while not self._ended:
            line = self._reader.line_num + 1
            try:
                row = next(self._reader)
            except csv.Error as error:
                return line, self._explained(str(error))
            if row:
                return line, _fault(row) or row
        raise StopIteration

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


def _fault(row: Sequence[str]) -> str | None:
    """Why these fields can't be text of a file in UTF-8; None if they can."""
    text = "".join(row)
    if "\0" in text:
        return "This row contains NUL characters. Save the file as CSV in UTF-8."
    if not text.isascii() and _NOT_UTF8.search(text):
        return "This row isn't in UTF-8. Save the file as CSV in UTF-8."
    return None
