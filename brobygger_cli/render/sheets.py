"""Sheets: tables laid out for people, before it is decided whether they become Rich or Markdown."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import Literal, NamedTuple

Emphasis = Literal["none", "strong", "faint"]
Tone = Literal["none", "better", "worse", "found", "unclear"]


class Bar(NamedTuple):
    """A share (0-1) to be drawn: what it is at least, and what it may be at most."""

    least: float
    most: float


class Cell(NamedTuple):
    """A cell: the figure to see first, and what may stand behind or below it.

    Args:
        main: The figure.
        detail: What is to be seen with it.
        more: What is to be seen only by those who ask for detail.
        bar: The share it tells, where it tells one.
        tone: Whether its finding is good news; said in words as well.
    """

    main: str = ""
    detail: str = ""
    more: str = ""
    bar: Bar | None = None
    tone: Tone = "none"

    @property
    def lines(self) -> tuple[str, ...]:
        """Its texts, those that it has."""
        return tuple(text for text in (self.main, self.detail, self.more) if text)


@dataclass(frozen=True)
class Column:
    """A column of a sheet.

    Args:
        heading: Its heading.
        numeric: Whether it is set flush right; figures never break.
        breaks: Whether its words may go on in the next line.
        from_width: The width from which there is room for it, unless detail is asked for.
        leads: Whether it tells what a row is about: where room is scarce, it stands above the figures.
        detail: Whether it is for those who ask for detail.
    """

    heading: str
    numeric: bool = True
    breaks: bool = True
    from_width: int = 0
    leads: bool = False
    detail: bool = False


@dataclass(frozen=True)
class Row:
    """A row of a sheet; a section heading has a single cell. `detail`: for those who ask for it."""

    cells: tuple[Cell, ...]
    emphasis: Emphasis = "none"
    detail: bool = False

    @property
    def is_heading(self) -> bool:
        """Whether it is a heading over the rows that follow."""
        return len(self.cells) == 1


class Told(NamedTuple):
    """What was found, in short: of what, and in which sentences."""

    heading: str
    sentences: tuple[str, ...]


@dataclass(frozen=True)
class Sheet:
    """One table for people.

    Args:
        title: Its title.
        columns: Its columns.
        rows: Its rows, headings among them.
        caption: What stands below the title.
        footnotes: What stands below the table.
        full_footnotes: What stands there for those who ask for detail, where that is something else.
        summary: The findings in short, which stand in a frame; a sheet that has them has no table.
    """

    title: str
    columns: tuple[Column, ...] = ()
    rows: tuple[Row, ...] = ()
    caption: str = ""
    footnotes: tuple[str, ...] = field(default=())
    full_footnotes: tuple[str, ...] = field(default=())
    summary: tuple[Told, ...] = field(default=())

    def asked_for(self, *, detail: bool) -> Sheet:
        """Return the sheet with all its detail, or without."""
        if detail:
            shown = tuple(replace(column, from_width=0) for column in self.columns)
            return replace(self, columns=shown, footnotes=self.full_footnotes or self.footnotes)
        kept = [place for place, column in enumerate(self.columns) if not column.detail]
        rows = tuple(
            row if row.is_heading else replace(row, cells=tuple(row.cells[place]._replace(more="") for place in kept))
            for row in self.rows
            if not row.detail
        )
        return replace(self, columns=tuple(self.columns[place] for place in kept), rows=rows)
