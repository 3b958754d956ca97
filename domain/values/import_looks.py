"""What importing files would do, to be looked at before it is done (rule 30)."""

from dataclasses import dataclass, field
from enum import StrEnum


class Note(StrEnum):
    """What is noteworthy of an import."""

    NOBODY = "nobody"  # practitioners whom Ribbon doesn't know
    LINKS = "links"  # sessions that the files move from one package to another, or to none
    APPROVED = "approved"  # totals in which approvals are, and which the files change
    LEFT = "left"  # services that left a package


@dataclass(frozen=True, slots=True)
class Noteworthy:
    """How many there are of a kind, and the first of them in words."""

    note: Note
    found: int
    first: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Rows:
    """What becomes of the rows of a kind of file."""

    kind: str
    new: int
    changed: int
    gone: int
    unchanged: int


@dataclass(frozen=True, slots=True)
class ImportLook:
    """What importing would do; equal to another where it would do the same to the same rows."""

    rows: tuple[Rows, ...]
    noteworthy: tuple[Noteworthy, ...]
    does: str  # to which rows, as a digest
    files: tuple[str, ...] = ()
    left_alone: tuple[str, ...] = ()
    is_another: bool = field(default=False, compare=False)  # than the one that somebody wanted to have imported

    @property
    def changes_nothing(self) -> bool:
        return not any(rows.new or rows.changed or rows.gone for rows in self.rows)
