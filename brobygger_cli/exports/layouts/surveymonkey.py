"""SurveyMonkey: two rows of header, or three for menus in a matrix, and the answers as they are worded.

A blank header cell belongs to the question on its left; the row below it names its option or item, or says "Response".
The respondent's id is blank in these rows: by that they are told from respondents, in every language. There is no
status: of somebody who stopped on the way, what follows is blank.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np

from brobygger_cli.exports.layouts.headers import completed, header_row, with_header
from brobygger_cli.exports.layouts.shapes import are_all, some_texts
from brobygger_cli.exports.layouts.surveymonkey_columns import columns_of, variables_of
from brobygger_cli.spelling import normalise

if TYPE_CHECKING:
    from brobygger_cli.exports.raw import RawTable

NAME = "surveymonkey"

_MOST_ROWS = 2  # of header below the first
_OWN_NAMES = ("respondentid", "collectorid", "startdate", "enddate")
_ID = re.compile(r"\d[\d.,]*(?:E\+?\d+)?", re.IGNORECASE)  # a spreadsheet may have shortened it
_NEARLY_ALL = 0.9


def recognise(raw: RawTable) -> str:
    """Say by what the table is told."""
    rows = _rows_below(raw)
    if rows:
        below = "the row below the header has" if rows == 1 else "the two rows below the header have"
        unnamed = sum(not name for name in raw.columns)
        on_left = f"; {unnamed} columns without a name belong to the question on their left" if unnamed else ""
        return f"{below} no respondent and says what the columns hold{on_left}"
    own = [name for name in raw.columns if normalise(name).replace(" ", "") in _OWN_NAMES]
    return f"it has the columns {', '.join(own)}" if len(own) == len(_OWN_NAMES) else ""


def read(raw: RawTable) -> RawTable:
    """Return the table under one header, `question [option or item]`."""
    rows = _rows_below(raw)
    below = [header_row(raw, record) for record in range(rows)]
    columns = columns_of(raw.columns, below, raw.cells)
    table = with_header(raw, [column.header for column in columns], rows)
    columns = [replace(column, cells=cells) for column, cells in zip(columns, table.cells, strict=True)]
    return replace(table, variables=completed(variables_of(columns, table.columns), raw.variables))


def _rows_below(raw: RawTable) -> int:
    """Return how many records belong to the header: those without a respondent that say what the columns hold."""
    rows = _leading_without_id(raw)
    return rows if rows and _say_what_columns_hold(raw, rows) else 0


def _leading_without_id(raw: RawTable) -> int:
    """Return how many records without a respondent's id stand above those with one, as far as these may be ids."""
    ids = raw.cells[0]
    first = [bool(ids[record].strip()) for record in range(min(_MOST_ROWS + 1, len(ids)))]
    rows = first.index(True) if True in first else len(first)
    if not 0 < rows <= _MOST_ROWS or not raw.columns[0]:
        return 0
    below = ids.taken(np.arange(rows, len(ids)))
    return rows if not len(below) or are_all(below, _ID.fullmatch, share=_NEARLY_ALL) else 0


def _say_what_columns_hold(raw: RawTable, rows: int) -> bool:
    """Tell whether the first records are labels of columns, and no answers of somebody whose id is missing.

    Then they name what the header does not, or say the same below several questions; and what they say is not what
    respondents say, but in the column of one of several options, where nobody says anything else.
    """
    labels = ["".join(cells) for cells in zip(*(header_row(raw, record) for record in range(rows)), strict=True)]
    named = [label for name, label in zip(raw.columns, labels, strict=True) if name and label]
    unnamed = [label for name, label in zip(raw.columns, labels, strict=True) if not name]
    alike = max(Counter(named).values(), default=0)
    apart = sum(_is_label(raw, column, rows) for column in range(len(labels)))
    return all(unnamed) and (bool(unnamed) or alike > len(named) / 2) and apart >= _NEARLY_ALL * len(labels)


def _is_label(raw: RawTable, column: int, rows: int) -> bool:
    cells = raw.cells[column]
    labels = {cells[record] for record in range(rows) if cells[record].strip()}
    below = set(some_texts(cells.taken(np.arange(rows, len(cells)))))
    one_of_several = "" in raw.columns[column : column + 2]
    return not labels & below or (one_of_several and len(below) == 1)
