"""The variance of a change where an unlinked follow-up asked some of the baseline's people again.

Nobody knows who they are, but how many is stated. The covariances of a person's two answers are per person with
the divisor n, on the scale of the variance p (1 - p) of one answer.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from brobygger_cli.methods.arrays import FloatArray, shares_and_sizes

if TYPE_CHECKING:
    from numpy.typing import ArrayLike

# Overlaps of weighted or part waves are sums of quotients and may miss their bound in the last digits.
_ROUNDING = 1e-9


def change_variance(
    share_baseline: ArrayLike,
    n_baseline: ArrayLike,
    share_followup: ArrayLike,
    n_followup: ArrayLike,
    overlap: ArrayLike,
    covariance: ArrayLike,
    population: ArrayLike = np.inf,
) -> FloatArray:
    """The variance of the change of a share between two waves of one population that overlap.

    Args:
        share_baseline: Shares 0-1 of the baseline, any shape.
        n_baseline: How many people they are of, uncorrected for the population. All arguments are broadcast.
        share_followup: Shares 0-1 of the follow-up.
        n_followup: How many people they are of.
        overlap: How many people are in both.
        covariance: Of one person's two answers; what the two shares do not allow is cut.
        population: How many people both waves are of, every one of them as likely to be in a wave; infinite
            where the change is a process's rather than a population's.

    Returns:
        Variances of follow-up minus baseline, 0 or above; NaN where a base is 0 or anything is NaN.

    Raises:
        ValueError: A share lies outside 0-1, the overlap is negative or above a base, or the population
            cannot hold these waves with no more people in both.

    Source:
        Tam (1984).
    """
    p0, n0, p1, n1, both, size = _waves(share_baseline, n_baseline, share_followup, n_followup, overlap, population)
    apart = (1 / n0 - 1 / size) * p0 * (1 - p0) + (1 / n1 - 1 / size) * p1 * (1 - p1)
    shared = 2 * _weight(n0, n1, both, size) * _possible(np.asarray(covariance, dtype=float), p0, p1)
    # From the divisor N, which shares have, to N - 1.
    unbiased = np.divide(size, size - 1, out=np.ones_like(size), where=np.isfinite(size) & (size > 1))
    return np.maximum((apart - shared) * unbiased, 0.0)


def variance_ratio(
    share_baseline: ArrayLike,
    n_baseline: ArrayLike,
    share_followup: ArrayLike,
    n_followup: ArrayLike,
    overlap: ArrayLike,
    covariance: ArrayLike,
    population: ArrayLike = np.inf,
) -> FloatArray:
    """The variance of a change between overlapping waves, as a multiple of that between independent ones.

    Independent are two waves of the same population that were drawn with no regard to each other.

    Args:
        share_baseline: As for `change_variance`.
        n_baseline: As for `change_variance`.
        share_followup: As for `change_variance`.
        n_followup: As for `change_variance`.
        overlap: As for `change_variance`.
        covariance: As for `change_variance`.
        population: As for `change_variance`.

    Returns:
        Ratios, 0 or above: each wave's effective n divided by it gives an interval for independent waves the
        variance of these. 1 where there is no variance at all; NaN as for `change_variance`.

    Raises:
        ValueError: As for `change_variance`.

    Source:
        Tam (1984).
    """
    waves = share_baseline, n_baseline, share_followup, n_followup, overlap
    variance = change_variance(*waves, covariance, population)
    independent = change_variance(*waves, 0.0, population)
    ratio: FloatArray = np.where(np.isnan(variance), np.nan, 1.0)
    np.divide(variance, independent, out=ratio, where=independent > 0)
    return ratio


def covariance_of_pairs(
    both: ArrayLike, only_baseline: ArrayLike, only_followup: ArrayLike, neither: ArrayLike
) -> FloatArray:
    """The covariance of a person's two answers, from those who are known in both waves.

    Args:
        both: How many ticked in both waves, any shape; an effective count need not be whole.
        only_baseline: How many ticked in the baseline only. The arguments are broadcast.
        only_followup: How many ticked in the follow-up only.
        neither: How many ticked in neither.

    Returns:
        Covariances, -.25 to .25, with the divisor n: as `change_variance` has them, so that waves of the same
        people who all answer the same twice have a change without variance. NaN without pairs.

    Raises:
        ValueError: A count is negative.
    """
    product, n = _cross_product(both, only_baseline, only_followup, neither)
    return np.divide(product, n**2, out=np.full_like(n, np.nan), where=n > 0)


def cautious_covariance(
    both: ArrayLike, only_baseline: ArrayLike, only_followup: ArrayLike, neither: ArrayLike
) -> FloatArray:
    """The covariance of a person's two answers, drawn towards 0 where it is positive.

    A few people of whom nobody happens to change do not prove that nobody would: taken as it is, their covariance
    leaves the change no variance at all.

    Args:
        both: As for `covariance_of_pairs`.
        only_baseline: As for `covariance_of_pairs`.
        only_followup: As for `covariance_of_pairs`.
        neither: As for `covariance_of_pairs`.

    Returns:
        As `covariance_of_pairs`, but with the numerator ad - bc less n / 2, and at least 0, where it is positive.

    Raises:
        ValueError: A count is negative.

    Source:
        Newcombe (1998c), method 10, which does so with phi.
    """
    product, n = _cross_product(both, only_baseline, only_followup, neither)
    product = np.where(product > 0, np.maximum(product - n / 2, 0), product)
    return np.divide(product, n**2, out=np.full_like(n, np.nan), where=n > 0)


def _cross_product(
    both: ArrayLike, only_baseline: ArrayLike, only_followup: ArrayLike, neither: ArrayLike
) -> tuple[FloatArray, FloatArray]:
    """The product ad - bc of each row's pairs, and how many pairs there are."""
    cells = [np.asarray(cell, dtype=float) for cell in (both, only_baseline, only_followup, neither)]
    if any(np.any(cell < 0) for cell in cells):
        raise ValueError("A count of people is negative.")
    product: FloatArray = cells[0] * cells[3] - cells[1] * cells[2]
    n: FloatArray = sum(cells, start=np.zeros_like(product))
    return product, n


