"""Sums of unknown counts: the smallest and largest value that each of them can have."""

from __future__ import annotations

from itertools import combinations
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable

ANY = 2**31  # more than any survey has respondents


class Range(NamedTuple):
    """The smallest and largest value that is possible."""

    low: int
    high: int


class _Sum(NamedTuple):
    unknowns: frozenset[int]
    less: frozenset[int]
    low: int
    high: int


class System:
    """Whole numbers of which some sums are known, or known to lie between limits."""

    def __init__(self) -> None:
        self._limits: list[Range] = []
        self._sums: list[_Sum] = []

    def unknown(self, low: int = 0, high: int = ANY) -> int:
        """Add a number that is not known, and return its place."""
        self._limits.append(Range(low, high))
        return len(self._limits) - 1

    def limit(self, unknowns: Iterable[int], low: int = 0, high: int = ANY, *, less: Iterable[int] = ()) -> None:
        """Say between what the sum of some of the numbers, less the sum of others, lies."""
        added, taken = frozenset(unknowns), frozenset(less)
        if len(added) == 1 and not taken:
            (place,) = added
            own = self._limits[place]
            self._limits[place] = Range(max(own.low, low), min(own.high, high))
        elif taken or not low <= sum(self._limits[place].low for place in added) <= self._most(added) <= high:
            self._sums.append(_Sum(added, taken, low, high))

    def _most(self, unknowns: Iterable[int]) -> int:
        return sum(self._limits[place].high for place in unknowns)

    def range_of(self, unknowns: Collection[int]) -> Range | None:
        """Return what the sum of some of the numbers can be; None where no numbers would do."""
        if any(limits.low > limits.high for limits in self._limits):
            return None
        pools = self._pools()
        if pools is None or len(unknowns) > 1:
            return self._searched(unknowns)
        (place,) = unknowns
        for members, total in pools:
            if place in members:
                others = [self._limits[other] for other in members if other != place]
                low = max(self._limits[place].low, total - sum(other.high for other in others))
                high = min(self._limits[place].high, total - sum(other.low for other in others))
                return Range(low, high) if low <= high else None
        return self._limits[place]

    def _pools(self) -> list[tuple[frozenset[int], int]] | None:
        """Return numbers that share nothing but their sums; None where it is not as simple as that."""
        if any(known.low != known.high or known.less for known in self._sums):
            return None
        left: dict[frozenset[int], int] = {}
        for known in sorted(self._sums, key=lambda known: len(known.unknowns)):
            members, total = known.unknowns, known.low
            for smaller, of_smaller in left.items():
                if smaller <= members:
                    members, total = members - smaller, total - of_smaller
            if members:
                left[members] = total
            elif total:
                return None
        disjoint = all(one.isdisjoint(other) for one, other in combinations(left, 2))
        return list(left.items()) if disjoint else None

    def _searched(self, unknowns: Collection[int]) -> Range | None:
        """Return the range by integer programming (branch and bound, HiGHS)."""
        from scipy.optimize import Bounds, LinearConstraint, milp  # noqa: PLC0415 - only where it is needed

        low, high = np.array(self._limits, dtype=float).T
        wanted = np.zeros(len(self._limits))
        wanted[list(unknowns)] = 1
        coefficients = np.zeros((len(self._sums), len(self._limits)))
        for row, known in enumerate(self._sums):
            coefficients[row, list(known.unknowns)] += 1
            coefficients[row, list(known.less)] -= 1
        limits = LinearConstraint(
            coefficients,
            [-np.inf if known.low <= -ANY else known.low for known in self._sums],
            [np.inf if known.high >= ANY else known.high for known in self._sums],
        )
        ends = []
        for direction in (1, -1):
            found = milp(
                direction * wanted,
                constraints=limits,
                bounds=Bounds(low, high),
                integrality=np.ones(len(wanted), dtype=np.int64),
                options={"mip_rel_gap": 0},
            )
            if found.x is None:
                return None
            ends.append(round(float(wanted @ found.x)))
        return Range(*ends)
