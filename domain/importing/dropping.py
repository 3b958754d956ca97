"""Dropping files into the direct messages with Ribbon, which imports them."""

from datetime import datetime

from domain.records import Records
from domain.values.messages import Drop
from domain.values.people import Person, require_manager


def drop_files(records: Records, by: Person, at: datetime, drop: Drop) -> None:
    """Keep the files to be imported, once, however often they are announced."""
    require_manager(by, "import files")
    records.keep_drop(drop, at)
