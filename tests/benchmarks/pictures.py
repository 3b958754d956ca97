"""The pictures of docs/performance.md, drawn from what was measured."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from statistics import median

import matplotlib as mpl
from matplotlib.axes import Axes
from matplotlib.figure import Figure

SIZE = (7, 4)  # inches
Measured = Mapping[int, Sequence[float]]  # at each size, a figure a round


def latency_picture(path: Path, medians: Measured, p99s: Measured) -> None:
    figure, axes = _begun("people clicking at once", "milliseconds until the answer", "Slack answers after 100 ms")
    _line(axes, "median", medians)
    _line(axes, "99th percentile", p99s)
    axes.set_ylim(bottom=0)
    _write(figure, axes, path)


def pages_picture(path: Path, pages: Mapping[str, Measured]) -> None:
    figure, axes = _begun("sessions of the practice", "milliseconds for a page", "Pages as a practice grows")
    for name, measured in pages.items():
        _line(axes, name, measured)
    axes.set_ylim(bottom=0)
    _write(figure, axes, path)


def _begun(x: str, y: str, title: str) -> tuple[Figure, Axes]:
    mpl.rcParams["svg.hashsalt"] = "ribbon"  # the same figures make the same file
    figure = Figure(figsize=SIZE, layout="constrained")
    axes = figure.subplots()
    axes.set(xlabel=x, ylabel=y, title=title, xscale="log")
    axes.grid(visible=True, alpha=0.3)
    return figure, axes


def _line(axes: Axes, name: str, measured: Measured) -> None:
    sizes, middles = list(measured), [median(figures) for figures in measured.values()]
    lowest, highest = [min(each) for each in measured.values()], [max(each) for each in measured.values()]
    axes.plot(sizes, middles, marker="o", label=name)
    axes.fill_between(sizes, lowest, highest, alpha=0.15)


def _write(figure: Figure, axes: Axes, path: Path) -> None:
    axes.legend()
    figure.savefig(path, format="svg", metadata={"Date": None})
