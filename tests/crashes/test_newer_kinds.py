"""A newer release has kept messages of kinds that this one doesn't know: they wait for it, and hold up nothing."""

from datetime import timedelta
from typing import Any

import pytest
from office import Office
from posting import HERE
from practice import NOW
from sqlalchemy import Connection, text
from structlog.testing import capture_logs

from storage.tables import MESSAGE

AS_KEPT = {
    "workspace": HERE,
    "kind": "of-tomorrow",
    "subject": "h-1",
    "channel": "CMAN",
    "in_thread": False,
    "marked_at": NOW - timedelta(days=1),
    "version": 1,
    "shown": 0,
    "painted": "",
    "in_doubt": False,
    "due": NOW - timedelta(days=1),
    "attempts": 0,
}


@pytest.fixture
def left_by_a_newer_release(office: Office) -> dict[str, Any]:
    with office.database.writing() as connection:
        _allow_any_kind(connection, is_sqlite=office.database.is_sqlite)
        connection.execute(MESSAGE.insert(), AS_KEPT)
        if office.database.is_sqlite:
            connection.execute(text("PRAGMA ignore_check_constraints = OFF"))
    return AS_KEPT


def _allow_any_kind(connection: Connection, *, is_sqlite: bool) -> None:
    """As the newer release's migration does for its own."""
    off = (
        "PRAGMA ignore_check_constraints = ON"
        if is_sqlite
        else "ALTER TABLE message DROP CONSTRAINT message_kind_known"
    )
    connection.execute(text(off))


def test_a_message_that_follows_one_of_a_newer_kind_waits_as_well(
    office: Office, left_by_a_newer_release: dict[str, Any]
) -> None:
    with office.database.writing() as connection:
        connection.execute(MESSAGE.update().values(ts="1.2"))
        reply = {"kind": "outcome", "after": "of-tomorrow", "channel": "UPRAC"}
        connection.execute(MESSAGE.insert(), left_by_a_newer_release | reply)
    office.asks()
    office.posting.runs(60)

    office.shows_each_once(1)
    assert office.words("UPRAC") == []


def test_a_message_of_a_newer_kind_is_left_as_it_is_and_others_pass_it(
    office: Office, left_by_a_newer_release: dict[str, Any]
) -> None:
    office.asks()
    with capture_logs() as log:
        office.posting.runs(60)

    office.shows_each_once(1)
    with office.database.reading() as connection:
        row = connection.execute(MESSAGE.select().where(MESSAGE.c.kind == "of-tomorrow")).mappings().one()
    assert {name: row[name] for name in left_by_a_newer_release} == left_by_a_newer_release
    assert [(entry["log_level"], entry.get("kinds")) for entry in log] == [("warning", ["of-tomorrow"])]
