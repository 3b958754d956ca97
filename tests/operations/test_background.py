"""Work in threads of its own: looked for until the end, which none of them holds up for long."""

from concurrent.futures import Future

import pytest

from bot import app
from bot.app import Ribbon
from bot.background.thread import Background

TEN_SECONDS = 10.0  # in which Ribbon ends, as docs/operations.md says


def test_who_is_woken_looks_at_once_and_who_ended_no_more() -> None:
    looks: list[int] = []
    second: Future[None] = Future()

    def look() -> float:
        looks.append(1)
        if len(looks) == 1:
            background.wake()
        else:
            background.end()
            second.set_result(None)
        return 60.0

    background = Background("test", look)
    assert not background.is_alive
    background.start()
    second.result(10)
    background.join(10)
    assert (len(looks), background.is_alive) == (2, False)


def test_threads_that_are_all_stuck_hold_up_the_end_no_longer_than_one(
    ribbon: Ribbon, monkeypatch: pytest.MonkeyPatch
) -> None:
    now = [0.0]

    def stuck(_: Background, seconds: float) -> None:
        now[0] += seconds

    monkeypatch.setattr(app, "monotonic", lambda: now[0])
    monkeypatch.setattr(Background, "join", stuck)
    ribbon.finish()
    assert 0 < now[0] < TEN_SECONDS
