"""The raw comparison on a sheet: all rows and columns of `brobygger compare`, numbers as numbers."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from brobygger_cli.render.documents.workbook.sheet import Sheet
from brobygger_cli.result import records

if TYPE_CHECKING:
    import pandas as pd
    from xlsxwriter.worksheet import Worksheet

    from brobygger_cli.render.documents.workbook.formats import Formats

_KEYS = 5  # columns that tell what a row is about
_WIDEST, _NARROWEST = 40, 10
_FILTER = 4  # characters: the room that the button of a filter takes


def write_comparison(worksheet: Worksheet, formats: Formats, rows: pd.DataFrame, title: str) -> None:
    """Write every row; a missing value is an empty cell.

    Args:
        worksheet: An empty sheet.
        formats: The formats of the workbook.
        rows: The comparison.
        title: What stands below every page.
    """
    sheet = Sheet(worksheet, formats, [_width(rows[column]) for column in rows], title)
    for column, name in enumerate(rows.columns):
        sheet.text(column, str(name), "heading", text_wrap=False)
    sheet.repeat(0, 0)
    sheet.filtered(len(rows))
    sheet.go_on()
    sheet.freeze(_KEYS)
    for record in records(rows):
        for column, value in enumerate(record.values()):
            if isinstance(value, str):
                sheet.text(column, value, "plain")
            elif value is not None and math.isfinite(value):
                sheet.number(column, value, "plain")
            elif value is not None:
                sheet.text(column, str(value), "plain")
        sheet.go_on()


def _width(values: pd.Series) -> int:
    longest = max((len(value) for value in values if isinstance(value, str)), default=0)
    return min(_WIDEST, max(_NARROWEST, longest + 2, len(str(values.name)) + _FILTER))
