"""Tests and interval of the change of a share where people are known in both waves: one row a share.

The cells of a row's pairs: `both` ticked in both waves, `only_baseline` (lost) and `only_followup` (gained) in
one of them, `neither` in none.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

import numpy as np
from scipy.special import betainc, ndtr

from brobygger_cli.methods.change_tests import Test2x2
from brobygger_cli.methods.share_intervals import wilson

if TYPE_CHECKING:
    from numpy.typing import ArrayLike

    from brobygger_cli.methods.arrays import FloatArray

# Weighted counts are sums of quotients and may miss their base in the last digits.
_ROUNDING = 1 + 1e-9


class PairedTest(Protocol):
    """What every test of pairs takes and gives; see `mcnemar_mid_p`."""

    def __call__(self, only_baseline: ArrayLike, only_followup: ArrayLike) -> Test2x2:
        """The test of each row."""


def mcnemar_mid_p(only_baseline: ArrayLike, only_followup: ArrayLike) -> Test2x2:
    """McNemar's test with mid-p: splits as probable as the observed one count half.

    Those who ticked in both waves or in neither do not enter: they say nothing of the direction.

    Args:
        only_baseline: How many ticked in the baseline only, any shape; effective counts are rounded to whole
            people.
        only_followup: How many ticked in the follow-up only. The arguments are broadcast.

    Returns:
        The p-value; statistic and df are NaN. Where nobody changed only one split is possible: p 1 and no
        half. Where anything is NaN: NaN.

    Raises:
        ValueError: A count is negative.

    Source:
        Fagerland, Lydersen & Laake (2013).
    """
    smaller, larger = _discordant(only_baseline, only_followup)
    as_few, fewer = _binomial_tails(smaller, larger)
    # Of two halves of one size there is one split, of other sizes there are two: the observed and its mirror.
    mid_p = np.where(smaller == larger, 1 - (as_few - fewer) / 2, as_few + fewer)
    return _result(np.where(larger == 0, 1.0, mid_p), "mcnemar_mid_p")


def mcnemar_exact(only_baseline: ArrayLike, only_followup: ArrayLike) -> Test2x2:
    """McNemar's exact test: the binomial test that those who changed are split in halves.

    Args:
        only_baseline: As for `mcnemar_mid_p`.
        only_followup: As for `mcnemar_mid_p`.

    Returns:
        As `mcnemar_mid_p`.

    Raises:
        ValueError: A count is negative.

    Source:
        McNemar (1947); Mosteller (1952) for the exact test.
    """
    smaller, larger = _discordant(only_baseline, only_followup)
    as_few, _ = _binomial_tails(smaller, larger)
    return _result(np.where(smaller == larger, 1.0, 2 * as_few), "mcnemar_exact")


def newcombe_paired(
    both: ArrayLike,
    only_baseline: ArrayLike,
    only_followup: ArrayLike,
    neither: ArrayLike,
    confidence: float = 0.95,
) -> tuple[FloatArray, FloatArray]:
    """The hybrid score interval for pairs: the waves' Wilson limits, squared and added with their correlation.

    Args:
        both: How many ticked in both waves, any shape; an effective count need not be whole.
        only_baseline: How many ticked in the baseline only. The arguments are broadcast.
        only_followup: How many ticked in the follow-up only.
        neither: How many ticked in neither.
        confidence: Two-sided confidence 0-1.

    Returns:
        Lower and upper limits of follow-up minus baseline, within [-1, 1] and around the observed change; NaN
        where there is no pair or anything is NaN. 0 may be inside while McNemar's test rejects, or the
        reverse.

    Raises:
        ValueError: A count is negative, or the confidence not between 0 and 1.

    Source:
        Newcombe (1998c), method 10, which draws a positive correlation towards 0.
    """
    both, lost, gained, neither = _counts(both, only_baseline, only_followup, neither)
    n = both + lost + gained + neither
    p0, p1 = _share(both + lost, n), _share(both + gained, n)
    low0, high0 = wilson(p0, n, confidence)
    low1, high1 = wilson(p1, n, confidence)
    correlation = _correlation(both, lost, gained, neither, towards_zero=n / 2)
    change = p1 - p0
    return (
        change - _correlated_length(p1 - low1, high0 - p0, correlation),
        change + _correlated_length(high1 - p1, p0 - low0, correlation),
    )


def partly_paired(
    both: ArrayLike,
    only_baseline: ArrayLike,
    only_followup: ArrayLike,
    neither: ArrayLike,
    single_baseline_count: ArrayLike,
    single_baseline_n: ArrayLike,
    single_followup_count: ArrayLike,
    single_followup_n: ArrayLike,
) -> Test2x2:
    """The z test of a change where some people are known in both waves and others answered in one.

    Args:
        both: As for `newcombe_paired`.
        only_baseline: As for `newcombe_paired`.
        only_followup: As for `newcombe_paired`.
        neither: As for `newcombe_paired`.
        single_baseline_count: How many ticked of those who are in the baseline only.
        single_baseline_n: Of how many.
        single_followup_count: How many ticked of those who are in the follow-up only.
        single_followup_n: Of how many.

    Returns:
        z, positive for a rise, and its p-value; df is NaN. Without pairs it is the pooled z test of two
        independent waves. Pairs that all agree in one wave tell no correlation, which is then taken to be 0.
        Where nobody or everybody ticked, or all are pairs and none changed, there is nothing to explain:
        statistic 0, p 1. Where a wave is empty or anything is NaN: NaN.

    Raises:
        ValueError: A count is negative or above its base.

    Source:
        Derrick, Dobson-McKittrick, Toher & White (2015), their z8.
    """
    both, lost, gained, neither, ticked0, single0, ticked1, single1 = _counts(
        both,
        only_baseline,
        only_followup,
        neither,
        single_baseline_count,
        single_baseline_n,
        single_followup_count,
        single_followup_n,
    )
    if np.any((ticked0 > single0 * _ROUNDING) | (ticked1 > single1 * _ROUNDING)):
        raise ValueError("A count is above its base.")
    ticked0, ticked1 = np.minimum(ticked0, single0), np.minimum(ticked1, single1)
    pairs = both + lost + gained + neither
    n0, n1 = pairs + single0, pairs + single1
    p0, p1 = _share(both + lost + ticked0, n0), _share(both + gained + ticked1, n1)
    pooled = _share(n0 * p0 + n1 * p1, n0 + n1)
    correlation = _correlation(both, lost, gained, neither)
    # 1/n0 + 1/n1 - 2 phi pairs / (n0 n1), in terms of which none is negative.
    variance = pooled * (1 - pooled) * _share(single0 + single1 + 2 * pairs * (1 - correlation), n0 * n1)
    change = p1 - p0
    nothing = np.where(np.isnan(change + variance), np.nan, 0.0)
    statistic = np.divide(change, np.sqrt(variance), out=nothing, where=variance > 0)
    return _result(2 * ndtr(-np.abs(statistic)), "derrick_z8", statistic)


def _counts(*cells: ArrayLike) -> list[FloatArray]:
    """Counts as float arrays of one shape, checked."""
    counts = np.broadcast_arrays(*(np.asarray(cell, dtype=float) for cell in cells))
    if any(np.any(count < 0) for count in counts):
        raise ValueError("A count of people is negative.")
    return list(counts)


def _discordant(only_baseline: ArrayLike, only_followup: ArrayLike) -> tuple[FloatArray, FloatArray]:
    """Those who changed, in whole people: the smaller and the larger of the two directions."""
    lost, gained = (np.round(count) for count in _counts(only_baseline, only_followup))
    return np.minimum(lost, gained), np.maximum(lost, gained)


def _binomial_tails(smaller: FloatArray, larger: FloatArray) -> tuple[FloatArray, FloatArray]:
    """The probabilities that a fair coin gives one named side `smaller` times at most, and fewer than that."""
    at_most = np.asarray(betainc(larger, smaller + 1, 0.5), dtype=float)
    return at_most, np.asarray(betainc(larger + 1, smaller, 0.5), dtype=float)


def _share(part: FloatArray, n: FloatArray) -> FloatArray:
    """A part of a base; NaN where the base is 0."""
    return np.divide(part, n, out=np.full_like(n, np.nan), where=n > 0)


def phi(both: ArrayLike, only_baseline: ArrayLike, only_followup: ArrayLike, neither: ArrayLike) -> FloatArray:
    """The correlation of a person's two answers.

    Args:
        both: As for `newcombe_paired`.
        only_baseline: As for `newcombe_paired`.
        only_followup: As for `newcombe_paired`.
        neither: As for `newcombe_paired`.

    Returns:
        Phi, -1 to 1; 0 where the pairs all agree in one of the waves; NaN where anything is NaN.

    Raises:
        ValueError: A count is negative.

    Source:
        Yule (1912).
    """
    return _correlation(*_counts(both, only_baseline, only_followup, neither))


def _correlation(
    both: FloatArray, lost: FloatArray, gained: FloatArray, neither: FloatArray, towards_zero: FloatArray | float = 0.0
) -> FloatArray:
    """Phi of the pairs, its numerator drawn towards 0 where positive; 0 where a wave's answers do not vary."""
    product = both * neither - lost * gained
    product = np.where(product > 0, np.maximum(product - towards_zero, 0), product)
    spread = np.sqrt((both + lost) * (gained + neither)) * np.sqrt((both + gained) * (lost + neither))
    ratio = np.divide(product, spread, out=np.where(np.isnan(spread), np.nan, 0.0), where=spread > 0)
    return np.asarray(np.clip(ratio, -1, 1))


def _correlated_length(a: FloatArray, b: FloatArray, phi: FloatArray) -> FloatArray:
    """The length of a - b where phi is the cosine of the angle between them."""
    return np.sqrt((a - b) ** 2 + 2 * (1 - phi) * a * b)


def _result(p_value: FloatArray, method: str, statistic: FloatArray | None = None) -> Test2x2:
    none = np.full_like(p_value, np.nan)
    named = np.where(np.isnan(p_value), "", method)
    return Test2x2(none if statistic is None else statistic, none, p_value, named)
