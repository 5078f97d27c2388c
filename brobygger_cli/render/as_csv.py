"""CSV: a header, full precision, nothing cut, no messages in it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

from brobygger_cli.render.safe import for_spreadsheet

if TYPE_CHECKING:
    from brobygger_cli.render.style import Style
    from brobygger_cli.result import Result


def render(result: Result, style: Style) -> str:
    """Return the data as CSV; an empty cell is "not available"."""
    frame = result.frame.copy()
    for column in frame.columns:
        if not pd.api.types.is_numeric_dtype(frame[column]):
            frame[column] = [for_spreadsheet(cell) if isinstance(cell, str) else None for cell in frame[column]]
    text = frame.to_csv(index=False, sep=style.delimiter, decimal=style.decimal, lineterminator="\n")
    return f"\ufeff{text}" if style.bom else text
