"""Figures drawn with matplotlib: `draw(figure, kind)` gives an SVG or a PNG, in one house style."""

from __future__ import annotations

import gc
import logging
import warnings
from importlib import import_module
from typing import TYPE_CHECKING, Any

from brobygger_cli.errors import BrobyggerError
from brobygger_cli.figures.model import ChangePlot, Flow, PairedDots, StackedBars
from brobygger_cli.render.drawing.canvas import Canvas
from brobygger_cli.render.drawing.changes import paint_changes
from brobygger_cli.render.drawing.dots import paint_dots
from brobygger_cli.render.drawing.flow import paint_flow
from brobygger_cli.render.drawing.frame import paint_notes, paint_title
from brobygger_cli.render.drawing.palette import DARK, LIGHT
from brobygger_cli.render.drawing.stacked import paint_bars
from brobygger_cli.render.drawing.vector import finished_svg

if TYPE_CHECKING:
    from brobygger_cli.figures.model import Figure
    from brobygger_cli.render.drawing.canvas import Kind

# Text stays text, and the same figure always becomes the same bytes.
_SETTINGS: Any = {"svg.fonttype": "none", "svg.hashsalt": "brobygger", "path.simplify": False, "text.hinting": "none"}


def draw(figure: Figure, kind: Kind, *, dark: bool = False, titled: bool = True) -> bytes:
    """Draw a figure.

    Args:
        figure: What it shows.
        kind: `svg`, which turns dark where the reader prefers that, or `png`, at two dots for every one of a screen.
        dark: Whether it is on dark ground in any case.
        titled: Whether its title stands in it.

    Raises:
        BrobyggerError: If the library that draws is not installed.
    """
    check_library()
    from matplotlib import rc_context, rcdefaults, rcParams  # noqa: PLC0415 - an optional library

    # What a user has set for figures of their own does not apply; letters that the font lacks are the reader's to find.
    with rc_context(), warnings.catch_warnings():
        rcdefaults()
        rcParams.update(_SETTINGS)
        warnings.filterwarnings("ignore", message="Glyph", category=UserWarning)
        canvas = Canvas(kind, DARK if dark else LIGHT)
        if titled:
            paint_title(canvas, figure.frame)
        _paint(canvas, figure)
        paint_notes(canvas, figure.frame)
        drawn = canvas.finished()
    del canvas
    gc.collect(0)  # the library's figures hold each other: without this, all of a report stay in memory
    return drawn if kind == "png" else finished_svg(drawn, figure.frame, turns_dark=not dark)


def _paint(canvas: Canvas, figure: Figure) -> None:
    match figure:
        case ChangePlot():
            paint_changes(canvas, figure)
        case StackedBars():
            paint_bars(canvas, figure)
        case PairedDots():
            paint_dots(canvas, figure)
        case Flow():
            paint_flow(canvas, figure)


def check_library() -> None:
    """Load the library, which is not to say anything of folders and fonts.

    Raises:
        BrobyggerError: If it is not installed, or does not start.
    """
    logging.getLogger("matplotlib").setLevel(logging.CRITICAL)
    try:
        import_module("matplotlib")
    except ImportError as error:
        raise BrobyggerError(
            "the library that draws figures is not installed", "Install it: pip install 'brobygger-cli[report]'"
        ) from error
    except ValueError as error:  # such as a backend in the environment that there is not
        raise BrobyggerError(
            f"matplotlib, the library that draws figures, does not start: {error}", "Check MPLBACKEND and matplotlibrc."
        ) from error
