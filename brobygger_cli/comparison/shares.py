"""Shares in two waves: indicators, options and nets, all rows at once.

Where a printed percentage allows several counts, the figures that need the count stay empty, and the
smallest and largest that are possible are given instead.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from brobygger_cli.methods import change_intervals, change_tests, share_intervals

if TYPE_CHECKING:
    import numpy.typing as npt

    from brobygger_cli.comparison.settings import Settings

    Floats = npt.NDArray[np.float64]

# How many pairs of possible counts are gone through one by one, by how long a test takes.
_PAIRS_OF_A_FAST_TEST = 250_000
_PAIRS_AT_MOST = {"fisher": 20_000, "mid-p": 20_000, "boschloo": 40}


@dataclass(frozen=True)
class Side:
    """One wave's figures, one element per row; NaN where not available.

    Args:
        name: `baseline` or `followup`.
        low: Smallest possible counts.
        high: Largest possible counts.
        base: Bases.
        weighted: Weighted shares, NaN where nobody is weighted.
        test_n: The n that tests use (see `effective.with_effective_n`).
        own_n: The n of the share's own interval.
        interval_n: The n of the change's interval.
    """

    name: str
    low: Floats
    high: Floats
    base: Floats
    weighted: Floats
    test_n: Floats
    own_n: Floats
    interval_n: Floats

    @classmethod
    def of(cls, pairs: pd.DataFrame, name: str) -> Side:
        """Take one wave's figures out of rows as `pairs.pair` and `effective.with_effective_n` give them."""
        columns = ("count_min", "count_max", "base", "weight", "weight_base", "test_n", "own_n", "interval_n")
        low, high, base, weight, weight_base, *sizes = (
            pairs[f"{name}_{column}"].to_numpy(dtype=float) for column in columns
        )
        return cls(name, low, high, base, _quotient(weight, weight_base), *sizes)

    @property
    def count(self) -> Floats:
        """The counts, where only one is possible."""
        return np.where(self.low == self.high, self.low, np.nan)

    @property
    def known_share(self) -> Floats:
        """The shares (0-1) that are estimated: weighted where there are weights; NaN where the count is not known."""
        return np.where(np.isnan(self.weighted), self.share(self.count), self.weighted)

    def rows(self, places: npt.NDArray[np.intp]) -> Side:
        """Return some of the rows."""
        arrays = (self.low, self.high, self.base, self.weighted, self.test_n, self.own_n, self.interval_n)
        return Side(self.name, *(array[places] for array in arrays))

    def share(self, count: Floats) -> Floats:
        """Return counts as shares of the base (0-1), NaN where nobody answered."""
        return _quotient(count, self.base)

    def extreme(self, count: Floats) -> Floats:
        """Return possible counts as shares (0-1); a weighted share has one value."""
        return np.where(np.isnan(self.weighted), self.share(count), self.weighted)

    def tested(self) -> tuple[Floats, Floats]:
        """Return count and n as tests take them: effective ones where an answer is not worth one."""
        plain = (self.test_n == self.base) & np.isnan(self.weighted)
        return np.where(plain, self.count, self.known_share * self.test_n), self.test_n


def compare_shares(pairs: pd.DataFrame, settings: Settings) -> pd.DataFrame:
    """Compare every row's share between the waves.

    Args:
        pairs: Rows as `pairs.pair` and `effective.with_effective_n` give them, any kind but questions.
        settings: Which methods.

    Returns:
        A frame with the index of `pairs` and the columns of a comparison that concern shares; shares and
        changes 0-1, NaN where not available. `p_value_min` and `p_value_max` (and `change_min`,
        `change_max`) span what the possible counts give, `change_outer_low` and `change_outer_high` hold
        every interval of the change; where there is one count they are the values themselves.
    """
    baseline, followup = Side.of(pairs, "baseline"), Side.of(pairs, "followup")
    columns: dict[str, npt.NDArray[Any]] = {}
    for side in (baseline, followup):
        columns |= one_share(side, settings)
    columns |= _change(baseline, followup, settings)
    columns |= _spans(baseline, followup, columns, settings)
    return pd.DataFrame(columns, index=pairs.index)


