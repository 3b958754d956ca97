"""What was stored before a migration is there after it, with what the migration takes from it."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from alembic import command
from alembic.config import Config
from sqlalchemy import Connection, text

from storage import migrating
from storage.database import Database, open_database
from storage.migrating import migrate

NOW = 1_772_443_800_000_000  # microseconds since 1970
PACKAGE = (
    "INSERT INTO client (workspace, id, name, folded) VALUES ('T1', 'c1', 'Ana Ruiz', 'ana ruiz')",
    "INSERT INTO service (workspace, id, name, folded) VALUES ('T1', 'follow', 'F', 'f'), ('T1', 'nutri', 'N', 'n')",
    "INSERT INTO package (workspace, id, client_id, name, status) VALUES ('T1', 'p1', 'c1', 'Gold 10', 'active')",
)
REQUEST = (
    "INSERT INTO adjustment (workspace, id, client_id, package_id, requested_by, requested_at, reason, status,"
    " decided_by, decided_at, decision_reason, self_approved)"
    " VALUES ('T1', :id, 'c1', 'p1', 'UPRAC', :at, :reason, :status, :by, :decided_at, '', false)"
)
CHANGE = (
    "INSERT INTO adjustment_change (workspace, adjustment_id, service_id, ordinal, total_before, used_before,"
    " total_after) VALUES ('T1', :id, :service, 0, :before, :used, :after)"
)
APPROVED = (
    "INSERT INTO history (workspace, id, at, ordinal, event, by, client_id, package_id, service_id, total_before,"
    " total_after, remaining_before, remaining_after, was, becomes, reason, asked_by) VALUES ('T1', :id, :at, 1,"
    " 'approved', 'UMAN', 'c1', 'p1', :service, :before, :after, :left_before, :left_after, '', '', :reason, 'UPRAC')"
)

POSTED = (
    "INSERT INTO message (workspace, kind, subject, channel, in_thread, marked_at, version, shown, ts, painted,"
    " in_doubt, due, attempts) VALUES ('T1', :kind, :subject, 'CMAN', false, :at, 2, 2, '1.2', '', false, :at, 0)"
)


@pytest.fixture
def released(unmigrated_url: str) -> Iterator[Database]:
    """A database as the release before left it, with a package."""
    database = open_database(unmigrated_url)
    config = Config()
    config.set_main_option("script_location", str(Path(migrating.__file__).parent / "migrations"))
    with database.writing() as connection:
        config.attributes["connection"] = connection
        command.upgrade(config, "0008")
        for row in PACKAGE:
            connection.execute(text(row))
    yield database
    database.close()


def asked(connection: Connection, name: str, service: str, before: int | None, after: int, decided: int | None) -> None:
    """A request, approved so many microseconds from now, or pending."""
    by = "UMAN" if decided is not None else None
    status, at = ("approved", NOW + decided) if decided is not None else ("pending", None)
    request = {"id": name, "at": NOW, "reason": "Agreed", "status": status, "by": by, "decided_at": at}
    connection.execute(text(REQUEST), request)
    change = {"id": name, "service": service, "before": before, "used": 1, "after": after}
    connection.execute(text(CHANGE), change)


def approved(connection: Connection, service: str, at: int, total: tuple[int, int], left: tuple[int, int]) -> None:
    figures = {"before": total[0], "after": total[1], "left_before": left[0], "left_after": left[1]}
    entry = {"id": f"h{at}{service}", "at": NOW + at, "service": service, "reason": "Agreed"}
    connection.execute(text(APPROVED), entry | figures)


def test_what_was_applied_is_taken_from_history(released: Database) -> None:
    with released.writing() as connection:
        asked(connection, "first", "follow", 10, 11, decided=0)
        asked(connection, "second", "follow", 10, 11, decided=5)
        asked(connection, "joins", "nutri", None, 2, decided=9)
        asked(connection, "pending", "follow", 11, 12, decided=None)
        approved(connection, "follow", 0, (10, 11), (9, 10))
        approved(connection, "follow", 6, (11, 11), (8, 8))  # just after the package's last entry
        approved(connection, "nutri", 9, (0, 2), (0, 1))

    migrate(released)

    with released.reading() as connection:
        stored = connection.execute(text("SELECT adjustment_id, applied_before, applied_used FROM adjustment_change"))
        assert {row[0]: (row[1], row[2]) for row in stored} == {
            "first": (10, 1),
            "second": (11, 3),
            "joins": (None, 1),
            "pending": (None, None),
        }


def test_what_was_told_of_approvals_is_told_anew_with_what_they_applied(released: Database) -> None:
    with released.writing() as connection:
        asked(connection, "approved", "follow", 10, 11, decided=0)
        asked(connection, "pending", "follow", 11, 12, decided=None)
        for kind in ("request", "card", "outcome"):
            for subject in ("approved", "pending"):
                connection.execute(text(POSTED), {"kind": kind, "subject": subject, "at": NOW})

    migrate(released)

    with released.reading() as connection:
        waits = connection.execute(text("SELECT kind, subject FROM message WHERE shown < version ORDER BY kind"))
        assert [tuple(row) for row in waits] == [("card", "approved"), ("outcome", "approved")]
