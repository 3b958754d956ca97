"""Slack's limits for tables and charts (docs.slack.dev/reference/block-kit/blocks); where pages differ, the least."""

from __future__ import annotations

from typing import TYPE_CHECKING

from playground.limits.elements import NAME
from playground.limits.parts import Rule, chars, flag, many, number, one_of, problem, record, variant, whole
from playground.limits.rich_text import RICH_TEXT

if TYPE_CHECKING:
    from collections.abc import Iterator

    from playground.state.world import Json

CELL_TEXT = 10_000  # characters in all cells of a table

_CELLS: dict[str, Rule] = {
    "raw_text": record({"text": chars(CELL_TEXT)}),
    "raw_number": record({"value": number}, {"text": chars(CELL_TEXT)}),
    "rich_text": RICH_TEXT,
}
_ROW = many(variant(_CELLS), 1, 20)
_COLUMN = record({}, {"align": one_of("left", "center", "right"), "is_wrapped": flag})


def _even(table: Json, pointer: str) -> Iterator[str]:
    rows = table.get("rows")
    if isinstance(rows, list) and len({len(row) for row in rows if isinstance(row, list)}) > 1:
        yield problem("all rows must have the same number of cells", f"{pointer}/rows")


def _plain_heading(table: Json, pointer: str) -> Iterator[str]:
    rows = table.get("rows")
    if isinstance(rows, list) and rows:
        yield from many(variant(_CELLS, {"raw_text", "raw_number"}), 0, 20)(rows[0], f"{pointer}/rows/0")


TABLE = record({"rows": many(_ROW, 1, 100)}, {"block_id": NAME, "column_settings": many(_COLUMN, 0, 20)})
DATA_TABLE = record(
    {"rows": many(_ROW, 2, 101), "caption": chars(3000)},
    {"block_id": NAME, "page_size": whole(1, 100), "row_header_column_index": whole(0, 19)},
    _even,
    _plain_heading,
)

_POINT = record({"label": chars(20), "value": number})
_SERIES = record({"name": chars(20), "data": many(_POINT, 1, 20)})
_AXES = record({"categories": many(chars(20), 1, 20)}, {"x_label": chars(50), "y_label": chars(50)})


def _on_the_axis(chart: Json, pointer: str) -> Iterator[str]:
    series = [one for one in chart.get("series") or [] if isinstance(one, dict)]
    names = [one.get("name") for one in series]
    if len(set(map(str, names))) < len(names):
        yield problem("series names must be unique", f"{pointer}/series")
    axes = chart.get("axis_config")
    wanted = axes.get("categories") if isinstance(axes, dict) else None
    for index, one in enumerate(series):
        if [point.get("label") for point in one.get("data") or [] if isinstance(point, dict)] != wanted:
            yield problem("labels must match the categories", f"{pointer}/series/{index}/data")


_BARS = record({"series": many(_SERIES, 1, 6), "axis_config": _AXES}, None, _on_the_axis)
CHART = record({"title": chars(50), "chart": variant({"bar": _BARS})}, {"block_id": NAME})
