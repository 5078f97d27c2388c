"""The headings of the columns of a table: one row, or two where headings stand over others."""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING

from brobygger_cli.render.documents.word.cells import Shape, cell, line
from brobygger_cli.render.documents.word.elements import run

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from docx.oxml.xmlchemy import BaseOxmlElement

    from brobygger_cli.render.documents.word.widths import Layout, Slot
    from brobygger_cli.report.model import Column


def fenced(columns: Sequence[Column]) -> frozenset[int]:
    """Return the columns that a fine rule sets apart from those left of them, which have another heading over them."""
    overs = [column.over for column in columns]
    return frozenset(place for place in range(1, len(overs)) if overs[place - 1] != overs[place])


def headings(columns: Sequence[Column], layout: Layout, style: str) -> Iterator[BaseOxmlElement]:
    """Yield the rows of headings, which are repeated on every page.

    Args:
        columns: The columns of the table.
        layout: How the table stands on the page.
        style: The id of the style of headings.
    """
    two = any(column.over for column in columns)
    if two:
        yield line(_upper(columns, layout, style), header=True)
    yield line(_lower(columns, layout, style, two=two), header=True)


def _upper(columns: Sequence[Column], layout: Layout, style: str) -> Iterator[BaseOxmlElement]:
    # What has no heading over it is no neighbour of the next: it has its own heading here, over both rows.
    for (over, place), below in groupby(layout.slots, key=lambda slot: _under(columns, slot)):
        within = list(below)
        first = within[0].column
        shape = Shape(
            sum(slot.width for slot in within),
            columns=len(within),
            merge="" if over else "restart",
            under=bool(over),
            fenced=first in fenced(columns),
            low=True,
            align="center" if over else _align(columns[place], within),
        )
        yield cell(style, [run(over or columns[first].heading, size=layout.text)], shape)


def _lower(columns: Sequence[Column], layout: Layout, style: str, *, two: bool) -> Iterator[BaseOxmlElement]:
    for place, of in groupby(layout.slots, key=lambda slot: slot.column):
        within = list(of)
        column = columns[place]
        above = two and not column.over
        shape = Shape(
            sum(slot.width for slot in within),
            columns=len(within),
            merge="continue" if above else "",
            under=True,
            fenced=place in fenced(columns),
            low=True,
            align=_align(column, within),
        )
        yield cell(style, [] if above else [run(column.heading, size=layout.text)], shape)


def _under(columns: Sequence[Column], slot: Slot) -> tuple[str, int]:
    over = columns[slot.column].over
    return over, -1 if over else slot.column


def _align(column: Column, slots: Sequence[Slot]) -> str:
    if len(slots) > 1:
        return "center"
    return "right" if column.numeric else "left"
