"""How far a group has moved along a scale, beside its bars."""

from __future__ import annotations

from typing import TYPE_CHECKING

from brobygger_cli.render.drawing.axis import Axis
from brobygger_cli.render.drawing.canvas import MARGIN, SMALL, WIDTH
from brobygger_cli.render.drawing.lettering import LINE, lines_of
from brobygger_cli.render.drawing.marks import mark_of

if TYPE_CHECKING:
    from brobygger_cli.figures.model import Effect
    from brobygger_cli.questionnaire.model import Language
    from brobygger_cli.render.drawing.canvas import Canvas

_WIDE = 92.0  # of what the axis is called
_SIZE = 7.5


def effect_axis() -> Axis:
    """Return the axis of a probability, its middle where nothing has moved."""
    return Axis(434, WIDTH - MARGIN - 6, 0, 100, (0, 50, 100))


def paint_effect(canvas: Canvas, effect: Effect, top: float, bottom: float, name: str) -> None:
    """Draw an effect with its interval."""
    axis = effect_axis()
    middle = (axis.left + axis.right) / 2
    if effect.value is None or effect.low is None or effect.high is None:
        said = ", ".join(filter(None, (effect.said, effect.finding)))
        canvas.label(axis.left - 4, (top + bottom) / 2, _WIDE, said, size=SMALL)
        return
    shape, filled, colour = mark_of(effect.verdict, canvas.palette)
    y = (top + bottom) / 2
    axis.paint_grid(canvas, y - 8, y + 8, strong=50)
    ends = [axis.at(end) for end in (effect.low, effect.high)]
    canvas.line((ends[0], y), (ends[1], y), colour=colour, width=1.6, name=f"effect-interval-{name}")
    for end in ends:
        canvas.line((end, y - 3), (end, y + 3), colour=colour, width=1.6)
    canvas.mark(axis.at(effect.value), y, shape, colour, filled=filled, size=5.5, name=f"effect-{name}")
    canvas.text(middle, y - 16, effect.said, size=SMALL, align="center")
    canvas.text(middle, y + 16, effect.finding, size=SMALL, align="center")


def paint_effect_axis(canvas: Canvas, said: str, language: Language) -> float:
    """Write the numbers of the axis, and what it is called, and return where that ends."""
    axis = effect_axis()
    axis.paint_ticks(canvas, canvas.y, language, "effect-tick", decimals=1)
    y = canvas.y + 6
    for line in lines_of(said, _WIDE, _SIZE):
        y += LINE * _SIZE
        canvas.text((axis.left + axis.right) / 2, y - 5, line, size=_SIZE, colour=canvas.palette.soft, align="center")
    return y
