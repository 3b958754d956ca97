"""A short form of the soak's hostile input: the same requests, fewer of them."""

from collections.abc import Iterator
from random import Random

import pytest
from hostile import Tally, one_round, tried
from hostile_door import HostileDoor
from hostile_requests import forged
from hypothesis import given, note, settings
from hypothesis.strategies import randoms


@pytest.fixture(scope="module")
def door(tmp_path_factory: pytest.TempPathFactory) -> Iterator[HostileDoor]:
    with HostileDoor(tmp_path_factory.mktemp("hostile")).open() as door:
        yield door


def test_what_nobody_honest_sends_shows_changes_and_breaks_nothing(door: HostileDoor) -> None:
    """What fails is made as small as it can be."""

    @settings(max_examples=100, derandomize=True, deadline=None, database=None)
    @given(randoms(use_true_random=False))
    def send(chance: Random) -> None:
        attack = forged(chance, door.fingerprints)
        note(str(attack)[:2000])
        assert tried(door, attack, Tally()) == []

    send()


def test_nearly_every_gesture_is_tried_and_many_do_what_was_asked(door: HostileDoor) -> None:
    tally = Tally()

    for number in (2, 3):
        one_round(door, tally, number)

    assert tally.examples == {}
    assert len(door.router.everything) - len(tally.verbs) < 4
    assert tally.came["changed something"] > 10
