"""Packages that have ended, when files come in and go out: their end is in their history, in the practice's zone."""

import csv
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from practice import TEAM, Practice

from bot.cli.csv_files import export_from_database, import_into_database
from domain.values.history import Happening
from domain.values.ids import PackageId, WorkspaceId
from storage.database import open_database
from storage.records import RecordsTx

LONG_AGO, MIDNIGHT = date(2020, 2, 27), datetime(2020, 2, 27, 23, tzinfo=UTC)


@pytest.fixture
def ended(filled_url: str, monkeypatch: pytest.MonkeyPatch) -> str:
    """A practice whose zone nobody has chosen but the environment names, with a package that ended long ago."""
    monkeypatch.setenv("DATABASE_URL", filled_url)
    monkeypatch.setenv("RIBBON_TIMEZONE", "Europe/Berlin")
    database = open_database(filled_url)
    Practice(database).package("ended", "c4", "Past 5", {}, expires_on=LONG_AGO)
    database.close()
    return filled_url


@pytest.mark.parametrize("becomes", ["active,2099-12-31", "completed,2020-02-27"])
def test_an_import_that_changes_what_has_ended_leaves_the_end_in_its_history(
    ended: str, tmp_path: Path, becomes: str
) -> None:
    file = tmp_path / "packages.csv"
    header = "package_id,client_id,name,status,expires_on,service_id,sessions"
    file.write_text(f"{header}\nended,c4,Past 5,{becomes},,\n", encoding="utf-8")
    import_into_database([file], TEAM, dry_run=False)

    database = open_database(ended)
    with database.reading() as connection:
        history = RecordsTx(connection, WorkspaceId(TEAM)).history_of(PackageId("ended"), 0, 9)
    database.close()
    assert [entry.at for entry in history if entry.event is Happening.EXPIRED] == [MIDNIGHT]
    assert len(history) == 2


@pytest.mark.usefixtures("ended")
def test_an_export_tells_of_an_end_that_no_round_has_written_down_yet(tmp_path: Path) -> None:
    for _ in range(2):
        export_from_database(tmp_path, TEAM, replace=True)

        with (tmp_path / "history.csv").open(newline="", encoding="utf-8-sig") as file:
            ends = [row["at"] for row in csv.DictReader(file) if row["package_id"] == "ended"]
        assert ends == ["2020-02-27T23:00:00+00:00"]


@pytest.mark.usefixtures("ended")
def test_what_had_ended_when_it_was_imported_was_added_first_and_is_over_since(ended: str, tmp_path: Path) -> None:
    file = tmp_path / "packages.csv"
    header = "package_id,client_id,name,status,expires_on,service_id,sessions"
    for last_day in ("2020-02-27", "2020-02-28"):
        file.write_text(f"{header}\nnew,c4,Past 9,active,{last_day},follow,9\n", encoding="utf-8")
        import_into_database([file], TEAM, dry_run=False)
        export_from_database(tmp_path / "out", TEAM, replace=True)

    database = open_database(ended)
    with database.reading() as connection:
        history = RecordsTx(connection, WorkspaceId(TEAM)).history_of(PackageId("new"), 0, 9)
    database.close()
    told = [entry.event for entry in reversed(history)]
    assert told == ["created", "configured", "expired", "expiry_changed", "expired"]
