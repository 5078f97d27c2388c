"""Shares in both waves as pairs of dots, two groups side by side."""

from __future__ import annotations

from typing import TYPE_CHECKING

from brobygger_cli.render.drawing.axis import Axis, share_axis
from brobygger_cli.render.drawing.canvas import MARGIN, SMALL, WIDTH
from brobygger_cli.render.drawing.frame import paint_column
from brobygger_cli.render.drawing.lettering import lines_of, width_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from brobygger_cli.figures.model import Dot, Pair, PairedDots
    from brobygger_cli.render.drawing.canvas import Canvas

_LABEL = {1: 166.0, 2: 128.0}  # the width of labels, by the groups that stand side by side
_SAID = 68.0  # the width of the figures beside a panel
_APART = 3.4  # how far a wave is from the middle of its line
_MARK = 5.2
_NAME = 200.0  # the width of what a wave is called


def paint_dots(canvas: Canvas, plot: PairedDots) -> None:
    """Draw the shares of all groups, two at a time."""
    _paint_legend(canvas, plot)
    columns = min(2, len(plot.groups))
    for first in range(0, len(plot.groups), columns):
        _paint_panels(canvas, plot, range(first, min(first + columns, len(plot.groups))), columns)


def _paint_legend(canvas: Canvas, plot: PairedDots) -> None:
    """Tell the waves apart."""
    x, y = MARGIN + 4, canvas.y + 6
    for number, wave in enumerate(plot.waves):
        said = "".join(lines_of(wave, _NAME, SMALL, most=1))
        _paint_mark(canvas, x, y, number)
        canvas.text(x + 8, y, said, size=SMALL)
        x += 22 + width_of(said, SMALL)
    if x + width_of(plot.axis, SMALL) > WIDTH - MARGIN:
        x, y = MARGIN, y + 14
    canvas.text(x, y, plot.axis, size=SMALL, colour=canvas.palette.soft)
    canvas.y = y + 12


def _paint_panels(canvas: Canvas, plot: PairedDots, groups: Sequence[int], columns: int) -> None:
    label = _LABEL[columns]
    wide = (WIDTH - 2 * MARGIN - label) / columns
    lefts = [MARGIN + label + wide * place + 8 for place in range(len(groups))]
    top = canvas.y
    bottoms = []
    for left, group in zip(lefts, groups, strict=True):
        canvas.y = top
        paint_column(canvas, left, wide - 12, plot.groups[group][0], plot.told[group] if plot.told else "")
        bottoms.append(canvas.y)
    canvas.y = max(bottoms)
    axes = [share_axis(left, left + wide - _SAID - 18) for left in lefts]
    rows = list(zip(*(plot.groups[group][1] for group in groups), strict=True))
    heights = [max(20.0, canvas.height_of(pairs[0].label, label - 4, size=SMALL, most=5) + 7) for pairs in rows]
    for axis in axes:
        axis.paint_grid(canvas, canvas.y, canvas.y + sum(heights), strong=0)
    for row, (pairs, height) in enumerate(zip(rows, heights, strict=True)):
        middle = canvas.y + height / 2
        canvas.label(MARGIN, middle, label - 4, pairs[0].label, size=SMALL, most=5)
        for axis, pair, group in zip(axes, pairs, groups, strict=True):
            _paint_pair(canvas, axis, pair, middle, f"{group}-{row}")
        canvas.y += height
    for axis, group in zip(axes, groups, strict=True):
        axis.paint_ticks(canvas, canvas.y + 7, plot.frame.language, f"tick-{group}")
    canvas.y += 18


def _paint_pair(canvas: Canvas, axis: Axis, pair: Pair, y: float, name: str) -> None:
    """Draw the shares of an option with their intervals, and tell them."""
    middle = (len(pair.dots) - 1) / 2
    places = [(y + 2 * _APART * (number - middle), number, dot) for number, dot in enumerate(pair.dots)]
    for at, number, dot in places:
        _paint_interval(canvas, axis, dot, at, number, f"interval-{name}-{number}")
    for at, number, dot in places:
        if dot.share is not None:
            _paint_mark(canvas, axis.at(dot.share), at, number, f"mark-{name}-{number}")
    moved = pair.verdict in {"up", "down"}
    x = axis.right + 8
    said = " → ".join(
        dict.fromkeys(dot.said for dot in pair.dots) if _nothing(pair) else (dot.said for dot in pair.dots)
    )
    canvas.label(x, y - (5 if moved else 0), _SAID + 4, said, size=7.5, most=3)
    if moved:
        canvas.text(x, y + 5, pair.finding, size=7.5, bold=True)


def _nothing(pair: Pair) -> bool:
    """Tell whether there is nothing to be drawn, for one and the same reason."""
    return all(dot.low is None for dot in pair.dots)


def _paint_interval(canvas: Canvas, axis: Axis, dot: Dot, y: float, number: int, name: str) -> None:
    if dot.low is None or dot.high is None:
        return
    colour = canvas.palette.later if number else canvas.palette.soft
    low, high = axis.at(dot.low), axis.at(dot.high)
    canvas.line((low, y), (high, y), colour=colour, width=1.1, name=name)
    if dot.share is None:  # all shares that print allows
        for end in (low, high):
            canvas.line((end, y - 2.5), (end, y + 2.5), colour=colour, width=1.1)


def _paint_mark(canvas: Canvas, x: float, y: float, number: int, name: str = "") -> None:
    """Draw the mark of a wave: open for the baseline, filled for the later one."""
    colour = canvas.palette.later if number else canvas.palette.soft
    canvas.mark(x, y, "circle", colour, filled=number > 0, size=_MARK, name=name)
