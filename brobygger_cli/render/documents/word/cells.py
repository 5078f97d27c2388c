"""Cells and rows of the tables of a Word file."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from brobygger_cli.render.documents.word.elements import element, paragraph

if TYPE_CHECKING:
    from collections.abc import Iterable

    from docx.oxml.xmlchemy import BaseOxmlElement

RULE, FINE_RULE, FILL = "17365D", "BFBFBF", "F2F2F2"


@dataclass(frozen=True)
class Shape:
    """How a cell is set.

    Args:
        width: Its width, in twentieths of a point.
        columns: Over how many columns it reaches.
        merge: `restart` or `continue`, where it reaches over several rows.
        under: Whether a rule stands below it.
        fenced: Whether a fine rule stands left of it.
        filled: Whether its ground is shaded.
        low: Whether its text stands at its lower end.
        align: How its text is aligned, where not as its style says.
        keep_next: Whether its row stays on one page with what follows.
    """

    width: int
    columns: int = 1
    merge: str = ""
    under: bool = False
    fenced: bool = False
    filled: bool = False
    low: bool = False
    align: str = ""
    keep_next: bool = False


def cell(style: str, content: Iterable[BaseOxmlElement], shape: Shape) -> BaseOxmlElement:
    """Return a cell with one paragraph.

    Args:
        style: The id of the style of the paragraph.
        content: Its runs.
        shape: How it is set.
    """
    borders = (
        element("left", val="single", sz=4, space=0, color=FINE_RULE) if shape.fenced else None,
        element("bottom", val="single", sz=6, space=0, color=RULE) if shape.under else None,
    )
    properties = element(
        "tcPr",
        element("tcW", w=shape.width, type="dxa"),
        element("gridSpan", val=shape.columns) if shape.columns > 1 else None,
        element("vMerge", val=shape.merge) if shape.merge else None,
        element("tcBorders", *borders) if any(border is not None for border in borders) else None,
        element("shd", val="clear", color="auto", fill=FILL) if shape.filled else None,
        element("vAlign", val="bottom") if shape.low else None,
    )
    return element("tc", properties, paragraph(style, *content, keep_next=shape.keep_next, align=shape.align))


def line(cells: Iterable[BaseOxmlElement], *, header: bool = False) -> BaseOxmlElement:
    """Return a row, which is not broken between two pages.

    Args:
        cells: Its cells.
        header: Whether it is repeated on every page.
    """
    return element("tr", element("trPr", element("cantSplit"), element("tblHeader") if header else None), *cells)
