"""Reading the rows of each kind of file, with its columns in whatever order and without those it may lack."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Generic, TypeVar
from zoneinfo import ZoneInfo

from domain.importing.columns import Column, columns_of
from domain.importing.files import FileKind
from domain.importing.rows import ImportedClient, ImportedPackage, ImportedService, ImportedSession
from domain.importing.unfit import Unfit

Faults = list[tuple[str, str]]  # column, what is wrong
Row = TypeVar("Row")


@dataclass(frozen=True, slots=True)
class RowReader(Generic[Row]):
    """Reads the rows of one file, whose header has settled where each column stands."""

    make: Callable[..., Row]
    check: Callable[[Row], Faults]
    columns: tuple[tuple[Column, Callable[[str], Any], int], ...]  # how each is read, and where it stands
    lacks: frozenset[str]
    prepared: tuple[tuple[str, Callable[[str], Any], int], ...]  # the same for the many rows that are as they should be

    def read(self, texts: Sequence[str]) -> Row | Faults:
        """The row of these texts, or everything that is wrong with them."""
        try:
            row = self.make(lacks=self.lacks, **{field: read(texts[n]) for field, read, n in self.prepared})
        except Unfit:
            return self._faults(texts)
        return self.check(row) or row

    def id_of(self, texts: Sequence[str]) -> str:
        """The id as it is written, for rows that can't be read."""
        return texts[self.columns[0][2]]

    def _faults(self, texts: Sequence[str]) -> Faults:
        faults = []
        for column, read, n in self.columns:
            try:
                read(texts[n])
            except Unfit as unfit:
                faults.append((column.name, str(unfit)))
        return faults


@dataclass(frozen=True, slots=True)
class Format(Generic[Row]):
    """What the rows of a kind of file make, and what may be wrong with one as a whole."""

    row: type[Row]
    check: Callable[[Row], Faults] = lambda _: []

    @property
    def columns(self) -> tuple[Column, ...]:
        return columns_of(self.row)

    @property
    def names(self) -> tuple[str, ...]:
        return tuple(column.name for column in self.columns)

    def reader(self, header: Sequence[str], zone: ZoneInfo) -> RowReader[Row]:
        """For a file that begins with this header, which names all columns that it may not lack."""
        there = tuple(
            (column, column.reader(zone), header.index(column.name)) for column in self.columns if column.name in header
        )
        lacks = frozenset(self.names) - frozenset(header)
        prepared = tuple((column.field, read, n) for column, read, n in there)
        return RowReader(self.row, self.check, there, lacks, prepared)


def _half_included(row: ImportedPackage) -> Faults:
    if row.service_id is None and row.used_before:
        return [("service_id", "is empty, but used_before is not. Name the service that was used.")]
    if (row.service_id is None) == (row.total is None):
        return []
    empty, other = ("service_id", "sessions") if row.service_id is None else ("sessions", "service_id")
    return [(empty, f"is empty, but {other} is not. Fill both or neither.")]


FORMATS: Mapping[FileKind, Format[Any]] = {
    FileKind.CLIENTS: Format(ImportedClient),
    FileKind.SERVICES: Format(ImportedService),
    FileKind.PACKAGES: Format(ImportedPackage, _half_included),
    FileKind.SESSIONS: Format(ImportedSession),
}