def one_share(side: Side, settings: Settings) -> dict[str, Floats]:
    """Return one wave's columns of a comparison: counts, base, share (0-1) and its interval."""
    share = side.known_share
    low, high = share_intervals.INTERVALS[settings.share_interval](share, side.own_n, settings.confidence)
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


def _change(baseline: Side, followup: Side, settings: Settings) -> dict[str, npt.NDArray[Any]]:
    """Return change, test and effect of the rows where both counts are known."""
    counts = (*baseline.tested(), *followup.tested())
    shares = (baseline.known_share, baseline.interval_n, followup.known_share, followup.interval_n)
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


def _spans(baseline: Side, followup: Side, exact: dict[str, npt.NDArray[Any]], settings: Settings) -> dict[str, Floats]:
    """Return the smallest and largest change and p-value over all counts that are possible.

    A change is extreme where one wave's count is smallest and the other's largest; where p-values are, is
    looked for among all pairs of counts (see `_possible`).
    """
    spans = {
        "change_min": followup.extreme(followup.low) - baseline.extreme(baseline.high),
        "change_max": followup.extreme(followup.high) - baseline.extreme(baseline.low),
        "change_outer_low": exact["change_low"].copy(),
        "change_outer_high": exact["change_high"].copy(),
        "p_value_min": exact["p_value"].copy(),
        "p_value_max": exact["p_value"].copy(),
    }
    ranged = np.flatnonzero((baseline.low < baseline.high) | (followup.low < followup.high))
    if not len(ranged):
        return spans
    before, after = baseline.rows(ranged), followup.rows(ranged)
    interval = change_intervals.INTERVALS[settings.change_interval]
    least = (before.share(before.high), before.interval_n, after.share(after.low), after.interval_n)
    most = (before.share(before.low), before.interval_n, after.share(after.high), after.interval_n)
    spans["change_outer_low"][ranged] = interval(*least, settings.confidence)[0]
    spans["change_outer_high"][ranged] = interval(*most, settings.confidence)[1]
    at_most = _PAIRS_AT_MOST.get(settings.test, _PAIRS_OF_A_FAST_TEST)
    for place, row in enumerate(ranged):
        if before.base[place] > 0 and after.base[place] > 0:
            b, f = _possible(before, after, place, at_most)
            p = change_tests.TESTS[settings.test](b, before.base[place], f, after.base[place]).p_value
            spans["p_value_min"][row], spans["p_value_max"][row] = p.min(), p.max()
    return spans


def _possible(baseline: Side, followup: Side, row: int, at_most: int) -> tuple[Floats, Floats]:
    """Return pairs of counts among which the smallest and the largest p-value of a row are found.

    All pairs that are possible, because an exact p-value goes up and down from one count to the next. Where
    they are too many: the ends of both ranges, where shares are furthest apart, and the nearest shares for
    counts spread over either range.
    """
    b_ends = np.array([baseline.low[row], baseline.high[row]])
    f_ends = np.array([followup.low[row], followup.high[row]])
    if (np.diff(b_ends) + 1) * (np.diff(f_ends) + 1) <= at_most:
        return _crossed(np.arange(b_ends[0], b_ends[1] + 1), np.arange(f_ends[0], f_ends[1] + 1))
    points = max(2, at_most // 100)
    ratio = followup.base[row] / baseline.base[row]
    b, f = (np.unique(np.linspace(ends[0], ends[1], points).round()) for ends in (b_ends, f_ends))
    nearest_f = [np.clip(even, *f_ends) for even in (np.floor(b * ratio), np.ceil(b * ratio))]
    nearest_b = [np.clip(even, *b_ends) for even in (np.floor(f / ratio), np.ceil(f / ratio))]
    corners = _crossed(b_ends, f_ends)
    return np.concatenate([corners[0], b, b, *nearest_b]), np.concatenate([corners[1], *nearest_f, f, f])


def _quotient(part: Floats, whole: Floats) -> Floats:
    with np.errstate(invalid="ignore", divide="ignore"):
        return np.where(whole > 0, part / whole, np.nan)


def _crossed(first: Floats, second: Floats) -> tuple[Floats, Floats]:
    return np.repeat(first, len(second)), np.tile(second, len(first))


def _named(names: npt.NDArray[np.object_], available: npt.NDArray[np.bool_]) -> npt.NDArray[np.object_]:
    named = names.copy()
    named[~available] = None
    return named
