"""What the parts of an import share."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any, Generic, NamedTuple, TypeVar

from sqlalchemy import CompoundSelect, Executable, Row, Select, Table, bindparam, insert, select, update

from domain.importing.counts import RunningCounts
from domain.importing.files import FileKind, Problem, shown
from domain.importing.leaving import Leaving
from domain.importing.looking import Noted
from domain.values.history import Entry
from domain.values.ids import LONGEST_ID, ClientId
from domain.values.import_looks import Rows
from domain.values.sessions import Confirmation
from storage.database import HERE, Tx
from storage.exchange.known_ids import KnownIds
from storage.exchange.reading import Line, Report
from storage.history import columns_of
from storage.tables import HISTORY

T = TypeVar("T")


class GivenRow(NamedTuple, Generic[T]):
    """A row and where it begins."""

    line: Line
    row: T


@dataclass(slots=True)
class Tally:
    """How many rows of a kind were new, changed something and changed nothing."""

    new: int = 0
    changed: int = 0
    unchanged: int = 0
    gone: int = 0  # of what is stored, what the files no longer have

    def count(self, *, is_new: bool, is_changed: bool) -> None:
        self.new += is_new
        self.changed += is_changed and not is_new
        self.unchanged += not is_changed and not is_new


def rows_of(tallies: Mapping[FileKind, Tally]) -> list[Rows]:
    """What became of the rows of each kind of which there were any."""
    all_rows = [Rows(kind, each.new, each.changed, each.gone, each.unchanged) for kind, each in tallies.items()]
    return [rows for rows in all_rows if rows.new or rows.changed or rows.gone or rows.unchanged]


@dataclass(slots=True)
class Job:
    """One import under way."""

    tx: Tx
    at: datetime
    holding: Collection[Confirmation]
    known_ids: KnownIds
    report_to: Report
    leaving: Leaving
    noted: Noted = field(default_factory=Noted)
    tallies: dict[FileKind, Tally] = field(default_factory=lambda: {kind: Tally() for kind in FileKind})
    lost: set[FileKind] = field(default_factory=set)  # kinds of which some rows' ids are unknown
    counts: RunningCounts = field(default_factory=RunningCounts)
    last: dict[str, datetime] = field(default_factory=dict)  # of packages, the last moment in their history
    counted: set[str] = field(default_factory=set)  # the packages whose counts and last moment are known
    problems: int = 0

    def count(self, kind: FileKind, row_id: str, *, is_new: bool, is_changed: bool) -> None:
        self.tallies[kind].count(is_new=is_new, is_changed=is_changed)
        if is_new or is_changed:
            self.noted.does(kind, row_id, "new" if is_new else "changed")

    def report(self, problem: Problem) -> None:
        self.problems += 1
        self.report_to(problem)

    def refuse(self, line: Line, column: str | None, what: str, *names: ClientId) -> None:
        of_row = line.client.strip()
        names = (ClientId(of_row), *names) if 0 < len(of_row) <= LONGEST_ID else names
        self.report(Problem(line.file, line.number, column, what, names))

    def lacks(self, line: Line, column: str, kind: FileKind, found: Collection[str], wanted: str | None) -> bool:
        """Whether the row wanted isn't there; reported, unless it is in the files but can't be read."""
        if wanted is None or wanted in found:
            return False
        if kind not in self.lost and self.known_ids.first(kind, wanted) is None:
            self.refuse(line, column, f"{shown(wanted)} is not among the {kind}. Import it first, or with this file.")
        return True

    def find(self, statement: Select[Any] | CompoundSelect[Any], ids: Iterable[str | None]) -> dict[str, Row[Any]]:
        """The stored rows with these ids."""
        wanted = sorted({key for key in ids if key is not None})
        return {row.id: row for row in self.tx.run(statement, ids=wanted).all()} if wanted else {}

    def write(self, statement: Executable, rows: Sequence[dict[str, Any]]) -> None:
        if rows:
            self.tx.connection.execute(statement, rows)

    def record(self, entries: Iterable[Entry]) -> None:
        """Write entries after all others of their packages, whoever wrote those while the import ran."""
        workspace = {"workspace": self.tx.workspace}
        self.write(_RECORD, [workspace | columns_of(self.tx, entry) | {"at": self._moment(entry)} for entry in entries])

    def _moment(self, entry: Entry) -> datetime:
        last = self.last.get(entry.package_id or "")
        return entry.at if last is None or last < entry.at else last + _AFTERWARDS


_RECORD, _AFTERWARDS = insert(HISTORY), timedelta(microseconds=1)


def by_ids(table: Table, *columns: str) -> Select[Any]:
    """The rows with the `ids`, in an order in which everybody who locks them does."""
    wanted = table.c.id.in_(bindparam("ids", expanding=True))
    return (
        select(*(table.c[name] for name in ("id", *columns)))
        .where(table.c.workspace == HERE, wanted)
        .order_by(table.c.id)
    )


def change_of(table: Table, *keys: str) -> Executable:
    """An update, by `key_…` for each of the keys, of whichever columns are given."""
    return update(table).where(table.c.workspace == HERE, *(table.c[key] == bindparam(f"key_{key}") for key in keys))
