"""Changes as marks with their intervals."""

from __future__ import annotations

from typing import TYPE_CHECKING

from brobygger_cli.render.drawing.axis import Axis, change_axis
from brobygger_cli.render.drawing.canvas import MARGIN, SMALL, WIDTH
from brobygger_cli.render.drawing.frame import paint_heading
from brobygger_cli.render.drawing.marks import mark_of

if TYPE_CHECKING:
    from brobygger_cli.figures.model import Change, ChangePlot
    from brobygger_cli.render.drawing.canvas import Canvas

_LABEL = 152.0  # the width of labels
_LEFT, _RIGHT = 176.0, 350.0  # where the axis begins and ends
_FIGURES, _FINDING = 362.0, 447.0  # where figures and findings begin
_NARROW = 7.0  # a range that is narrower is covered by a mark


def paint_changes(canvas: Canvas, plot: ChangePlot) -> None:
    """Draw the changes of all groups on one axis."""
    every = [change for _, changes in plot.groups for change in changes]
    ends = [
        end
        for change in every
        for end in (
            change.change,
            change.low,
            change.high,
            change.least,
            change.most,
            change.worst_low,
            change.worst_high,
        )
    ]
    axis = change_axis(_LEFT, _RIGHT, ends)
    for number, (heading, changes) in enumerate(plot.groups):
        paint_heading(canvas, heading, plot.told[number] if plot.told else "")
        heights = [max(24, canvas.height_of(change.label, _LABEL)) + 5 for change in changes]
        axis.paint_grid(canvas, canvas.y, canvas.y + sum(heights), strong=0)
        for row, (change, height) in enumerate(zip(changes, heights, strict=True)):
            _paint_row(canvas, axis, change, height, f"{number}-{row}")
        canvas.y += 6
    axis.paint_ticks(canvas, canvas.y + 2, plot.frame.language)
    canvas.text((_LEFT + _RIGHT) / 2, canvas.y + 14, plot.axis, size=SMALL, colour=canvas.palette.soft, align="center")
    canvas.y += 20


def _paint_row(canvas: Canvas, axis: Axis, change: Change, height: float, name: str) -> None:
    middle = canvas.y + height / 2
    canvas.label(MARGIN, middle, _LABEL, change.label)
    if change.why:
        canvas.text(axis.at(0) + 6, middle, change.why, size=SMALL, colour=canvas.palette.soft)
    else:
        _paint_mark(canvas, axis, change, middle, name)
    canvas.text(_FIGURES, middle - 6, change.shares, size=SMALL, colour=canvas.palette.soft)
    canvas.text(_FIGURES, middle + 6, change.said, bold=change.verdict in {"up", "down"})
    canvas.label(_FINDING, middle, WIDTH - MARGIN - _FINDING, change.finding, size=SMALL)
    canvas.y += height


def _paint_mark(canvas: Canvas, axis: Axis, change: Change, y: float, name: str) -> None:
    """Draw a change, its interval, what else print allows, and the worst case."""
    shape, filled, colour = mark_of(change.verdict, canvas.palette)
    if change.worst_low is not None and change.worst_high is not None:
        ends = [(axis.at(end), y) for end in (change.worst_low, change.worst_high)]
        canvas.line(*ends, colour=canvas.palette.soft, width=1, dotted=True, name=f"worst-{name}")
    if change.low is not None and change.high is not None:
        low, high = axis.at(change.low), axis.at(change.high)
        canvas.line((low, y), (high, y), colour=colour, width=1.6, name=f"interval-{name}")
        for end in (low, high):
            canvas.line((end, y - 3), (end, y + 3), colour=colour, width=1.6)
    least, most = (end if change.change is None else change.change for end in (change.least, change.most))
    if least is None or most is None:
        return
    left, right = axis.at(least), axis.at(most)
    if right - left < _NARROW:
        canvas.mark((left + right) / 2, y, shape, colour, filled=filled, name=f"mark-{name}")
    else:
        fill = colour if filled else canvas.palette.paper
        canvas.box(left, y - 3.5, right, y + 3.5, fill=fill, edge=colour, name=f"range-{name}")
