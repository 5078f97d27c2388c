"""What the parts of bars stand for."""

from __future__ import annotations

from typing import TYPE_CHECKING

from brobygger_cli.render.drawing.canvas import MARGIN, SMALL, WIDTH
from brobygger_cli.render.drawing.lettering import LINE, width_of

if TYPE_CHECKING:
    from brobygger_cli.render.drawing.canvas import Canvas

_SWATCH = 11.0
_ROW = 16.0
_INNER = WIDTH - 2 * MARGIN


def paint_key(canvas: Canvas, scale: tuple[str, ...], colours: tuple[str, ...], apart: tuple[str, ...]) -> None:
    """Draw what each colour stands for, in the order of the bars: in lines, or one below the other if long."""
    labels = [*scale, *apart]
    widths = [_SWATCH + 5 + width_of(label[:200], SMALL) + 14 for label in labels]
    in_lines = sum(widths) <= 2 * _INNER
    x = MARGIN
    for place, (label, width) in enumerate(zip(labels, widths, strict=True)):
        if in_lines and x > MARGIN and x + width > WIDTH - MARGIN + 14:
            x, canvas.y = MARGIN, canvas.y + _ROW
        _paint_swatch(canvas, x, canvas.y, place, colours)
        room = _INNER - _SWATCH - 5
        bottom = canvas.paragraph(x + _SWATCH + 5, canvas.y + 1, room, label, size=SMALL, most=2)
        if in_lines:
            x += width
        else:
            canvas.y = max(bottom, canvas.y + LINE * SMALL) + 3
    canvas.y += _ROW + 2 if in_lines else 5


def _paint_swatch(canvas: Canvas, x: float, y: float, place: int, colours: tuple[str, ...]) -> None:
    if place < len(colours):
        canvas.box(x, y + 1, x + _SWATCH, y + 1 + _SWATCH, fill=colours[place], edge=canvas.palette.rule)
        return
    canvas.stripes(
        x, y + 1, x + _SWATCH, y + 1 + _SWATCH, canvas.palette.rule, apart=3.0 + 2.5 * (place - len(colours))
    )
    canvas.box(x, y + 1, x + _SWATCH, y + 1 + _SWATCH, edge=canvas.palette.rule)
