"""Both waves' counts side by side, one row per group and item."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from brobygger_cli.counts import KEY, WEIGHTS

if TYPE_CHECKING:
    from brobygger_cli.counts import Counts


def pair(baseline: Counts, followup: Counts) -> pd.DataFrame:
    """Put two waves' counts beside each other.

    Rows come in the follow-up's order; an option that only the baseline has stands behind its question.

    Returns:
        A frame indexed by `counts.KEY` with, for each wave, `baseline_` or `followup_` `count_min`,
        `count_max` and `base`, and where it is weighted the sums `counts.WEIGHTS`; NaN where a wave does not have
        the row or nothing is known.
    """
    order = {key: float(place) for place, key in enumerate(followup.figures.index)}
    last_of_question: dict[tuple[str, str, str], float] = {}
    for (group, kind, question, _), place in order.items():
        if kind != "asked":  # it stands behind the question that is routed, not the one it is counted on
            last_of_question[group, _level(kind), question] = place
    extra = [key for key in baseline.figures.index if key not in order]
    for place, key in enumerate(extra, start=1):
        group, kind, question, _ = key
        behind = last_of_question.get((group, _level(kind), question), float(len(followup.figures)))
        order[key] = behind + place / (len(extra) + 1)
    rows = pd.MultiIndex.from_tuples(sorted(order, key=order.__getitem__), names=KEY)
    columns = {"n_min": "count_min", "n_max": "count_max", "base": "base"}
    sides = []
    for name, counts in (("baseline", baseline), ("followup", followup)):
        weights = pd.DataFrame(columns=WEIGHTS) if counts.weights is None else counts.weights
        side = counts.figures.rename(columns=columns).reindex(rows)
        sides.append(side.join(weights.reindex(rows).astype(float)).add_prefix(f"{name}_"))
    return pd.concat(sides, axis=1)


def exact(pairs: pd.DataFrame, wave: str) -> pd.Series:
    """Return the counts of a wave where only one is possible, NaN elsewhere."""
    low, high = pairs[f"{wave}_count_min"], pairs[f"{wave}_count_max"]
    return low.where(low == high, np.nan)


def _level(kind: str) -> str:
    return "indicator" if kind == "indicator" else "question"
