"""How a column of the files is declared: once, at the field of the row that it fills. All else follows from there."""

from collections.abc import Callable
from dataclasses import MISSING, dataclass, fields, replace
from enum import StrEnum
from functools import partial
from typing import Any, get_args, get_type_hints
from zoneinfo import ZoneInfo


class Part(StrEnum):
    """What a column tells of; a row of packages is of a package and of one of the services that it includes."""

    ITSELF = "itself"
    INCLUDED = "included"


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a file, in the annotation of a field; a file may lack it where the field has a default."""

    read: Callable[..., Any]  # text, raises Unfit
    name: str = ""  # in the header of a file; the field's, unless another is given
    part: Part = Part.ITSELF
    is_key: bool = False  # says what the row is of, and isn't changed
    field: str = ""  # of the row, and of the table where its part is stored
    is_optional: bool = False
    needs_zone: bool = False  # reads a text by the practice's time zone

    def reader(self, zone: ZoneInfo) -> Callable[[str], Any]:
        return partial(self.read, zone=zone) if self.needs_zone else self.read


def columns_of(row: type[Any]) -> tuple[Column, ...]:
    """The columns that this class of rows declares, in the order in which an export writes them."""
    hints = get_type_hints(row, include_extras=True)
    return tuple(
        replace(declared, name=declared.name or field.name, field=field.name, is_optional=field.default is not MISSING)
        for field in fields(row)
        for declared in get_args(hints[field.name])
        if isinstance(declared, Column)
    )
