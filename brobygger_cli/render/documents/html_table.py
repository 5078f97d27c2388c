"""A table as HTML wants it: headings over columns with their spans, and bodies of rows under a heading each."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import groupby
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from collections.abc import Iterator

    from brobygger_cli.report.model import Column, Row, Table, Value

# A table of no more rows and notes is not broken between pages.
_SHORT = 16
# A word of more letters is broken, so that no column is as wide as it; a text of no more stands on one line.
_WORD = 24
_LINE = 16


@dataclass(frozen=True)
class Head:
    """A heading over one or more columns.

    Args:
        text: What it says; a cell without text is no heading.
        scope: What it is the heading of.
        columns: How many columns it stands over.
        rows: How many rows of the head it takes.
        style: Its classes.
    """

    text: str
    scope: Literal["col", "colgroup"]
    columns: int
    rows: int
    style: str


@dataclass(frozen=True)
class Line:
    """A row of figures.

    Args:
        heading: Its heading, with its classes.
        cells: The other cells, with their classes.
        style: Its own class.
    """

    heading: tuple[Value, str]
    cells: tuple[tuple[Value, str], ...]
    style: str


@dataclass(frozen=True)
class Body:
    """Rows that belong together.

    Args:
        heading: The heading over them; None where they have none.
        lines: The rows.
    """

    heading: Value | None
    lines: tuple[Line, ...]


@dataclass(frozen=True)
class Grid:
    """A table laid out.

    Args:
        groups: How many columns each column group has.
        heads: The rows of headings.
        bodies: The bodies.
        style: The classes of the table.
        width: How many columns it has.
    """

    groups: tuple[int, ...]
    heads: tuple[tuple[Head, ...], ...]
    bodies: tuple[Body, ...]
    style: str
    width: int


def grid(table: Table) -> Grid:
    """Lay out a table of a report."""
    groups = tuple(_groups(table.columns))
    starts = {group[0] for group in groups}
    styles = tuple(_style(column, starts=place in starts) for place, column in enumerate(table.columns))
    return Grid(
        groups=tuple(len(group) for group in groups),
        heads=tuple(_heads(table.columns, groups, styles)),
        bodies=tuple(_bodies(table.rows, styles)),
        style="short" if len(table.rows) + len(table.notes) <= _SHORT else "",
        width=len(table.columns),
    )


def _groups(columns: tuple[Column, ...]) -> Iterator[tuple[int, ...]]:
    """Yield the places of neighbouring columns with the same heading over them; one without any stands alone."""
    for over, places in groupby(range(len(columns)), key=lambda place: columns[place].over):
        if over:
            yield tuple(places)
        else:
            yield from ((place,) for place in places)


def _style(column: Column, *, starts: bool) -> str:
    return _classes("number" if column.numeric else "", "starts" if starts else "")


def _classes(*names: str) -> str:
    return " ".join(filter(None, names))


def _head(text: str, scope: Literal["col", "colgroup"], columns: int, rows: int, *styles: str) -> Head:
    return Head(text, scope, columns, rows, _classes(*styles, _breaking(text)))


def _breaking(text: str) -> str:
    """Return the class of a text whose words are to be broken."""
    return "long" if any(len(word) > _WORD for word in text.split()) else ""


def _cell(value: Value, style: str) -> tuple[Value, str]:
    """Return a cell with its classes."""
    brief = "brief" if max(len(value.text), len(value.detail)) <= _LINE else ""
    return value, _classes(style, brief or _breaking(f"{value.text} {value.detail}"))


def _heads(
    columns: tuple[Column, ...], groups: tuple[tuple[int, ...], ...], styles: tuple[str, ...]
) -> Iterator[tuple[Head, ...]]:
    """Yield the rows of headings: one, or two where headings stand over others."""
    if any(column.over for column in columns):
        yield tuple(
            _head(columns[first].over, "colgroup", 1 + len(others), 1, "over", styles[first])
            if columns[first].over
            else _head(columns[first].heading, "col", 1, 2, styles[first])
            for first, *others in groups
        )
        below = [place for place, column in enumerate(columns) if column.over]
    else:
        below = list(range(len(columns)))
    yield tuple(_head(columns[place].heading, "col", 1, 1, styles[place]) for place in below)


def _bodies(rows: tuple[Row, ...], styles: tuple[str, ...]) -> Iterator[Body]:
    """Yield the rows under each heading; a body holds those before the first heading."""
    heading: Value | None = None
    lines: list[Line] = []
    for row in rows:
        if row.is_heading:
            if heading or lines:
                yield Body(heading, tuple(lines))
            heading, lines = row.cells[0], []
        else:
            first, *others = row.cells
            cells = tuple(_cell(value, style) for value, style in zip(others, styles[1:], strict=True))
            heading_of_row = (first, _breaking(f"{first.text} {first.detail}"))
            lines.append(Line(heading_of_row, cells, "" if row.emphasis == "none" else row.emphasis))
    if heading or lines:
        yield Body(heading, tuple(lines))
