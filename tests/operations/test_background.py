"""Work in the background: looked for until the end, which nothing of it holds up for long, in every workspace."""

from concurrent.futures import Future
from threading import Thread
from typing import Any

import pytest
from structlog.testing import capture_logs

from bot.app import Ribbon
from bot.background import thread
from bot.background.thread import Background, Work
from domain.values.ids import WorkspaceId
from storage.database import DatabaseBusy

TEN_SECONDS = 10.0  # in which Ribbon ends, as docs/operations.md says
T1, T2, T3 = (WorkspaceId(name) for name in ("T1", "T2", "T3"))


def test_who_is_woken_looks_at_once_and_who_ended_no_more() -> None:
    looks: list[WorkspaceId] = []
    second: Future[None] = Future()

    def do(workspace_id: WorkspaceId) -> bool:
        looks.append(workspace_id)
        if len(looks) == 1:
            wake()
        else:
            background.end()
            second.set_result(None)
        return False

    background = Background(lambda: [T1])
    wake = background.add(Work("test", do, every=60.0, after_trouble=60.0))
    assert background.not_running() == ["test"]
    background.start()
    second.result(10)
    background.join(10)
    assert (looks, background.not_running()) == ([T1, T1], ["test"])


def test_threads_that_are_all_stuck_hold_up_the_end_no_longer_than_one(
    ribbon: Ribbon, monkeypatch: pytest.MonkeyPatch
) -> None:
    now = [0.0]

    def stuck(_: Thread, timeout: float = 0.0) -> None:
        now[0] += timeout

    monkeypatch.setattr(thread, "monotonic", lambda: now[0])
    monkeypatch.setattr(Thread, "is_alive", lambda _: True)
    monkeypatch.setattr(Thread, "join", stuck)
    ribbon.finish()
    monkeypatch.undo()
    assert 0 < now[0] < TEN_SECONDS


def doing(outcomes: dict[WorkspaceId, bool | Exception]) -> tuple[float, list[Any]]:
    """The seconds until the next look, and the log, where a piece of work ends so in each workspace."""

    def do(workspace_id: WorkspaceId) -> bool:
        outcome = outcomes[workspace_id]
        if isinstance(outcome, Exception):
            raise outcome
        return outcome

    work = Work("test", do, every=10.0, after_trouble=5.0)
    with capture_logs() as log:
        return Background(lambda: list(outcomes)).look(work), log


@pytest.mark.parametrize(
    ("outcomes", "wait"),
    [
        ({}, 10.0),
        ({T1: False, T2: False}, 10.0),
        ({T1: False, T2: True}, 0.0),
        ({T1: ZeroDivisionError(), T2: True}, 0.0),
        ({T1: DatabaseBusy(), T2: False}, 5.0),
    ],
)
def test_it_is_looked_for_again_as_soon_as_there_may_be_more_in_some_workspace(
    outcomes: dict[WorkspaceId, bool | Exception], wait: float
) -> None:
    assert doing(outcomes)[0] == wait


def test_what_goes_wrong_in_one_workspace_is_logged_without_what_it_says_and_the_others_have_theirs() -> None:
    done = []

    def do(workspace_id: WorkspaceId) -> bool:
        if workspace_id == T2:
            raise ValueError("Ana Ruiz")
        done.append(workspace_id)
        return False

    with capture_logs() as log:
        Background(lambda: [T1, T2, T3]).look(Work("test", do, every=10.0, after_trouble=5.0))

    assert done == [T1, T3]
    [entry] = log
    assert [entry[it] for it in ("log_level", "work", "workspace", "error")] == ["error", "test", T2, "ValueError"]
    assert "Ana" not in str(log)


def test_what_is_away_or_busy_is_no_error_of_ours() -> None:
    _, log = doing({T1: DatabaseBusy(), T2: ConnectionError()})
    assert [entry["log_level"] for entry in log] == ["warning", "warning"]


def test_where_it_is_not_known_whom_there_is_work_for_it_is_asked_again_after_a_while() -> None:
    def nobody_knows() -> list[WorkspaceId]:
        raise DatabaseBusy

    with capture_logs():
        assert Background(nobody_knows).look(Work("test", lambda _: True, every=10.0, after_trouble=5.0)) == 5.0
