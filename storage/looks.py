"""What importing dropped files would do, kept as JSON."""

from collections.abc import Mapping
from dataclasses import asdict
from typing import Any

from domain.values.import_looks import ImportLook, Note, Noteworthy, Rows


def as_json(look: ImportLook) -> dict[str, Any]:
    return asdict(look)


def as_look(kept: Mapping[str, Any]) -> ImportLook:
    return ImportLook(
        rows=tuple(Rows(**rows) for rows in kept["rows"]),
        noteworthy=tuple(Noteworthy(Note(it["note"]), it["found"], tuple(it["first"])) for it in kept["noteworthy"]),
        does=kept["does"],
        files=tuple(kept["files"]),
        left_alone=tuple(kept["left_alone"]),
        is_another=kept["is_another"],
    )
