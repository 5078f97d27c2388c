"""Trends over several independent waves: of shares, and of a question whose options are ordered."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import numpy as np
from scipy.special import ndtr

from brobygger_cli.methods.arrays import FloatArray, IntArray, shares_and_sizes
from brobygger_cli.methods.change_tests import Test2x2
from brobygger_cli.methods.ordinal import OrdinalTest
from brobygger_cli.methods.permutation import DRAWS, SEED, PermutationTest, permutation_p

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from numpy.typing import ArrayLike

SMALLEST_FOR_NORMAL = 10  # respondents in the smallest wave of an ordered question


def cochran_armitage(counts: ArrayLike, n: ArrayLike, times: ArrayLike) -> Test2x2:
    """The Cochran-Armitage test of a linear trend, with the factor (N - 1) / N of the N-1 chi-squared test.

    With that factor the variance is the one over all ways of assigning the respondents to the waves, and two
    waves give `change_tests.n_minus_1`, whose statistic is this one squared.

    Args:
        counts: How many ticked in each wave, shape (..., waves); effective counts need not be whole.
        n: Of how many, broadcast against `counts`.
        times: When each wave was held, in any unit, shape (waves,). Their distances count, their order does
            not.

    Returns:
        One test a row, shape (...). The statistic is a standard normal z, positive where the share rises,
        and has no df (NaN). Nobody or everybody ticked in all waves: statistic 0, p 1. A row with a base
        that is 0 or infinite, or with anything NaN: all NaN.

    Raises:
        ValueError: `times` is not one finite number a wave, all are the same, or a count is above its base.

    Source:
        Cochran (1954); Armitage (1955); the factor as in Mantel (1963).
    """
    shares, sizes, when = _waves(counts, n, times)
    total = sizes.sum(axis=-1)
    ticked = (shares * sizes).sum(axis=-1)
    # The standard error of the slope if the share were the same in all waves.
    standard_error = np.sqrt(ticked * (total - ticked) / (total * (total - 1) * _spread(sizes, when)))
    nothing = np.where(np.isnan(standard_error), np.nan, 0.0)
    statistic = np.divide(_slope(shares, sizes, when), standard_error, out=nothing, where=standard_error > 0)
    return _result(statistic, 2 * ndtr(-np.abs(statistic)), "cochran_armitage")


def share_trend(counts: ArrayLike, n: ArrayLike, times: ArrayLike) -> Test2x2:
    """Test the trend of a share: Cochran-Armitage, or a permutation test of the slope where too sparse.

    Where a wave is expected to hold less than one who ticked, or less than one who did not, a single answer
    in it can carry z beyond all bounds: with 200, 2 and 2 respondents and a share of .02, z rejects in 4 %
    of all surveys at the level of 1 %.

    Args:
        counts: As for `cochran_armitage`; a sparse row's are rounded to whole people, as are their bases.
        n: As for `cochran_armitage`.
        times: As for `cochran_armitage`.

    Returns:
        One test a row, and in `method` which it was: "cochran_armitage", "exact_permutation" or
        "permutation". A permutation test gives p alone, statistic and df are NaN; nobody or everybody ticked
        in all waves: p 1. A row with a base that is 0 or infinite, or with anything NaN: all NaN.

    Raises:
        ValueError: As for `cochran_armitage`.
    """
    large = cochran_armitage(counts, n, times)
    shares, sizes, when = _waves(counts, n, times)
    total = sizes.sum(axis=-1)
    ticked = (shares * sizes).sum(axis=-1)
    sparse = sizes.min(axis=-1) * np.minimum(ticked, total - ticked) < total
    p_value = np.array(large.p_value)
    method = np.full(p_value.shape, "exact_permutation")
    for row in map(tuple, np.argwhere(sparse)):
        bases = np.rint(sizes[row]).astype(np.int64)
        rounded = np.rint(shares[row] * sizes[row]).astype(np.int64)
        p_value[row], method[row] = _permuted_slope(rounded, bases, when)
    return Test2x2(np.where(sparse, np.nan, large.statistic), large.df, p_value, np.where(sparse, method, large.method))


def slope(counts: ArrayLike, n: ArrayLike, times: ArrayLike) -> FloatArray:
    """The change of a share per unit of time: the weighted least-squares line through the waves.

    Each wave weighs as its base, which makes this the effect that `cochran_armitage` tests.

    Args:
        counts: As for `cochran_armitage`.
        n: As for `cochran_armitage`.
        times: As for `cochran_armitage`.

    Returns:
        Change of the share (0-1) per unit of `times`, shape (...); NaN as for `cochran_armitage`.

    Raises:
        ValueError: As for `cochran_armitage`.

    Source:
        Armitage (1955).
    """
    return _slope(*_waves(counts, n, times))


def jonckheere_terpstra(waves: ArrayLike) -> OrdinalTest:
    """The Jonckheere-Terpstra test: do later waves stand higher on the scale? With the full tie correction.

    Args:
        waves: Count per step from the lowest to the highest, shape (waves, k), waves in order of time.
            "Don't know" is no step. How far apart the waves are does not count.

    Returns:
        The statistic is a standard normal z, positive where answers rise, without continuity correction; the
        effect is P(later > earlier) + P(tie) / 2 over all pairs of respondents from different waves, J over
        their number, .5 for no trend; it has no interval. Everybody on one step: statistic 0, p 1. A wave
        without answers: all NaN.

    Raises:
        ValueError: There are less than two waves, or a count is negative or not whole.

    Source:
        Terpstra (1952); Jonckheere (1954); ties as in Hollander & Wolfe (1999).
    """
    counts = _ordered_waves(waves)
    sizes, steps = counts.sum(axis=1).tolist(), counts.sum(axis=0).tolist()
    if not all(sizes):
        return OrdinalTest(math.nan, math.nan, math.nan, math.nan, math.nan, math.nan, "")
    pairs = (sum(sizes) ** 2 - sum(size**2 for size in sizes)) / 2
    excess = int(_twice_j(counts)) / 2 - pairs / 2
    statistic = excess / math.sqrt(_variance_of_j(sizes, steps)) if max(steps) < sum(steps) else 0.0
    p_value = 2 * float(ndtr(-abs(statistic)))
    effect = 0.5 + excess / pairs
    return OrdinalTest(statistic, math.nan, p_value, effect, math.nan, math.nan, "jonckheere_terpstra")


def ordinal_trend(waves: ArrayLike) -> OrdinalTest:
    """Test the trend of an ordered question: Jonckheere-Terpstra, or J by permutation where a wave is tiny.

    Below `SMALLEST_FOR_NORMAL` respondents in a wave a rare answer or two can carry z beyond all bounds.

    Args:
        waves: As for `jonckheere_terpstra`.

    Returns:
        The outcome, and in `method` which test it was: "jonckheere_terpstra" or "permutation", from 100,000
        draws with a fixed seed. A permutation test gives p and effect, the rest NaN. Everybody on one step,
        or a wave without answers: as for `jonckheere_terpstra`.

    Raises:
        ValueError: As for `jonckheere_terpstra`.
    """
    counts = _ordered_waves(waves)
    test = jonckheere_terpstra(counts)
    sizes, steps = counts.sum(axis=1), counts.sum(axis=0)
    if not test.method or sizes.min() >= SMALLEST_FOR_NORMAL or np.count_nonzero(steps) == 1:
        return test
    expected = (sizes.sum() ** 2 - np.sum(sizes**2)) // 2  # of 2 J; the numerator is even
    observed = abs(_twice_j(counts) - expected)
    extreme = int(np.sum(np.abs(_twice_j(_shuffled(steps[steps > 0], sizes)) - expected) >= observed))
    # The observed assignment is one of those possible (Phipson & Smyth 2010).
    p_value = (1 + extreme) / (1 + DRAWS)
    return OrdinalTest(math.nan, math.nan, p_value, test.effect, math.nan, math.nan, "permutation")


def _waves(counts: ArrayLike, n: ArrayLike, times: ArrayLike) -> tuple[FloatArray, FloatArray, FloatArray]:
    """Shares and bases, NaN in every wave of a row where any wave is unknown, and the times."""
    ticked, bases = np.broadcast_arrays(np.asarray(counts, dtype=float), np.asarray(n, dtype=float))
    when = np.asarray(times, dtype=float)
    if when.ndim != 1 or when.shape != ticked.shape[-1:] or not np.isfinite(when).all():
        raise ValueError("Every wave needs its time, and no more than one.")
    if len(np.unique(when)) < 2:
        raise ValueError("A trend needs waves of at least two different times.")
    answered = (bases > 0) & np.isfinite(bases)
    shares, sizes = shares_and_sizes(np.divide(ticked, bases, out=np.full(ticked.shape, np.nan), where=answered), bases)
    known = np.isfinite(shares + sizes).all(axis=-1, keepdims=True)
    return np.where(known, shares, np.nan), np.where(known, sizes, np.nan), when


def _levers(sizes: FloatArray, when: FloatArray) -> FloatArray:
    """How far each wave is from the mean time of all respondents."""
    mean = (sizes * when).sum(axis=-1, keepdims=True) / sizes.sum(axis=-1, keepdims=True)
    return np.asarray(when - mean)


def _spread(sizes: FloatArray, when: FloatArray) -> FloatArray:
    """The sum of squared distances of all respondents from their mean time."""
    return np.asarray((sizes * _levers(sizes, when) ** 2).sum(axis=-1))


def _slope(shares: FloatArray, sizes: FloatArray, when: FloatArray) -> FloatArray:
    return np.asarray((sizes * _levers(sizes, when) * shares).sum(axis=-1) / _spread(sizes, when))


def _permuted_slope(ticked: IntArray, bases: IntArray, when: FloatArray) -> PermutationTest:
    """The permutation test of a slope: who among all respondents are those who ticked?"""
    if ticked.sum() in {0, bases.sum()}:
        return PermutationTest(1.0, "exact_permutation")

    def deviation(tables: IntArray, both: IntArray) -> FloatArray:
        """How far those who ticked are from the mean time of all: the slope in another unit."""
        return np.asarray(np.abs(both.sum() * (tables @ when) - tables[0].sum() * (both @ when)))

    # The two margins change places: the waves are the options, of those who ticked and of those who did not.
    return permutation_p(ticked, bases - ticked, deviation)


def _result(statistic: FloatArray, p_value: FloatArray, method: str) -> Test2x2:
    none = np.full(np.shape(statistic), np.nan)
    return Test2x2(statistic, none, p_value, np.where(np.isnan(p_value), "", method))


def _ordered_waves(waves: ArrayLike) -> IntArray:
    """The counts of one ordered question in all its waves, checked."""
    given = np.asarray(waves)
    if given.ndim != 2 or len(given) < 2:
        raise ValueError("A trend needs at least two waves, with one count for each of the same steps.")
    counts = given.astype(np.int64)
    if np.any((counts < 0) | (counts != given)):
        raise ValueError("Counts are whole numbers of people, and none is negative.")
    return counts


def _twice_j(waves: Iterable[IntArray]) -> IntArray:
    """Twice J, a whole number: pairs in which the later answer is the higher one twice, ties once.

    Waves in order, each of shape (..., k); the result has the shape (...).
    """
    earlier: IntArray = np.zeros(1, dtype=np.int64)
    twice_j: IntArray = np.zeros((), dtype=np.int64)
    for wave in waves:
        twice_j = twice_j + (wave * (2 * np.cumsum(earlier, axis=-1) - earlier)).sum(axis=-1)
        earlier = earlier + wave
    return twice_j


def _variance_of_j(sizes: list[int], steps: list[int]) -> float:
    """The variance of J over all assignments of the respondents to the waves, given both margins."""
    n = sum(sizes)

    def pairs(margin: list[int]) -> int:
        return sum(m * (m - 1) for m in margin)

    def triples(margin: list[int]) -> int:
        return sum(m * (m - 1) * (m - 2) for m in margin)

    def both(margin: list[int]) -> int:
        return sum(m * (m - 1) * (2 * m + 5) for m in margin)

    variance = (both([n]) - both(sizes) - both(steps)) / 72 + pairs(sizes) * pairs(steps) / (8 * pairs([n]))
    # Two respondents make no triple.
    return variance + triples(sizes) * triples(steps) / (36 * triples([n])) if n > 2 else variance


def _shuffled(steps: IntArray, sizes: IntArray) -> Iterator[IntArray]:
    """`DRAWS` random assignments of the respondents to the waves: wave after wave, each of shape (DRAWS, k)."""
    rng = np.random.default_rng(SEED)
    left = np.tile(steps, (DRAWS, 1))
    for size in sizes:
        wave = np.empty_like(left)
        missing = np.full(DRAWS, size)
        beyond = left.sum(axis=1)
        for step in range(len(steps)):
            beyond = beyond - left[:, step]
            wave[:, step] = rng.hypergeometric(left[:, step], beyond, missing)
            missing = missing - wave[:, step]
        left = left - wave
        yield wave
