"""People, from those invited to the bases of questions, as bars that grow shorter."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

from brobygger_cli.render.drawing.canvas import MARGIN, SMALL, WIDTH
from brobygger_cli.render.drawing.frame import paint_column

if TYPE_CHECKING:
    from brobygger_cli.figures.model import Flow, Step
    from brobygger_cli.render.drawing.canvas import Canvas

_GAP = 18.0  # between two lanes
_MOST = 3  # lanes side by side
_HIGH = 11.0  # of a bar
_ABOVE = 20.0  # of what is said above it


def paint_flow(canvas: Canvas, flow: Flow) -> None:
    """Draw the lanes of each group side by side, all on one scale."""
    columns = min(_MOST, max(1, flow.abreast))
    wide = (WIDTH - 2 * MARGIN + _GAP) / columns - _GAP
    most = max((step.people or 0 for _, steps in flow.lanes for step in steps), default=0)
    lanes = [(heading, steps, str(place)) for place, (heading, steps) in enumerate(flow.lanes)]
    for first in range(0, len(lanes), max(1, flow.abreast)):
        of_group = lanes[first : first + max(1, flow.abreast)]
        for row in range(0, len(of_group), columns):
            top, bottoms = canvas.y, []
            for place, (heading, steps, name) in enumerate(of_group[row : row + columns]):
                left = MARGIN + place * (wide + _GAP)
                canvas.y = top
                paint_column(canvas, left, wide, heading)
                _paint_lane(canvas, left, steps, (wide, wide / max(1, most)), name)
                bottoms.append(canvas.y)
            canvas.y = max(bottoms) + 8


def _paint_lane(canvas: Canvas, left: float, steps: tuple[Step, ...], scale: tuple[float, float], name: str) -> None:
    wide, unit = scale
    _paint_stream(canvas, left, steps, unit)
    for place, step in enumerate(steps):
        top = canvas.y + _ABOVE
        canvas.label(left + 3, canvas.y + _ABOVE / 2 - 1, wide - 3, f"{step.label}: {step.said}", size=SMALL, most=1)
        if step.people is not None:
            right = left + step.people * unit
            sure = right if step.fewest is None else left + step.fewest * unit
            canvas.box(left, top, right, top + _HIGH, fill=canvas.palette.paper)
            canvas.stripes(sure, top, right, top + _HIGH, canvas.palette.later, apart=3)
            canvas.box(left, top, sure, top + _HIGH, fill=canvas.palette.later, name=f"sure-{name}-{place}")
            canvas.box(left, top, right, top + _HIGH, edge=canvas.palette.later, name=f"step-{name}-{place}")
        canvas.y += _ABOVE + _HIGH


def _paint_stream(canvas: Canvas, left: float, steps: tuple[Step, ...], unit: float) -> None:
    """Lead the eye from the people of a step to those of the next one."""
    bottom = canvas.y + _ABOVE + _HIGH
    for step, after in pairwise(steps):
        if step.people is not None and after.people is not None:
            ends = left + step.people * unit, left + after.people * unit
            corners = [(left, bottom), (ends[0], bottom), (ends[1], bottom + _ABOVE), (left, bottom + _ABOVE)]
            canvas.shape(corners, fill=canvas.palette.hair)
        bottom += _ABOVE + _HIGH
