"""Sheets: tables laid out for people, before it is decided whether they become Rich or Markdown."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal, NamedTuple

Emphasis = Literal["none", "strong", "faint"]


class Cell(NamedTuple):
    """A cell: the figure to see first, and what may stand behind or below it."""

    main: str = ""
    detail: str = ""


@dataclass(frozen=True)
class Column:
    """A column of a sheet.

    Args:
        heading: Its heading.
        numeric: Whether it is set flush right; figures never break.
        breaks: Whether its words may go on in the next line.
        from_width: The width from which there is room for it.
    """

    heading: str
    numeric: bool = True
    breaks: bool = True
    from_width: int = 0


@dataclass(frozen=True)
class Row:
    """A row of a sheet; a section heading has a single cell."""

    cells: tuple[Cell, ...]
    emphasis: Emphasis = "none"

    @property
    def is_heading(self) -> bool:
        """Whether it is a heading over the rows that follow."""
        return len(self.cells) == 1


@dataclass(frozen=True)
class Sheet:
    """One table for people; `caption` stands below the title, `footnotes` below the table."""

    title: str
    columns: tuple[Column, ...]
    rows: tuple[Row, ...]
    caption: str = ""
    footnotes: tuple[str, ...] = field(default=())
