"""What stands around every drawing: its title, the headings of groups, and its notes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from brobygger_cli.render.drawing.canvas import MARGIN, SMALL, WIDTH

if TYPE_CHECKING:
    from brobygger_cli.figures.model import Frame
    from brobygger_cli.render.drawing.canvas import Canvas

_INNER = WIDTH - 2 * MARGIN


def paint_title(canvas: Canvas, frame: Frame) -> None:
    """Write what a figure shows above it."""
    canvas.y = canvas.paragraph(MARGIN, canvas.y, _INNER, frame.title, size=12, bold=True) + 6


def paint_heading(canvas: Canvas, heading: str, told: str = "") -> None:
    """Write the heading of a group, with what is told of it, below a line."""
    paint_column(canvas, MARGIN, _INNER, heading, told)


def paint_column(canvas: Canvas, left: float, width: float, heading: str, told: str = "") -> None:
    """Write the heading of a group that takes only a part of the width."""
    canvas.line((left, canvas.y), (left + width, canvas.y), colour=canvas.palette.rule, width=0.6)
    canvas.y = canvas.paragraph(left, canvas.y + 5, width, heading, size=10, bold=True)
    if told:
        canvas.y = canvas.paragraph(left, canvas.y, width, told, size=SMALL, colour=canvas.palette.soft)
    canvas.y += 5


def paint_notes(canvas: Canvas, frame: Frame) -> None:
    """Write the small print below a figure."""
    canvas.y += 8
    for note in frame.notes:
        canvas.y = canvas.paragraph(MARGIN, canvas.y, _INNER, note, size=7.5, colour=canvas.palette.soft, most=6)
        canvas.y += 2
