"""What the methods share: the array types, and the checks at their doors."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray
from scipy.special import ndtri

if TYPE_CHECKING:
    from numpy.typing import ArrayLike

FloatArray = NDArray[np.float64]
IntArray = NDArray[np.int64]
StrArray = NDArray[np.str_]

# Weighted shares and effective bases are sums of quotients and may miss 1 in the last digits; a percentage
# may not.
_ROUNDING = 1e-9


def shares_and_sizes(share: ArrayLike, n: ArrayLike) -> tuple[FloatArray, FloatArray]:
    """Shares and their bases as float arrays of one shape, ready to compute with.

    Args:
        share: Shares 0-1, any shape; NaN where there is none.
        n: Bases, broadcast against `share`: people or effective n. Infinite for a share known exactly.

    Returns:
        The shares, clipped to [0, 1], and the bases, where one of less than a person is NaN: a share of
        nobody is unknown, and NaN carries that through every formula.

    Raises:
        ValueError: A share lies outside 0-1 or a base is negative.
    """
    shares, sizes = np.broadcast_arrays(np.asarray(share, dtype=float), np.asarray(n, dtype=float))
    if np.any((shares < -_ROUNDING) | (shares > 1 + _ROUNDING)):
        raise ValueError("A share lies outside 0-1; is it a percentage, or a count above its base?")
    if np.any(sizes < 0):
        raise ValueError("A base is negative.")
    return np.clip(shares, 0.0, 1.0), np.where(sizes > 1 - _ROUNDING, sizes, np.nan)


def wave_counts(baseline: ArrayLike, followup: ArrayLike) -> tuple[IntArray, IntArray]:
    """The counts of one question in two waves, checked.

    Args:
        baseline: Count per option or scale step, shape (k,).
        followup: The same options in the same order, shape (k,).

    Returns:
        Both as integer arrays of shape (k,).

    Raises:
        ValueError: The two are not vectors of one length, or hold anything but whole, non-negative numbers.
    """
    waves = [np.asarray(wave) for wave in (baseline, followup)]
    if waves[0].ndim != 1 or waves[0].shape != waves[1].shape:
        raise ValueError("The two waves need one count for each of the same options.")
    counts = [wave.astype(np.int64) for wave in waves]
    if any(np.any((count < 0) | (count != wave)) for count, wave in zip(counts, waves, strict=True)):
        raise ValueError("Counts are whole numbers of people, and none is negative.")
    return counts[0], counts[1]


def tail_probability(confidence: float) -> float:
    """The probability left in each tail by a two-sided interval: .025 at a confidence of .95.

    Raises:
        ValueError: The confidence is not between 0 and 1.
    """
    if not 0 < confidence < 1:
        raise ValueError(f"A confidence lies between 0 and 1, such as 0.95; {confidence} does not.")
    return (1 - confidence) / 2


def normal_quantile(confidence: float) -> float:
    """The two-sided standard normal quantile: 1.96 at a confidence of .95."""
    return -float(ndtri(tail_probability(confidence)))
