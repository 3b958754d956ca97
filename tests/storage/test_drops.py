"""Whoever imports dropped files has them alone, and what came of them is said once."""

from datetime import timedelta

import pytest
from practice import NOW
from sqlalchemy import select

from domain.values.ids import WorkspaceId
from domain.values.messages import Drop
from storage.database import Database, DatabaseBusy
from storage.drops import claim_drop, keep_drop, lock_drop, settle
from storage.records import RecordsTx
from storage.tables import DROP, MESSAGE

HERE = WorkspaceId("T1")
EARLIER, LATER = Drop("D2", "1772443800.000009", ("F1",)), Drop("D1", "1772443800.000010", ("F2", "F3"))
SOON = NOW + timedelta(minutes=2)


@pytest.fixture
def kept(database: Database) -> Database:
    with database.writing() as connection:
        for drop in (LATER, EARLIER):
            keep_drop(RecordsTx(connection, HERE), drop, NOW)
    return database


def claimed(database: Database, patience: float = 2.0) -> Drop | None:
    with database.writing(patience) as connection:
        claim = claim_drop(RecordsTx(connection, HERE), NOW, SOON)
    return claim.drop if claim else None


def settled(database: Database, drop: Drop, answer: str = "Imported.", patience: float = 2.0) -> None:
    with database.writing(patience) as connection:
        settle(RecordsTx(connection, HERE), drop, answer, (), NOW)


def test_the_oldest_comes_first_and_the_next_only_once_it_is_settled(kept: Database) -> None:
    assert claimed(kept) == EARLIER
    assert claimed(kept) is None

    settled(kept, EARLIER)

    assert claimed(kept) == LATER


def test_another_workspace_has_nothing_to_import(kept: Database) -> None:
    with kept.writing() as connection:
        assert claim_drop(RecordsTx(connection, WorkspaceId("T2")), NOW, SOON) is None


def test_a_clock_that_was_set_back_keeps_nothing_waiting_for_long(kept: Database) -> None:
    with kept.writing() as connection:
        connection.execute(DROP.update().values(due=NOW + timedelta(days=1)))

    assert claimed(kept) == EARLIER


def test_what_was_said_first_stays(kept: Database) -> None:
    settled(kept, EARLIER)
    settled(kept, EARLIER, "Nothing was imported.")

    with kept.writing() as connection:
        assert connection.execute(select(DROP.c.answer).where(DROP.c.id == EARLIER.id)).scalar_one() == "Imported."
        assert connection.execute(select(MESSAGE.c.version)).scalar_one() == 1
        assert not lock_drop(RecordsTx(connection, HERE), EARLIER)


@pytest.mark.on_postgresql("of two who write to a file, one waits for the other's end")
def test_while_one_imports_it_nobody_else_begins_or_gives_up(kept: Database) -> None:
    with kept.writing() as importing:
        assert lock_drop(RecordsTx(importing, HERE), EARLIER)
        with pytest.raises(DatabaseBusy):
            claimed(kept, 0.1)
        with pytest.raises(DatabaseBusy):
            settled(kept, EARLIER, "Nothing was imported.", 0.1)
