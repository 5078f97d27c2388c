"""Contrasts between two groups: did one change more than the other between two independent waves?"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np
from scipy.special import ndtr

from brobygger_cli.methods.arrays import FloatArray, shares_and_sizes
from brobygger_cli.methods.change_intervals import ChangeInterval, miettinen_nurminen, variance_under
from brobygger_cli.methods.change_tests import Test2x2

if TYPE_CHECKING:
    from numpy.typing import ArrayLike

# Each step halves a right angle: 60 steps reach the last digit of a double.
_BISECTIONS = 60


class TwoWaves(NamedTuple):
    """The shares of one group in two waves, one option a row; a plain tuple in this order will do as well.

    Attributes:
        share_baseline: Observed shares 0-1 of the baseline, any shape; all are broadcast, the other group's
            included.
        n_baseline: Bases of the baseline; an effective n need not be whole and may be infinite.
        share_followup: Observed shares 0-1 of the follow-up.
        n_followup: Bases of the follow-up.
    """

    share_baseline: ArrayLike
    n_baseline: ArrayLike
    share_followup: ArrayLike
    n_followup: ArrayLike


def difference_of_changes(
    a: TwoWaves, b: TwoWaves, confidence: float = 0.95, interval: ChangeInterval = miettinen_nurminen
) -> tuple[FloatArray, FloatArray, FloatArray]:
    """The change of group b minus the change of group a: the two intervals, squared and added (MOVER).

    Args:
        a: The group compared with.
        b: The group compared, with other respondents than `a`.
        confidence: Two-sided confidence 0-1.
        interval: The interval of each group's change.

    Returns:
        The difference with its lower and upper limit, within [-2, 2], in the broadcast shape; NaN where a
        base is 0 or anything is NaN. An infinite base is a share known exactly.

    Raises:
        ValueError: A share lies outside 0-1, a base is negative, or the confidence is not between 0 and 1.

    Source:
        Zou & Donner (2008).
    """
    change_a, change_b = _change(a), _change(b)
    low_a, high_a = interval(*a, confidence)
    low_b, high_b = interval(*b, confidence)
    difference = change_b - change_a
    low = difference - np.hypot(change_b - low_b, high_a - change_a)
    high = difference + np.hypot(high_b - change_b, change_a - low_a)
    return np.where(np.isnan(low), np.nan, difference), low, high


def test_of_difference(a: TwoWaves, b: TwoWaves) -> Test2x2:
    """The test that two groups changed by the same: the interval of their difference, inverted.

    p is the level at which a limit of `difference_of_changes` with Miettinen-Nurminen intervals is exactly 0,
    so that the interval excludes 0 exactly where p is below 1 - confidence.

    Args:
        a: As for `difference_of_changes`.
        b: As for `difference_of_changes`.

    Returns:
        The statistic is a standard normal z, positive where b rose by more (or fell by less) than a, and has
        no df (NaN). The same change in both: statistic 0, p 1. A base is 0 or anything is NaN: all NaN. All
        bases infinite: what differs, differs with p 0.

    Raises:
        ValueError: A share lies outside 0-1 or a base is negative.

    Source:
        The interval is Zou & Donner's (2008) of Miettinen & Nurminen's (1985).
    """
    change_a, change_b = _change(a), _change(b)
    difference = np.asarray(change_b - change_a)
    # The limit is 0 where the distances from each group's change to its own limit are the two sides of a
    # right-angled triangle over the difference, and both limits belong to the same z. The angle between the
    # difference and b's side is sought.
    low, high = np.zeros_like(difference), np.full_like(difference, np.pi / 2)
    for _ in range(_BISECTIONS):
        angle = (low + high) / 2
        from_b, from_a = difference * np.cos(angle), difference * np.sin(angle)
        variance_a, variance_b = _variance(change_a + from_a, a), _variance(change_b - from_b, b)
        too_small = from_a**2 * variance_b < from_b**2 * variance_a
        low, high = np.where(too_small, angle, low), np.where(too_small, high, angle)
    # No difference has z 0, however little the variance.
    variance = np.where(difference == 0, 1.0, variance_a + variance_b)
    with np.errstate(divide="ignore"):
        statistic = difference / np.sqrt(variance)
    p_value = 2 * ndtr(-np.abs(statistic))
    method = np.where(np.isnan(p_value), "", "mover")
    return Test2x2(statistic, np.full_like(difference, np.nan), p_value, method)


def _change(group: TwoWaves) -> FloatArray:
    """The observed change, NaN where a base is 0."""
    share_baseline, n_baseline, share_followup, n_followup = group
    p0, n0 = shares_and_sizes(share_baseline, n_baseline)
    p1, n1 = shares_and_sizes(share_followup, n_followup)
    return np.where(np.isnan(n0) | np.isnan(n1), np.nan, p1 - p0)


def _variance(change: FloatArray, group: TwoWaves) -> FloatArray:
    """The variance of the observed change if the true one were `change`, as the interval has it.

    With an infinite base the share is known, and leaves the other wave's no choice.
    """
    share_baseline, n_baseline, share_followup, n_followup = group
    p0, n0 = shares_and_sizes(share_baseline, n_baseline)
    p1, n1 = shares_and_sizes(share_followup, n_followup)
    r0, r1 = np.clip(p1 - change, 0.0, 1.0), np.clip(p0 + change, 0.0, 1.0)
    known = np.isinf(n0) | np.isinf(n1)
    return np.select(
        [np.isinf(n0), np.isinf(n1)],
        [r1 * (1 - r1) / n1, r0 * (1 - r0) / n0],
        variance_under(np.clip(change, -1.0, 1.0), p0, np.where(known, 1.0, n0), p1, np.where(known, 1.0, n1)),
    )
