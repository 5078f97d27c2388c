"""JSON: the rows as objects, null for "not available", and the notes beside them."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pandas as pd

from brobygger_cli.render.safe import for_json

if TYPE_CHECKING:
    from brobygger_cli.render.style import Style
    from brobygger_cli.result import Result


def render(result: Result, style: Style) -> str:  # noqa: ARG001 - the contract of all formats
    """Return the data as one JSON object: `kind`, `language`, `notes` and `rows`."""
    rows = [
        {column: None if pd.isna(cell) else cell for column, cell in row.items()}
        for row in result.frame.astype(object).to_dict(orient="records")
    ]
    content = {"kind": result.kind, "language": result.language, "notes": result.notes, "rows": rows}
    return for_json(json.dumps(content, ensure_ascii=False, indent=2, allow_nan=False)) + "\n"
