"""A canvas measured in points, from the top left corner, on which every mark has its place and its name."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING, Literal

from brobygger_cli.render.drawing.lettering import LINE, legible, lines_of, properties, shown
from brobygger_cli.render.drawing.raster import smaller_png

if TYPE_CHECKING:
    from collections.abc import Sequence

    from matplotlib.artist import Artist

    from brobygger_cli.render.drawing.palette import Palette

WIDTH = 520.0  # points: what the text of a page takes, and a little more
MARGIN = 10.0
BODY = 9.0  # sizes of letters
SMALL = 8.0
Kind = Literal["svg", "png"]
Align = Literal["left", "center", "right"]
Shape = Literal["circle", "diamond", "up", "down"]

_PNG_DPI = 192  # two dots for every one of a screen
_MOST_DOTS = 60_000  # the library draws no picture that is higher
_CIRCLE = 0.52  # of the size of a mark: areas of the same look
_CORNERS = {
    "diamond": ((0, -0.68), (0.68, 0), (0, 0.68), (-0.68, 0)),
    "up": ((0, -0.7), (0.68, 0.5), (-0.68, 0.5)),
    "down": ((0, 0.7), (0.68, -0.5), (-0.68, -0.5)),
}


class Canvas:
    """Draws; all places and sizes are in points, and y grows downwards.

    Args:
        kind: What it becomes.
        palette: The colours of its ground.
    """

    def __init__(self, kind: Kind, palette: Palette) -> None:
        from matplotlib.figure import Figure  # noqa: PLC0415 - an optional library

        self.kind = kind
        self.palette = palette
        self.y = MARGIN
        self._figure = Figure(facecolor=palette.paper)
        self._axes = self._figure.add_axes((0, 0, 1, 1))
        self._axes.axis("off")
        self._order = 1

    def text(
        self,
        x: float,
        y: float,
        said: str,
        *,
        size: float = BODY,
        colour: str = "",
        bold: bool = False,
        align: Align = "left",
        name: str = "",
    ) -> None:
        """Write one line whose letters have their middle at `y`."""
        letters = legible(said)
        written = self._axes.text(
            x,
            -(y + 0.36 * size),
            letters if self.kind == "svg" else shown(letters),
            color=colour or self.palette.ink,
            fontproperties=properties(size, bold=bold),
            horizontalalignment=align,
            verticalalignment="baseline",
            parse_math=False,
        )
        self._add(written, name)

    def paragraph(
        self,
        x: float,
        y: float,
        width: float,
        said: str,
        *,
        size: float = BODY,
        colour: str = "",
        bold: bool = False,
        most: int = 3,
    ) -> float:
        """Write lines that fit into a width, the first one below `y`, and return where they end."""
        for line in lines_of(said, width, size, bold=bold, most=most):
            self.text(x, y + LINE * size / 2, line, size=size, colour=colour, bold=bold)
            y += LINE * size
        return y

    def label(self, x: float, y: float, width: float, said: str, *, size: float = BODY, most: int = 4) -> None:
        """Write lines that fit into a width, their middle at `y`."""
        self.paragraph(x, y - self.height_of(said, width, size=size, most=most) / 2, width, said, size=size, most=most)

    @staticmethod
    def height_of(said: str, width: float, *, size: float = BODY, most: int = 4) -> float:
        """Return how high the lines of a label are."""
        return len(lines_of(said, width, size, most=most)) * LINE * size

    def line(
        self,
        *points: tuple[float, float],
        colour: str = "",
        width: float = 0.8,
        dotted: bool = False,
        name: str = "",
    ) -> None:
        """Draw a line through points."""
        from matplotlib.lines import Line2D  # noqa: PLC0415 - an optional library

        xs, ys = [x for x, _ in points], [-y for _, y in points]
        drawn = Line2D(
            xs,
            ys,
            color=colour or self.palette.ink,
            linewidth=width,
            linestyle=":" if dotted else "-",
            solid_capstyle="butt",
        )
        self._axes.add_line(drawn)
        self._add(drawn, name)

    def shape(
        self,
        points: Sequence[tuple[float, float]],
        *,
        fill: str = "none",
        edge: str = "none",
        width: float = 0.8,
        name: str = "",
    ) -> None:
        """Draw a polygon."""
        from matplotlib.patches import Polygon  # noqa: PLC0415 - an optional library

        drawn = Polygon([(x, -y) for x, y in points], closed=True, facecolor=fill, edgecolor=edge, linewidth=width)
        self._axes.add_patch(drawn)
        self._add(drawn, name)

    def box(
        self,
        left: float,
        top: float,
        right: float,
        bottom: float,
        *,
        fill: str = "none",
        edge: str = "none",
        name: str = "",
    ) -> None:
        """Draw a rectangle."""
        corners = [(left, top), (right, top), (right, bottom), (left, bottom)]
        self.shape(corners, fill=fill, edge=edge, name=name)

    def stripes(self, left: float, top: float, right: float, bottom: float, colour: str, *, apart: float = 4.0) -> None:
        """Fill a rectangle with slanting lines."""
        height, place = bottom - top, left + apart
        while place < right + height:
            start = (min(place, right), top + max(0.0, place - right))
            end = (max(place - height, left), bottom - max(0.0, left - (place - height)))
            self.line(start, end, colour=colour, width=0.6)
            place += apart

    def mark(
        self, x: float, y: float, shape: Shape, colour: str, *, filled: bool, size: float = 7.0, name: str = ""
    ) -> None:
        """Draw a mark around a place; open ones show the ground."""
        fill = colour if filled else self.palette.paper
        if shape != "circle":
            self.shape(
                [(x + size * dx, y + size * dy) for dx, dy in _CORNERS[shape]],
                fill=fill,
                edge=colour,
                width=1.3,
                name=name,
            )
            return
        from matplotlib.patches import Circle  # noqa: PLC0415 - an optional library

        drawn = Circle((x, -y), _CIRCLE * size, facecolor=fill, edgecolor=colour, linewidth=1.3)
        self._axes.add_patch(drawn)
        self._add(drawn, name)

    def finished(self) -> bytes:
        """Return the picture, which ends at the canvas's `y`."""
        height = self.y + MARGIN
        self._figure.set_size_inches(WIDTH / 72, height / 72)
        self._axes.set_xlim(0, WIDTH)
        self._axes.set_ylim(-height, 0)
        written = io.BytesIO()
        if self.kind == "svg":
            self._figure.savefig(written, format="svg", metadata=dict.fromkeys(("Date", "Creator", "Format", "Type")))
        else:
            dpi = min(_PNG_DPI, _MOST_DOTS * 72 / height)
            self._figure.savefig(written, format="png", dpi=dpi, pil_kwargs={"compress_level": 1})
            return smaller_png(written, dpi)
        return written.getvalue()

    def _add(self, artist: Artist, name: str) -> None:
        """Put a mark above those before it."""
        artist.set_clip_on(False)
        artist.set_zorder(self._order)
        self._order += 1
        if name:
            artist.set_gid(name)
