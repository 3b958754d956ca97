"""The files of an import: which kinds there are, how each is recognised, and what may be wrong with a row."""

from collections import Counter
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


COLUMNS: dict[FileKind, tuple[str, ...]] = {
    FileKind.CLIENTS: ("client_id", "name"),
    FileKind.SERVICES: ("service_id", "name"),
    FileKind.PACKAGES: ("package_id", "client_id", "name", "status", "expires_on", "service_id", "sessions"),
    FileKind.SESSIONS: (
        *("session_id", "client_id", "service_id", "practitioner", "starts_at", "minutes"),
        *("confirmation", "payment", "package_id"),
    ),
}
HISTORY_COLUMNS = (  # of the fifth file of an export, which isn't imported
    *("at", "event", "by", "client_id", "package_id", "session_id", "service_id"),
    *("total_before", "total_after", "remaining_before", "remaining_after", "was", "becomes", "reason"),
    *("asked_by", "self_approved"),
)
_HISTORY_MARKS = frozenset({"event", "remaining_before", "remaining_after"})  # in whatever release wrote it


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


class HeaderNotUnderstood(Refusal):
    """The first line of a file doesn't name the columns of any kind."""


class RowsRefused(Refusal):
    """Some rows can't be imported, so that none is."""

    def __init__(self, problems: int) -> None:
        found = "1 problem" if problems == 1 else f"{problems} problems"
        super().__init__(f"Nothing was imported: {found} found. Mend the rows named and import the files again.")
        self.problems = problems


def kind_of(header: Sequence[str]) -> FileKind:
    """The kind of file that has this header; its columns may stand in any order, but must all be there."""
    if set(header) >= _HISTORY_MARKS:
        raise HeaderNotUnderstood("A history isn't imported: Ribbon writes its own. Leave this file out.")
    if len(header) == 1 and (";" in header[0] or "\t" in header[0]):
        raise HeaderNotUnderstood("The columns must be separated by commas. Save the file as CSV with commas.")
    kind = max(FileKind, key=lambda kind: _likeness(header, kind))
    if _likeness(header, kind) < 1 / 2:
        raise HeaderNotUnderstood(f"The first line must name the columns of one kind of file. {_all_kinds()}")
    wrong = _wrong_columns(header, kind)
    if wrong:
        raise HeaderNotUnderstood(f"{wrong} The columns of {kind} are {', '.join(COLUMNS[kind])}.")
    return kind


def _likeness(header: Sequence[str], kind: FileKind) -> float:
    ours, theirs = set(COLUMNS[kind]), set(header)
    return len(ours & theirs) / len(ours | theirs)


def _wrong_columns(header: Sequence[str], kind: FileKind) -> str:
    faults = {
        "is missing": [name for name in COLUMNS[kind] if name not in header],
        "isn't known": [name for name in header if name not in COLUMNS[kind]],
        "is there twice": [name for name, times in Counter(header).items() if times > 1 and name in COLUMNS[kind]],
    }
    return " ".join(f"The column {shown(name)} {fault}." for fault, names in faults.items() for name in names)


def _all_kinds() -> str:
    return " ".join(f"{kind.capitalize()}: {', '.join(columns)}." for kind, columns in COLUMNS.items())


def shown(value: str, most: int = 40) -> str:
    """The value in quotation marks, cut, and without what a terminal would obey."""
    cut = value if len(value) <= most else value[: most - 1] + "…"
    return "“" + "".join(c if c.isprintable() else "�" for c in cut) + "”"
