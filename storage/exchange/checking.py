"""What can be said of a row only by knowing those before it."""

from collections.abc import Callable
from typing import Any, TypeVar

from domain.importing.columns import columns_of
from domain.importing.files import FileKind, shown
from domain.importing.formats import FORMATS
from domain.importing.remembering import as_imported, news
from domain.importing.rows import ImportedPackage, PackageState
from storage.exchange.job import GivenRow, Job

Row = TypeVar("Row", bound=Any)


def those_given_once(
    job: Job, kind: FileKind, rows: list[GivenRow[Row]], part: Callable[[Row], str] = lambda _: ""
) -> list[GivenRow[Row]]:
    """The rows whose id, or part of it, wasn't there before; one that says it otherwise is reported, with the first."""
    notes = [(given.row.id, part(given.row), given.line, _fingerprint(given.row)) for given in rows]
    if job.known_ids.note(kind, notes):
        return rows
    return [given for given in rows if _is_first(job, kind, given, part(given.row))]


def _is_first(job: Job, kind: FileKind, given: GivenRow[Row], part: str) -> bool:
    first = job.known_ids.first(kind, given.row.id, part)
    if first is None or first[0] == given.line:
        return True
    if first[1] == _fingerprint(given.row):
        return False
    what = f"{shown(given.row.id)} is already in {first[0]}. Remove one of the two."
    job.refuse(given.line, FORMATS[kind].names[0], what)
    return False


def _fingerprint(row: Any) -> str:
    """Tells rows of one id apart, as long as this process lives."""
    return str(hash(row))


def of_service(service_id: str | None) -> str:
    """The part of a package that a row is of."""
    return f"service {service_id or ''}"


def included_once(job: Job, rows: list[GivenRow[ImportedPackage]]) -> list[GivenRow[ImportedPackage]]:
    """The rows that say the same of their package as its first row, and name a service that isn't there yet."""
    rows = those_given_once(job, FileKind.PACKAGES, rows, lambda row: of_service(row.service_id))
    job.known_ids.note(FileKind.PACKAGES, [(given.row.id, "", given.line, as_imported(given.row)) for given in rows])
    return [given for given in rows if _agrees(job, given)]


def _agrees(job: Job, given: GivenRow[ImportedPackage]) -> bool:
    first = job.known_ids.first(FileKind.PACKAGES, given.row.id)
    if first is None or first[1] == "":
        return True
    differing = news(given.row, first[1])
    if not differing:
        return True
    column = next(column.name for column in columns_of(PackageState) if column.field in differing)
    what = f"is not what {first[0]} says of {shown(given.row.id)}. The rows of a package must agree."
    job.refuse(given.line, column, what)
    return False
