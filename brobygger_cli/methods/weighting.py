"""Weights: made from what is known of the population, trimmed, and what they cost in precision."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import ArrayLike, NDArray

    from brobygger_cli.methods.arrays import FloatArray, IntArray


class EmptyCellError(ValueError):
    """A cell of a margin which the population or the respondents lack, so that no weight can fit both.

    Attributes:
        margin: Which margin, counted from 0.
        cell: Which of its cells, counted from 0.
        respondents: How many respondents are in it: 0 where only the population has somebody there, more where
            the population has nobody.
    """

    def __init__(self, margin: int, cell: int, respondents: int) -> None:
        lacking = "nobody of the population" if respondents else "no respondent"
        super().__init__(f"Cell {cell} of margin {margin} holds {lacking}.")
        self.margin = margin
        self.cell = cell
        self.respondents = respondents


class Raked(NamedTuple):
    """Weights that fit several margins.

    Attributes:
        weights: A weight per respondent with mean 1, shape (n,).
        rounds: How many times all margins were gone through.
        largest_departure: The largest difference left between a weighted share and its target, 0-1.
        converged: Whether that is within the tolerance.
    """

    weights: FloatArray
    rounds: int
    largest_departure: float
    converged: bool


class Trimmed(NamedTuple):
    """Weights none of which is above a limit.

    Attributes:
        weights: A weight per respondent, shape (n,), with the mean they had.
        trimmed: How many respondents had a weight above the limit.
    """

    weights: FloatArray
    trimmed: int


class _Margin(NamedTuple):
    known: NDArray[np.bool_]  # whose cell is known, shape (n,)
    cells: IntArray  # the cells of those
    shares: FloatArray  # of the population, per cell


def kish_effective_n(sum_of_weights: ArrayLike, sum_of_squares: ArrayLike) -> FloatArray:
    """How many equally weighted respondents would be as precise.

    Args:
        sum_of_weights: The weights of a base summed, any shape.
        sum_of_squares: Their squares summed; broadcast.

    Returns:
        Respondents, at most as many as there are; NaN where the base is empty.

    Source:
        Kish (1965).
    """
    weights, squares = _arrays(sum_of_weights, sum_of_squares)
    return np.divide(weights**2, squares, out=np.full_like(weights, np.nan), where=squares > 0)


def design_effect(n: ArrayLike, sum_of_weights: ArrayLike, sum_of_squares: ArrayLike) -> FloatArray:
    """How many times larger unequal weights make the variance of a share that does not go with them.

    Args:
        n: Respondents in the base, any shape.
        sum_of_weights: Their weights summed; all arguments are broadcast.
        sum_of_squares: The squares of their weights summed.

    Returns:
        A factor, 1 where all weights are equal; NaN where the base is empty.

    Source:
        Kish (1965).
    """
    return np.asarray(n, dtype=float) / kish_effective_n(sum_of_weights, sum_of_squares)


def linearised_standard_error(
    n: ArrayLike, w: ArrayLike, w2: ArrayLike, w_chosen: ArrayLike, w2_chosen: ArrayLike
) -> FloatArray:
    """The standard error of a weighted share, from sums over respondents.

    Unlike Kish's effective n it knows whether those who chose the option have large or small weights.

    Args:
        n: Respondents in the base, any shape.
        w: Their weights summed; all arguments are broadcast.
        w2: The squares of their weights summed.
        w_chosen: The weights of those who chose the option, summed.
        w2_chosen: The squares of the weights of those, summed.

    Returns:
        The standard error of the share `w_chosen / w` on the scale 0-1, as of a sample drawn with
        replacement; 0 where nobody or everybody chose, NaN where the base is less than two people.

    Source:
        Taylor linearisation of a ratio (Woodruff 1971), as `svymean` of the R package survey.
    """
    n, w, w2, w_chosen, w2_chosen = _arrays(n, w, w2, w_chosen, w2_chosen)
    known = (n > 1) & (w > 0)
    n, w = np.where(known, n, np.nan), np.where(known, w, np.nan)
    share = w_chosen / w
    # Taking one sum from another may leave a rounding error below 0.
    squares_of_others = np.maximum(w2 - w2_chosen, 0)
    squares = (1 - share) ** 2 * w2_chosen + share**2 * squares_of_others
    return np.asarray(np.sqrt(n / (n - 1) * squares) / w)


def poststratify(cells: ArrayLike, targets: ArrayLike, start: ArrayLike | None = None) -> FloatArray:
    """Weights with which the cells of one margin have the shares they have in the population.

    Args:
        cells: The cell of each respondent, shape (n,), counted from 0; -1 where it is unknown.
        targets: People or shares of the population per cell, shape (c,).
        start: Weights to begin with, positive, shape (n,); all alike if not given.

    Returns:
        A weight per respondent with mean 1, shape (n,). Those whose cell is unknown take no part: they keep
        the weight they started with, relative to the mean, which is 1 without `start`.

    Raises:
        EmptyCellError: Only the population or only the respondents have somebody in a cell.
        ValueError: The arrays do not fit together, or a target or weight is no such number.

    Source:
        Holt & Smith (1979).
    """
    return rake([(cells, targets)], start, max_rounds=1).weights


def rake(
    margins: Sequence[tuple[ArrayLike, ArrayLike]],
    start: ArrayLike | None = None,
    tolerance: float = 1e-10,
    max_rounds: int = 1000,
) -> Raked:
    """Weights with which the cells of several margins have the shares they have in the population.

    The margins are fitted in turn, again and again, until all of them fit at once.

    Args:
        margins: Cells and targets of each margin, as for `poststratify`. Each margin's targets are turned into
            shares, so that they need not have one total.
        start: As for `poststratify`.
        tolerance: The largest difference between a weighted share and its target that is let pass, 0-1.
        max_rounds: After how many rounds to give up; margins that contradict each other never fit.

    Returns:
        The weights and how well they fit. Those whose cell in a margin is unknown take no part in fitting that
        margin, and the shares of it are of the others.

    Raises:
        EmptyCellError: As for `poststratify`.
        ValueError: As for `poststratify`, or there is no margin.

    Source:
        Deming & Stephan (1940).
    """
    if not margins:
        raise ValueError("Weights need at least one margin.")
    n = np.size(margins[0][0])
    checked = [_margin(number, cells, targets, n) for number, (cells, targets) in enumerate(margins)]
    weights = _start(start, n)
    departure = math.inf
    rounds = 0
    while departure > tolerance and rounds < max_rounds:
        for margin in checked:
            observed = _weighted_shares(margin, weights)
            factor = np.divide(margin.shares, observed, out=np.ones_like(observed), where=observed > 0)
            weights[margin.known] *= factor[margin.cells]
        departure = max(float(np.abs(_weighted_shares(margin, weights) - margin.shares).max()) for margin in checked)
        rounds += 1
    return Raked(weights / weights.mean(), rounds, departure, departure <= tolerance)


def trim(weights: ArrayLike, largest: float) -> Trimmed:
    """Weights cut where they are large, with what is cut spread over the others.

    Each of the others gets the same addition; whom that lifts above the limit is cut in turn, until nobody is.

    Args:
        weights: A weight per respondent, shape (n,).
        largest: The limit as a multiple of the mean, above 1.

    Returns:
        The weights, whose mean is unchanged, and how many were above the limit at first.

    Raises:
        ValueError: The limit is not above the mean, so that nobody could take what is cut.

    Source:
        Potter (1990); with `strict = TRUE` as `trimWeights` of the R package survey.
    """
    if not largest > 1:
        raise ValueError(f"A limit for weights lies above their mean, such as 5 times; {largest} times does not.")
    result = np.asarray(weights, dtype=float)
    limit = largest * float(result.sum()) / max(result.size, 1)
    trimmed = int(np.sum(result > limit))
    while (above := result > limit).any():
        excess = float((result[above] - limit).sum())
        result = np.where(above, limit, result)
        below = result < limit
        result = np.where(below, result + excess / below.sum(), result)
    return Trimmed(result, trimmed)


def _arrays(*values: ArrayLike) -> tuple[FloatArray, ...]:
    return np.broadcast_arrays(*(np.asarray(value, dtype=float) for value in values))


def _margin(number: int, cells: ArrayLike, targets: ArrayLike, n: int) -> _Margin:
    """A margin as it is fitted, checked."""
    cell = np.asarray(cells)
    target = np.asarray(targets, dtype=float)
    if cell.shape != (n,):
        raise ValueError("Every margin needs one cell for each of the same respondents.")
    if target.ndim != 1 or not np.isfinite(target).all() or np.any(target < 0) or not target.any():
        raise ValueError("The targets of a margin are numbers of people or shares, one a cell, and not all 0.")
    if np.any((cell < -1) | (cell >= len(target)) | (cell != cell.astype(np.int64))):
        raise ValueError("A cell is the number of one of the targets, counted from 0, or -1.")
    known = cell >= 0
    cell = cell[known].astype(np.int64)
    respondents = np.bincount(cell, minlength=len(target))
    lacking = np.flatnonzero((target > 0) != (respondents > 0))
    lacking = lacking[(target[lacking] > 0) | (respondents[lacking] > 0)]
    if lacking.size:
        raise EmptyCellError(number, int(lacking[0]), int(respondents[lacking[0]]))
    return _Margin(known, cell, target / target.sum())


def _start(start: ArrayLike | None, n: int) -> FloatArray:
    """The weights to begin with, as a new array."""
    if start is None:
        return np.ones(n)
    weights = np.array(start, dtype=float)
    if weights.shape != (n,) or not np.isfinite(weights).all() or np.any(weights <= 0):
        raise ValueError("The weights to begin with are positive numbers, one for each respondent.")
    return weights


def _weighted_shares(margin: _Margin, weights: FloatArray) -> FloatArray:
    """The weighted share of each cell among those whose cell is known."""
    per_cell = np.bincount(margin.cells, weights[margin.known], minlength=len(margin.shares))
    return np.asarray(per_cell / per_cell.sum())
