"""The figures of a request as a table: each service of the package, an arrow where it changes, the sum last."""

from collections.abc import Sequence
from dataclasses import dataclass

from slack_sdk.models.blocks import TableBlock

from bot.views.adjustment_words import A_MESSAGE, before_and_after
from bot.views.parts import length, or_over
from bot.views.rich import table
from bot.views.service_names import SIZES, told_apart
from domain.deciding import Case
from domain.values.adjustments import Figures, Sums
from domain.values.packages import Included
from domain.values.sessions import Service

HEADING = ("Service", "Total", "Left")
MOST_ROWS = 98  # of the 100 that Slack takes, beside the heading and the sum

Cells = tuple[str, str, str]


@dataclass(frozen=True, slots=True)
class _Row:
    service: Service
    total: str
    left: str
    is_new: bool = False


def figures_now(case: Case) -> TableBlock:
    """What a decision is about; where not all services fit, those that stay as they are share a row."""
    changes = {figures.service.id: _changed(figures) for figures in case.figures}
    stand = [changes.pop(line.service.id, _unchanged(line)) for line in case.package.included]
    rows = _named([*stand, *changes.values()])
    if len(rows) > MOST_ROWS or _size(rows) > A_MESSAGE:
        return figures_applied(case.figures, case.sums)
    return table(HEADING, rows, _sum(case.sums))


def figures_applied(figures: Sequence[Figures], sums: Sums | None) -> TableBlock:
    """What has changed; the other services' figures weren't kept, but their sum can be told."""
    rows = _named([_changed(each) for each in figures])
    if sums is None:
        return table(HEADING, rows, None)
    return table(HEADING, [*rows, *_others(figures, sums)], _sum(sums))


def _changed(figures: Figures) -> _Row:
    total, left = before_and_after(figures.total), before_and_after(figures.remaining)
    return _Row(figures.service, total, left, figures.is_new)


def _unchanged(line: Included) -> _Row:
    return _Row(line.service, str(line.total), or_over(line.remaining))


def _others(figures: Sequence[Figures], sums: Sums) -> list[Cells]:
    total = sums.total[0] - sum(each.total[0] for each in figures)
    left = sums.remaining[0] - sum(each.remaining[0] for each in figures)
    return [("Other services", str(total), or_over(left))] if total or left else []


def _sum(sums: Sums) -> Cells:
    return ("Sum", before_and_after(sums.total), before_and_after(sums.remaining))


def _named(rows: Sequence[_Row]) -> list[Cells]:
    """Their cells, with names as long as there is room for."""
    cells: list[Cells] = []
    for most in SIZES:
        names = told_apart([row.service for row in rows], most)
        cells = [(f"{names[row.service.id]}{' (new)' * row.is_new}", row.total, row.left) for row in rows]
        if _size(cells) <= A_MESSAGE:
            break
    return cells


def _size(rows: Sequence[Cells]) -> int:
    return sum(length(cell) for row in rows for cell in row)
