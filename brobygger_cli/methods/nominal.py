"""Tests and effect size of a whole question whose options have no order."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, NamedTuple

import numpy as np
from scipy.special import chdtrc, gammaln

from brobygger_cli.methods.arrays import FloatArray, IntArray, wave_counts
from brobygger_cli.methods.change_tests import ChangeTest, default_test, fisher_irwin
from brobygger_cli.methods.permutation import permutation_p

if TYPE_CHECKING:
    from numpy.typing import ArrayLike


class WholeTest(NamedTuple):
    """The outcome of a test of a whole question.

    Attributes:
        statistic: The test statistic; NaN where the test has none.
        df: Its degrees of freedom; NaN where the p-value is from no chi-squared distribution.
        p_value: 0-1; NaN where a wave is empty.
        method: The name of the test that was used; empty where a wave is.
    """

    statistic: float
    df: float
    p_value: float
    method: str


_NO_TEST = WholeTest(math.nan, math.nan, math.nan, "")


def pearson(baseline: ArrayLike, followup: ArrayLike) -> WholeTest:
    """Pearson's chi-squared test of homogeneity over the options chosen by anybody.

    Args:
        baseline: Count per option, shape (k,).
        followup: The same options in the same order, shape (k,).

    Returns:
        Options empty in both waves are left out, and df is what remains less 1. One option remaining:
        statistic 0, df 0, p 1. A wave without answers: NaN.

    Source:
        K. Pearson (1900).
    """
    baseline, both = _chosen(baseline, followup)
    if not 0 < baseline.sum() < both.sum():
        return _NO_TEST
    statistic = float(_pearson_statistic(baseline[np.newaxis], both)[0])
    df = len(both) - 1
    return WholeTest(statistic, df, float(chdtrc(df, statistic)) if df else 1.0, "pearson")


def expected_low(baseline: ArrayLike, followup: ArrayLike) -> bool:
    """Whether the table is too sparse for Pearson's chi-squared test.

    Args:
        baseline: As for `pearson`.
        followup: As for `pearson`.

    Returns:
        True where an expected count is below 1 or more than a fifth are below 5, options empty in both waves
        left out. True as well where a wave is empty, as everything is expected to be 0 there.

    Source:
        Cochran (1954).
    """
    baseline, both = _chosen(baseline, followup)
    if not 0 < baseline.sum() < both.sum():
        return True
    waves = np.array([baseline.sum(), (both - baseline).sum()])
    expected = np.outer(waves, both) / both.sum()
    return bool(expected.min() < 1 or np.mean(expected < 5) > 0.2)


def cramers_v(baseline: ArrayLike, followup: ArrayLike) -> float:
    """Cramer's V of the waves by the options: 0 for no difference, 1 for nothing in common.

    Args:
        baseline: As for `pearson`.
        followup: As for `pearson`.

    Returns:
        0-1, uncorrected for its bias upwards; 0 with one option, NaN where a wave is empty.

    Source:
        Cramer (1946). With two waves the shorter side of the table is always 2.
    """
    both = np.add(*wave_counts(baseline, followup))
    statistic = pearson(baseline, followup).statistic
    return math.sqrt(statistic / float(both.sum())) if both.any() else math.nan


def freeman_halton(baseline: ArrayLike, followup: ArrayLike) -> WholeTest:
    """Fisher's exact test over all options: every table no more probable than the observed one.

    With two options it is Fisher's test by Irwin's rule (`change_tests.fisher_irwin`).

    Args:
        baseline: As for `pearson`.
        followup: As for `pearson`.

    Returns:
        The p-value alone: exact by enumeration where few tables are possible, else from tables drawn with a fixed
        seed (see `permutation.permutation_p`). One option remaining: p 1. A wave without answers: NaN.

    Source:
        Freeman & Halton (1951).
    """
    p_value, method = permutation_p(baseline, followup, _improbability)
    return WholeTest(math.nan, math.nan, p_value, "freeman_halton" if method else "")


def nominal_test(baseline: ArrayLike, followup: ArrayLike, of_a_share: ChangeTest = default_test) -> WholeTest:
    """Test a whole question: Pearson's test, or a permutation test of its statistic where too sparse.

    Two options are one share, and are tested as one, so that a yes-no question and its "yes" never have
    different p-values.

    Args:
        baseline: As for `pearson`.
        followup: As for `pearson`.
        of_a_share: The test where there are two options.

    Returns:
        The outcome, and in `method` which test it was: "pearson", "exact_permutation", "permutation" or what
        the test of a share says; "freeman_halton" where shares are to be tested by Fisher's test, which then tests
        three and more options too. Degenerate tables as for `pearson`.
    """
    asymptotic = pearson(baseline, followup)
    if asymptotic.df == 1:
        chosen, both = _chosen(baseline, followup)
        test = of_a_share(chosen[0], chosen.sum(), (both - chosen)[0], (both - chosen).sum())
        return WholeTest(float(test.statistic), float(test.df), float(test.p_value), str(test.method))
    if of_a_share is fisher_irwin:
        return freeman_halton(baseline, followup)
    if not asymptotic.df or math.isnan(asymptotic.df) or not expected_low(baseline, followup):
        return asymptotic
    p_value, method = permutation_p(baseline, followup, _pearson_statistic)
    return WholeTest(asymptotic.statistic, math.nan, p_value, method)


def _chosen(baseline: ArrayLike, followup: ArrayLike) -> tuple[IntArray, IntArray]:
    """The baseline and both waves' sum, without the options that nobody chose."""
    baseline, followup = wave_counts(baseline, followup)
    both = baseline + followup
    return baseline[both > 0], both[both > 0]


def _improbability(tables: IntArray, both: IntArray) -> FloatArray:
    """How improbable tables with these margins are, as a multiple of the one that is expected."""
    expected = both * (tables[0].sum() / both.sum())
    logarithm = [gammaln(part + 1) + gammaln(both - part + 1) for part in (tables, expected)]
    with np.errstate(over="ignore"):  # beyond all numbers is improbable enough
        return np.asarray(np.exp((logarithm[0] - logarithm[1]).sum(axis=1)))


def _pearson_statistic(tables: IntArray, both: IntArray) -> FloatArray:
    """Pearson's statistic of one wave against the rest, shape (m, k) to (m,).

    The two waves' deviations from their expectations are equal and opposite, which leaves one sum.
    """
    total = float(both.sum())
    n = float(tables[0].sum())
    deviation = tables - both * (n / total)
    return np.asarray((deviation**2 / both).sum(axis=1) * (total / n) * (total / (total - n)))
