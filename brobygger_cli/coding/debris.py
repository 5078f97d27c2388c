"""What a spreadsheet leaves among the respondents: the header once more, a row of totals, ids cut short."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import numpy as np

from brobygger_cli.spelling import normalise

if TYPE_CHECKING:
    import numpy.typing as npt

    from brobygger_cli.exports.raw import Cells, RawTable

    Places = npt.NDArray[np.intp]

_TOTALS = frozenset(
    {"total", "totals", "grand total", "subtotal", "sum", "i alt", "ialt", "total i alt", "hovedtotal", "summe"}
    | {"average", "mean", "gennemsnit", "gns", "gns.", "count", "antal", "antal svar", "gesamt", "summa", "snitt"}
)
_FIGURE = re.compile(r"[+-]?[\d.,\u00a0 ]*\d[\d.,]* ?%?")
_LAST = 3  # how many records above an end of the table may be totals
_CUT_SHORT = re.compile(r"\s*\d(?:[.,]\d+)?E\+\d+\s*", re.IGNORECASE)


def repeated_headers(raw: RawTable) -> list[int]:
    """Return the records that hold the header once more, cell by cell."""
    named = [column for column, header in enumerate(raw.columns) if header]
    if not named:
        return []
    fewest = min(named, key=lambda column: raw.cells[column].different)  # few texts are soon looked at
    cells, header = raw.cells[fewest], raw.columns[fewest]
    candidates = np.flatnonzero(cells.holding(text.strip() == header for text in cells.texts))
    return [record for record in candidates.tolist() if _is_header(raw, record)]


def totals_rows(raw: RawTable, respondent: int | None, headers: list[int], *, last: bool = True) -> list[int]:
    """Return the records near an end of the table that are totals: a word for it, and nothing else but figures.

    Args:
        raw: The file.
        respondent: The column of the respondent's id, where there is one: totals have none.
        headers: The records that hold the header once more: ends of tables too.
        last: Whether the file ends with these records.
    """
    ends = [*([len(raw.lines)] if last else []), *headers]
    near = sorted({record for end in ends for record in range(max(0, end - _LAST), end)})
    return [record for record in near if _is_totals(raw, respondent, record)]


def cut_short(ids: Cells) -> list[int]:
    """Return the places of ids that a spreadsheet has shortened, as 4.57154E+11."""
    if ids.plain or "E+" not in "\n".join(ids.texts).upper():
        return []
    return [place for place, text in enumerate(ids.texts) if _CUT_SHORT.fullmatch(text)]


def _is_header(raw: RawTable, record: int) -> bool:
    return all(cells[record].strip() == header for cells, header in zip(raw.cells, raw.columns, strict=True))


def _is_totals(raw: RawTable, respondent: int | None, record: int) -> bool:
    filled = [(column, cells[record].strip()) for column, cells in enumerate(raw.cells) if cells[record].strip()]
    if len(filled) < 2 or normalise(filled[0][1]).rstrip(":") not in _TOTALS:
        return False
    figures = filled[1:]
    return all(_FIGURE.fullmatch(cell) and column != respondent for column, cell in figures)
