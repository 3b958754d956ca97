"""What can be said of a row only by having seen those before it."""

from collections.abc import Callable
from json import loads
from typing import Any, TypeVar

from domain.importing.files import COLUMNS, Kind, shown
from domain.importing.rows import ImportedPackage
from storage.exchange.job import Job, Placed

Row = TypeVar("Row", bound=Any)


def those_seen_once(
    job: Job, kind: Kind, rows: list[Placed[Row]], part: Callable[[Row], str] = lambda _: ""
) -> list[Placed[Row]]:
    """The rows whose id, or part of it, wasn't there before; the others are reported with the line of the first."""
    notes = [(placed.row.id, part(placed.row), placed.place, "") for placed in rows]
    if job.seen.note(kind, notes):
        return rows
    return [placed for placed in rows if _is_first(job, kind, placed, part(placed.row))]


def _is_first(job: Job, kind: Kind, placed: Placed[Row], part: str) -> bool:
    first = job.seen.first(kind, placed.row.id, part)
    if first is None or first[0] == placed.place:
        return True
    what = f"{shown(placed.row.id)} is in {first[0]} already. Remove one of the two."
    job.refuse(placed.place, COLUMNS[kind][0], what)
    return False


def included_once(job: Job, rows: list[Placed[ImportedPackage]]) -> list[Placed[ImportedPackage]]:
    """The rows that say the same of their package as its first row, and name a service that isn't there yet."""
    rows = those_seen_once(job, Kind.PACKAGES, rows, lambda row: f"service {row.service_id or ''}")
    job.seen.note(Kind.PACKAGES, [(placed.row.id, "", placed.place, placed.row.source) for placed in rows])
    return [placed for placed in rows if _agrees(job, placed)]


def _agrees(job: Job, placed: Placed[ImportedPackage]) -> bool:
    first = job.seen.first(Kind.PACKAGES, placed.row.id)
    if first is None or first[1] in ("", placed.row.source):
        return True
    pairs = zip(COLUMNS[Kind.PACKAGES][1:5], loads(first[1]), loads(placed.row.source), strict=True)
    column = next(name for name, there, here in pairs if there != here)
    what = f"is not what {first[0]} says of {shown(placed.row.id)}. The rows of a package must agree."
    job.refuse(placed.place, column, what)
    return False
