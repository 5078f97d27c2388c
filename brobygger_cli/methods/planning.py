"""Planning: which change two waves of given sizes can show, and how many answers a change needs.

Normal approximation to the two-sided test of two independent shares: the variance under no change is pooled,
the one under the change is not. Power counts significant changes in the right direction only. A finite
population enters through the effective n (`population.effective_n`) of each wave.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

import numpy as np
from scipy.special import ndtr, ndtri

from brobygger_cli.methods.arrays import FloatArray, normal_quantile, shares_and_sizes
from brobygger_cli.methods.population import effective_n

if TYPE_CHECKING:
    from numpy.typing import ArrayLike

# Each step halves a bracket that is at most 1 wide: 60 steps reach the last digit of a double.
_BISECTIONS = 60
# No more answers are looked for: up to here a float holds every whole number, and every sum of two.
_MOST_ANSWERS = 2.0**52


def smallest_detectable_change(
    share_baseline: ArrayLike,
    n_baseline: ArrayLike,
    n_followup: ArrayLike,
    direction: Literal[1, -1] = 1,
    alpha: float = 0.05,
    power: float = 0.8,
) -> FloatArray:
    """The smallest change of a share that would be found significant with this power.

    Args:
        share_baseline: Shares 0-1 of the baseline, any shape.
        n_baseline: Bases of the baseline; an effective n need not be whole, and is infinite for a share known
            exactly. All arrays are broadcast.
        n_followup: Bases of the follow-up.
        direction: 1 for a rise, -1 for a fall.
        alpha: Two-sided level 0-1 of the test.
        power: Power, at least .5 and below 1.

    Returns:
        Follow-up minus baseline, so negative for a fall; NaN where even a share of 1 (for a fall, of 0) would
        not be found with this power, where a base is 0 and where anything is NaN.

    Raises:
        ValueError: A share or the level lies outside 0-1, a base is negative, the power is outside .5-1, or the
            direction is neither 1 nor -1.

    Source:
        Fleiss, Levin & Paik (2003), chapter 4, without continuity correction.
    """
    if direction not in {1, -1}:
        raise ValueError(f"A direction is 1 for a rise or -1 for a fall; {direction} is neither.")
    p0, n0, n1 = np.broadcast_arrays(*shares_and_sizes(share_baseline, n_baseline), shares_and_sizes(0, n_followup)[1])
    z_alpha, z_power = normal_quantile(1 - alpha), _power_quantile(power)
    room = 1 - p0 if direction == 1 else p0

    def surplus(change: FloatArray) -> FloatArray:
        return _surplus(p0, n0, p0 + direction * change, n1, z_alpha, z_power)

    # The surplus is convex in the change and not above 0 at none: once a change is found, larger ones are.
    missed, enough = np.zeros_like(room), room
    for _ in range(_BISECTIONS):
        middle = (missed + enough) / 2
        inside = surplus(middle) >= 0
        missed, enough = np.where(inside, missed, middle), np.where(inside, middle, enough)
    return np.where((room > 0) & (surplus(room) >= 0), direction * enough, np.nan)


def power_of_change(
    share_baseline: ArrayLike,
    n_baseline: ArrayLike,
    share_followup: ArrayLike,
    n_followup: ArrayLike,
    alpha: float = 0.05,
) -> FloatArray:
    """The probability that a change is found significant, and in its own direction.

    Args:
        share_baseline: As for `smallest_detectable_change`. All arrays are broadcast.
        n_baseline: As for `smallest_detectable_change`.
        share_followup: Shares 0-1 of the follow-up.
        n_followup: As for `smallest_detectable_change`.
        alpha: As for `smallest_detectable_change`.

    Returns:
        The power 0-1, alpha / 2 where there is no change. Where nothing can vary (both shares 0 or 1, or both
        bases infinite) it is 1 or 0. NaN where a base is 0 or anything is NaN.

    Raises:
        ValueError: A share or the level lies outside 0-1, or a base is negative.

    Source:
        As `smallest_detectable_change`.
    """
    p0, n0, p1, n1 = np.broadcast_arrays(
        *shares_and_sizes(share_baseline, n_baseline), *shares_and_sizes(share_followup, n_followup)
    )
    unchanged, changed = _standard_errors(p0, n0, p1, n1)
    surplus = np.abs(p1 - p0) - normal_quantile(1 - alpha) * unchanged
    certain = np.where(np.isnan(surplus), np.nan, np.where(surplus > 0, np.inf, -np.inf))
    return np.asarray(ndtr(np.divide(surplus, changed, out=certain, where=changed > 0)), dtype=float)


def answers_needed(
    share_baseline: ArrayLike,
    n_baseline: ArrayLike,
    change: ArrayLike,
    population: ArrayLike = np.inf,
    alpha: float = 0.05,
    power: float = 0.8,
) -> FloatArray:
    """The smallest number of answers in the follow-up with which a change would be found with this power.

    Args:
        share_baseline: As for `smallest_detectable_change`. All arrays are broadcast.
        n_baseline: The baseline's base as the test is to see it. Where the baseline too is judged as a finite
            population, this is already its effective n; `population` is not applied to it.
        change: Follow-up minus baseline, within [-1, 1]; negative for a fall.
        population: How many people the follow-up can reach; the answers count by their effective n among these.
            Infinite for no correction, and no limit.
        alpha: As for `smallest_detectable_change`.
        power: As for `smallest_detectable_change`.

    Returns:
        A whole number of people, from 1 to `population`. NaN where no number suffices: the baseline alone is too
        small, everybody's answer is not enough, the change is 0 or leads out of 0-1. NaN also where a base or a
        population is 0 or anything is NaN.

    Raises:
        ValueError: As `smallest_detectable_change`.

    Source:
        As `smallest_detectable_change`.
    """
    p0, n0, difference, people = np.broadcast_arrays(
        *shares_and_sizes(share_baseline, n_baseline),
        np.asarray(change, dtype=float),
        np.floor(np.asarray(population, dtype=float)),
    )
    z_alpha, z_power = normal_quantile(1 - alpha), _power_quantile(power)
    p1 = _share_or_nan(p0 + difference)
    possible = (np.abs(p1 - p0) > 0) & (people >= 1)
    people = np.where(possible, people, np.nan)

    def surplus(answers: FloatArray) -> FloatArray:
        return _surplus(p0, n0, p1, effective_n(answers, people), z_alpha, z_power)

    # The more answers, the smaller both standard errors.
    too_few, enough = np.where(possible, 0.0, np.nan), np.minimum(people, _MOST_ANSWERS)
    sufficient = surplus(enough) >= 0
    while np.any(enough - too_few > 1):
        # Rounded up, so that a row that is done tries its sufficient number again.
        middle = np.ceil((too_few + enough) / 2)
        inside = surplus(middle) >= 0
        too_few, enough = np.where(inside, too_few, middle), np.where(inside, middle, enough)
    return np.where(sufficient, enough, np.nan)


def _standard_errors(p0: FloatArray, n0: FloatArray, p1: FloatArray, n1: FloatArray) -> tuple[FloatArray, FloatArray]:
    """The standard error of the observed change if there were none, and if it is p1 - p0."""
    per0, per1 = 1 / n0, 1 / n1
    both = per0 + per1
    # The waves' parts of all answers, written so that one infinite base leaves the other a part of 0.
    part1 = np.divide(per0, both, out=np.full_like(both, 0.5), where=both > 0)
    pooled = p0 + part1 * (p1 - p0)
    unchanged = np.sqrt(pooled * (1 - pooled) * both)
    return unchanged, np.sqrt(p0 * (1 - p0) * per0 + p1 * (1 - p1) * per1)


def _surplus(
    p0: FloatArray, n0: FloatArray, p1: FloatArray, n1: FloatArray, z_alpha: float, z_power: float
) -> FloatArray:
    """By how much the change exceeds what can be found: not below 0 where the power is reached."""
    unchanged, changed = _standard_errors(p0, n0, p1, n1)
    return np.abs(p1 - p0) - z_alpha * unchanged - z_power * changed


def _share_or_nan(share: FloatArray) -> FloatArray:
    """A share that a sum led to, 0 or 1 where it misses them in the last digits; NaN off the scale."""
    nearest = np.clip(share, 0.0, 1.0)
    return np.where(np.abs(share - nearest) < 1e-9, nearest, np.nan)


def _power_quantile(power: float) -> float:
    """The standard normal quantile of the power: .84 at .8. Below .5 a larger change can have less power."""
    if not 0.5 <= power < 1:
        raise ValueError(f"A power lies between 0.5 and 1, such as 0.8; {power} does not.")
    return float(ndtri(power))
