"""Shares in two waves: indicators, options and nets, all rows at once.

Where a printed percentage allows several counts, the figures that need the count stay empty, and the
smallest and largest that are possible are given instead.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from brobygger_cli.methods import change_intervals, change_tests, share_intervals

if TYPE_CHECKING:
    import numpy.typing as npt

    from brobygger_cli.comparison.settings import Settings

    Floats = npt.NDArray[np.float64]


@dataclass(frozen=True)
class Side:
    """One wave's figures, one element per row; NaN where not available.

    Args:
        name: `baseline` or `followup`.
        low: Smallest possible counts.
        high: Largest possible counts.
        base: Bases.
    """

    name: str
    low: Floats
    high: Floats
    base: Floats

    @classmethod
    def of(cls, pairs: pd.DataFrame, name: str) -> Side:
        """Take one wave's figures out of rows as `pairs.pair` gives them."""
        low, high, base = (
            pairs[f"{name}_{column}"].to_numpy(dtype=float) for column in ("count_min", "count_max", "base")
        )
        return cls(name, low, high, base)

    @property
    def count(self) -> Floats:
        """The counts, where only one is possible."""
        return np.where(self.low == self.high, self.low, np.nan)

    def share(self, count: Floats) -> Floats:
        """Return counts as shares of the base (0-1), NaN where nobody answered."""
        with np.errstate(invalid="ignore", divide="ignore"):
            return np.where(self.base > 0, count / self.base, np.nan)


def compare_shares(pairs: pd.DataFrame, settings: Settings) -> pd.DataFrame:
    """Compare every row's share between the waves.

    Args:
        pairs: Rows as `pairs.pair` gives them, any kind but questions.
        settings: Which methods.

    Returns:
        A frame with the index of `pairs` and the columns of a comparison that concern shares; shares and
        changes 0-1, NaN where not available. `p_value_min` and `p_value_max` (and `change_min`,
        `change_max`) span what the possible counts give, `change_outer_low` and `change_outer_high` hold
        every interval of the change; where there is one count they are the values themselves.
    """
    baseline, followup = Side.of(pairs, "baseline"), Side.of(pairs, "followup")
    columns: dict[str, npt.NDArray[np.generic]] = {}
    for side in (baseline, followup):
        columns |= _one_share(side, settings)
    columns |= _change(baseline, followup, settings)
    columns |= _spans(baseline, followup, settings)
    return pd.DataFrame(columns, index=pairs.index)


def _one_share(side: Side, settings: Settings) -> dict[str, Floats]:
    share = side.share(side.count)
    low, high = share_intervals.INTERVALS[settings.share_interval](share, side.base, settings.confidence)
    figures = {
        "count": side.count,
        "base": side.base,
        "share": share,
        "low": low,
        "high": high,
        "count_min": side.low,
        "count_max": side.high,
    }
    return {f"{side.name}_{name}": figure for name, figure in figures.items()}


def _change(baseline: Side, followup: Side, settings: Settings) -> dict[str, npt.NDArray[np.generic]]:
    """Return change, test and effect of the rows where both counts are known."""
    counts = (baseline.count, baseline.base, followup.count, followup.base)
    shares = (baseline.share(baseline.count), baseline.base, followup.share(followup.count), followup.base)
    low, high = change_intervals.INTERVALS[settings.change_interval](*shares, settings.confidence)
    tested = change_tests.TESTS[settings.test](*counts)
    effect, effect_low, effect_high = change_tests.cohens_h(*shares, settings.confidence)
    return {
        "change": shares[2] - shares[0],
        "change_low": low,
        "change_high": high,
        "test": _named(tested.method.astype(object), ~np.isnan(tested.p_value)),
        "statistic": tested.statistic,
        "df": np.where(np.isnan(tested.statistic), np.nan, 1.0),
        "p_value": tested.p_value,
        "effect": effect,
        "effect_name": _named(np.full(effect.shape, "cohens_h", dtype=object), ~np.isnan(effect)),
        "effect_low": effect_low,
        "effect_high": effect_high,
        "expected_low": change_tests.smallest_expected(*counts) < 1,
    }


def _spans(baseline: Side, followup: Side, settings: Settings) -> dict[str, Floats]:
    """Return the smallest and largest change and p-value over all counts that are possible.

    A change is extreme where one wave's count is smallest and the other's largest. The p-value is smallest
    there too, and largest where the two shares are nearest to each other.
    """
    interval = change_intervals.INTERVALS[settings.change_interval]
    b_low, b_high = baseline.share(baseline.low), baseline.share(baseline.high)
    f_low, f_high = followup.share(followup.low), followup.share(followup.high)
    p_min = change_tests.TESTS[settings.test](baseline.count, baseline.base, followup.count, followup.base).p_value
    p_max = p_min.copy()
    ranged = np.flatnonzero((baseline.low < baseline.high) | (followup.low < followup.high))
    if len(ranged):
        b, f = np.array([_candidates(baseline, followup, row) for row in ranged.tolist()]).transpose(2, 0, 1)
        bases = (baseline.base[ranged, None], followup.base[ranged, None])
        p = change_tests.TESTS[settings.test](b, bases[0], f, bases[1]).p_value
        p_min[ranged], p_max[ranged] = p.min(axis=1), p.max(axis=1)
    return {
        "change_min": f_low - b_high,
        "change_max": f_high - b_low,
        "change_outer_low": interval(b_high, baseline.base, f_low, followup.base, settings.confidence)[0],
        "change_outer_high": interval(b_low, baseline.base, f_high, followup.base, settings.confidence)[1],
        "p_value_min": p_min,
        "p_value_max": p_max,
    }


def _candidates(baseline: Side, followup: Side, row: int) -> list[tuple[float, float]]:
    """Return the pairs of counts among which the smallest and the largest p-value of a row are found."""
    b_ends = (float(baseline.low[row]), float(baseline.high[row]))
    f_ends = (float(followup.low[row]), float(followup.high[row]))
    ratio = float(followup.base[row] / baseline.base[row]) if baseline.base[row] > 0 else np.nan
    pairs = [(b, f) for b in b_ends for f in f_ends]
    for b in b_ends:
        pairs += [(b, float(np.clip(even, *f_ends))) for even in (np.floor(b * ratio), np.ceil(b * ratio))]
    for f in f_ends:
        pairs += [(float(np.clip(even, *b_ends)), f) for even in (np.floor(f / ratio), np.ceil(f / ratio))]
    return pairs


def _named(names: npt.NDArray[np.object_], available: npt.NDArray[np.bool_]) -> npt.NDArray[np.object_]:
    named = names.copy()
    named[~available] = None
    return named
