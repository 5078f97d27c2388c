"""Axes: where a number lies on the canvas, with lines and numbers that tell it."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

from brobygger_cli.numbers import number
from brobygger_cli.render.drawing.canvas import SMALL

if TYPE_CHECKING:
    from collections.abc import Iterable

    from brobygger_cli.questionnaire.model import Language
    from brobygger_cli.render.drawing.canvas import Canvas

_LEAST_SPAN = 20  # points: small changes are not to look large


@dataclass(frozen=True)
class Axis:
    """An axis from left to right.

    Args:
        left: Where it begins on the canvas.
        right: Where it ends.
        low: The number there, times a hundred.
        high: The number at its end, times a hundred.
        ticks: The numbers that are told, times a hundred.
        signed: Whether they are differences.
    """

    left: float
    right: float
    low: int
    high: int
    ticks: tuple[int, ...]
    signed: bool = False

    def at(self, value: float) -> float:
        """Return where a number (a share, or a difference of shares) lies."""
        return self.left + (100 * value - self.low) / (self.high - self.low) * (self.right - self.left)

    def paint_grid(self, canvas: Canvas, top: float, bottom: float, strong: int | None = None) -> None:
        """Draw a line for every tick, the strong one as an axis."""
        for tick in self.ticks:
            x = self.at(tick / 100)
            if tick == strong:
                canvas.line((x, top), (x, bottom), colour=canvas.palette.rule, width=1)
            else:
                canvas.line((x, top), (x, bottom), colour=canvas.palette.hair, width=0.8)

    def paint_ticks(
        self, canvas: Canvas, y: float, language: Language, name: str = "tick", *, decimals: int | None = None
    ) -> None:
        """Write the numbers of the ticks."""
        for tick in self.ticks:
            said = number(tick / 100, decimals, language) if decimals else number(tick, 0, language, sign=self.signed)
            canvas.text(
                self.at(tick / 100),
                y,
                said,
                size=SMALL,
                colour=canvas.palette.soft,
                align="center",
                name=f"{name}-{tick}",
            )


def share_axis(left: float, right: float) -> Axis:
    """Return an axis of all shares there are."""
    return Axis(left, right, 0, 100, (0, 25, 50, 75, 100))


def change_axis(left: float, right: float, changes: Iterable[float | None]) -> Axis:
    """Return an axis of changes, zero in its middle, that holds them all."""
    furthest = max((abs(change) for change in changes if change is not None), default=0)
    span = min(100, max(_LEAST_SPAN, 10 * math.ceil(10 * furthest - 1e-9)))
    step = 10 if span <= 30 else 20 if span <= 60 else 50
    side = range(step, span + 1, step)
    return Axis(left, right, -span, span, (*(-tick for tick in reversed(side)), 0, *side), signed=True)
