"""Tests of a question with several answers, from how many ticked each two of its options.

These numbers sum over respondents, groups of them and blocks of a large file, and there are few of them however many
patterns of ticks occur.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, NamedTuple

import numpy as np
from scipy.special import chdtrc

from brobygger_cli.methods.nominal import WholeTest
from brobygger_cli.methods.permutation import SEED

if TYPE_CHECKING:
    from numpy.typing import ArrayLike

    from brobygger_cli.methods.arrays import FloatArray

DRAWS = 20_000

# Statistics equal on paper must count as equal in floating point.
_TIE = 1 - 1e-7
# What sums of weights may miss the sum of all weights by, though everybody ticked.
_ROUNDING = 1e-12


class MaxT(NamedTuple):
    """The outcome of a test of the option that changed most, and of each option.

    Attributes:
        statistic: The largest of the options' N-1 chi-squared statistics; NaN where a wave is empty.
        p_value: 0-1, of the whole question.
        item_p_values: 0-1, of each option, adjusted for there being several, shape (k,). The smallest is the
            p-value of the whole question.
        method: "exact_permutation" when every way of relabelling was gone through, "permutation" when they were
            drawn, "normal" when their limit was; empty where a wave is.
    """

    statistic: float
    p_value: float
    item_p_values: FloatArray
    method: str


class Together(NamedTuple):
    """How the ticks of one wave go together.

    Attributes:
        size: The weights of all respondents, summed; how many there are where nobody is weighted.
        pairs: The weights of those who ticked both of two options, shape (k, k); those who ticked an option stand on
            the diagonal.
        squared_size: The squares of the weights of all respondents, summed.
        squared_pairs: The squares of the weights of those who ticked both of two options, shape (k, k).
    """

    size: float
    pairs: FloatArray
    squared_size: float
    squared_pairs: FloatArray

    @classmethod
    def of_patterns(cls, ticks: FloatArray, weights: FloatArray, squares: FloatArray) -> Together:
        """Return it of patterns of ticks, shape (m, k), by the weights summed of each and by their squares, (m,)."""
        pairs, squared = ((ticks.T * sums) @ ticks for sums in (weights, squares))
        return cls(float(weights.sum()), pairs, float(squares.sum()), squared)


def max_t_normal(pairs_baseline: ArrayLike, n_baseline: float, pairs_followup: ArrayLike, n_followup: float) -> MaxT:
    """The limit of the permutation test of the largest of the options' statistics, for large waves.

    When respondents keep their ticks and change waves, how many in one wave ticked each option has known means and
    covariances, and in large waves a multivariate normal distribution. It is drawn from 20,000 times with a fixed
    seed, with the observed numbers counted among the draws, so that the smallest p is 1 / 20,001.

    Args:
        pairs_baseline: How many respondents ticked both of two options, and on the diagonal each, shape (k, k).
        n_baseline: All respondents of the wave's base, those who ticked nothing among them.
        pairs_followup: As `pairs_baseline`, of the same options in the same order.
        n_followup: As `n_baseline`.

    Returns:
        The statistic and the p-values, as `multiple_response.max_t` gives them. A wave without respondents: NaN.

    Raises:
        ValueError: The numbers are not those of the same options.

    Source:
        Westfall & Young (1993) for the steps down; Hothorn, Bretz & Westfall (2008) for the normal distribution;
        Phipson & Smyth (2010) for counting the observed numbers.
    """
    waves = [_checked(pairs) for pairs in (pairs_baseline, pairs_followup)]
    if waves[0].shape != waves[1].shape:
        raise ValueError("The two waves need the pairs of the same options.")
    k = len(waves[0])
    if not n_baseline or not n_followup:
        return MaxT(math.nan, math.nan, np.full(k, np.nan), "")
    smaller, n = min(zip(waves, (n_baseline, n_followup), strict=True), key=lambda wave: wave[1])
    both, total = waves[0] + waves[1], n_baseline + n_followup
    ticked = np.diagonal(both)
    covariance = both / total - np.outer(ticked, ticked) / total**2
    deviation = np.sqrt(np.where((ticked > 0) & (ticked < total), np.diagonal(covariance), np.inf))
    # Drawing people without replacement: n (N - n) / (N - 1) times the covariance of one person's ticks.
    scale = deviation * math.sqrt(n * (total - n) / max(total - 1, 1))
    observed = ((np.diagonal(smaller) - n * ticked / total) / scale) ** 2
    order = np.argsort(-observed, kind="stable")
    correlation = (covariance / np.outer(deviation, deviation))[np.ix_(order, order)]
    values, vectors = np.linalg.eigh(correlation)
    rng = np.random.default_rng(SEED)
    drawn = rng.standard_normal((DRAWS, k)) @ (vectors * np.sqrt(np.maximum(values, 0.0))).T
    times = np.sum(largest_from_here(drawn**2) >= observed[order] * _TIE, axis=0)
    item_p_values = np.empty(k)
    item_p_values[order] = np.maximum.accumulate((1 + times) / (1 + DRAWS))
    return MaxT(float(observed.max(initial=0.0)), float(item_p_values.min(initial=1.0)), item_p_values, "normal")


def largest_from_here(statistics: FloatArray) -> FloatArray:
    """For each option the largest statistic among it and the options after it, shape (draws, k)."""
    return np.asarray(np.maximum.accumulate(statistics[:, ::-1], axis=1)[:, ::-1])


def rao_scott_together(baseline: Together, followup: Together) -> WholeTest:
    """The options' Pearson statistics summed, with the second-order Rao-Scott correction.

    Args:
        baseline: How the ticks go together.
        followup: The same options in the same order.

    Returns:
        The test as `multiple_response.rao_scott_multiple` tells it, where the source stands.
    """
    waves = (baseline, followup)
    if not baseline.size or not followup.size:
        return WholeTest(math.nan, math.nan, math.nan, "")
    total = baseline.size + followup.size
    ticked = np.diagonal(baseline.pairs) + np.diagonal(followup.pairs)
    kept = (ticked > 0) & (ticked < total * (1 - _ROUNDING))
    if not kept.any():
        return WholeTest(0.0, 0.0, 1.0, "rao_scott_multiple")
    share = ticked[kept] / total
    sums = [np.diagonal(wave.pairs)[kept] for wave in waves]
    change = sums[0] / baseline.size - sums[1] / followup.size
    pearson = float((change**2 / (share * (1 - share))).sum() * baseline.size * followup.size / total)
    covariance = np.zeros((len(share), len(share)))
    alike = np.zeros(len(share))
    for wave, ticks in zip(waves, sums, strict=True):
        pairs = wave.squared_pairs[np.ix_(kept, kept)]
        about_share = np.outer(np.diagonal(pairs), share)
        covariance += (pairs - about_share - about_share.T + wave.squared_size * np.outer(share, share)) / wave.size**2
        alike += (ticks * (1 - 2 * share) + wave.size * share**2) / wave.size**2
    design_effects = covariance / np.sqrt(np.outer(alike, alike))
    trace, squares = float(np.trace(design_effects)), float((design_effects**2).sum())
    statistic, df = pearson * trace / squares, trace**2 / squares
    return WholeTest(statistic, df, float(chdtrc(df, statistic)), "rao_scott_multiple")


def _checked(pairs: ArrayLike) -> FloatArray:
    table = np.asarray(pairs, dtype=float)
    if table.ndim != 2 or table.shape[0] != table.shape[1] or np.any(~(table >= 0)) or np.any(table != table.T):
        raise ValueError("Pairs of options make a square table of numbers that are not negative, the same both ways.")
    return table
