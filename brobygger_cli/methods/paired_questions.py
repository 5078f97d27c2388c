"""Tests of a whole question answered by the same people in both waves, from its table of transitions."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import numpy as np
from scipy.special import binom, chdtrc, gammaln, ndtr

from brobygger_cli.methods.arrays import FloatArray, IntArray, normal_quantile
from brobygger_cli.methods.nominal import WholeTest
from brobygger_cli.methods.ordinal import OrdinalTest
from brobygger_cli.methods.paired import PairedTest, mcnemar_mid_p
from brobygger_cli.methods.permutation import DRAWS, ENUMERATED_AT_MOST, SEED

if TYPE_CHECKING:
    from numpy.typing import ArrayLike

PAIRS_AN_OPTION_FOR_BHAPKAR = 30
EXACT_AT_MOST = 50  # pairs that moved up or down the scale

# Tables of moves drawn at a time: a few dozen megabytes at twenty options.
_CHUNK = 10_000
# Zero on paper, next to what it is a part of, must count as zero in floating point.
_ZERO = 1e-9
# Statistics equal on paper must count as equal in floating point.
_TIE = 1 - 1e-7
# Each step halves a bracket that is at most 2 wide: 60 steps reach the last digit of a double.
_BISECTIONS = 60

_NO_TEST = WholeTest(math.nan, math.nan, math.nan, "")


def bhapkar(transitions: ArrayLike) -> WholeTest:
    """Bhapkar's test of marginal homogeneity: is the same share on every option in both waves?

    Args:
        transitions: How many pairs went from each option of the baseline (row) to each of the follow-up
            (column), shape (k, k), the options in the same order. Only people who answered in both waves.

    Returns:
        The statistic, its chi-squared p-value, and in df the number of independent contrasts between options
        that anybody moved along: the options chosen in either wave less 1, or fewer where options, or groups
        of them, exchanged nobody. Nobody moved: statistic 0, df 0, p 1. Where everybody moved so alike that
        a change has no variance to be measured by (all from one option to another, say), and without pairs:
        NaN.

    Raises:
        ValueError: The table is not square, or holds anything but whole, non-negative numbers.

    Source:
        Bhapkar (1966); its relation to Stuart's statistic (1955), Ireland, Ku & Kullback (1969).
    """
    pairs = _pairs(transitions)
    n = int(pairs.sum())
    if not n:
        return _NO_TEST
    routes, moves, net = _moves(pairs)
    if not len(routes):
        return WholeTest(0.0, 0.0, 1.0, "bhapkar")
    contrasts = _standardised(routes, moves, len(pairs))
    df = contrasts.shape[1]
    stuart = float(_stuart(net[np.newaxis], contrasts)[0])
    unexplained = 1 - stuart / n
    if unexplained < _ZERO:
        return _NO_TEST
    statistic = stuart / unexplained
    return WholeTest(statistic, float(df), float(chdtrc(df, statistic)), "bhapkar")


def paired_nominal_test(transitions: ArrayLike, of_a_share: PairedTest = mcnemar_mid_p) -> WholeTest:
    """Test a whole question of pairs: Bhapkar's test, or a permutation test of its statistic where pairs are few.

    Two options are one share, and are tested as one. From three options on, Bhapkar's test rejects too often
    below some 30 pairs an option where nothing has changed (at 6 options 9 % with 60 pairs, over 30 % with
    10). The permutation lets each person's two answers change places: given how many moved between two
    options, either way was as likely.

    Args:
        transitions: As for `bhapkar`.
        of_a_share: The test where there are two options.

    Returns:
        The outcome, and in `method` which test it was: "bhapkar", "exact_permutation", "permutation" or what
        the test of a share says. Degenerate tables as for `bhapkar`, except that there is always a p-value
        where there is a pair.

    Raises:
        ValueError: As for `bhapkar`.

    Source:
        Bhapkar (1966); Phipson & Smyth (2010) for counting the observed table.
    """
    pairs = _pairs(transitions)
    chosen = (pairs + pairs.T).any(axis=0)
    pairs = pairs[np.ix_(chosen, chosen)]
    options = len(pairs)
    if options == 2:
        test = of_a_share(pairs[0, 1], pairs[1, 0])
        return WholeTest(float(test.statistic), float(test.df), float(test.p_value), str(test.method))
    asymptotic = bhapkar(pairs)
    nobody_moved = np.trace(pairs) == pairs.sum()
    many = pairs.sum() >= PAIRS_AN_OPTION_FOR_BHAPKAR * options
    if nobody_moved or (many and not math.isnan(asymptotic.statistic)):
        return asymptotic
    p_value, method = _permutation_p(pairs)
    return WholeTest(asymptotic.statistic, math.nan, p_value, method)


def wilcoxon_signed_rank(transitions: ArrayLike, confidence: float = 0.95) -> OrdinalTest:
    """Wilcoxon's signed rank test of how far people moved on a scale, and how many more rose than fell.

    Moves are counted in steps; equally long ones share their mid-rank. Those who stayed are left out of the
    test, as Wilcoxon did: it compares the two directions, and who stayed took neither, as in McNemar's test,
    which this one is (the exact one) on a scale of two steps. They remain in the effect.

    Args:
        transitions: As for `bhapkar`, the steps from the lowest to the highest. "Don't know" is no step.
        confidence: Two-sided confidence 0-1 of the effect's interval.

    Returns:
        The standardised sum of signed ranks (no continuity correction), positive where the follow-up is
        higher; df is NaN. The p-value is exact, given the lengths of the moves, up to `EXACT_AT_MOST` people
        who moved ("wilcoxon_exact"), else normal ("wilcoxon"). The effect is P(follow-up > baseline) + P(tie)
        / 2 within one person, which is half of 1 plus the shares that rose less the shares that fell; its
        interval is the score interval of that difference and knows no lengths, so that it may include .5
        where the test rejects, or the reverse. Nobody moved: statistic 0, p 1. Without pairs: all NaN.

    Raises:
        ValueError: As for `bhapkar`, or the confidence is not between 0 and 1.

    Source:
        Wilcoxon (1945); ties, Lehmann (1975); the interval, Tango (1998).
    """
    pairs = _pairs(transitions)
    n = int(pairs.sum())
    up, down = (np.array([np.trace(table, step) for step in range(1, len(pairs))]) for table in (pairs, pairs.T))
    low, high = _tango(int(up.sum()), int(down.sum()), n, confidence)
    if not n:
        return OrdinalTest(math.nan, math.nan, math.nan, math.nan, math.nan, math.nan, "")
    effect = (1 + float(up.sum() - down.sum()) / n) / 2
    moved = up + down
    doubled_ranks = 2 * np.cumsum(moved) - moved + 1
    spread = math.sqrt(moved @ doubled_ranks.astype(float) ** 2)
    statistic = float((up - down) @ doubled_ranks) / spread if spread else 0.0
    if moved.sum() <= EXACT_AT_MOST:
        p_value, method = _signed_rank_p(up, moved, doubled_ranks), "wilcoxon_exact"
    else:
        p_value, method = 2 * float(ndtr(-abs(statistic))), "wilcoxon"
    return OrdinalTest(statistic, math.nan, p_value, effect, (1 + low) / 2, (1 + high) / 2, method)


def _pairs(transitions: ArrayLike) -> IntArray:
    """The table of transitions, checked."""
    table = np.asarray(transitions)
    if table.ndim != 2 or table.shape[0] != table.shape[1]:
        raise ValueError("Transitions need the same options in rows and in columns.")
    if np.any((table < 0) | (table != np.floor(table))):
        raise ValueError("Counts are whole numbers of people, and none is negative.")
    return table.astype(np.int64)


def _moves(pairs: IntArray) -> tuple[IntArray, IntArray, IntArray]:
    """Every two options that exchanged people, shape (r, 2), how many moved in all, and how many net, shape (r,).

    Net is counted from the first option of the two to the second.
    """
    first, second = np.triu_indices(len(pairs), 1)
    there, back = pairs[first, second], pairs[second, first]
    used = there + back > 0
    routes = np.stack([first, second], axis=1)[used]
    return routes, (there + back)[used], (there - back)[used]


def _standardised(routes: IntArray, moves: IntArray, options: int) -> FloatArray:
    """What a net move of one person along each route adds to each independent contrast, shape (r, df).

    The contrasts have variance 1 and no covariance if every move was as likely in either direction.
    """
    step = np.zeros((len(routes), options))
    rows = np.arange(len(routes))
    step[rows, routes[:, 0]] = -1
    step[rows, routes[:, 1]] = 1
    variances, directions = np.linalg.eigh(step.T @ (moves[:, np.newaxis] * step))
    moved = variances > _ZERO * variances[-1]
    return np.asarray(step @ directions[:, moved] / np.sqrt(variances[moved]))


def _stuart(nets: IntArray, contrasts: FloatArray) -> FloatArray:
    """Stuart's statistic of every set of net moves, shape (m, r) to (m,); Bhapkar's rises with it."""
    return np.asarray(((nets @ contrasts) ** 2).sum(axis=1))


def _permutation_p(pairs: IntArray) -> tuple[float, str]:
    """The probability of a statistic as large as the observed one if each person's answers may change places."""
    routes, moves, net = _moves(pairs)
    contrasts = _standardised(routes, moves, len(pairs))
    at_least = float(_stuart(net[np.newaxis], contrasts)[0]) * _TIE
    sizes = (moves + 1).tolist()
    if math.prod(sizes) <= ENUMERATED_AT_MOST:
        there = np.indices(sizes).reshape(len(sizes), math.prod(sizes)).T
        log = -(gammaln(there + 1) + gammaln(moves - there + 1)).sum(axis=1)
        probability = np.exp(log - log.max())
        extreme = _stuart(2 * there - moves, contrasts) >= at_least
        return float(probability[extreme].sum() / probability.sum()), "exact_permutation"
    rng = np.random.default_rng(SEED)
    extreme_draws = 0
    for _ in range(0, DRAWS, _CHUNK):
        there = rng.binomial(moves, 0.5, size=(_CHUNK, len(moves)))
        extreme_draws += int(np.sum(_stuart(2 * there - moves, contrasts) >= at_least))
    return (1 + extreme_draws) / (1 + DRAWS), "permutation"


