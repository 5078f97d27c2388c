"""Tests of a question with several answers as a whole, from how often each pattern of ticks occurs."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, NamedTuple

import numpy as np
from scipy.special import chdtrc, gammaln

from brobygger_cli.methods.arrays import FloatArray, IntArray, wave_counts
from brobygger_cli.methods.nominal import WholeTest
from brobygger_cli.methods.permutation import ENUMERATED_AT_MOST, SEED, every_table

if TYPE_CHECKING:
    from collections.abc import Iterator

    from numpy.typing import ArrayLike

DRAWS = 20_000

# Cells drawn at a time: a few dozen megabytes, however many patterns.
_CELLS = 4_000_000
# Statistics equal on paper must count as equal in floating point.
_TIE = 1 - 1e-7


class MaxT(NamedTuple):
    """The outcome of a permutation test of the option that changed most, and of each option.

    Attributes:
        statistic: The largest of the options' N-1 chi-squared statistics; NaN where a wave is empty.
        p_value: 0-1, of the whole question.
        item_p_values: 0-1, of each option, adjusted for there being several, shape (k,). The smallest is the
            p-value of the whole question.
        method: "exact_permutation" when every way of relabelling was gone through, "permutation" when they were
            drawn; empty where a wave is.
    """

    statistic: float
    p_value: float
    item_p_values: FloatArray
    method: str


def max_t(patterns: ArrayLike, n_baseline: ArrayLike, n_followup: ArrayLike) -> MaxT:
    """The permutation test of the largest of the options' statistics, with step-down p-values for the options.

    Respondents keep their ticks and change waves, which keeps what the options have to do with each other. Exact
    by enumeration where few tables are possible; else from 20,000 draws with a fixed seed, with the observed one
    counted among them, so that the smallest p is 1 / 20,001. The order of the patterns and which of the waves is
    the baseline make no difference.

    Args:
        patterns: Which options are ticked in each pattern, 0 or 1, shape (m, k).
        n_baseline: How many respondents gave each pattern, shape (m,). All patterns together are the base: a
            respondent who ticked nothing has a pattern of zeros.
        n_followup: The same patterns in the same order, shape (m,).

    Returns:
        The statistic and the p-values. An option that nobody or everybody ticked has p 1. No option: statistic 0,
        p 1. A wave without respondents: NaN.

    Raises:
        ValueError: A pattern is not of zeros and ones, or the counts are not of these patterns.

    Source:
        Westfall & Young (1993); Ge, Dudoit & Speed (2003) for the steps down; Phipson & Smyth (2010) for counting
        the observed table.
    """
    ticks = _ticks(patterns)
    baseline, followup = wave_counts(n_baseline, n_followup)
    if len(ticks) != len(baseline):
        raise ValueError("Every pattern needs one count in each wave.")
    k = ticks.shape[1]
    if not baseline.sum() or not followup.sum():
        return MaxT(math.nan, math.nan, np.full(k, np.nan), "")
    ticks, baseline, both = _merged(ticks, baseline, baseline + followup)
    smaller = min(baseline, both - baseline, key=np.sum)
    n = int(smaller.sum())
    observed = _n_minus_1(smaller[np.newaxis], both, ticks)[0]
    # From the largest statistic to the smallest; an option competes with itself and those after it.
    order = np.argsort(-observed, kind="stable")
    at_least = observed[order] * _TIE
    ticks = ticks[:, order]
    if math.prod((np.minimum(np.sort(both)[:-1], n) + 1).tolist()) <= ENUMERATED_AT_MOST:
        method = "exact_permutation"
        tables = every_table(both, n)
        log = -(gammaln(tables + 1) + gammaln(both - tables + 1)).sum(axis=1)
        probability = np.exp(log - log.max())
        reached = _largest_from_here(_n_minus_1(tables, both, ticks)) >= at_least
        p_values = probability @ reached / probability.sum()
    else:
        method = "permutation"
        times = sum(
            np.sum(_largest_from_here(_n_minus_1(tables, both, ticks)) >= at_least, axis=0)
            for tables in _drawn_tables(both, n)
        )
        p_values = (1 + times) / (1 + DRAWS)
    item_p_values = np.empty(k)
    item_p_values[order] = np.maximum.accumulate(p_values)
    return MaxT(float(observed.max(initial=0.0)), float(item_p_values.min(initial=1.0)), item_p_values, method)


def rao_scott_multiple(
    patterns: ArrayLike, w_baseline: ArrayLike, w2_baseline: ArrayLike, w_followup: ArrayLike, w2_followup: ArrayLike
) -> WholeTest:
    """The options' Pearson statistics summed, with the second-order Rao-Scott correction.

    One correction serves for both: that the options are ticked by the same respondents, and that these have
    weights. Covariances are those of respondents about the share of both waves, as they are if nothing changed,
    over what they would be were all weights alike. Without weights (the number of respondents for both sums) the
    design effects are then the eigenvalues of a correlation matrix of the ticks, and a single option gets
    Pearson's test. A wave counts as much as its weights sum to.

    Args:
        patterns: As for `max_t`, shape (m, k).
        w_baseline: The weights of the respondents who gave each pattern, summed, shape (m,).
        w2_baseline: The squares of their weights, summed.
        w_followup: As `w_baseline`, of the same patterns in the same order.
        w2_followup: As `w2_baseline`.

    Returns:
        The statistic and its df, seldom a whole number, referred to chi-squared. Options that nobody or everybody
        ticked are left out; no option remaining: statistic 0, df 0, p 1. A wave without respondents: NaN.

    Raises:
        ValueError: A pattern is not of zeros and ones, or the sums are not of these patterns, or one is negative.

    Source:
        Thomas & Decady (2004); Bilder & Loughin (2004), who take the covariances within each wave. These let the
        test reject too often where a wave is small or weighted.
    """
    ticks = _ticks(patterns)
    sums = [np.asarray(part, dtype=float) for part in (w_baseline, w_followup, w2_baseline, w2_followup)]
    if any(part.shape != (len(ticks),) or np.any(~(part >= 0)) for part in sums):
        raise ValueError("Every pattern needs its weights and their squares in each wave, none negative.")
    w, w2 = np.stack(sums[:2]), np.stack(sums[2:])
    size = w.sum(axis=1)
    if not size.all():
        return WholeTest(math.nan, math.nan, math.nan, "")
    occurs = w.sum(axis=0) > 0
    ticks, w, w2 = ticks[occurs], w[:, occurs], w2[:, occurs]
    ticks = ticks[:, (ticks != ticks[0]).any(axis=0)]
    if not ticks.shape[1]:
        return WholeTest(0.0, 0.0, 1.0, "rao_scott_multiple")
    share = w.sum(axis=0) @ ticks / size.sum()
    change = np.subtract(*(w @ ticks / size[:, np.newaxis]))
    pearson = float((change**2 / (share * (1 - share))).sum() * size.prod() / size.sum())
    residuals = ticks - share
    covariance = (residuals.T * (w2 / size[:, np.newaxis] ** 2).sum(axis=0)) @ residuals
    alike = (w / size[:, np.newaxis] ** 2).sum(axis=0) @ residuals**2
    design_effects = covariance / np.sqrt(np.outer(alike, alike))
    total, squares = float(np.trace(design_effects)), float((design_effects**2).sum())
    statistic, df = pearson * total / squares, total**2 / squares
    return WholeTest(statistic, df, float(chdtrc(df, statistic)), "rao_scott_multiple")


def _ticks(patterns: ArrayLike) -> FloatArray:
    """The patterns as they are computed with, shape (m, k), checked."""
    ticks = np.asarray(patterns, dtype=float)
    if ticks.ndim != 2 or not np.isin(ticks, (0, 1)).all():
        raise ValueError("Every pattern holds 0 or 1 for each of the same options.")
    return ticks


def _merged(ticks: FloatArray, baseline: IntArray, both: IntArray) -> tuple[FloatArray, IntArray, IntArray]:
    """Each pattern that occurs once, the rarest first: drawing is quicker, and depends on no order of rows."""
    ticks, row = np.unique(ticks[both > 0], axis=0, return_inverse=True)
    counts = [np.bincount(row, count[both > 0]).astype(np.int64) for count in (baseline, both)]
    order = np.argsort(counts[1], kind="stable")
    return ticks[order], counts[0][order], counts[1][order]


def _n_minus_1(tables: IntArray | FloatArray, both: IntArray, ticks: FloatArray) -> FloatArray:
    """The options' N-1 chi-squared statistics of one wave against the rest, shape (draws, m) to (draws, k)."""
    total, n = float(both.sum()), float(tables[0].sum())
    ticked = both @ ticks
    margins = n * (total - n) * ticked * (total - ticked)
    scale = np.divide((total - 1) * total**2, margins, out=np.zeros_like(margins), where=margins > 0)
    return np.asarray((tables @ ticks - ticked * (n / total)) ** 2 * scale)


def _largest_from_here(statistics: FloatArray) -> FloatArray:
    """For each option the largest statistic among it and the options after it, shape (draws, k)."""
    return np.asarray(np.maximum.accumulate(statistics[:, ::-1], axis=1)[:, ::-1])


def _drawn_tables(both: IntArray, n: int) -> Iterator[FloatArray]:
    """`DRAWS` random ways in which n of these respondents can be one wave, in chunks.

    Pattern by pattern: of those who gave it, how many are among the places left in the wave. NumPy's own
    multivariate draw turns the question round, which takes three times as long where most patterns are rare.
    """
    rng = np.random.default_rng(SEED)
    chunk = max(1, _CELLS // len(both))
    for start in range(0, DRAWS, chunk):
        size = min(chunk, DRAWS - start)
        tables = np.empty((len(both), size))
        places, people = np.full(size, n), int(both.sum())
        for row, count in zip(tables, both.tolist(), strict=True):
            drawn = rng.hypergeometric(places, people - places, count)
            row[:] = drawn
            places -= drawn
            people -= count
        yield tables.T
