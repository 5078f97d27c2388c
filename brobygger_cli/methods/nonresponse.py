"""Those who did not answer: how far they could move a share and a change, and what it would take to undo one."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from brobygger_cli.methods.arrays import FloatArray, shares_and_sizes

if TYPE_CHECKING:
    from numpy.typing import ArrayLike


def share_bounds(count: ArrayLike, n: ArrayLike, unknown: ArrayLike) -> tuple[FloatArray, FloatArray]:
    """The smallest and the largest share there can be among all: nobody, or everybody, of the others ticks.

    Args:
        count: How many ticked, any shape; weighted counts need not be whole.
        n: Of how many who answered. All arguments are broadcast.
        unknown: How many more people the share is about, who did not answer; NaN if not known.

    Returns:
        The two bounds as shares 0-1; both the share itself where `unknown` is 0. NaN where the base is 0 or
        anything is NaN.

    Raises:
        ValueError: A count is negative or above its base, or a base or `unknown` is negative.

    Source:
        Manski (1989).
    """
    wave = _wave(count, n, unknown)
    return wave.low, wave.high


def change_bounds(
    count_baseline: ArrayLike,
    n_baseline: ArrayLike,
    unknown_baseline: ArrayLike,
    count_followup: ArrayLike,
    n_followup: ArrayLike,
    unknown_followup: ArrayLike,
) -> tuple[FloatArray, FloatArray]:
    """The smallest and the largest change there can be among all, whatever the others in both waves think.

    Args:
        count_baseline: As for `share_bounds`, in the baseline. All arguments are broadcast.
        n_baseline: As for `share_bounds`.
        unknown_baseline: As for `share_bounds`.
        count_followup: As for `share_bounds`, in the follow-up.
        n_followup: As for `share_bounds`.
        unknown_followup: As for `share_bounds`.

    Returns:
        The two bounds of follow-up minus baseline, within [-1, 1]; NaN where a base is 0 or anything is NaN.

    Raises:
        ValueError: As `share_bounds`.

    Source:
        Manski (1989).
    """
    return _bounds_between(
        _wave(count_baseline, n_baseline, unknown_baseline), _wave(count_followup, n_followup, unknown_followup)
    )


def tipping_share(
    share_baseline: ArrayLike, share_followup: ArrayLike, n_followup: ArrayLike, unknown_followup: ArrayLike
) -> FloatArray:
    """The share among the follow-up's others at which the change vanishes.

    The baseline's others are taken to stand where its respondents do.

    Args:
        share_baseline: Shares 0-1 of those who answered in the baseline, any shape.
        share_followup: Shares 0-1 of those who answered in the follow-up. All arguments are broadcast.
        n_followup: How many answered in the follow-up.
        unknown_followup: How many more people its share is about, who did not answer; NaN if not known.

    Returns:
        The share, not held to 0-1: one outside says that the follow-up's others alone cannot undo the change.
        NaN where nobody is unknown, the base is 0 or anything is NaN.

    Raises:
        ValueError: A share lies outside 0-1, or a base or `unknown_followup` is negative.

    Source:
        Yan, Lee & Li (2009), the tipping-point analysis.
    """
    baseline, followup, n, unknown = np.broadcast_arrays(
        shares_and_sizes(share_baseline, 1)[0],
        *shares_and_sizes(share_followup, n_followup),
        _unknown_people(unknown_followup),
    )
    respondents_excess = n * (followup - baseline)
    nobody = np.full_like(unknown, np.nan)
    return np.asarray(baseline - np.divide(respondents_excess, unknown, out=nobody, where=unknown > 0), dtype=float)


def tipping_difference(
    count_baseline: ArrayLike,
    n_baseline: ArrayLike,
    unknown_baseline: ArrayLike,
    count_followup: ArrayLike,
    n_followup: ArrayLike,
    unknown_followup: ArrayLike,
) -> FloatArray:
    """The smallest difference between those who answered and those who did not with which the change could vanish.

    Were the others' share, in each wave, at most this far from the respondents' share, in either direction, the
    change among all could be 0; were it nearer in both waves, the change would keep its sign.

    Args:
        count_baseline: As for `change_bounds`. All arguments are broadcast.
        n_baseline: As for `change_bounds`.
        unknown_baseline: As for `change_bounds`.
        count_followup: As for `change_bounds`.
        n_followup: As for `change_bounds`.
        unknown_followup: As for `change_bounds`.

    Returns:
        The difference 0-1; 0 where there is no change, infinite where no difference undoes it, which is where
        `change_bounds` exclude 0. NaN where a base is 0 or anything is NaN.

    Raises:
        ValueError: As `change_bounds`.

    Source:
        Kline & Santos (2013): the breakdown point of a conclusion; for a share their distance is a difference.
    """
    baseline = _wave(count_baseline, n_baseline, unknown_baseline)
    followup = _wave(count_followup, n_followup, unknown_followup)
    change = followup.share - baseline.share
    gap = np.abs(change)
    # How much of the gap each wave's others can close at the most: all the way up, or all the way down.
    most0 = np.where(change > 0, baseline.high - baseline.share, baseline.share - baseline.low)
    most1 = np.where(change > 0, followup.share - followup.low, followup.high - followup.share)
    # At a difference d they close min(w0 d, most0) + min(w1 d, most1). That is the least of (w0 + w1) d,
    # most0 + w1 d, w0 d + most1 and most0 + most1, and the gap is closed once each of the four reaches it.
    difference = np.maximum.reduce(
        [
            _quotient(gap, baseline.weight + followup.weight),
            _quotient(gap - most0, followup.weight),
            _quotient(gap - most1, baseline.weight),
        ]
    )
    low, high = _bounds_between(baseline, followup)
    return np.where((low > 0) | (high < 0), np.inf, np.minimum(difference, 1.0))


class _Wave(NamedTuple):
    """A wave with its others: share of the respondents, weight of the others among all, bounds of the share."""

    share: FloatArray
    weight: FloatArray
    low: FloatArray
    high: FloatArray


def _wave(count: ArrayLike, n: ArrayLike, unknown: ArrayLike) -> _Wave:
    """One wave, checked, with NaN in every part of a row where any part is."""
    ticked, asked = np.broadcast_arrays(np.asarray(count, dtype=float), np.asarray(n, dtype=float))
    share, size = shares_and_sizes(np.divide(ticked, asked, out=np.full_like(asked, np.nan), where=asked > 0), asked)
    others = _unknown_people(unknown)
    everybody = size + others
    ticked = np.clip(ticked, 0, size)
    missing = np.isnan(ticked + everybody)
    return _Wave(
        np.where(missing, np.nan, share),
        np.where(missing, np.nan, others / everybody),
        ticked / everybody,
        (ticked + others) / everybody,
    )


def _unknown_people(unknown: ArrayLike) -> FloatArray:
    """The others as floats; without end they are as good as not known."""
    others = np.asarray(unknown, dtype=float)
    if np.any(others < 0):
        raise ValueError("A negative number of people did not answer; are there more answers than invitations?")
    return np.where(np.isinf(others), np.nan, others)


def _bounds_between(baseline: _Wave, followup: _Wave) -> tuple[FloatArray, FloatArray]:
    return followup.low - baseline.high, followup.high - baseline.low


def _quotient(gap: FloatArray, weight: FloatArray) -> FloatArray:
    """The difference that others of this weight need to close a gap; none where there are no others."""
    nothing = np.where(np.isnan(gap + weight), np.nan, 0.0)
    return np.divide(gap, weight, out=nothing, where=weight > 0)