def covariance_of(share_baseline: ArrayLike, share_followup: ArrayLike, correlation: ArrayLike) -> FloatArray:
    """The covariance of a person's two answers that are so much correlated.

    Args:
        share_baseline: Shares 0-1 of the baseline, any shape.
        share_followup: Shares 0-1 of the follow-up. All arguments are broadcast.
        correlation: Phi, -1 to 1.

    Returns:
        Covariances as `change_variance` has them, cut at what the two shares allow: only equal shares can be
        correlated by 1.

    Raises:
        ValueError: A share lies outside 0-1, or a correlation outside -1 to 1.
    """
    p0, p1, phi = np.broadcast_arrays(
        _shares(share_baseline), _shares(share_followup), np.asarray(correlation, dtype=float)
    )
    if np.any(np.abs(phi) > 1):
        raise ValueError("A correlation lies outside -1 to 1.")
    return _possible(phi * np.sqrt(p0 * (1 - p0) * p1 * (1 - p1)), p0, p1)


def covariance_range(share_baseline: ArrayLike, share_followup: ArrayLike) -> tuple[FloatArray, FloatArray]:
    """What the covariance of a person's two answers can be, if who ticked once is no less likely to tick again.

    Args:
        share_baseline: Shares 0-1 of the baseline, any shape.
        share_followup: Shares 0-1 of the follow-up. The arguments are broadcast.

    Returns:
        0, for answers that have nothing to do with each other, and the largest covariance that the two shares
        allow: everyone who ticked in the wave of the smaller share ticked in the other as well.

    Raises:
        ValueError: A share lies outside 0-1.

    Source:
        Frechet (1951) for the largest.
    """
    p0, p1 = np.broadcast_arrays(_shares(share_baseline), _shares(share_followup))
    high = np.minimum(p0, p1) - p0 * p1
    return np.where(np.isnan(high), np.nan, 0.0), high


def widest_and_narrowest_covariance(
    share_baseline: ArrayLike,
    n_baseline: ArrayLike,
    share_followup: ArrayLike,
    n_followup: ArrayLike,
    overlap: ArrayLike,
    population: ArrayLike = np.inf,
) -> tuple[FloatArray, FloatArray]:
    """The two ends of `covariance_range`: where the change varies most, and where it varies least.

    Args:
        share_baseline: As for `change_variance`.
        n_baseline: As for `change_variance`.
        share_followup: As for `change_variance`.
        n_followup: As for `change_variance`.
        overlap: As for `change_variance`.
        population: As for `change_variance`.

    Returns:
        The covariance of the largest variance and that of the smallest. The first is 0 where more people are
        in both waves than chance would put there, always so in an infinite population; where fewer are, it is
        the second that is 0.

    Raises:
        ValueError: As for `change_variance`.
    """
    p0, n0, p1, n1, both, size = _waves(share_baseline, n_baseline, share_followup, n_followup, overlap, population)
    low, high = covariance_range(p0, p1)
    weight = _weight(n0, n1, both, size)
    steadies = weight >= 0
    unknown = np.isnan(weight)
    widest, narrowest = np.where(steadies, low, high), np.where(steadies, high, low)
    return np.where(unknown, np.nan, widest), np.where(unknown, np.nan, narrowest)


def _waves(
    share_baseline: ArrayLike,
    n_baseline: ArrayLike,
    share_followup: ArrayLike,
    n_followup: ArrayLike,
    overlap: ArrayLike,
    population: ArrayLike,
) -> list[FloatArray]:
    """Both waves, their overlap and their population in one shape, checked."""
    p0, n0 = shares_and_sizes(share_baseline, n_baseline)
    p1, n1 = shares_and_sizes(share_followup, n_followup)
    p0, n0, p1, n1, both, size = np.broadcast_arrays(
        p0, n0, p1, n1, np.asarray(overlap, dtype=float), np.asarray(population, dtype=float)
    )
    if np.any((both < 0) | (both > np.minimum(n0, n1) * (1 + _ROUNDING))):
        raise ValueError("An overlap is negative, or more people than one of the waves holds.")
    if np.any(np.maximum(n0, n1) > size * (1 + _ROUNDING)):
        raise ValueError("A wave holds more people than the population.")
    if np.any(n0 + n1 > (both + size) * (1 + _ROUNDING)):
        raise ValueError("The population cannot hold both waves with so few people in both.")
    return [p0, n0, p1, n1, both, size]


def _weight(n0: FloatArray, n1: FloatArray, both: FloatArray, size: FloatArray) -> FloatArray:
    """The weight of a person's covariance in that of the waves: below 0 where fewer overlap than by chance."""
    return both / (n0 * n1) - 1 / size


def _shares(share: ArrayLike) -> FloatArray:
    return shares_and_sizes(share, np.inf)[0]


def _possible(covariance: FloatArray, p0: FloatArray, p1: FloatArray) -> FloatArray:
    """The covariance, cut at the bounds that the two shares set."""
    low = np.maximum(p0 + p1 - 1, 0.0) - p0 * p1
    high = np.minimum(p0, p1) - p0 * p1
    return np.clip(covariance, low, high)
