"""Tests of a question with several answers as a whole, from how often each pattern of ticks occurs."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import numpy as np
from scipy.special import gammaln

from brobygger_cli.methods.arrays import FloatArray, IntArray, wave_counts
from brobygger_cli.methods.permutation import ENUMERATED_AT_MOST, SEED, every_table
from brobygger_cli.methods.ticked_together import DRAWS, MaxT, Together, largest_from_here, rao_scott_together

if TYPE_CHECKING:
    from collections.abc import Iterator

    from numpy.typing import ArrayLike, NDArray

    from brobygger_cli.methods.nominal import WholeTest

__all__ = ["DRAWS", "MaxT", "max_t", "rao_scott_multiple"]

# So many draws and patterns at a time stay in the processor's cache.
_DRAWS, _PATTERNS = 2_000, 100
# So many people are drawn one by one, which is quicker than drawing how many of them there are.
_ONE_BY_ONE = 4
# Of so many people a random number of half the precision could not tell one from the next.
_EXACT = 2**20
# Statistics equal on paper must count as equal in floating point.
_TIE = 1 - 1e-7


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
    observed = _n_minus_1(smaller[np.newaxis] @ ticks, n, both, ticks)[0]
    # From the largest statistic to the smallest; an option competes with itself and those after it.
    order = np.argsort(-observed, kind="stable")
    at_least = observed[order] * _TIE
    ticks = ticks[:, order]
    if math.prod((np.minimum(np.sort(both)[:-1], n) + 1).tolist()) <= ENUMERATED_AT_MOST:
        method = "exact_permutation"
        tables = every_table(both, n)
        log = -(gammaln(tables + 1) + gammaln(both - tables + 1)).sum(axis=1)
        probability = np.exp(log - log.max())
        reached = largest_from_here(_n_minus_1(tables @ ticks, n, both, ticks)) >= at_least
        p_values = probability @ reached / probability.sum()
    else:
        method = "permutation"
        times = sum(
            np.sum(largest_from_here(_n_minus_1(ticked, n, both, ticks)) >= at_least, axis=0)
            for ticked in _drawn(both, n, ticks)
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
    baseline, followup = (Together.of_patterns(ticks, *sums[wave::2]) for wave in range(2))
    return rao_scott_together(baseline, followup)


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


def _n_minus_1(in_wave: FloatArray, n: int, both: IntArray, ticks: FloatArray) -> FloatArray:
    """The options' N-1 chi-squared statistics of a wave of n against the rest, by how many in it ticked each.

    Args:
        in_wave: How many of the wave ticked each option, shape (draws, k).
        n: How many respondents the wave has.
        both: How many of both waves have each pattern, shape (m,).
        ticks: The patterns, shape (m, k).
    """
    total = float(both.sum())
    ticked = both @ ticks
    margins = n * (total - n) * ticked * (total - ticked)
    scale = np.divide((total - 1) * total**2, margins, out=np.zeros_like(margins), where=margins > 0)
    return np.asarray((in_wave - ticked * (n / total)) ** 2 * scale)


def _drawn(both: IntArray, n: int, ticks: FloatArray) -> Iterator[FloatArray]:
    """How many ticked each option in `DRAWS` random ways in which n of these respondents can be one wave, in chunks.

    Pattern by pattern: of those who gave it, how many are among the places left in the wave. NumPy's own
    multivariate draw turns the question round, which takes much longer where most patterns are rare.
    """
    rng = np.random.default_rng(SEED)
    counts, of_ticks = both.tolist(), ticks.astype(np.float32)
    for start in range(0, DRAWS, _DRAWS):
        size = min(_DRAWS, DRAWS - start)
        # Whole numbers below 2 ** 24 are exact in half the memory, and so are their sums.
        ticked = np.zeros((size, ticks.shape[1]), dtype=np.float32)
        places, people = np.full(size, n, dtype=np.float32), sum(counts)
        for first in range(0, len(counts), _PATTERNS):
            chunk = counts[first : first + _PATTERNS]
            tables = np.zeros((len(chunk), size), dtype=np.float32)
            for drawn, count in zip(tables, chunk, strict=True):
                _draw(rng, drawn, places, people, count)
                people -= count
            ticked += tables.T @ of_ticks[first : first + _PATTERNS]
        yield ticked.astype(float)


def _draw(
    rng: np.random.Generator, drawn: NDArray[np.float32], places: NDArray[np.float32], people: int, count: int
) -> None:
    """Draw how many of `count` people get one of the places that are left for all the people, and take the places.

    Args:
        rng: The source of randomness.
        drawn: Zeros, to which is added how many do, shape (draws,).
        places: How many places are left, shape (draws,).
        people: How many people are left.
        count: How many of them are concerned.
    """
    if count > _ONE_BY_ONE or people >= _EXACT:
        left = places.astype(np.int64)
        drawn += rng.hypergeometric(left, people - left, count)
        places -= drawn
        return
    for left_over in range(people, people - count, -1):
        gets_one = rng.random(len(places), dtype=np.float32) * np.float32(left_over) < places
        drawn += gets_one
        places -= gets_one
