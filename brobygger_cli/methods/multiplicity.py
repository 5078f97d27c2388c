"""Adjusting p-values for how many there are in a family."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import ArrayLike, NDArray

    from brobygger_cli.methods.arrays import FloatArray


class Adjustment(Protocol):
    """What every adjustment takes and gives; see `holm`."""

    def __call__(self, p: ArrayLike, size: int | None = None) -> FloatArray:
        """The adjusted p-values, in the order given."""


def holm(p: ArrayLike, size: int | None = None) -> FloatArray:
    """Holm's step-down adjustment: the chance of even one false finding in the family stays below alpha.

    Args:
        p: The family's p-values 0-1, shape (m,). NaN is a member whose p is not to be had: it ranks as 1
            among the others, so that the family does not shrink where a test fails.
        size: How many belong to the family, if not all are in `p`; those absent rank as 1 too.

    Returns:
        Adjusted p-values, shape (m,), never above 1 and in the order of the raw ones; NaN where `p` is.

    Raises:
        ValueError: `p` is no vector of probabilities, or `size` is below its length.

    Source:
        Holm (1979).
    """
    family, m = _family(p, size)
    order = np.argsort(family, kind="stable")
    stepped = np.maximum.accumulate(family[order] * np.arange(m, 0, -1))
    return _in_place(stepped, order, p)


def benjamini_hochberg(p: ArrayLike, size: int | None = None) -> FloatArray:
    """Benjamini & Hochberg's step-up adjustment: the expected part of false findings among the findings.

    Args:
        p: As for `holm`.
        size: As for `holm`.

    Returns:
        As `holm`.

    Raises:
        ValueError: As `holm`.

    Source:
        Benjamini & Hochberg (1995).
    """
    family, m = _family(p, size)
    order = np.argsort(family, kind="stable")
    stepped = np.minimum.accumulate((family[order] * m / np.arange(1, m + 1))[::-1])[::-1]
    return _in_place(stepped, order, p)


def unadjusted(p: ArrayLike, size: int | None = None) -> FloatArray:
    """No adjustment: the raw p-values, checked as by the others.

    Args:
        p: As for `holm`.
        size: As for `holm`.

    Returns:
        The p-values, shape (m,).

    Raises:
        ValueError: As `holm`.
    """
    family, m = _family(p, size)
    return _in_place(family, np.arange(m), p)


def _family(p: ArrayLike, size: int | None) -> tuple[FloatArray, int]:
    """The p-values of the whole family, those not to be had as 1 after the others, and how many they are."""
    given = np.asarray(p, dtype=float)
    if given.ndim != 1 or np.any((given < 0) | (given > 1)):
        raise ValueError("A family of p-values is one vector of numbers between 0 and 1.")
    m = len(given) if size is None else size
    if m < len(given):
        raise ValueError(f"A family of {m} cannot have {len(given)} p-values.")
    family = np.ones(m)
    family[: len(given)] = np.where(np.isnan(given), 1.0, given)
    return family, m


def _in_place(adjusted: FloatArray, order: NDArray[np.intp], p: ArrayLike) -> FloatArray:
    """Adjusted p-values back in the order they were given in, without those that were not."""
    given = np.asarray(p, dtype=float)
    family = np.empty_like(adjusted)
    family[order] = np.minimum(adjusted, 1.0)
    return np.where(np.isnan(given), np.nan, family[: len(given)])


ADJUSTMENTS: dict[str, Adjustment] = {
    "holm": holm,
    "bh": benjamini_hochberg,
    "none": unadjusted,
}
