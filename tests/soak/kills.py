"""Processes killed outright at any moment, and frozen past their leases, while the others go on."""

import random
import time
from collections.abc import Callable
from threading import Thread

from world import World

PAST_A_LEASE = 31.0  # seconds
TOLD_EVERY = 20


def kill_again_and_again(world: World, kills: int, freezes: int, say: Callable[[str], None]) -> None:
    """So many kills, never of a process that is frozen just then; the freezes are spread among them."""
    chance = random.Random(7)  # noqa: S311 - the same kills each time
    freezing = Thread(target=_freeze, args=(world, len(world.running) - 1, freezes))
    freezing.start()
    others = len(world.running) - (1 if freezes else 0)
    for n in range(1, kills + 1):
        time.sleep(chance.uniform(0.2, 1.2))
        world.kill(chance.randrange(others))
        if n % TOLD_EVERY == 0:
            say(f"{n} kills")
    freezing.join()


def _freeze(world: World, which: int, times: int) -> None:
    chance = random.Random(8)  # noqa: S311 - the same moments each time
    for _ in range(times):
        time.sleep(chance.uniform(1, 5))
        world.freeze(which, PAST_A_LEASE)
