"""Tests of the change of a share between two independent waves: one 2 x 2 table a row."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple, Protocol

import numpy as np
from scipy.special import chdtrc, gammaln

from brobygger_cli.methods.arrays import FloatArray, IntArray, StrArray, normal_quantile, shares_and_sizes

if TYPE_CHECKING:
    from collections.abc import Callable

    from numpy.typing import ArrayLike

# Two tables with the same probability on paper must count as equally likely in floating point.
_TIE = 1 + 1e-7


class Test2x2(NamedTuple):
    """The outcome of one test in every row, in the shape of the counts.

    Attributes:
        statistic: The test statistic; NaN where the test has none.
        df: Its degrees of freedom; NaN where the test has none.
        p_value: The two-sided p-value 0-1; NaN where a wave is empty.
        method: The name of the test that was used; empty where a wave is.
    """

    statistic: FloatArray
    df: FloatArray
    p_value: FloatArray
    method: StrArray


class ChangeTest(Protocol):
    """What every test of a change takes and gives; see `n_minus_1`."""

    def __call__(
        self,
        count_baseline: ArrayLike,
        n_baseline: ArrayLike,
        count_followup: ArrayLike,
        n_followup: ArrayLike,
    ) -> Test2x2:
        """The test of each row."""


def n_minus_1(
    count_baseline: ArrayLike, n_baseline: ArrayLike, count_followup: ArrayLike, n_followup: ArrayLike
) -> Test2x2:
    """The N-1 chi-squared test: Pearson's statistic times (N - 1) / N.

    Args:
        count_baseline: How many ticked in the baseline, any shape; effective counts need not be whole.
        n_baseline: Of how many. All arguments are broadcast.
        count_followup: How many ticked in the follow-up.
        n_followup: Of how many.

    Returns:
        Statistic, 1 degree of freedom and p-value. Where nobody or everybody ticked in both waves there is
        nothing to explain: statistic 0, p 1. Where a base is 0 or anything is NaN: all NaN.

    Source:
        E. Pearson (1947); Campbell (2007).
    """
    ticked0, n0, ticked1, n1 = _table(count_baseline, n_baseline, count_followup, n_followup)
    total = n0 + n1
    ticked = ticked0 + ticked1
    margins = n0 * n1 * ticked * (total - ticked)
    difference = ticked1 * n0 - ticked0 * n1
    nothing = np.where(np.isnan(margins), np.nan, 0.0)
    statistic = np.divide((total - 1) * difference**2, margins, out=nothing, where=margins > 0)
    return _result(statistic, np.where(np.isnan(margins), np.nan, 1.0), chdtrc(1, statistic), "n_minus_1")


def fisher_irwin(
    count_baseline: ArrayLike, n_baseline: ArrayLike, count_followup: ArrayLike, n_followup: ArrayLike
) -> Test2x2:
    """Fisher's exact test, two-sided by Irwin's rule: all tables no more probable than the observed one.

    Args:
        count_baseline: As for `n_minus_1`; effective counts are rounded to whole people, as are their bases.
        n_baseline: As for `n_minus_1`.
        count_followup: As for `n_minus_1`.
        n_followup: As for `n_minus_1`.

    Returns:
        The p-value; statistic and df are NaN. Where nobody or everybody ticked in both waves only one table
        is possible: p 1. Where a base is 0 or anything is NaN: NaN.

    Source:
        Fisher (1935); Irwin (1935).
    """
    table = _table(count_baseline, n_baseline, count_followup, n_followup)
    return _exact(table, _fisher_irwin_p, "fisher_irwin")


def fisher_mid_p(
    count_baseline: ArrayLike, n_baseline: ArrayLike, count_followup: ArrayLike, n_followup: ArrayLike
) -> Test2x2:
    """Fisher's exact test with mid-p: tables as probable as the observed one count half.

    Args:
        count_baseline: As for `fisher_irwin`.
        n_baseline: As for `fisher_irwin`.
        count_followup: As for `fisher_irwin`.
        n_followup: As for `fisher_irwin`.

    Returns:
        As `fisher_irwin`; but where only one table is possible it is p 1 and no half, as there is no
        evidence.

    Source:
        Lancaster (1961); Hirji, Tan & Elashoff (1991).
    """
    table = _table(count_baseline, n_baseline, count_followup, n_followup)
    return _exact(table, _fisher_mid_p, "fisher_mid_p")


def boschloo(
    count_baseline: ArrayLike, n_baseline: ArrayLike, count_followup: ArrayLike, n_followup: ArrayLike
) -> Test2x2:
    """Boschloo's unconditional exact test: Fisher's p as the statistic, at the worst common share.

    Two-sided as in SciPy: twice the smaller one-sided p. Slow where bases are in the thousands.

    Args:
        count_baseline: As for `fisher_irwin`.
        n_baseline: As for `fisher_irwin`.
        count_followup: As for `fisher_irwin`.
        n_followup: As for `fisher_irwin`.

    Returns:
        As `fisher_irwin`.

    Source:
        Boschloo (1970).
    """
    table = _table(count_baseline, n_baseline, count_followup, n_followup)
    return _exact(table, _boschloo_p, "boschloo")


def default_test(
    count_baseline: ArrayLike, n_baseline: ArrayLike, count_followup: ArrayLike, n_followup: ArrayLike
) -> Test2x2:
    """The N-1 chi-squared test where every expected count is at least 1, Fisher-Irwin's elsewhere.

    Args:
        count_baseline: As for `fisher_irwin`.
        n_baseline: As for `fisher_irwin`.
        count_followup: As for `fisher_irwin`.
        n_followup: As for `fisher_irwin`.

    Returns:
        The outcome of either test, and in `method` which one it was. Where nobody or everybody ticked in both
        waves an expected count is 0: Fisher-Irwin, p 1.

    Source:
        Campbell (2007).
    """
    table = _table(count_baseline, n_baseline, count_followup, n_followup)
    sparse = smallest_expected(*table) < 1
    large = n_minus_1(*table)
    # Only the sparse rows are handed on: an exact test of a large table is slow.
    small = fisher_irwin(*(np.where(sparse, part, np.nan) for part in table))
    return Test2x2(*(np.where(sparse, a, b) for a, b in zip(small, large, strict=True)))


def smallest_expected(
    count_baseline: ArrayLike, n_baseline: ArrayLike, count_followup: ArrayLike, n_followup: ArrayLike
) -> FloatArray:
    """The smallest of the four expected counts in each row.

    Args:
        count_baseline: As for `n_minus_1`.
        n_baseline: As for `n_minus_1`.
        count_followup: As for `n_minus_1`.
        n_followup: As for `n_minus_1`.

    Returns:
        People, in the broadcast shape; NaN where a base is 0 or anything is NaN.
    """
    ticked0, n0, ticked1, n1 = _table(count_baseline, n_baseline, count_followup, n_followup)
    ticked = ticked0 + ticked1
    return np.minimum(n0, n1) * np.minimum(ticked, n0 + n1 - ticked) / (n0 + n1)


def cohens_h(
    share_baseline: ArrayLike,
    n_baseline: ArrayLike,
    share_followup: ArrayLike,
    n_followup: ArrayLike,
    confidence: float = 0.95,
) -> tuple[FloatArray, FloatArray, FloatArray]:
    """Cohen's h, the change on the arcsine scale, where it means the same near 0, .5 and 1.

    Args:
        share_baseline: Observed shares 0-1 of the baseline, any shape.
        n_baseline: Bases; an effective n need not be whole. All arguments are broadcast.
        share_followup: Observed shares 0-1 of the follow-up.
        n_followup: Bases of the follow-up.
        confidence: Two-sided confidence 0-1 of the interval.

    Returns:
        h, positive for a rise, with its lower and upper limit, in radians within [-pi, pi]; the variance of
        an arcsine share is 1 / n whatever the share. NaN where a base is 0 or anything is NaN.

    Source:
        Cohen (1988), chapter 6.
    """
    p0, n0 = shares_and_sizes(share_baseline, n_baseline)
    p1, n1 = shares_and_sizes(share_followup, n_followup)
    half_width = normal_quantile(confidence) * np.sqrt(1 / n0 + 1 / n1)
    h = 2 * np.arcsin(np.sqrt(p1)) - 2 * np.arcsin(np.sqrt(p0))
    low, high = np.maximum(h - half_width, -np.pi), np.minimum(h + half_width, np.pi)
    return np.where(np.isnan(low), np.nan, h), low, high


def _table(
    count_baseline: ArrayLike, n_baseline: ArrayLike, count_followup: ArrayLike, n_followup: ArrayLike
) -> tuple[FloatArray, FloatArray, FloatArray, FloatArray]:
    """Counts and bases of both waves in one shape, checked."""
    ticked0, n0, ticked1, n1 = np.broadcast_arrays(
        *(np.asarray(part, dtype=float) for part in (count_baseline, n_baseline, count_followup, n_followup))
    )
    waves = []
    for ticked, n in ((ticked0, n0), (ticked1, n1)):
        share = np.divide(ticked, n, out=np.full_like(n, np.nan), where=n > 0)
        size = shares_and_sizes(share, n)[1]
        waves += [np.clip(ticked, 0, size), size]
    return waves[0], waves[1], waves[2], waves[3]


def _exact(
    table: tuple[FloatArray, FloatArray, FloatArray, FloatArray],
    p_of_row: Callable[[int, int, int, int], float],
    method: str,
) -> Test2x2:
    """An exact test row by row: each row has its own set of possible tables."""
    rows = np.stack([part.ravel() for part in table], axis=-1)
    p_value = np.full(len(rows), np.nan)
    for i in np.flatnonzero(np.isfinite(rows).all(axis=1)):
        ticked0, n0, ticked1, n1 = (round(float(value)) for value in rows[i])
        only_one_table = ticked0 + ticked1 in {0, n0 + n1}
        p_value[i] = 1.0 if only_one_table else min(1.0, p_of_row(ticked0, n0, ticked1, n1))
    none = np.full_like(table[0], np.nan)
    return _result(none, none, p_value.reshape(none.shape), method)


def _hypergeometric(ticked0: int, n0: int, ticked1: int, n1: int) -> tuple[FloatArray, float]:
    """The probabilities of every table with these margins, and of the observed one."""
    ticked = ticked0 + ticked1
    first = max(0, ticked - n1)
    possible = np.arange(first, min(ticked, n0) + 1)
    log = _log_binomial(n0, possible) + _log_binomial(n1, ticked - possible)
    probability = np.exp(log - log.max())
    probability /= probability.sum()
    return probability, float(probability[ticked0 - first])


def _log_binomial(n: int, k: IntArray) -> FloatArray:
    return np.asarray(gammaln(n + 1) - gammaln(k + 1) - gammaln(n - k + 1), dtype=float)


def _fisher_irwin_p(ticked0: int, n0: int, ticked1: int, n1: int) -> float:
    probability, observed = _hypergeometric(ticked0, n0, ticked1, n1)
    return float(probability[probability <= observed * _TIE].sum())


def _fisher_mid_p(ticked0: int, n0: int, ticked1: int, n1: int) -> float:
    probability, observed = _hypergeometric(ticked0, n0, ticked1, n1)
    less = probability < observed / _TIE
    tied = ~less & (probability <= observed * _TIE)
    return float(probability[less].sum() + probability[tied].sum() / 2)


def _boschloo_p(ticked0: int, n0: int, ticked1: int, n1: int) -> float:
    from scipy.stats import boschloo_exact  # noqa: PLC0415

    # The waves as columns: SciPy takes the column sums as the fixed ones.
    return float(boschloo_exact([[ticked0, ticked1], [n0 - ticked0, n1 - ticked1]]).pvalue)


def _result(statistic: FloatArray, df: FloatArray, p_value: FloatArray, method: str) -> Test2x2:
    return Test2x2(statistic, df, p_value, np.where(np.isnan(p_value), "", method))


TESTS: dict[str, ChangeTest] = {
    "default": default_test,
    "n-1": n_minus_1,
    "fisher": fisher_irwin,
    "mid-p": fisher_mid_p,
    "boschloo": boschloo,
}
