"""Answers on a scale as bars that diverge from its middle."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from brobygger_cli.numbers import percent_sign
from brobygger_cli.render.drawing.canvas import MARGIN, SMALL
from brobygger_cli.render.drawing.effect import paint_effect, paint_effect_axis
from brobygger_cli.render.drawing.frame import paint_heading
from brobygger_cli.render.drawing.key import paint_key
from brobygger_cli.render.drawing.lettering import width_of
from brobygger_cli.render.drawing.palette import of_scale, readable_on

if TYPE_CHECKING:
    from brobygger_cli.figures.model import Bar, StackedBars
    from brobygger_cli.questionnaire.model import Language
    from brobygger_cli.render.drawing.canvas import Canvas

_LABEL = 92.0
_LEFT, _RIGHT = MARGIN + _LABEL, 418.0  # where bars may be
_HIGH = 19.0  # of a bar
_ROW = 25.0
_GAP = 16.0  # before the answers off the scale
_SAID = 30.0  # what stands behind them


@dataclass(frozen=True)
class _Layout:
    """Where bars lie.

    Args:
        middle: The middle of the scale on the canvas.
        unit: How wide a share of 1 is.
        apart: Where the answers off the scale begin.
        reach: How far bars may reach to the left and to the right, as shares.
    """

    middle: float
    unit: float
    apart: float
    reach: tuple[float, float]


def paint_bars(canvas: Canvas, plot: StackedBars) -> None:
    """Draw the bars of all groups on one scale."""
    colours = of_scale(len(plot.scale))
    paint_key(canvas, plot.scale, colours, plot.apart)
    layout = _layout(plot)
    for number, (heading, bars) in enumerate(plot.groups):
        paint_heading(canvas, heading)
        top, bottom = canvas.y, canvas.y + _ROW * len(bars)
        for row, bar in enumerate(bars):
            _paint_bar(canvas, layout, bar, colours, f"{number}-{row}")
        if plot.effects:
            paint_effect(canvas, plot.effects[number], top - 2, bottom, str(number))
        canvas.y += 6
    if any(not bar.why for _, bars in plot.groups for bar in bars):
        _paint_ticks(canvas, layout, plot.frame.language)
    below = canvas.y
    if any(effect.low is not None for effect in plot.effects):
        below = paint_effect_axis(canvas, plot.effect_axis, plot.frame.language)
    canvas.y = below


def _layout(plot: StackedBars) -> _Layout:
    """Return where bars lie: one unit for all, so that all that is drawn fits."""
    bars = [bar for _, of_group in plot.groups for bar in of_group if not bar.why]
    sides = [_sides(bar) for bar in bars]
    left, right = (max((side[end] for side in sides), default=0.5) for end in (0, 1))
    apart = max((sum(part.share or 0 for part in bar.apart) for bar in bars), default=0)
    room = _RIGHT - _LEFT - ((_GAP + _SAID) if plot.apart else 0)
    unit = room / max(1, left + right + apart)
    middle = _LEFT + left * unit
    return _Layout(middle, unit, middle + right * unit + _GAP, (left, right))


def _sides(bar: Bar) -> tuple[float, float]:
    """Return how much of a bar is on the low side of the middle of its scale, and how much on the high side."""
    shares = [part.share or 0 for part in bar.parts]
    half, odd = divmod(len(shares), 2)
    in_the_middle = shares[half] / 2 if odd else 0
    return sum(shares[:half]) + in_the_middle, sum(shares[half + odd :]) + in_the_middle


def _paint_grid(canvas: Canvas, layout: _Layout, top: float, bottom: float) -> None:
    for tick in _ticks(layout):
        x = layout.middle + tick / 100 * layout.unit
        colour = canvas.palette.hair if tick else canvas.palette.rule
        canvas.line((x, top), (x, bottom), colour=colour, width=0.8 if tick else 1)


def _paint_ticks(canvas: Canvas, layout: _Layout, language: Language) -> None:
    for tick in _ticks(layout):
        canvas.text(
            layout.middle + tick / 100 * layout.unit,
            canvas.y,
            percent_sign(str(abs(tick)), language),
            size=SMALL,
            colour=canvas.palette.soft,
            align="center",
            name=f"tick-{tick}",
        )


def _ticks(layout: _Layout) -> range:
    left, right = (int(100 * reach // 25) for reach in layout.reach)
    return range(-25 * left, 25 * right + 1, 25)


def _paint_bar(canvas: Canvas, layout: _Layout, bar: Bar, colours: tuple[str, ...], name: str) -> None:
    middle = canvas.y + _ROW / 2
    canvas.label(MARGIN, middle, _LABEL - 6, bar.label, size=SMALL, most=2)
    canvas.y += _ROW
    if bar.why:
        canvas.label(_LEFT + 4, middle, _RIGHT - _LEFT, bar.why, size=SMALL, most=2)
        return
    _paint_grid(canvas, layout, middle - _ROW / 2, middle + _ROW / 2)
    top, bottom = middle - _HIGH / 2, middle + _HIGH / 2
    x = layout.middle - _sides(bar)[0] * layout.unit
    for place, (part, colour) in enumerate(zip(bar.parts, colours, strict=True)):
        end = x + (part.share or 0) * layout.unit
        canvas.box(x, top, end, bottom, fill=colour, edge=canvas.palette.rule, name=f"part-{name}-{place}")
        for said in (part.said, part.said.removesuffix("%").strip()):
            if width_of(said, SMALL) + 3 < end - x:
                canvas.text((x + end) / 2, middle, said, size=SMALL, colour=readable_on(colour), align="center")
                break
        x = end
    _paint_apart(canvas, layout, bar, (top, bottom), name)


def _paint_apart(canvas: Canvas, layout: _Layout, bar: Bar, ends: tuple[float, float], name: str) -> None:
    """Draw the answers off the scale behind the others, striped."""
    x, (top, bottom) = layout.apart, ends
    for place, part in enumerate(bar.apart):
        end = x + (part.share or 0) * layout.unit
        canvas.stripes(x, top, end, bottom, canvas.palette.rule, apart=stripe_of(place))
        canvas.box(x, top, end, bottom, edge=canvas.palette.rule, name=f"apart-{name}-{place}")
        x = end
    said = " · ".join(part.said for part in bar.apart)
    canvas.text(x + 4, (top + bottom) / 2, said, size=SMALL)


def stripe_of(place: int) -> float:
    """Return how far the stripes of an answer off the scale are from each other."""
    return 3.0 + 2.5 * place
