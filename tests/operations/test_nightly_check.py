"""Each workspace's counts are checked once a night, by one of several processes (rule 37)."""

from datetime import timedelta

import pytest
from practice import NOW, TEAM, usual_practice
from prometheus_client import REGISTRY
from structlog.testing import capture_logs

from bot.background import nightly_check
from bot.background.nightly_check import NIGHT, NightlyCheck, next_night
from domain.values.ids import PackageId, WorkspaceId
from domain.values.people import Workspace
from domain.verifying import About, Checked, Disagreement
from storage.database import Database
from storage.records import RecordsTx
from storage.waking import WorkKind, wake

HERE = WorkspaceId(TEAM)
LATE = timedelta(hours=8)


def checked(outcome: str) -> float:
    return REGISTRY.get_sample_value("ribbon_packages_checked_total", {"outcome": outcome}) or 0.0


def test_it_is_done_once_a_night_and_told_without_names(database: Database) -> None:
    usual_practice(database)
    at = NOW
    processes = [NightlyCheck(database, Workspace, lambda: at).errands(lambda: HERE) for _ in range(2)]
    with database.writing() as connection:
        wake(connection, HERE, WorkKind.CHECKS, NOW)
    before = checked("differs")

    with capture_logs() as log:
        taken = [errand for process in processes for errand in process.take(1)]
        for errand in taken:
            processes[0].do(errand)
        processes[0].note(taken)

    assert len(taken) == 1
    assert [process.take(1) for process in processes] == [[], []]
    assert checked("differs") - before == 6
    assert [entry for entry in log if entry["log_level"] == "warning"] == [
        {"event": "counts differ from their history: see `ribbon verify`", "packages": 6, "log_level": "warning"}
    ]
    with database.reading() as connection:
        verification = RecordsTx(connection, HERE).verification()
    assert verification
    assert (verification.at, verification.packages, verification.differing) == (NOW, 6, 6)

    at = next_night(NOW, Workspace(HERE)) + NIGHT
    assert [len(process.take(1)) for process in processes] == [1, 0]


def test_a_package_that_is_erased_while_others_are_checked_is_not_named(
    database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    usual_practice(database)
    found = tuple(Disagreement(PackageId(name), About.TOTAL) for name in ("erased", "p1"))
    monkeypatch.setattr(nightly_check, "checks", lambda *_: iter([Checked(7, found, None)]))

    NightlyCheck(database, Workspace, lambda: NOW).check(HERE)

    with database.reading() as connection:
        verification = RecordsTx(connection, HERE).verification()
    assert verification
    assert (verification.differing, verification.named) == (2, ("p1",))
