"""Whoever imports dropped files has them alone, and what came of them is said once."""

from datetime import timedelta

import pytest
from practice import NOW
from sqlalchemy import select

from domain.values.ids import PersonId, WorkspaceId
from domain.values.import_looks import ImportLook, Note, Noteworthy, Rows
from domain.values.messages import Drop
from storage.database import Database, DatabaseBusy
from storage.drops import (
    claim_drop,
    keep_drop,
    keep_look,
    leave_drop,
    lock_drop,
    look_of,
    said_of,
    settle,
    want_import,
)
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


LOOK = ImportLook((Rows("clients", 1, 2, 0, 3),), (Noteworthy(Note.LEFT, 1, ("a",)),), "d", ("a.csv",), ("b",))
MIA = PersonId("UMAN")


def looked_at(database: Database, drop: Drop, look: ImportLook = LOOK, *, was_wanted: bool = False) -> None:
    with database.writing() as connection:
        keep_look(RecordsTx(connection, HERE), drop, look, (), NOW, was_wanted=was_wanted)


def test_what_waits_for_a_word_keeps_nothing_else_waiting_and_comes_as_it_was_looked_at(kept: Database) -> None:
    looked_at(kept, EARLIER)
    assert claimed(kept) == LATER

    with kept.writing() as connection:
        assert look_of(RecordsTx(connection, HERE), EARLIER.id) == LOOK
        assert want_import(RecordsTx(connection, HERE), EARLIER.id, MIA, NOW)
        assert not want_import(RecordsTx(connection, HERE), EARLIER.id, MIA, NOW)
        assert not leave_drop(RecordsTx(connection, HERE), EARLIER.id, "Left.", NOW)
        claim = claim_drop(RecordsTx(connection, HERE), NOW, SOON)

    assert claim
    assert (claim.drop, claim.wanted) == (EARLIER, LOOK)


def test_whoever_looks_too_late_takes_no_word_back(kept: Database) -> None:
    looked_at(kept, EARLIER)
    with kept.writing() as connection:
        records = RecordsTx(connection, HERE)
        want_import(records, EARLIER.id, MIA, NOW)
        assert not lock_drop(records, EARLIER)
        assert lock_drop(records, EARLIER, is_wanted=True)
    looked_at(kept, EARLIER, ImportLook((), (), "e"))

    with kept.reading() as connection:
        said = said_of(RecordsTx(connection, HERE), EARLIER.id)
    assert said
    assert (said.look, said.is_wanted) == (LOOK, True)


def test_a_look_drawn_anew_waits_for_another_word(kept: Database) -> None:
    looked_at(kept, EARLIER)
    with kept.writing() as connection:
        want_import(RecordsTx(connection, HERE), EARLIER.id, MIA, NOW)
    looked_at(kept, EARLIER, ImportLook((), (), "e", is_another=True), was_wanted=True)

    with kept.writing() as connection:
        records = RecordsTx(connection, HERE)
        look = look_of(records, EARLIER.id)
        assert look
        assert look.is_another
        assert leave_drop(records, EARLIER.id, "Left.", NOW)
        assert look_of(records, EARLIER.id) is None
        assert connection.execute(select(DROP.c.look, DROP.c.answer).where(DROP.c.id == EARLIER.id)).one() == (
            None,
            "Left.",
        )


def test_a_workspace_cannot_speak_for_another(kept: Database) -> None:
    looked_at(kept, EARLIER)
    with kept.writing() as connection:
        elsewhere = RecordsTx(connection, WorkspaceId("T2"))
        assert look_of(elsewhere, EARLIER.id) is None
        assert not want_import(elsewhere, EARLIER.id, MIA, NOW)
        assert not leave_drop(elsewhere, EARLIER.id, "Left.", NOW)
