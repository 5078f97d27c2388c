"""Confidence intervals for the change of a share between two independent waves."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

import numpy as np

from brobygger_cli.methods.arrays import FloatArray, normal_quantile, shares_and_sizes
from brobygger_cli.methods.share_intervals import wilson

if TYPE_CHECKING:
    from numpy.typing import ArrayLike

# Each step halves a bracket that is at most 2 wide: 60 steps reach the last digit of a double.
_BISECTIONS = 60
# A handful where the roots lie apart; where two nearly meet, each step halves the distance until they do not.
_NEWTON_STEPS = 60


class ChangeInterval(Protocol):
    """What every interval for a change takes and gives; see `miettinen_nurminen`."""

    def __call__(
        self,
        share_baseline: ArrayLike,
        n_baseline: ArrayLike,
        share_followup: ArrayLike,
        n_followup: ArrayLike,
        confidence: float = 0.95,
    ) -> tuple[FloatArray, FloatArray]:
        """The lower and the upper limit of each change, follow-up minus baseline."""


def miettinen_nurminen(
    share_baseline: ArrayLike,
    n_baseline: ArrayLike,
    share_followup: ArrayLike,
    n_followup: ArrayLike,
    confidence: float = 0.95,
) -> tuple[FloatArray, FloatArray]:
    """The score interval: every change that the score test with the factor N / (N - 1) would not reject.

    At a change of 0 that test is the N-1 chi-squared test (`change_tests.n_minus_1`), so the interval
    excludes 0 exactly where that p-value is below 1 - confidence.

    Args:
        share_baseline: Observed shares 0-1 of the baseline, any shape.
        n_baseline: Bases of the baseline; an effective n need not be whole. All arguments are broadcast.
        share_followup: Observed shares 0-1 of the follow-up.
        n_followup: Bases of the follow-up.
        confidence: Two-sided confidence 0-1.

    Returns:
        Lower and upper limits of follow-up minus baseline, within [-1, 1] and around the observed change, in
        the broadcast shape; NaN where a base is 0 or anything is NaN. An infinite base is a share known
        exactly, and only the other wave's uncertainty (Wilson's, which is this interval's limit) is left.

    Source:
        Miettinen & Nurminen (1985); the restricted estimate as in Farrington & Manning (1990).
    """
    p0, n0, p1, n1 = _two_waves(share_baseline, n_baseline, share_followup, n_followup)
    known = np.isinf(n0) | np.isinf(n1)
    n0_finite, n1_finite = np.where(known, 1.0, n0), np.where(known, 1.0, n1)
    change = p1 - p0
    z = normal_quantile(confidence)

    def limit(end: float) -> FloatArray:
        rejected, accepted = np.full_like(change, end), change
        for _ in range(_BISECTIONS):
            middle = (rejected + accepted) / 2
            variance = variance_under(middle, p0, n0_finite, p1, n1_finite)
            inside = (change - middle) ** 2 <= z**2 * variance
            rejected, accepted = np.where(inside, rejected, middle), np.where(inside, middle, accepted)
        return accepted

    low, high = newcombe(p0, n0, p1, n1, confidence)
    return np.where(known, low, limit(-1.0)), np.where(known, high, limit(1.0))


def newcombe(
    share_baseline: ArrayLike,
    n_baseline: ArrayLike,
    share_followup: ArrayLike,
    n_followup: ArrayLike,
    confidence: float = 0.95,
) -> tuple[FloatArray, FloatArray]:
    """The hybrid score interval: the two waves' Wilson limits, squared and added.

    Args:
        share_baseline: As for `miettinen_nurminen`.
        n_baseline: As for `miettinen_nurminen`.
        share_followup: As for `miettinen_nurminen`.
        n_followup: As for `miettinen_nurminen`.
        confidence: As for `miettinen_nurminen`.

    Returns:
        As `miettinen_nurminen`; but 0 may be inside while the N-1 test rejects, or the reverse.

    Source:
        Newcombe (1998b), method 10.
    """
    p0, n0, p1, n1 = _two_waves(share_baseline, n_baseline, share_followup, n_followup)
    low0, high0 = wilson(p0, n0, confidence)
    low1, high1 = wilson(p1, n1, confidence)
    change = p1 - p0
    return change - np.hypot(p1 - low1, high0 - p0), change + np.hypot(high1 - p1, p0 - low0)


def _two_waves(
    share_baseline: ArrayLike, n_baseline: ArrayLike, share_followup: ArrayLike, n_followup: ArrayLike
) -> tuple[FloatArray, FloatArray, FloatArray, FloatArray]:
    """Both waves in one shape, and NaN in every part of a row where any part is."""
    p0, n0 = shares_and_sizes(share_baseline, n_baseline)
    p1, n1 = shares_and_sizes(share_followup, n_followup)
    p0, n0, p1, n1 = np.broadcast_arrays(p0, n0, p1, n1)
    unknown = np.isnan(p0) | np.isnan(n0) | np.isnan(p1) | np.isnan(n1)
    return (
        np.where(unknown, np.nan, p0),
        np.where(unknown, np.nan, n0),
        np.where(unknown, np.nan, p1),
        np.where(unknown, np.nan, n1),
    )


def variance_under(change: FloatArray, p0: FloatArray, n0: FloatArray, p1: FloatArray, n1: FloatArray) -> FloatArray:
    """The variance of the observed change if the true change were `change`, at the likeliest such shares."""
    total = n0 + n1
    r1 = _restricted_followup(change, p0, n0 / total, p1, n1 / total)
    r0 = r1 - change
    return (r0 * (1 - r0) / n0 + r1 * (1 - r1) / n1) * total / (total - 1)


def _restricted_followup(
    change: FloatArray, p0: FloatArray, w0: FloatArray, p1: FloatArray, w1: FloatArray
) -> FloatArray:
    """The follow-up's share that maximises the likelihood among pairs `change` apart.

    The likelihood's slope, times both variances, is the cubic x^3 + bx^2 + cx + d, whose three roots are real
    and whose middle root is sought. Farrington & Manning solve it by trigonometry, which keeps only half the
    digits where two roots nearly meet (large bases, shares at 0 or 1). Newton's method from the point of
    inflection cannot miss the middle root, as the curve bends away from it on either side, and it keeps them
    all. The waves' sizes enter only as their parts w0 + w1 = 1 of all respondents.
    """
    b = -(1 + w0 * p0 + w1 * p1 + change * (1 + w1))
    c = w1 * change**2 + change * (2 * w1 * p1 + 1) + w0 * p0 + w1 * p1
    r1 = -b / 3
    for _ in range(_NEWTON_STEPS):
        r0 = r1 - change
        # The cubic's value, in factors: its four terms would cancel.
        value = w1 * (p1 - r1) * r0 * (1 - r0) + w0 * (p0 - r0) * r1 * (1 - r1)
        slope = (3 * r1 + 2 * b) * r1 + c
        step = np.divide(value, slope, out=np.zeros_like(value), where=slope < 0)
        r1 = r1 - step
        if not np.any(np.abs(step) > 1e-15):
            break
    return np.clip(r1, np.maximum(change, 0), np.minimum(1 + change, 1))


INTERVALS: dict[str, ChangeInterval] = {
    "miettinen-nurminen": miettinen_nurminen,
    "newcombe": newcombe,
}
