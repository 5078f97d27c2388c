"""Tables of a report on a sheet: a column for the figures, and one beside it for what stands in small print."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import groupby
from typing import TYPE_CHECKING, Any

from brobygger_cli.catalogue import Catalogue
from brobygger_cli.render.documents.workbook.numbers import held, number_format

if TYPE_CHECKING:
    from brobygger_cli.questionnaire.model import Language
    from brobygger_cli.render.documents.workbook.sheet import Sheet
    from brobygger_cli.report.model import Row, Table, Value

_WORDS = Catalogue("documents")
_WIDEST, _NARROWEST = 60, 9
_FILL = "#F2F2F2"
_FAINT = "#595959"


@dataclass(frozen=True)
class Place:
    """Where a column of a table stands on a sheet.

    Args:
        first: Its column on the sheet, from 0.
        columns: How many it takes: two where details stand beside the figures.
        heading: Its heading.
        over: The heading over it and its neighbours.
        numeric: Whether it is set flush right.
    """

    first: int
    columns: int
    heading: str
    over: str
    numeric: bool


def places(table: Table, language: Language) -> tuple[Place, ...]:
    """Return where the columns of a table stand."""
    made: list[Place] = []
    for number, column in enumerate(table.columns):
        cells = [row.cells[number] for row in table.rows if not row.is_heading]
        heading = column.heading
        if any(cell.unit == "points" for cell in cells) and "point" not in heading.casefold():
            heading = _WORDS.say("in_points", language, heading=heading)
        first = made[-1].first + made[-1].columns if made else 0
        made.append(Place(first, 1 + any(cell.detail for cell in cells), heading, column.over, column.numeric))
    return tuple(made)


def widths(table: Table, language: Language) -> list[int]:
    """Return the width of every column on the sheet that the table asks for, in characters."""
    wanted = []
    for number, place in enumerate(places(table, language)):
        cells = [row.cells[number] for row in table.rows if not row.is_heading]
        heading = max((len(word) for word in place.heading.split()), default=0)
        details = max((len(cell.detail) for cell in cells), default=0) if place.columns > 1 else 0
        texts = max((len(cell.text) for cell in cells), default=0)
        wanted.append(max(texts, heading - details))
        if place.columns > 1:
            wanted.append(details)
    return [min(_WIDEST, max(_NARROWEST, width + 2)) for width in wanted]


def write_headings(sheet: Sheet, table: Table, language: Language) -> None:
    """Write the headings of the columns: one row, or two where headings stand over others."""
    columns = places(table, language)
    if any(place.over for place in columns):
        for over, below in groupby(columns, key=lambda place: place.over):
            neighbours = list(below)
            if over:
                sheet.text(neighbours[0].first, over, "over", columns=sum(place.columns for place in neighbours))
        sheet.go_on()
    for place in columns:
        sheet.text(place.first, place.heading, "heading", columns=place.columns, **_aligned(place))
    sheet.go_on()


def write_rows(sheet: Sheet, table: Table, language: Language) -> None:
    """Write the rows of a table."""
    columns = places(table, language)
    for row in table.rows:
        if row.is_heading:
            for column in range(columns[-1].first + columns[-1].columns):
                sheet.text(column, "" if column else row.cells[0].text, "row", bold=True, bg_color=_FILL)
        else:
            for place, value in zip(columns, row.cells, strict=True):
                _write_cell(sheet, place, value, _looks(row))
        sheet.go_on()


def _write_cell(sheet: Sheet, place: Place, value: Value, look: dict[str, Any]) -> None:
    number = held(value)
    if number is None:
        sheet.text(place.first, value.text, "row", text_wrap=True, **_aligned(place), **look)
    else:
        sheet.number(place.first, number, "row", num_format=number_format(value), **look)
    if place.columns > 1:
        sheet.text(place.first + 1, value.detail, "row", **{**look, "font_color": _FAINT, "indent": 1})


def _aligned(place: Place) -> dict[str, Any]:
    """Return how the text of a column is set: words keep their distance from figures on their left."""
    if place.columns > 1:
        return {"align": "center"}
    return {"align": "right"} if place.numeric else {"align": "left", "indent": min(place.first, 1)}


def _looks(row: Row) -> dict[str, Any]:
    if row.emphasis == "strong":
        return {"bold": True}
    return {"font_color": _FAINT} if row.emphasis == "faint" else {}
