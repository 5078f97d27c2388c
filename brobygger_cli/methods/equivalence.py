"""No change as a finding: two one-sided tests against a margin, read off an interval."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import ArrayLike

    from brobygger_cli.methods.arrays import StrArray


def verdict(p_value: ArrayLike, alpha: float, low: ArrayLike, high: ArrayLike, margin: ArrayLike) -> StrArray:
    """What a test of change and an interval within or beyond a margin say together.

    Two one-sided tests at `alpha`, of a change below minus the margin and of one above it, both reject exactly
    where the interval of confidence 1 - 2 alpha lies between the two.

    Args:
        p_value: Two-sided p-values 0-1 of no change, any shape; adjusted ones where many are judged at once.
        alpha: The level 0-1 of either finding.
        low: Lower limits of the change at a confidence of 1 - 2 alpha: .90 at an alpha of .05. All arrays are
            broadcast.
        high: Upper limits at the same confidence.
        margin: Changes smaller than this do not matter; a difference of shares 0-1.

    Returns:
        In the broadcast shape: "changed" where the test rejects and the interval is not within the margin,
        "trivial" where the test rejects and it is, "equivalent" where it is within and the test does not
        reject, "inconclusive" where neither is shown; empty where anything is NaN.

    Raises:
        ValueError: `alpha` is not between 0 and .5, or a margin lies outside 0-1.

    Source:
        Westlake (1972); Schuirmann (1987); Rogers, Howard & Vessey (1993) for the four outcomes.
    """
    p, lower, upper, limit = np.broadcast_arrays(
        *(np.asarray(part, dtype=float) for part in (p_value, low, high, margin))
    )
    if not 0 < alpha < 0.5:
        raise ValueError(f"A level lies between 0 and 0.5, such as 0.05; {alpha} does not.")
    if np.any((limit < 0) | (limit > 1)):
        raise ValueError("A margin lies outside 0-1; is it in percentage points?")
    unknown = np.isnan(p) | np.isnan(lower) | np.isnan(upper) | np.isnan(limit)
    significant = p < alpha
    within = (-limit < lower) & (upper < limit)
    return np.select(
        [unknown, significant & within, significant, within], ["", "trivial", "changed", "equivalent"], "inconclusive"
    )
