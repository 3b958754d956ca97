"""The files of an import: which kinds there are, and how what is wrong with one is said."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from domain.values.ids import ClientId
from domain.values.refusal import Refusal


class FileKind(StrEnum):
    """What a file holds; in the order in which files are read, so that references point backwards."""

    CLIENTS = "clients"
    SERVICES = "services"
    PACKAGES = "packages"
    SESSIONS = "sessions"


MOST_COLUMNS = 10  # that are named
HISTORY_COLUMNS = (  # of the fifth file of an export, which isn't imported
    *("at", "event", "by", "client_id", "package_id", "session_id", "service_id"),
    *("total_before", "total_after", "remaining_before", "remaining_after", "was", "becomes", "reason"),
    *("asked_by", "self_approved"),
)
HISTORY_MARKS = frozenset({"event", "remaining_before", "remaining_after"})  # in whatever release wrote it


@dataclass(frozen=True, slots=True)
class Problem:
    """What is wrong in a file, and what to do about it; never with a client's name in it."""

    file: str
    line: int | None  # of the row's beginning, as an editor counts; None: the file as a whole
    column: str | None
    what: str
    names: tuple[ClientId, ...] = ()  # whose row it is, and whom it tells of besides; there may be no such client

    def __str__(self) -> str:
        where = self.file if self.line is None else f"{self.file}, line {self.line}"
        return f"{where}, {self.column}: {self.what}" if self.column else f"{where}: {self.what}"


class RowsRefused(Refusal):
    """Some rows can't be imported, so that none is."""

    def __init__(self, problems: int) -> None:
        found = "1 problem" if problems == 1 else f"{problems} problems"
        super().__init__(f"Nothing was imported: {found} found. Fix these rows and import the file again.")
        self.problems = problems


def left_alone_in_words(file: str, columns: Sequence[str]) -> str:
    """Which columns of a file nobody read, as far as there is room."""
    named = ", ".join(shown(column) for column in columns[:MOST_COLUMNS])
    more = f" and {len(columns) - MOST_COLUMNS} more" if len(columns) > MOST_COLUMNS else ""
    return f"{printable(file)}: left alone {named}{more}"


def other_sheets_in_words(file: str, sheet: str, others: Sequence[str]) -> str:
    """Which sheets of a workbook nobody read."""
    return f"{left_alone_in_words(file, others)}: only the first sheet, {shown(sheet)}, is read"


def shown(value: str, most: int = 40) -> str:
    """The value in quotation marks, cut, and printable."""
    cut = value if len(value) <= most else value[: most - 1] + "…"
    return f"“{printable(cut)}”"


def printable(text: str) -> str:
    """The text without what a terminal would obey, or turn the rest of the line round by."""
    return "".join(c if c.isprintable() else "�" for c in text)
