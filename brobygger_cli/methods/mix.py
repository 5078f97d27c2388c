"""The mix of groups: how much of a change is theirs, and a share of all from groups that were asked unevenly."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from brobygger_cli.methods.arrays import FloatArray, shares_and_sizes
from brobygger_cli.methods.change_intervals import ChangeInterval, miettinen_nurminen
from brobygger_cli.methods.share_intervals import wilson

if TYPE_CHECKING:
    from numpy.typing import ArrayLike

# Effective bases are quotients of sums and may miss their population in the last digits.
_ROUNDING = 1 + 1e-9


class Mix(NamedTuple):
    """The change of a share of all, taken apart. Shapes: (...) for all, (..., groups) for each group.

    Attributes:
        change: The change of the share of all, follow-up minus baseline, -1 to 1.
        within: The part of it that is change within the groups.
        mix: The part of it that comes from other groups making up the whole; `within + mix == change`.
        within_by_group: Each group's contribution to `within`, which is their sum.
        mean_part: Each group's part of all 0-1, the mean of both waves.
    """

    change: FloatArray
    within: FloatArray
    mix: FloatArray
    within_by_group: FloatArray
    mean_part: FloatArray


class Within(NamedTuple):
    """The change within groups, with its uncertainty.

    Attributes:
        within: The change within groups, -1 to 1.
        standard_error: Its standard error, the groups' parts taken as given.
        low: The lower limit of its interval.
        high: The upper limit of its interval.
    """

    within: FloatArray
    standard_error: FloatArray
    low: FloatArray
    high: FloatArray


class Stratified(NamedTuple):
    """A share of a whole population whose groups were asked separately.

    Attributes:
        share: The share 0-1 of the population.
        standard_error: Its standard error, finite population correction included.
        low: The lower limit of its interval.
        high: The upper limit of its interval.
    """

    share: FloatArray
    standard_error: FloatArray
    low: FloatArray
    high: FloatArray


def kitagawa(
    shares_baseline: ArrayLike, bases_baseline: ArrayLike, shares_followup: ArrayLike, bases_followup: ArrayLike
) -> Mix:
    """Kitagawa's decomposition of the change of a share into change within groups and change of their mix.

    Args:
        shares_baseline: Observed shares 0-1 of each group in the baseline, shape (..., groups).
        bases_baseline: How many each group counts for among all: people, weighted people or a population,
            not an effective n. All arguments are broadcast.
        shares_followup: The same groups' shares in the follow-up.
        bases_followup: As `bases_baseline`, in the follow-up.

    Returns:
        The parts, which add up exactly. A group empty in both waves takes no part. A group empty in one wave
        has no share there, and so no change: `change` is known, how it divides is not (NaN). A wave without
        anybody, or a base or share that is NaN: NaN.

    Raises:
        ValueError: A share lies outside 0-1 or a base is negative.

    Source:
        Kitagawa (1955).
    """
    p0, part0 = _shares_and_parts(shares_baseline, bases_baseline)
    p1, part1 = _shares_and_parts(shares_followup, bases_followup)
    mean_part = (part0 + part1) / 2
    within_by_group = _product(mean_part, p1 - p0)
    mix = np.where(mean_part == 0, 0.0, (p0 + p1) / 2 * (part1 - part0)).sum(axis=-1)
    change = _product(part1, p1).sum(axis=-1) - _product(part0, p0).sum(axis=-1)
    return Mix(change, within_by_group.sum(axis=-1), mix, within_by_group, mean_part)


def within_interval(
    mean_part: ArrayLike,
    shares_baseline: ArrayLike,
    n_baseline: ArrayLike,
    shares_followup: ArrayLike,
    n_followup: ArrayLike,
    confidence: float = 0.95,
    interval: ChangeInterval = miettinen_nurminen,
) -> Within:
    """The change within groups with its interval: the groups' intervals, weighted, squared and added (MOVER).

    The groups' parts are taken as given, as in a standardised rate.

    Args:
        mean_part: Each group's part of all 0-1, shape (..., groups), as from `kitagawa`.
        shares_baseline: Observed shares 0-1 of each group in the baseline, shape (..., groups).
        n_baseline: Bases of the baseline; an effective n need not be whole. All arguments are broadcast.
        shares_followup: The same groups' shares in the follow-up.
        n_followup: Bases of the follow-up.
        confidence: Two-sided confidence 0-1.
        interval: The interval of each group's change.

    Returns:
        The change, its standard error and its limits, shape (...). A group of part 0 takes no part. Where
        another group's base is 0 or anything is NaN: all NaN; where another's is 1: no standard error.

    Raises:
        ValueError: A part or share lies outside 0-1, a base is negative, or the confidence is not between 0
            and 1.

    Source:
        Zou & Donner (2008), for a weighted sum.
    """
    p0, n0 = shares_and_sizes(shares_baseline, n_baseline)
    p1, n1 = shares_and_sizes(shares_followup, n_followup)
    part, _ = shares_and_sizes(mean_part, 1)
    low, high = interval(p0, n0, p1, n1, confidence)
    change = np.where(np.isnan(low), np.nan, p1 - p0)
    within = _product(part, change).sum(axis=-1)
    return Within(
        within,
        np.sqrt((_product(part**2, _variance(p0, n0) + _variance(p1, n1))).sum(axis=-1)),
        within - np.sqrt((_product(part, change - low) ** 2).sum(axis=-1)),
        within + np.sqrt((_product(part, high - change) ** 2).sum(axis=-1)),
    )


def stratified_share(shares: ArrayLike, n: ArrayLike, population: ArrayLike, confidence: float = 0.95) -> Stratified:
    """The share of a population whose groups were asked unevenly: each counts for as many as it has members.

    The interval squares and adds the groups' Wilson intervals (MOVER). Wilson's interval of the share of all
    at the effective n that its variance suggests would not do: a small group where nobody or everybody ticked
    has no variance, and would be taken as known however many it stands for.

    Args:
        shares: Observed shares 0-1 of each group, shape (..., groups).
        n: Bases of each group; an effective n need not be whole, but is one without finite population
            correction, which is made here. All arguments are broadcast.
        population: How many members each group has.
        confidence: Two-sided confidence 0-1.

    Returns:
        The share with its standard error and limits, shape (...); each times all members is a number of
        people. A group without members takes no part, and one where all answered adds no uncertainty. Where
        another group's base is 0, or anything is NaN or a population infinite: all NaN; where it is one of
        several members: the share alone. With many groups of a few respondents each the interval can be
        too short: five of six respondents each, large populations and a share of .05 give it 87 % for 95.

    Raises:
        ValueError: A share lies outside 0-1, a base or population is negative, a base is above its
            population, or the confidence is not between 0 and 1.

    Source:
        Cochran (1977), chapter 5; for the interval Zou & Donner (2008).
    """
    given, sizes = shares_and_sizes(shares, n)
    p, size, members = np.broadcast_arrays(given, sizes, np.asarray(population, dtype=float))
    if np.any(size > members * _ROUNDING):
        raise ValueError("A base is above its population.")
    members = np.where(np.isinf(members), np.nan, members)
    part = _parts(members)
    p = np.where(np.isnan(size), np.nan, p)
    missing = np.maximum(members - size, 0.0)
    # The n at which share (1 - share) / n is the variance, (1 - n / N) share (1 - share) / (n - 1).
    effective = np.divide((size - 1) * members, missing, out=np.full(size.shape, np.inf), where=missing != 0)
    effective = np.where(effective < 1, np.nan, effective)
    low, high = wilson(p, effective, confidence)
    share = _product(part, p).sum(axis=-1)
    return Stratified(
        share,
        np.sqrt(_product(part**2, p * (1 - p) / effective).sum(axis=-1)),
        share - np.sqrt((_product(part, p - low) ** 2).sum(axis=-1)),
        share + np.sqrt((_product(part, high - p) ** 2).sum(axis=-1)),
    )


def _shares_and_parts(shares: ArrayLike, bases: ArrayLike) -> tuple[FloatArray, FloatArray]:
    """Each group's share, unknown where the group is empty, and its part of all."""
    p, _ = shares_and_sizes(shares, 1)
    p, members = np.broadcast_arrays(p, np.asarray(bases, dtype=float))
    return np.where(members == 0, np.nan, p), _parts(members)


def _parts(members: FloatArray) -> FloatArray:
    """Each group's part of all, NaN where there is nobody at all."""
    if np.any(members < 0):
        raise ValueError("A base or a population is negative.")
    total = members.sum(axis=-1, keepdims=True)
    part: FloatArray = np.divide(
        members, total, out=np.full(members.shape, np.nan), where=(total > 0) & np.isfinite(total)
    )
    return part


def _product(part: FloatArray, value: FloatArray) -> FloatArray:
    """Each group's value times its part: 0 where it has no part, though its value is unknown."""
    return np.where(part == 0, 0.0, part * value)


def _variance(share: FloatArray, n: FloatArray) -> FloatArray:
    """The unbiased estimate of the variance of a share, which one respondent does not give."""
    variance: FloatArray = np.divide(share * (1 - share), n - 1, out=np.full(share.shape, np.nan), where=n > 1)
    return variance
