"""Numbers in a workbook: held in full, and shown as the text of the report shows them."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from brobygger_cli.report.model import Value

_FIGURE = re.compile(r"(?P<before>[^\d+−]*)(?P<sign>[+−]?)(?P<whole>\d+)(?:[.,](?P<decimals>\d+))?(?P<after>\D*)")


def held(value: Value) -> float | None:
    """Return the number that a cell holds: a share as 0-1, a change in percentage points; None where it is text."""
    if value.number is None or number_format(value) is None:
        return None
    return 100 * value.number if value.unit == "points" else value.number


def number_format(value: Value) -> str | None:
    """Return the format by which Excel shows a number as the report does; None where the text is more than a number.

    The decimal mark is that of whoever opens the workbook.
    """
    found = _FIGURE.fullmatch(value.text)
    if found is None or value.number is None:
        return None
    decimals = found["decimals"] or ""
    figure = f"0.{'0' * len(decimals)}" if decimals else "0"
    if value.unit == "p" and found["before"].startswith("<"):
        return f"[<0.001]{_literal(value.text)};{figure}"
    blank, percent, behind = found["after"].partition("%")
    shown = f"{figure}{_literal(blank)}{percent}{_literal(behind)}"
    if found["sign"]:
        return f'{_literal(found["before"])}+{shown};{_literal(found["before"])}"−"{shown}'
    return f"{_literal(found['before'])}{shown};{_literal(found['before'])}{shown}"  # what rounds to 0 has no sign


def _literal(text: str) -> str:
    """Return text as a format shows it: every character behind a backslash stands for itself."""
    return "".join(f"\\{char}" for char in text)
