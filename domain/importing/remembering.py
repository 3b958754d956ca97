"""What the source said last of each row: kept beside it, in JSON by the names of columns, so that news can be told."""

from datetime import date
from functools import lru_cache
from json import JSONEncoder, loads
from typing import Any

from domain.importing.columns import Column, Part, columns_of
from domain.importing.rows import ImportedRow, Lacking

_as_json = JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode


def as_imported(row: ImportedRow, before: str | None = None, part: Part = Part.ITSELF) -> str:
    """What to keep of the row: what it says, and what was kept of columns that its file doesn't have.

    An empty field isn't kept, so that a column that comes to be later, and is empty, is no news.
    """
    said = {
        column.name: value.isoformat() if isinstance(value, date) else value
        for column in _told(row, part, row.lacks)
        if (value := getattr(row, column.field)) is not None
    }
    if before is not None and row.lacks:
        both = {name: value for name, value in loads(before).items() if name in row.lacks} | said
        said = {column.name: both[column.name] for column in _told(row, part, frozenset()) if column.name in both}
    return _as_json(said)


def news(row: ImportedRow, before: str | None, part: Part = Part.ITSELF) -> dict[str, Any]:
    """By field, the values of the columns where the row says something else than was kept; of all, if nothing was."""
    columns = _told(row, part, row.lacks)
    if before is None:
        return {column.field: getattr(row, column.field) for column in columns}
    kept, changed = loads(before), {}
    for column in columns:
        value = getattr(row, column.field)
        if (value.isoformat() if isinstance(value, date) else value) != kept.get(column.name):
            changed[column.field] = value
    return changed


def _told(row: ImportedRow, part: Part, lacks: Lacking) -> tuple[Column, ...]:
    """The columns by which a row of this class tells of this part, where its file has them."""
    return _columns(type(row), part, lacks)  # type: ignore[arg-type]  # mypy takes classes for unhashable


@lru_cache
def _columns(row: type[Any], part: Part, lacks: Lacking) -> tuple[Column, ...]:
    return tuple(c for c in columns_of(row) if c.part is part and not c.is_key and c.name not in lacks)
