"""Confidence intervals for one share."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

import numpy as np
from scipy.special import betaincinv

from brobygger_cli.methods.arrays import FloatArray, normal_quantile, shares_and_sizes, tail_probability

if TYPE_CHECKING:
    from numpy.typing import ArrayLike


class ShareInterval(Protocol):
    """What every interval for one share takes and gives; see `wilson`."""

    def __call__(self, share: ArrayLike, n: ArrayLike, confidence: float = 0.95) -> tuple[FloatArray, FloatArray]:
        """The lower and the upper limit of each share."""


def wilson(share: ArrayLike, n: ArrayLike, confidence: float = 0.95) -> tuple[FloatArray, FloatArray]:
    """Wilson's score interval: every share that a two-sided score test would not reject.

    Args:
        share: Observed shares 0-1, any shape.
        n: Bases, broadcast against `share`; an effective n need not be whole. An infinite n (a whole
            population observed) gives an interval of no width.
        confidence: Two-sided confidence 0-1.

    Returns:
        Lower and upper limits in the broadcast shape; NaN where the base is 0 or anything is NaN.

    Source:
        Wilson (1927); recommended by Newcombe (1998a).
    """
    share, n = shares_and_sizes(share, n)
    z = normal_quantile(confidence)
    shrinkage = 1 + z**2 / n
    centre = (share + z**2 / (2 * n)) / shrinkage
    half_width = z * np.sqrt(share * (1 - share) / n + (z / (2 * n)) ** 2) / shrinkage
    return _limits(centre - half_width, centre + half_width, share, n)


def clopper_pearson(share: ArrayLike, n: ArrayLike, confidence: float = 0.95) -> tuple[FloatArray, FloatArray]:
    """The "exact" interval: two one-sided binomial tests inverted, never covering less than promised.

    Args:
        share: As for `wilson`.
        n: As for `wilson`.
        confidence: As for `wilson`.

    Returns:
        As `wilson`.

    Source:
        Clopper & Pearson (1934).
    """
    share, n = shares_and_sizes(share, n)
    tail = tail_probability(confidence)
    ticked, others = _counts(share, n)
    low = np.asarray(betaincinv(ticked, others + 1, tail), dtype=float)
    high = np.asarray(betaincinv(ticked + 1, others, 1 - tail), dtype=float)
    return _limits(low, high, share, n)


def jeffreys(share: ArrayLike, n: ArrayLike, confidence: float = 0.95) -> tuple[FloatArray, FloatArray]:
    """The equal-tailed posterior interval under Jeffreys' prior.

    Its lower limit is set to 0 where nobody ticked and its upper limit to 1 where everybody did.

    Args:
        share: As for `wilson`.
        n: As for `wilson`.
        confidence: As for `wilson`.

    Returns:
        As `wilson`.

    Source:
        Brown, Cai & DasGupta (2001), with their change at the two ends.
    """
    share, n = shares_and_sizes(share, n)
    tail = tail_probability(confidence)
    ticked, others = _counts(share, n)
    low = np.asarray(betaincinv(ticked + 0.5, others + 0.5, tail), dtype=float)
    high = np.asarray(betaincinv(ticked + 0.5, others + 0.5, 1 - tail), dtype=float)
    return _limits(low, high, share, n)


def _counts(share: FloatArray, n: FloatArray) -> tuple[FloatArray, FloatArray]:
    """How many ticked and how many did not, whole or not."""
    with np.errstate(invalid="ignore"):  # nobody of an infinite base; `_limits` knows what to put there
        return share * n, (1 - share) * n


def _limits(low: FloatArray, high: FloatArray, share: FloatArray, n: FloatArray) -> tuple[FloatArray, FloatArray]:
    """Put in what the formulas only come near: the ends of the scale, and a share known exactly."""
    known = np.isinf(n)
    unknown = np.isnan(n) | np.isnan(share)
    low = np.where(known | (share == 0), share, np.maximum(low, 0.0))
    high = np.where(known | (share == 1), share, np.minimum(high, 1.0))
    return np.where(unknown, np.nan, low), np.where(unknown, np.nan, high)


INTERVALS: dict[str, ShareInterval] = {
    "wilson": wilson,
    "clopper-pearson": clopper_pearson,
    "jeffreys": jeffreys,
}