def _signed_rank_p(up: IntArray, moved: IntArray, doubled_ranks: IntArray) -> float:
    """Twice the probability, at most 1, of so large a rank sum if each move was as likely up as down.

    Args:
        up: How many moved up, by the length of the move, shape (k - 1,).
        moved: How many moved up or down.
        doubled_ranks: Twice their mid-rank, which makes it whole.
    """
    distribution = np.ones(1)
    for count, rank in zip(moved.tolist(), doubled_ranks.tolist(), strict=True):
        of_this_length = np.zeros(count * rank + 1)
        of_this_length[::rank] = binom(count, np.arange(count + 1)) / 2.0**count
        distribution = np.convolve(distribution, of_this_length)
    rank_sum = int(up @ doubled_ranks)
    larger = max(rank_sum, len(distribution) - 1 - rank_sum)
    return min(1.0, 2 * float(distribution[larger:].sum()))


def _tango(up: int, down: int, n: int, confidence: float) -> tuple[float, float]:
    """The score interval of the share that rose less the share that fell; NaN where n is 0."""
    z = normal_quantile(confidence)
    if not n:
        return math.nan, math.nan

    def accepts(difference: float) -> bool:
        # The likeliest share that fell, if the shares were `difference` apart, is a root of a quadratic.
        b = (2 * n - up + down) * difference - up - down
        c = -down * difference * (1 - difference)
        fell = (math.sqrt(max(b**2 - 8 * n * c, 0.0)) - b) / (4 * n)
        variance = n * (2 * fell + difference * (1 - difference))
        return (up - down - n * difference) ** 2 <= z**2 * variance

    def limit(rejected: float) -> float:
        accepted = (up - down) / n
        for _ in range(_BISECTIONS):
            middle = (rejected + accepted) / 2
            if accepts(middle):
                accepted = middle
            else:
                rejected = middle
        return accepted

    return limit(-1.0), limit(1.0)
