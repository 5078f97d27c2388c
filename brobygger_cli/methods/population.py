"""A population of people who can be counted: what a sample that is most of it is worth."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from scipy.special import gammaln

from brobygger_cli.methods.arrays import FloatArray, IntArray, tail_probability

if TYPE_CHECKING:
    from numpy.typing import ArrayLike

# A weighted base is a sum of quotients and may pass its population in the last digits.
_ROUNDING = 1e-9
# Probabilities that are equal on paper must count as equal in floating point.
_TIE = 1 - 1e-7


def effective_n(n: ArrayLike, population: ArrayLike) -> FloatArray:
    """The n of an infinite population that would leave a share as uncertain as n of these people do.

    Drawn without replacement, a share varies by PQ / n * (N - n) / (N - 1); this is the n that puts it into
    the form PQ / n, so that every method that takes a base takes a finite population too.

    Args:
        n: How many answered, any shape; an effective n need not be whole.
        population: Of how many people in all, broadcast against `n`; infinite for the correction not to apply.

    Returns:
        n(N - 1) / (N - n) in the broadcast shape: infinite where all answered, 0 where nobody did, `n` itself
        where the population is infinite; NaN where either is NaN or the population is less than a person.

    Raises:
        ValueError: A base is negative or above its population.

    Source:
        Cochran (1977), section 3.2.
    """
    asked, people = _within_population(n, population)
    unknown = np.isnan(asked) | np.isnan(people)
    finite = np.isfinite(people) & ~unknown
    n_finite, people_finite = np.where(finite, asked, 0.0), np.where(finite, people, 1.0)
    left = people_finite - n_finite
    corrected = np.divide(n_finite * (people_finite - 1), left, out=np.full_like(left, np.inf), where=left > 0)
    return np.where(unknown, np.nan, np.where(finite, corrected, asked))


def hypergeometric_interval(
    count: ArrayLike, n: ArrayLike, population: ArrayLike, confidence: float = 0.95
) -> tuple[FloatArray, FloatArray]:
    """The exact interval for how many of all these people would tick, from those who were drawn and asked.

    Two one-sided hypergeometric tests inverted, each with half of 1 - confidence: every number of people under
    which neither "so many as observed, or more" nor "so few, or fewer" is less probable than that.

    Args:
        count: How many ticked, any shape. Counts, bases and populations that are not whole are rounded.
        n: Of how many who answered. All arguments are broadcast.
        population: Of how many people in all.
        confidence: Two-sided confidence 0-1.

    Returns:
        The smallest and the largest number of people, whole and from `count` to `population` less those who
        answered and did not tick; NaN where the base is 0, the population infinite or anything is NaN.

    Raises:
        ValueError: A count is negative or above its base, a base above its population, or the confidence is
            not between 0 and 1.

    Source:
        Cochran (1977), section 3.6; Wright (1991).
    """
    tail = tail_probability(confidence)
    asked, people = _within_population(n, population)
    ticked, asked, people = np.broadcast_arrays(np.asarray(count, dtype=float), asked, people)
    if np.any((ticked < 0) | (ticked > asked * (1 + _ROUNDING))):
        raise ValueError("A count is negative or above its base.")
    countable = np.isfinite(ticked) & np.isfinite(people) & (np.rint(asked) >= 1)
    x, drawn, everybody = (
        np.rint(part[countable]).astype(np.int64) for part in (np.minimum(ticked, asked), asked, people)
    )
    low, high = np.full_like(people, np.nan), np.full_like(people, np.nan)
    low[countable] = _fewest(x, drawn, everybody, tail)
    high[countable] = everybody - _fewest(drawn - x, drawn, everybody, tail)
    return low, high


def _within_population(n: ArrayLike, population: ArrayLike) -> tuple[FloatArray, FloatArray]:
    """Bases and populations as float arrays of one shape; a population of less than a person is NaN."""
    asked, people = np.broadcast_arrays(np.asarray(n, dtype=float), np.asarray(population, dtype=float))
    if np.any(asked < 0):
        raise ValueError("A base is negative.")
    if np.any(asked > people * (1 + _ROUNDING)):
        raise ValueError("More people answered than the population holds; is its size that of another group?")
    return np.minimum(asked, people), np.where(people >= 1, people, np.nan)


def _fewest(x: IntArray, n: IntArray, population: IntArray, tail: float) -> IntArray:
    """The smallest number of tickers in each population under which x or more of n has at least this probability.

    That probability grows with the number of tickers, so it is found by bisection. x of n tickers in proportion
    need no test: the median of a hypergeometric count is its mean, rounded up or down, so that x or more then
    has at least an even chance.
    """
    rejected, accepted = x - 1, -(-x * population // n)
    while np.any(accepted - rejected > 1):
        # Rounded up, so that a row that is done tries its accepted number again and no impossible one.
        middle = (rejected + accepted + 1) // 2
        inside = _probability_of_at_least(x, n, population, middle) >= tail * _TIE
        rejected, accepted = np.where(inside, rejected, middle), np.where(inside, middle, accepted)
    return accepted


def _probability_of_at_least(x: IntArray, n: IntArray, population: IntArray, tickers: IntArray) -> FloatArray:
    """The probability of x or more tickers among n drawn, where x is about the expected number or above it.

    The probability of x, and from there each next one by its ratio to the one before. The ratios end in a 0
    where no more can be drawn. A hypergeometric count is a sum of independent yes-or-no's, so by Bernstein's
    inequality less than e^-50 is left after 12 standard deviations and 30: no need to go on to n.
    """
    largest_sd = np.sqrt(n * (population - n) / (4 * np.maximum(population - 1, 1)))
    reach = np.minimum(n - x, np.ceil(12 * largest_sd) + 30).max()
    k = x[:, np.newaxis] + np.arange(int(reach))
    n_, tickers_, others_ = n[:, np.newaxis], tickers[:, np.newaxis], (population - tickers)[:, np.newaxis]
    ratios = (tickers_ - k) * (n_ - k) / ((k + 1) * (others_ - n_ + k + 1))
    observed = np.exp(
        _log_binomial(tickers, x) + _log_binomial(population - tickers, n - x) - _log_binomial(population, n)
    )
    return np.asarray(observed * (1 + np.cumprod(ratios, axis=1).sum(axis=1)), dtype=float)


def _log_binomial(n: IntArray, k: IntArray) -> FloatArray:
    return np.asarray(gammaln(n + 1) - gammaln(k + 1) - gammaln(n - k + 1), dtype=float)
