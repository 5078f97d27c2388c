"""The weights of an export: what each respondent counts for."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import numpy as np

from brobygger_cli.coding.decimals import settle_numbers

if TYPE_CHECKING:
    import numpy.typing as npt

    from brobygger_cli.coding.findings import Findings


def code_weights(
    found: Findings, column: int, whole_rows: npt.NDArray[np.bool_], silent: npt.NDArray[np.bool_]
) -> npt.NDArray[np.float64]:
    """Return the weight of every row, NaN where it is none, and report the latter.

    A weight is a number above 0, with a decimal point or comma: somebody who should count for nothing should
    not be in the file, and a missing weight is not a weight of 1. Rows that answer nothing, as in an export that
    lists everybody who was invited, need none.

    Args:
        found: The records, and where to report.
        column: The column of the weights.
        whole_rows: The rows whose cells stand where they belong, shape (rows,).
        silent: The rows that answer nothing, shape (rows,).
    """
    distinct = found.column(column)
    texts, doubtful = settle_numbers(found, column, distinct, whole_rows)
    weights = np.array([_weight(text) for text in texts], dtype=float)
    weights[list(doubtful)] = math.nan
    blank = np.array([not str(text).strip() for text in distinct.texts], dtype=bool)
    unweighted = silent & blank[distinct.codes] if len(blank) else silent
    needed = whole_rows & ~unweighted
    for place in np.flatnonzero(np.isnan(weights)).tolist():
        if place in doubtful:
            continue
        found.add(
            "invalid_weight",
            "error",
            "is no weight: expected a number above 0, such as 0.85",
            column=column,
            value=str(distinct.texts[place]),
            rows=(at := distinct.rows_of(place))[needed[at]],
        )
    of_rows = weights[distinct.codes] if len(weights) else np.empty(0)
    return np.where(unweighted, 1.0, of_rows)


def _weight(text: str) -> float:
    if "_" in text:  # Python would read 1_0 as 10
        return math.nan
    try:
        weight = float(text.strip().replace(",", "."))
    except ValueError:
        return math.nan
    return weight if 0 < weight < math.inf else math.nan
