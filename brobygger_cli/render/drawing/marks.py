"""Which mark a verdict has: shape and filling tell it, and so does the colour."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from brobygger_cli.figures.model import Verdict
    from brobygger_cli.render.drawing.canvas import Shape
    from brobygger_cli.render.drawing.palette import Palette


def mark_of(verdict: Verdict, palette: Palette) -> tuple[Shape, bool, str]:
    """Return the shape of a verdict, whether it is filled, and its colour."""
    marks: dict[Verdict, tuple[Shape, bool, str]] = {
        "up": ("up", True, palette.up),
        "down": ("down", True, palette.down),
        "none": ("circle", False, palette.ink),
        "untested": ("diamond", False, palette.ink),
    }
    return marks[verdict]
