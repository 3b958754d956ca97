"""Views are drawn again one by one: what Slack is sent last of a view is what was read last."""

from collections.abc import Callable
from dataclasses import dataclass, field
from threading import Lock

Drawing = Callable[[], None]  # reads what is stored, and sends it; fails in silence


@dataclass
class Redrawing:
    """Nobody waits: a thread that finds its view being drawn leaves it to the thread that is at it."""

    _newest: dict[str, Drawing | None] = field(default_factory=dict)  # None: being drawn, and nothing new since
    _lock: Lock = field(default_factory=Lock)

    def draw(self, view_id: str, drawing: Drawing) -> None:
        """Draw the view, and again for as long as others want it drawn meanwhile; of these only the last counts."""
        with self._lock:
            is_being_drawn = view_id in self._newest
            self._newest[view_id] = drawing
        while not is_being_drawn and (newest := self._taken(view_id)):
            newest()

    def _taken(self, view_id: str) -> Drawing | None:
        with self._lock:
            newest = self._newest.pop(view_id)
            if newest:
                self._newest[view_id] = None
            return newest
