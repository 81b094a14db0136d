"""Bars as SVG: readable in black and white, the same bytes from the same numbers, and without styles of their own."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from io import BytesIO
from threading import Lock

import matplotlib
from matplotlib.backends.backend_svg import FigureCanvasSVG
from matplotlib.figure import Figure

from catalogue.amounts import in_german

_SETTINGS = {
    "svg.hashsalt": "bildungslotse",
    "svg.fonttype": "path",
    "font.family": "DejaVu Sans",
    "font.size": 9.0,
    "axes.unicode_minus": False,
    "hatch.linewidth": 0.8,
}
# Told apart by lightness and by hatching, not by colour alone; the colours are those of the pages, and Okabe and Ito's.
_LOOKS = (
    {"facecolor": "#14497a", "edgecolor": "#14497a", "hatch": ""},
    {"facecolor": "#f0c36d", "edgecolor": "#5a4100", "hatch": "////"},
    {"facecolor": "#ffffff", "edgecolor": "#333333", "hatch": "...."},
    {"facecolor": "#8a97a3", "edgecolor": "#333333", "hatch": "xxx"},
)
_INK = "#1b2733"
# In inches: the picture, the names on its left, a bar, what is between groups of bars, the legend, the edge.
_WIDTH, _NAMES, _BAR, _BETWEEN, _LEGEND, _EDGE = 7.0, 2.3, 0.17, 0.13, 0.4, 0.08
# What a second line of a name takes.
_LINE = 0.14
_LONGEST_LABEL = 32
_STYLE = re.compile(r' style="([^"]*)"')
_SHEET = re.compile(r"<defs>\s*<style[^>]*>.*?</style>\s*</defs>\s*", re.DOTALL)
# Drawing changes settings that the whole process shares.
_ONE_AT_A_TIME = Lock()


@dataclass(frozen=True)
class Series:
    """One kind of bars: what it stands for, and a value for each label; None where nothing is known."""

    name: str
    values: tuple[int | None, ...]


@dataclass(frozen=True)
class Plot:
    """Horizontal bars, side by side or (`stacked`) one after the other.

    `description` says in words what is to be seen: for those who do not see it. `unknown` stands where a value is None.
    Names may have several lines.
    """

    key: str
    title: str
    description: str
    labels: tuple[str, ...]
    series: tuple[Series, ...]
    stacked: bool = False
    unknown: str = "–"


def draw(plot: Plot) -> str:
    """The plot as an SVG document."""
    with _ONE_AT_A_TIME, matplotlib.rc_context(_SETTINGS):
        figure = _figure(plot)
        written = BytesIO()
        FigureCanvasSVG(figure).print_svg(
            written, metadata={"Date": None, "Creator": None, "Format": None, "Type": None}
        )
    return _without_styles(written.getvalue().decode("utf-8"))


def _figure(plot: Plot) -> Figure:
    bars = 1 if plot.stacked else len(plot.series)
    above = _LEGEND if len(plot.series) > 1 else _EDGE
    between = _BETWEEN + _LINE * max((label.count("\n") for label in plot.labels), default=0)
    drawn = len(plot.labels) * (bars * _BAR + between)
    height = above + drawn + _EDGE
    figure = Figure(figsize=(_WIDTH, height), facecolor="white")
    axes = figure.add_axes((_NAMES / _WIDTH, _EDGE / height, 1 - (_NAMES + _EDGE) / _WIDTH, drawn / height))
    (_stacked if plot.stacked else _side_by_side)(axes, plot, bars * _BAR / (bars * _BAR + between))
    axes.set_yticks(range(len(plot.labels)))
    axes.set_yticklabels([_shortened(label) for label in plot.labels])
    axes.set_ylim(len(plot.labels) - 0.5, -0.5)
    axes.set_xlim(0, 1.12 * max(1, _longest(plot)))
    axes.set_xticks([])
    axes.tick_params(length=0, colors=_INK)
    for side in ("top", "right", "bottom"):
        axes.spines[side].set_visible(False)
    axes.spines["left"].set_color(_INK)
    if len(plot.series) > 1:
        figure.legend(
            loc="upper left", bbox_to_anchor=(0, 1), ncol=len(plot.series), frameon=False, handlelength=1.8,
            columnspacing=1.6, borderaxespad=0.1, labelcolor=_INK,
        )  # fmt: skip
    return figure


def _side_by_side(axes: "matplotlib.axes.Axes", plot: Plot, group: float) -> None:
    thick = group / len(plot.series)
    for number, series in enumerate(plot.series):
        at = [row - group / 2 + thick * (number + 0.5) for row in range(len(plot.labels))]
        axes.barh(at, [value or 0 for value in series.values], thick * 0.92, label=series.name, **_LOOKS[number])
        for where, value in zip(at, series.values, strict=True):
            told = plot.unknown if value is None else in_german(value)
            axes.annotate(told, (value or 0, where), (4, 0), textcoords="offset points", va="center", color=_INK)


def _stacked(axes: "matplotlib.axes.Axes", plot: Plot, group: float) -> None:
    begins = [0] * len(plot.labels)
    for number, series in enumerate(plot.series):
        values = [value or 0 for value in series.values]
        axes.barh(range(len(values)), values, group, left=begins, label=series.name, **_LOOKS[number])
        begins = [begin + value for begin, value in zip(begins, values, strict=True)]
    for row, total in enumerate(begins):
        axes.annotate(in_german(total), (total, row), (4, 0), textcoords="offset points", va="center", color=_INK)


def _longest(plot: Plot) -> int:
    if plot.stacked:
        return max((sum(value or 0 for value in row) for row in _rows(plot)), default=0)
    return max((value or 0 for row in _rows(plot) for value in row), default=0)


def _rows(plot: Plot) -> Sequence[tuple[int | None, ...]]:
    return list(zip(*(series.values for series in plot.series), strict=True))


def _shortened(label: str) -> str:
    lines = label.split("\n")
    return "\n".join(
        line if len(line) <= _LONGEST_LABEL else f"{line[: _LONGEST_LABEL - 1].rstrip()}…" for line in lines
    )


def _without_styles(svg: str) -> str:
    """Attributes in place of styles: a strict Content-Security-Policy lets no document bring styles of its own."""

    def attributes(found: re.Match[str]) -> str:
        pairs = (pair.partition(":") for pair in found[1].split(";") if pair.strip())
        return "".join(f' {name.strip()}="{value.strip()}"' for name, _, value in pairs)

    begin = svg.index("<svg")
    body = _SHEET.sub("", svg[begin:])
    plain = _STYLE.sub(attributes, body)
    return plain.replace("<svg ", '<svg stroke-linejoin="round" stroke-linecap="butt" ', 1)
