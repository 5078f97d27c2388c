"""Qualtrics: three rows of header (name, wording, ImportId as JSON), or two in the older form (V1 … with their names).

Told by the ImportIds, by the names of the older form, or, where somebody deleted the further rows of the header, by
the names of the columns that the platform keeps for itself. These names are English in every language.
"""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np

from brobygger_cli.exports.layouts.headers import completed, header_row, with_header
from brobygger_cli.exports.layouts.qualtrics_columns import Column, import_ids, variables_of
from brobygger_cli.exports.layouts.shapes import holding
from brobygger_cli.exports.standing import STATUSES, Standing, Status
from brobygger_cli.spelling import normalise

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    import numpy.typing as npt

    from brobygger_cli.exports.raw import RawTable

    Mask = npt.NDArray[np.bool_]

NAME = "qualtrics"

_MOST_ROWS = 3  # of header below the first
_LEGACY = re.compile(r"V\d+")
_LEGACY_NAMES = {"responseid", "responseset", "status", "startdate", "enddate", "finished"}
_OWN_NAMES = {"startdate", "enddate", "finished", "responseid"}
_RESPONSE = re.compile(r"[A-Z]{1,4}_\w+")

# The kinds of response, as codes and as words.
_REAL = {"0", "4", "16", "32", "36", "48", "ip address", "ip-address", "ip-adresse", "ip-adress", "imported", "offline"}
_REAL |= {"ex", "ex offline", "synchronized offline"}
_TESTS = {"1", "2", "8", "9", "12", "17", "40", "survey preview", "survey test", "preview spam", "offline preview"}
_TESTS |= {"survey preview spam", "spam", "imported spam", "offline survey preview", "possible spam", "ex spam"}
_YES = {"1", "true", "sand", "sant", "wahr", "ja", "yes"}
_WHOLE, _PART = {"100"}, frozenset(map(str, range(100)))  # of the way, in percent
_NO = {"0", "false", "falsk", "falskt", "usann", "falsch", "nej", "nein", "no"}


def recognise(raw: RawTable) -> str:
    """Say by what the table is told."""
    rows = _rows_with_ids(raw)
    if rows:
        identified = sum(bool(import_ids(cell)[0]) for cell in header_row(raw, rows - 1))
        return f"row {rows + 1} holds the ImportIds of {identified} of its {len(raw.columns)} columns"
    if _is_legacy(raw):
        return "the header names V1, V2 …, and the row below it ResponseID, Status, Finished"
    if {normalise(name) for name in raw.columns} >= _OWN_NAMES:
        return "it has the columns StartDate, EndDate, Finished and ResponseId"
    return ""


def read(raw: RawTable) -> RawTable:
    """Return the table under one header, with wordings, ticks and statuses."""
    with_ids = _rows_with_ids(raw)
    legacy = not with_ids and _is_legacy(raw)
    rows = with_ids or (1 if legacy else _rows_of_wordings(raw))
    texts = header_row(raw, 0) if rows > (1 if with_ids else 0) else list(raw.columns)
    ids = [import_ids(cell) for cell in header_row(raw, with_ids - 1)] if with_ids else [("", "")] * len(texts)
    own = [legacy and bool(_LEGACY.fullmatch(name)) for name in raw.columns]
    names = [text if mine else name for name, text, mine in zip(raw.columns, texts, own, strict=True)]
    table = with_header(raw, names, rows)
    columns = [
        Column(name, text, *of, cells, mine)
        for name, text, of, cells, mine in zip(table.columns, texts, ids, table.cells, own, strict=True)
    ]
    return replace(
        table, variables=completed(variables_of(columns), raw.variables), standing=_standing(columns, len(table.lines))
    )


def _rows_with_ids(raw: RawTable) -> int:
    """Return how many records belong to the header, the last of which holds ImportIds; 0 where none does."""
    for record in range(min(_MOST_ROWS, len(raw.lines))):
        cells = [cell for cell in header_row(raw, record) if cell]
        if 2 * sum(bool(import_ids(cell)[0]) for cell in cells) > len(cells):
            return record + 1
    return 0


def _is_legacy(raw: RawTable) -> bool:
    if not len(raw.lines):
        return False
    named = zip(raw.columns, header_row(raw, 0), strict=True)
    return sum(bool(_LEGACY.fullmatch(name)) and normalise(below) in _LEGACY_NAMES for name, below in named) >= 3


def _rows_of_wordings(raw: RawTable) -> int:
    """Return how many records hold something else than a response's id in its column, ahead of those that hold one."""
    names = [normalise(name) for name in raw.columns]
    if "responseid" not in names:
        return 0
    ids = raw.cells[names.index("responseid")]
    first = [bool(_RESPONSE.fullmatch(ids[record].strip())) for record in range(min(_MOST_ROWS, len(ids)))]
    return first.index(True) if True in first else 0


def _standing(columns: Sequence[Column], records: int) -> Standing | None:
    """Return how far everybody came: what kind of response it is goes before whether it was finished."""
    of = {column.key: column for column in reversed(columns)}
    told = [of[key] for key in ("status", "finished", "progress") if key in of]

    def holds(key: str, words: Collection[str]) -> Mask:
        return holding(of[key].cells, words) if key in of else np.zeros(records, dtype=bool)

    finished = holds("finished", _YES) | (holds("progress", _WHOLE) & ~holds("finished", _NO))
    begun = holds("finished", _NO) | holds("progress", _PART)
    other = ~holds("status", _REAL | {""}) if "status" in of else np.zeros(records, dtype=bool)
    known: tuple[tuple[Mask, Status], ...] = (
        (holds("status", _TESTS), "test"),
        (other, "unknown"),
        (finished, "completed"),
        (begun, "partial"),
    )
    codes = np.select(
        [rows for rows, _ in known], [STATUSES.index(status) for _, status in known], STATUSES.index("unknown")
    )
    return Standing(codes.astype(np.int8), ", ".join(column.name for column in told)) if told else None
