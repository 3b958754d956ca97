"""What a row said last, kept for the release before as well: by position, in `source`. All this goes with the next."""

from json import JSONEncoder, loads
from typing import Any

from sqlalchemy import Row, Table

from storage.tables import CLIENT, INCLUDED, PACKAGE, SERVICE, SESSION

BOTH = ("as_imported", "source")  # the columns

_COLUMNS: dict[Table, tuple[str, ...]] = {  # in the order in which `source` lists them
    CLIENT: ("name",),
    SERVICE: ("name",),
    PACKAGE: ("client_id", "name", "status", "expires_on"),
    INCLUDED: ("sessions",),
    SESSION: (
        *("client_id", "service_id", "practitioner", "starts_at", "minutes", "confirmation", "payment", "package_id"),
    ),
}
_as_json = JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode


def kept(table: Table, said: str) -> dict[str, str]:
    """The values of both columns."""
    values = loads(said)
    return {"as_imported": said, "source": _as_json([values.get(name) for name in _COLUMNS[table]])}


def last_said(table: Table, row: Row[Any]) -> str | None:
    """What was last imported, whichever release did: where `source` says something else, it was the one before."""
    said: str | None = row.as_imported
    if row.source is None:
        return said
    theirs = dict(zip(_COLUMNS[table], loads(row.source), strict=True))
    ours = loads(said) if said else {}
    if all(ours.get(name) == value for name, value in theirs.items()):
        return said
    told = {name: value for name, value in theirs.items() if value is not None}
    return _as_json({name: value for name, value in ours.items() if name not in theirs} | told)
