"""Work that nobody waits for, in a thread of its own."""

from collections.abc import Callable
from dataclasses import dataclass, field
from threading import Event, Thread


@dataclass
class Background:
    """A thread that looks for work again and again, and at once when it is woken."""

    name: str
    look: Callable[[], float]  # does what there is to do; the seconds after which it looks again by itself
    ended: Event = field(default_factory=Event)
    _wake: Event = field(default_factory=Event)
    _thread: Thread | None = None

    def start(self) -> None:
        self._thread = Thread(target=self._go, name=self.name, daemon=True)
        self._thread.start()

    def wake(self) -> None:
        self._wake.set()

    def end(self) -> None:
        """Begin nothing more."""
        self.ended.set()
        self._wake.set()

    def join(self, seconds: float) -> None:
        """Wait so long for what is under way; what isn't finished then is begun anew at the next start."""
        if self._thread:
            self._thread.join(seconds)

    @property
    def is_alive(self) -> bool:
        return self._thread is not None and self._thread.is_alive()

    def _go(self) -> None:
        while not self.ended.is_set():
            self._wake.clear()
            self._wake.wait(self.look())
