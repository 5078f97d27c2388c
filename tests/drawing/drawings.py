"""Drawings as tests look at them: what stands in an SVG, and where."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING
from xml.etree import ElementTree as ET

from brobygger_cli.render.drawing import draw

if TYPE_CHECKING:
    from brobygger_cli.figures.model import Figure

_SVG = "{http://www.w3.org/2000/svg}"


class Drawing:
    """An SVG.

    Args:
        figure: What it shows.
        dark: Whether it is on dark ground in any case.
    """

    def __init__(self, figure: Figure, *, dark: bool = False) -> None:
        self.written = draw(figure, "svg", dark=dark)
        self.root = ET.fromstring(self.written)  # noqa: S314 - the program's own drawing
        self._prefix = f"{self.root.attrib['id']}-"

    def texts(self) -> list[str]:
        """Return all text that is drawn, line by line."""
        return [element.text or "" for element in self.root.iter(f"{_SVG}text")]

    def names(self) -> list[str]:
        """Return the names of all that has one, without what tells the drawing from others."""
        found = [element.attrib["id"] for element in self.root.iter() if "id" in element.attrib]
        return [name.removeprefix(self._prefix) for name in found]

    def extent(self, name: str) -> tuple[float, float]:
        """Return where something begins and ends, from left to right."""
        xs = [x for x, _ in self._points(name)]
        return min(xs), max(xs)

    def middle(self, name: str) -> float:
        """Return where the middle of something is, from left to right."""
        return sum(self.extent(name)) / 2

    def height(self, name: str) -> float:
        """Return where the middle of something is, from top to bottom."""
        ys = [y for _, y in self._points(name)]
        return (min(ys) + max(ys)) / 2

    def style(self, name: str) -> str:
        """Return how something is painted."""
        return next(self._named(name).iter(f"{_SVG}path")).attrib["style"]

    def tick(self, name: str) -> float:
        """Return where a number of an axis is written."""
        return float(next(self._named(name).iter(f"{_SVG}text")).attrib["x"])

    def corners(self, name: str) -> int:
        """Return how many points a shape is drawn through; a circle has many."""
        return len(self._points(name))

    def _named(self, name: str) -> ET.Element:
        return next(element for element in self.root.iter() if element.attrib.get("id") == f"{self._prefix}{name}")

    def _points(self, name: str) -> list[tuple[float, float]]:
        drawn = next(self._named(name).iter(f"{_SVG}path")).attrib["d"]
        numbers = [float(number) for number in re.findall(r"-?\d+(?:\.\d+)?", drawn)]
        return list(zip(numbers[::2], numbers[1::2], strict=True))
