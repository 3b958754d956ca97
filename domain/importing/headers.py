"""Which kind of file a header belongs to, and what is wrong with one that nearly fits."""

from collections import Counter
from collections.abc import Sequence

from domain.importing.files import HISTORY_MARKS, FileKind, shown
from domain.importing.formats import FORMATS
from domain.values.refusal import Refusal


class HeaderNotUnderstood(Refusal):
    """The first line of a file doesn't name the columns of any kind."""


def plain(header: Sequence[str]) -> list[str]:
    """The names of columns as Ribbon writes them: `Client ID` is client_id."""
    return ["_".join(name.strip("\ufeff").lower().replace("-", " ").split()) for name in header]


def left_alone(header: Sequence[str], kind: FileKind) -> tuple[str, ...]:
    """The columns that Ribbon doesn't know, as the file names them."""
    known = FORMATS[kind].names
    return tuple(name for name, ours in zip(header, plain(header), strict=True) if name.strip() and ours not in known)


def kind_of(header: Sequence[str]) -> FileKind:
    """The kind of file that has this plain header; its columns may stand in any order, and among others."""
    if set(header) >= HISTORY_MARKS:
        raise HeaderNotUnderstood("A history isn't imported: Ribbon writes its own. Leave this file out.")
    kind = _by_its_id(header) or max(FileKind, key=lambda kind: _likeness(header, kind))
    if FORMATS[kind].names[0] not in header and _likeness(header, kind) < 1 / 2:
        raise HeaderNotUnderstood(f"The first line must name the columns of one kind of file. {_all_kinds()}")
    wrong = _wrong_columns(header, kind)
    if wrong:
        raise HeaderNotUnderstood(f"{wrong} The columns of {kind} are {_listed(kind)}.")
    return kind


def _by_its_id(header: Sequence[str]) -> FileKind | None:
    """Only rows of sessions have an id of a session, and of the others only packages one of a package."""
    for kinds in ((FileKind.SESSIONS,), (FileKind.PACKAGES,), (FileKind.CLIENTS, FileKind.SERVICES)):
        found = [kind for kind in kinds if FORMATS[kind].names[0] in header]
        if found:
            return found[0] if len(found) == 1 else None
    return None


def _likeness(header: Sequence[str], kind: FileKind) -> float:
    ours, theirs = set(FORMATS[kind].names), set(header)
    return len(ours & theirs) / len(ours | theirs)


def _wrong_columns(header: Sequence[str], kind: FileKind) -> str:
    known, needed = FORMATS[kind].names, [column.name for column in FORMATS[kind].columns if not column.is_optional]
    faults = {
        "is missing": [name for name in needed if name not in header],
        "is there twice": [name for name, times in Counter(header).items() if times > 1 and name in known],
    }
    return " ".join(f"The column {shown(name)} {fault}." for fault, names in faults.items() for name in names)


def _all_kinds() -> str:
    return " ".join(f"{kind.capitalize()}: {_listed(kind)}." for kind in FileKind)


def _listed(kind: FileKind) -> str:
    columns = FORMATS[kind].columns
    return ", ".join(f"{column.name} (optional)" if column.is_optional else column.name for column in columns)
