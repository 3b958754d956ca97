"""What an import finds noteworthy of what it does."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from hashlib import sha256
from typing import Any

from domain.importing.files import FileKind, shown
from domain.values.ids import ClientId
from domain.values.import_looks import ImportLook, Note, Noteworthy, Rows

MOST_TOLD = 20  # of a kind
MOST_UNKNOWN = 1000  # practitioners whose sessions are counted


@dataclass(slots=True)
class Noted:
    """What is found while files are imported."""

    names: set[ClientId] = field(default_factory=set)  # whom the lines tell of
    _found: Counter[Note] = field(default_factory=Counter)
    _first: dict[Note, list[str]] = field(default_factory=dict)
    _unknown: Counter[str] = field(default_factory=Counter)
    _does: Any = field(default_factory=sha256)

    def does(self, kind: FileKind, row_id: str, what: str) -> None:
        """A row is new, changes something, or is gone."""
        self._does.update(f"{kind} {what} {row_id}\0".encode())

    def note(self, note: Note, line: str, *names: ClientId) -> None:
        first = self._first.setdefault(note, [])
        self._found[note] += 1
        if len(first) < MOST_TOLD:
            first.append(line)
            self.names.update(names)

    def note_unknown(self, practitioner: str) -> None:
        """A session is of somebody whom Ribbon doesn't know."""
        if practitioner in self._unknown or len(self._unknown) < MOST_UNKNOWN:
            self._unknown[practitioner] += 1

    def noteworthy(self) -> tuple[Noteworthy, ...]:
        for practitioner, sessions in self._unknown.items():
            self.note(Note.NOBODY, f"{shown(practitioner)}: {_sessions(sessions)}")
        self._unknown.clear()
        return tuple(
            Noteworthy(note, self._found[note], tuple(self._first[note])) for note in Note if self._found[note]
        )

    def look(
        self,
        rows: Sequence[Rows],
        files: Sequence[str] = (),
        left_alone: Sequence[str] = (),
        *,
        is_another: bool = False,
    ) -> ImportLook:
        """What was found, once all rows are read."""
        return ImportLook(
            tuple(rows), self.noteworthy(), self._does.hexdigest(), tuple(files), tuple(left_alone), is_another
        )


def _sessions(sessions: int) -> str:
    return "1 session" if sessions == 1 else f"{sessions} sessions"
