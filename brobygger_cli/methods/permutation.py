"""The permutation test of two waves: what would shuffling the wave labels have given?"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, NamedTuple

import numpy as np
from scipy.special import gammaln

from brobygger_cli.methods.arrays import FloatArray, IntArray, wave_counts

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from numpy.typing import ArrayLike

    Statistic = Callable[[IntArray, IntArray], FloatArray]

# Fixed, so that two runs over the same data print the same p.
SEED = 20170401
DRAWS = 100_000
ENUMERATED_AT_MOST = 200_000

# Cells drawn at a time: a few dozen megabytes, however many options.
_CELLS = 4_000_000
# Statistics equal on paper must count as equal in floating point.
_TIE = 1 - 1e-7


class PermutationTest(NamedTuple):
    """The outcome of a permutation test.

    Attributes:
        p_value: 0-1; NaN where a wave is empty.
        method: "exact_permutation" when every table was enumerated, "permutation" when tables were drawn,
            empty where a wave is.
    """

    p_value: float
    method: str


def permutation_p(baseline: ArrayLike, followup: ArrayLike, statistic: Statistic) -> PermutationTest:
    """The probability, given both margins, of a statistic at least as large as the observed one.

    Exact by enumeration where few tables are possible; else from 100,000 tables drawn with a fixed seed, with
    the observed one counted among them, so that the smallest p is 1 / 100,001. The waves may be swapped: the
    smaller one is enumerated or drawn, and the other follows.

    Args:
        baseline: Count per option, shape (k,).
        followup: The same options in the same order, shape (k,).
        statistic: Takes tables of either wave, shape (m, k), and both waves' sum, shape (k,); gives one
            non-negative number a table, shape (m,), larger the further apart the waves are, and the same
            number whichever of the two waves it is shown. Options empty in both waves are never shown to it.

    Returns:
        The p-value and how it was found. One option, or everyone on the same: only one table, p 1.

    Source:
        Fisher (1935); Phipson & Smyth (2010) for counting the observed table.
    """
    baseline, followup = wave_counts(baseline, followup)
    both = baseline + followup
    smaller = min(baseline, followup, key=np.sum)[both > 0]
    both = both[both > 0]
    n = int(smaller.sum())
    if n == 0:
        return PermutationTest(math.nan, "")
    at_least = float(statistic(smaller[np.newaxis], both)[0]) * _TIE
    if math.prod((np.minimum(np.sort(both)[:-1], n) + 1).tolist()) <= ENUMERATED_AT_MOST:
        tables = every_table(both, n)
        log = -(gammaln(tables + 1) + gammaln(both - tables + 1)).sum(axis=1)
        probability = np.exp(log - log.max())
        extreme = probability[statistic(tables, both) >= at_least].sum()
        return PermutationTest(float(extreme / probability.sum()), "exact_permutation")
    extreme = sum(int(np.sum(statistic(tables, both) >= at_least)) for tables in _drawn_tables(both, n))
    return PermutationTest((1 + extreme) / (1 + DRAWS), "permutation")


def every_table(both: IntArray, n: int) -> IntArray:
    """All ways in which n of these people can be one wave; the largest option takes what the others leave."""
    largest = int(np.argmax(both))
    others = np.delete(both, largest)
    sizes = (np.minimum(others, n) + 1).tolist()
    tables = np.indices(sizes).reshape(len(sizes), math.prod(sizes)).T
    rest = n - tables.sum(axis=1)
    possible = (rest >= 0) & (rest <= both[largest])
    return np.insert(tables[possible], largest, rest[possible], axis=1)


def _drawn_tables(both: IntArray, n: int) -> Iterator[IntArray]:
    """`DRAWS` random such tables, in chunks."""
    rng = np.random.default_rng(SEED)
    chunk = max(1, _CELLS // len(both))
    for start in range(0, DRAWS, chunk):
        size = min(chunk, DRAWS - start)
        yield rng.multivariate_hypergeometric(both, n, size=size, method="marginals")
