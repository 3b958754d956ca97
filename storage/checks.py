"""Checks all packages of a workspace, some at a time (rule 37)."""

from collections.abc import Iterator

from domain.values.people import Workspace
from domain.verifying import Checked, check_packages
from storage.database import Database
from storage.records import RecordsTx


def checks(database: Database, default: Workspace) -> Iterator[Checked]:
    """Check some packages after the other; each transaction sees one state of them."""
    last, is_first = None, True
    while is_first or last:
        with database.reading() as connection:
            records = RecordsTx(connection, default.id)
            checked = check_packages(records, records.find_workspace(default), last)
        yield checked
        last, is_first = checked.last, False
