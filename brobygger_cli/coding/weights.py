"""The weights of an export: what each respondent counts for."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    import numpy.typing as npt

    from brobygger_cli.coding.findings import Findings


def code_weights(found: Findings, column: int, whole_rows: npt.NDArray[np.bool_]) -> npt.NDArray[np.float64]:
    """Return the weight of every row, NaN where it is none, and report the latter.

    A weight is a number above 0, with a decimal point or comma: somebody who should count for nothing should
    not be in the file, and a missing weight is not a weight of 1.
    """
    distinct = found.distinct(column)
    weights = np.array([_weight(str(text)) for text in distinct.texts], dtype=float)
    for place in np.flatnonzero(np.isnan(weights)).tolist():
        found.add(
            "invalid_weight",
            "error",
            "is no weight: expected a number above 0, such as 0.85",
            column=column,
            value=str(distinct.texts[place]),
            rows=(at := distinct.rows_of(place))[whole_rows[at]],
        )
    return weights[distinct.codes] if len(weights) else np.empty(0)


def _weight(text: str) -> float:
    try:
        weight = float(text.strip().replace(",", "."))
    except ValueError:
        return math.nan
    return weight if 0 < weight < math.inf else math.nan
