"""A drawing as part of a page: what draws is kept, and no name in it meets one of another drawing."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator
    from xml.etree.ElementTree import Element

# Descriptions of the file, scripts and style sheets, which would hold for the whole page, are left out.
_KEPT = {
    *("svg", "g", "defs", "clipPath", "use"),
    *("path", "rect", "circle", "ellipse", "line", "polyline", "polygon"),
    *("text", "tspan"),
}
_LOCAL = re.compile(r"url\(#([^)]*)\)")


def inline_svg(svg: bytes, prefix: str, labelled_by: str) -> str:
    """Return a drawing as an element of a page.

    Args:
        svg: The drawing.
        prefix: What stands before every id in it; unique in the page.
        labelled_by: The id of the element that says what it shows.
    """
    from xml.etree.ElementTree import fromstring, tostring  # noqa: PLC0415 - only where a figure is drawn

    drawing = _kept(fromstring(svg), prefix)  # noqa: S314 - the program's own drawing
    drawing.attrib |= {"role": "img", "aria-labelledby": labelled_by}
    return tostring(drawing, encoding="unicode")


def _kept(element: Element, prefix: str) -> Element:
    """Return an element without namespaces, with what is kept of those in it."""
    kept = element.makeelement(_name(element), dict(_attributes(element, prefix)))
    kept.text, kept.tail = element.text, element.tail
    kept.extend(_kept(child, prefix) for child in element if _name(child) in _KEPT)
    return kept


def _name(element: Element) -> str:
    return element.tag.rpartition("}")[2]


def _attributes(element: Element, prefix: str) -> Iterator[tuple[str, str]]:
    for spelled, value in element.attrib.items():
        name = spelled.rpartition("}")[2]
        if name == "id":
            yield name, f"{prefix}-{value}"
        elif name == "href":
            if value.startswith("#"):
                yield name, f"#{prefix}-{value[1:]}"
        else:
            yield name, _LOCAL.sub(rf"url(#{prefix}-\1)", value)
