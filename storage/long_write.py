"""How much longer one large change keeps all others from saving: as it went on so far, it goes on."""

from dataclasses import dataclass

ENOUGH = 0.5  # seconds, before which nothing can be said
AT_THE_END = 1.15  # of the time for the rows; the commit's, and rows that take longer the more there are


@dataclass(slots=True)
class LongWrite:
    began_at: float
    done: float = 0.0  # between 0 and 1
    noted_at: float = 0.0

    def note(self, done: float, now: float) -> None:
        self.done, self.noted_at = done, now

    def seconds_left(self, now: float) -> float | None:
        """None where it isn't known yet."""
        so_far = self.noted_at - self.began_at
        if self.done <= 0 or so_far < ENOUGH:
            return None
        return max(1.0, so_far / min(1.0, self.done) * AT_THE_END - (now - self.began_at))
