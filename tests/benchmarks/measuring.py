"""Ratios measured side by side: rounds of all in turn, so that a slow moment of the machine hits them alike."""

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from statistics import median

from rich.console import Console
from rich.table import Table

Work = Callable[[], object]


@dataclass(frozen=True)
class Line:
    """One line of the table: a figure a round, and the goal in words."""

    what: str
    against: str
    goal: str
    figures: list[float]
    unit: str = "×"

    @property
    def middle(self) -> str:
        return self._shown(median(self.figures))

    @property
    def spread(self) -> str:
        return f"{self._shown(min(self.figures))} – {self._shown(max(self.figures))}"

    def _shown(self, figure: float) -> str:
        if self.unit == "×":
            return f"×{figure:.2f}"
        return f"{figure:,.{0 if figure >= 100 else 2}f} {self.unit}"


def cpu_of(work: Work, times: int) -> float:
    """CPU seconds that this process, with all its threads, needs to do it once."""
    start = time.process_time()
    for _ in range(times):
        work()
    return (time.process_time() - start) / times


def interleaved(rounds: int, *measures: Callable[[], float]) -> list[list[float]]:
    """What each of them measured in each round, after a round that warms up."""
    every = [[measure() for measure in measures] for _ in range(rounds + 1)]
    return [list(figures) for figures in zip(*every[1:], strict=True)]


def ratios(ours: Sequence[float], theirs: Sequence[float]) -> list[float]:
    return [one / other for one, other in zip(ours, theirs, strict=True)]


def print_table(lines: Sequence[Line]) -> None:
    table = Table("what", "against", "goal", "median", "spread", title="Ratios of this run", show_lines=True)
    for line in lines:
        table.add_row(line.what, line.against, line.goal, line.middle, line.spread)
    Console(width=150).print(table)
