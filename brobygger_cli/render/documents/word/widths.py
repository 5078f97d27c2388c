"""How wide the columns of a table are on a page: room for every figure, and for words what is left."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import groupby
from typing import TYPE_CHECKING

from brobygger_cli.render.documents.office_text import for_xml

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from brobygger_cli.report.model import Table

HOUSE, OTHER = 0.53, 0.62  # of its size: how wide a character is in the font of the house, and in most others
_BOLD = 1.1  # how much wider headings are
_SIZES = (9.0, 8.0, 7.0)  # of text, in points: that of the styles of the house, and smaller ones where room is scarce
_SMALLER = 1.0  # points: by which details are smaller
_MARGINS = 8.0  # of a cell, both sides, in points
_TWIPS = 20  # in a point
_NARROWEST = 22.0
_LONGEST_WORD = 130.0  # points: no longer word keeps a column from being narrower
_COMFORT = 0.3  # of the width: what the first column has before details stand beside their figures
_SCARCE = 0.2  # of the width: what the first column has before the text is set smaller


@dataclass(frozen=True)
class Slot:
    """A column on the page.

    Args:
        column: The column of the table that stands in it.
        detail: Whether it holds what stands in small print, beside the figures.
        width: Its width in twentieths of a point.
    """

    column: int
    detail: bool
    width: int


@dataclass(frozen=True)
class Layout:
    """A table on the page.

    Args:
        slots: The columns on the page.
        text: The size of its text in points; None where it is that of the styles.
        detail: The size of its details.
    """

    slots: tuple[Slot, ...]
    text: float | None = None
    detail: float | None = None


@dataclass(frozen=True)
class _Need:
    """What a column on the page asks for, in points: the least that it can do with, and what all its text takes."""

    column: int
    detail: bool
    least: float
    most: float


def laid_out(table: Table, total: int, character: float) -> Layout:
    """Lay out a table on a page whose text is `total` wide, in twentieths of a point.

    Details stand beside their figures where there is room, else below them; where there is none for that either, the
    text is set smaller. Figures are not broken where that can be avoided; words are.

    Args:
        table: The table.
        total: The width of the text; the columns together have it.
        character: `HOUSE` or `OTHER`.
    """
    room = total / _TWIPS
    measure = _Measure(table, character, _SIZES[0])
    needs = measure.needs(beside=True)
    if not _fits(needs, room, _COMFORT):
        tried = (_Measure(table, character, size) for size in _SIZES)
        fitting = (smaller for smaller in tried if _fits(smaller.needs(beside=False), room, _SCARCE))
        measure = next(fitting, _Measure(table, character, _SIZES[-1]))
        needs = measure.needs(beside=False)
    widths = [int(width * _TWIPS) for width in _shared(needs, room)]
    widths[0] += total - sum(widths)
    slots = tuple(Slot(need.column, need.detail, width) for need, width in zip(needs, widths, strict=True))
    return Layout(slots) if measure.size == _SIZES[0] else Layout(slots, measure.size, measure.size - _SMALLER)


def _fits(needs: Sequence[_Need], room: float, first: float) -> bool:
    """Tell whether all columns have what they need, and the first all that it asks for or that part of the width."""
    return sum(need.least for need in needs[1:]) + max(needs[0].least, min(needs[0].most, first * room)) <= room


def _shared(needs: Sequence[_Need], room: float) -> list[float]:
    """Share the room among columns: the least to each, what is left by how much more they ask for, then to all."""
    least = sum(need.least for need in needs)
    if least >= room:
        return [need.least * room / least for need in needs]
    asked = sum(need.most - need.least for need in needs)
    part = min(1.0, (room - least) / asked) if asked else 0.0
    widths = [need.least + part * (need.most - need.least) for need in needs]
    for place, need in enumerate(needs):
        if not need.detail:
            widths[place] += (room - least - part * asked) / sum(not other.detail for other in needs)
    return widths


@dataclass(frozen=True)
class _Measure:
    """Measures the text of a table that is set in some size."""

    table: Table
    character: float
    size: float

    def needs(self, *, beside: bool) -> list[_Need]:
        """Return what every column on the page needs, with details beside their figures or below them."""
        return [need for place in range(len(self.table.columns)) for need in self._of(place, beside=beside)]

    def _of(self, place: int, *, beside: bool) -> Iterator[_Need]:
        column = self.table.columns[place]
        cells = [row.cells[place] for row in self.table.rows if not row.is_heading]
        texts = max((self._wide(cell.text) for cell in cells), default=0.0)
        details = max((self._wide(cell.detail, _SMALLER) for cell in cells if cell.detail), default=0.0)
        words = max(_BOLD * self._longest_word(column.heading), self._over(place), _NARROWEST)
        if column.numeric and details and beside:
            figures = max(texts, words - details, _NARROWEST)
            yield _Need(place, detail=False, least=figures, most=figures)
            yield _Need(place, detail=True, least=details, most=details)
        elif column.numeric:
            figures = max(texts, details, words)
            yield _Need(place, detail=False, least=figures, most=figures)
        else:
            least = max(words, details, *(self._longest_word(cell.text) for cell in cells), 0.0)
            yield _Need(place, detail=False, least=least, most=max(least, texts))

    def _over(self, place: int) -> float:
        """Return what the longest word of the heading over a column and its neighbours takes of each of them."""
        over = self.table.columns[place].over
        for _, below in groupby(range(len(self.table.columns)), key=lambda other: self.table.columns[other].over):
            neighbours = list(below)
            if over and place in neighbours:
                return _BOLD * self._longest_word(over) / len(neighbours)
        return 0.0

    def _longest_word(self, text: str) -> float:
        return min(_LONGEST_WORD, max(self._wide(word) for word in text.split(" ")))

    def _wide(self, text: str, smaller: float = 0.0) -> float:
        return _MARGINS + self.character * (self.size - smaller) * len(for_xml(text))
