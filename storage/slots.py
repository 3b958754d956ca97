"""Slots for an SQLite file: a few threads work with it at once, and the others wait.

The driver lets go of Python's lock at every row. Where sixty threads are after that lock, each row costs a change of
threads, and who writes keeps the file for several times as long as it takes.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from math import inf
from queue import Empty, SimpleQueue

AT_ONCE = 2
LONGEST_WAIT = 1.0  # seconds; those who have them may be waiting for another process themselves


@dataclass
class Slot:
    """A slot that one of them has, or has waited for in vain."""

    free: "SimpleQueue[None]"
    is_had: bool

    def give_back(self) -> None:
        if self.is_had:
            self.is_had = False
            self.free.put(None)


class Slots:
    def __init__(self) -> None:
        self._free: SimpleQueue[None] = SimpleQueue()
        for _ in range(AT_ONCE):
            self._free.put(None)

    @contextmanager
    def taken(self, patience: float = inf) -> Iterator[Slot]:
        """Wait for a slot, for so many seconds and a second at most; who has waited in vain works without one."""
        slot = Slot(self._free, self._had(max(0.0, min(patience, LONGEST_WAIT))))
        try:
            yield slot
        finally:
            slot.give_back()

    def _had(self, patience: float) -> bool:
        try:
            self._free.get(timeout=patience)
        except Empty:
            return False
        return True
