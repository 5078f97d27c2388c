"""Tables of a Word file: their header rows repeat on every page, and no row is broken between two."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from brobygger_cli.render.documents.word.cells import Shape, cell, line
from brobygger_cli.render.documents.word.elements import element, run
from brobygger_cli.render.documents.word.headings import fenced, headings
from brobygger_cli.render.documents.word.widths import laid_out

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from docx.oxml.xmlchemy import BaseOxmlElement

    from brobygger_cli.render.documents.word.widths import Layout
    from brobygger_cli.report.model import Facts, Row, Table, Value

_SHORT = 18  # rows: a table of no more is not broken between pages
_NAMES = 0.3  # of the width of a table of names and what they stand for


@dataclass(frozen=True)
class Tables:
    """Makes the tables of one document.

    Args:
        styles: The ids of its styles.
        width: The width of the text, in twentieths of a point.
        character: How wide a character is, as `widths` has it.
    """

    styles: Mapping[str, str]
    width: int
    character: float

    def table(self, table: Table, *, followed: bool) -> BaseOxmlElement:
        """Return a table of the report.

        Args:
            table: The table.
            followed: Whether notes stand below it, on the same page as its last row.
        """
        layout = laid_out(table, self.width, self.character)
        widths = [slot.width for slot in layout.slots]
        head = headings(table.columns, layout, self.styles["Brobygger Table Heading"])
        rows = [
            self._over(row, layout) if row.is_heading else self._row(table, row, layout, keep_next=kept)
            for row, kept in zip(table.rows, _kept(len(table.rows), followed=followed), strict=True)
        ]
        made = self._grid("Brobygger Table", widths, [*head, *rows])
        made.tblPr.append(element("tblCaption", val=table.caption))
        return made

    def facts(self, facts: Facts) -> BaseOxmlElement:
        """Return names and what they stand for as a table without a header."""
        names = int(_NAMES * self.width)
        widths = [names, self.width - names]
        style = self.styles["Brobygger Table Text"]
        rows = [
            line(
                (
                    cell(style, [run(name, strong=True)], Shape(widths[0], keep_next=kept)),
                    cell(style, [run(value)], Shape(widths[1], keep_next=kept)),
                )
            )
            for (name, value), kept in zip(facts.pairs, _kept(len(facts.pairs), followed=False), strict=True)
        ]
        return self._grid("Brobygger Facts", widths, rows)

    def _grid(self, style: str, widths: Sequence[int], rows: Sequence[BaseOxmlElement]) -> BaseOxmlElement:
        properties = element(
            "tblPr",
            element("tblStyle", val=self.styles[style]),
            element("tblW", w=sum(widths), type="dxa"),
            element("tblLayout", type="fixed"),
            element("tblLook", val="06A0", firstRow=1, lastRow=0, firstColumn=1, lastColumn=0, noHBand=1, noVBand=1),
        )
        return element("tbl", properties, element("tblGrid", *(element("gridCol", w=width) for width in widths)), *rows)

    def _over(self, row: Row, layout: Layout) -> BaseOxmlElement:
        """Return a row that is a heading over those that follow."""
        shape = Shape(self.width, columns=len(layout.slots), filled=True, keep_next=True)
        return line([cell(self.styles["Brobygger Table Heading"], self._stacked(row.cells[0], row, layout), shape)])

    def _row(self, table: Table, row: Row, layout: Layout, *, keep_next: bool) -> BaseOxmlElement:
        apart = fenced(table.columns)
        beside = {slot.column for slot in layout.slots if slot.detail}
        cells = []
        for slot in layout.slots:
            value = row.cells[slot.column]
            if slot.detail:
                content, style = self._detail(value, layout), "Brobygger Table Text"
            else:
                content = (self._main if slot.column in beside else self._stacked)(value, row, layout)
                style = "Brobygger Table Number" if table.columns[slot.column].numeric else "Brobygger Table Text"
            fence = slot.column in apart and not slot.detail
            cells.append(cell(self.styles[style], content, Shape(slot.width, fenced=fence, keep_next=keep_next)))
        return line(cells)

    def _stacked(self, value: Value, row: Row, layout: Layout) -> Iterator[BaseOxmlElement]:
        """Yield the text of a cell, and below it what stands in small print."""
        yield from self._main(value, row, layout)
        if value.detail:
            yield element("r", element("br"))
            yield from self._detail(value, layout)

    def _main(self, value: Value, row: Row, layout: Layout) -> Iterator[BaseOxmlElement]:
        if value.text:
            faint = self.styles["Brobygger Faint"] if row.emphasis == "faint" else ""
            yield run(value.text, faint, strong=row.emphasis == "strong", size=layout.text)

    def _detail(self, value: Value, layout: Layout) -> Iterator[BaseOxmlElement]:
        if value.detail:
            yield run(value.detail, self.styles["Brobygger Detail"], size=layout.detail)


def _kept(rows: int, *, followed: bool) -> Iterator[bool]:
    """Tell of each row whether it stays on one page with the next, or with the notes below."""
    for place in range(rows):
        yield followed if place == rows - 1 else rows <= _SHORT or place in {0, rows - 2}
