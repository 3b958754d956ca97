"""Whether a statement has changed a row is known on either database, or it is an error."""

from dataclasses import replace
from pathlib import Path

import pytest
from practice import TEAM
from sqlalchemy import select, text

import storage
from domain.values.ids import WorkspaceId
from domain.values.people import Workspace
from storage.database import Database, NotCounted, changed
from storage.records import RecordsTx
from storage.tables import WORKSPACE

ROW = {"id": "T9", "times_chosen": 1}
MINE = {"wanted": "T9"}
NOT_COUNTED = {"sqlite": "SELECT 1", "postgresql": "SET LOCAL lock_timeout = '2s'"}


def test_each_kind_of_statement_tells_whether_it_changed_a_row(database: Database) -> None:
    with database.writing() as connection:
        insert = RecordsTx(connection, WorkspaceId("T9")).inserting(WORKSPACE)
        kept = insert.on_conflict_do_nothing(index_elements=["id"])
        newer = insert.on_conflict_do_update(
            index_elements=["id"],
            set_={"times_chosen": insert.excluded.times_chosen},
            where=WORKSPACE.c.times_chosen < insert.excluded.times_chosen,
        )
        assert changed(connection, kept, ROW)
        assert not changed(connection, kept, ROW)
        assert changed(connection, newer, ROW | {"times_chosen": 2})
        assert not changed(connection, newer, ROW | {"times_chosen": 2})
        assert changed(connection, text("UPDATE workspace SET times_chosen = 3 WHERE id = :wanted"), MINE)
        assert connection.execute(select(WORKSPACE.c.times_chosen)).scalar_one() == 3
        assert changed(connection, text("DELETE FROM workspace WHERE id = :wanted"), MINE)
        assert not changed(connection, text("DELETE FROM workspace WHERE id = :wanted"), MINE)


def test_a_statement_whose_rows_the_driver_does_not_count_is_an_error(database: Database, kind: str) -> None:
    with database.writing() as connection, pytest.raises(NotCounted):
        changed(connection, text(NOT_COUNTED[kind]), {})


def test_what_a_workspace_chooses_is_stored_once_for_what_was_seen(database: Database) -> None:
    seen = Workspace(WorkspaceId(TEAM), managers_channel="CMAN")
    with database.writing() as connection:
        records = RecordsTx(connection, WorkspaceId(TEAM))
        assert records.choose(seen)
        assert not records.choose(replace(seen, managers_channel="CLATE"))
        again = records.find_workspace(Workspace(WorkspaceId(TEAM)))
        assert records.choose(replace(again, managers_channel="CNEW"))
        assert records.find_workspace(seen).managers_channel == "CNEW"


def test_the_driver_is_asked_in_one_place() -> None:
    folder = Path(str(storage.__file__)).parent
    asking = [path.name for path in folder.rglob("*.py") if "rowcount" in path.read_text(encoding="utf-8")]
    assert asking == ["database.py"]
