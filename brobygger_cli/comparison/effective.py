"""How much the answers of a wave are worth: effective n under weights, a finite population, and overlap.

Everything that makes a share more or less certain than so many independent answers enters here, as the n of
independent answers that would be as certain; the intervals and tests that follow need to know of nothing else.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np

from brobygger_cli.comparison.pairs import exact
from brobygger_cli.methods import overlap, population
from brobygger_cli.methods.weighting import design_effect, kish_effective_n
from brobygger_cli.transitions import CELLS

if TYPE_CHECKING:
    import numpy.typing as npt
    import pandas as pd

    from brobygger_cli.comparison.settings import Settings

    Floats = npt.NDArray[np.float64]

_WAVES = ("baseline", "followup")

# Where everybody answers alike both times a change has no variance; tests of counts need numbers they can count with.
_LEAST_RATIO = 1e-6


def with_effective_n(pairs: pd.DataFrame, settings: Settings) -> pd.DataFrame:
    """Add to rows, as `people.with_people` gives them, what their answers are worth.

    Returns:
        The rows with, for each wave, `…_design_effect` (NaN unless weighted), `…_own_n` (Kish's effective n where
        respondents are weighted, else the base; with the finite population correction where the population is
        the estimand), `…_interval_n` (`own_n` with the overlap between the waves) and `…_test_n` (the same without
        the correction, as tests are about the process; without pairs, which have tests of their own, unless
        they are weighted).
    """
    added = pairs.copy()
    names = ("weight_base", "squares_base", "base")
    own = {}
    for wave in _WAVES:
        weight, squares, base = (added[f"{wave}_{name}"].to_numpy(dtype=float) for name in names)
        own[wave] = np.where(np.isnan(weight), base, kish_effective_n(weight, squares))
        added[f"{wave}_design_effect"] = design_effect(base, weight, squares)
        added[f"{wave}_own_n"] = own[wave] * _gain_of_population(added, wave, settings)
    ratio = _overlap_ratio(added, settings)
    of_tests = _overlap_ratio(added, replace(settings, estimand="process"))
    of_tests = np.where(added[CELLS[0]].isna() | is_weighted(added), np.fmax(of_tests, _LEAST_RATIO), 1.0)
    for wave in _WAVES:
        with np.errstate(divide="ignore"):
            added[f"{wave}_interval_n"] = added[f"{wave}_own_n"].to_numpy(dtype=float) / ratio
            added[f"{wave}_test_n"] = own[wave] / of_tests
    return added


def is_weighted(pairs: pd.DataFrame) -> pd.Series:
    """Tell which rows' respondents are weighted, in either wave."""
    return pairs[["baseline_weight_base", "followup_weight_base"]].notna().any(axis=1)


def shown_n(n: pd.Series, base: pd.Series) -> pd.Series:
    """Return an effective n as results show it: NaN where there is no base, or where nothing is uncertain."""
    return n.where((base > 0) & np.isfinite(n), np.nan)


def population_of(pairs: pd.DataFrame, wave: str) -> Floats:
    """Return how many people a row's share is about: those who answered and those who may belong to them.

    For a question that was asked of some only, nobody knows how many of those who did not answer would have been
    asked; all of them count, which makes the correction too small rather than too large.
    """
    return (pairs[f"{wave}_base"] + pairs[f"{wave}_unknown"]).to_numpy(dtype=float)


def _gain_of_population(pairs: pd.DataFrame, wave: str, settings: Settings) -> Floats:
    """Return by what the finite population correction multiplies an n: 1 where the process is the estimand."""
    base = pairs[f"{wave}_base"].to_numpy(dtype=float)
    if settings.estimand == "process":
        return np.ones(len(base))
    with np.errstate(invalid="ignore", divide="ignore"):
        gain: Floats = np.where(base > 0, population.effective_n(base, population_of(pairs, wave)) / base, 1.0)
    return gain


class _Overlapping:
    """The figures of two waves that overlap, one element per row."""

    def __init__(self, pairs: pd.DataFrame, settings: Settings) -> None:
        shares = [_share(pairs, wave) for wave in _WAVES]
        bases = [pairs[f"{wave}_base"].to_numpy(dtype=float) for wave in _WAVES]
        self.shares = (shares[0], shares[1])
        self.sizes = (shares[0], bases[0], shares[1], bases[1])
        self.cells = [pairs[cell].to_numpy(dtype=float) for cell in CELLS]
        linked: Floats = np.add.reduce(self.cells)
        stated = np.minimum(pairs["overlap_in_base"].to_numpy(dtype=float), np.fmin(*bases))
        self.known = ~np.isnan(linked)
        self.together = np.where(self.known, linked, stated)
        self.people = np.full(len(pairs), np.inf)
        if settings.estimand == "population":
            # Where the waves invited differently many, the smaller number credits the overlap with least; but it
            # has to hold everybody who answered in either wave.
            fewest = np.fmin(*(population_of(pairs, wave) for wave in _WAVES))
            least = np.fmax.reduce([*bases, np.add(*bases) - self.together])
            self.people = np.where(fewest > 0, np.fmax(fewest, least), np.inf)

    def ratio(self, covariance: Floats) -> Floats:
        """Return the variance of the change as a multiple of that of two independent waves."""
        return overlap.variance_ratio(*self.sizes, self.together, covariance, self.people)

    def extremes(self) -> tuple[Floats, Floats]:
        """Return the covariances of 0 or more that make the change least and most certain."""
        return overlap.widest_and_narrowest_covariance(*self.sizes, self.together, self.people)

    def covariance(self, correlation: float) -> Floats:
        """Return the covariance of a person's two answers: that of the pairs, or the one that is assumed."""
        widest, _ = self.extremes()
        assumed = widest if np.isnan(correlation) else overlap.covariance_of(*self.shares, correlation)
        # Fewer pairs than chance would put into both waves: then the more alike people answer the less certain is
        # the change, and so few pairs do not tell how alike.
        _, n0, _, n1 = self.sizes
        few = self.together < n0 * n1 / self.people
        of_pairs = np.where(few, widest, overlap.cautious_covariance(*self.cells))
        return np.where(self.known, of_pairs, assumed)


def _overlap_ratio(pairs: pd.DataFrame, settings: Settings) -> Floats:
    """Return by what the variance of the change is multiplied because some people answered both waves."""
    waves = _Overlapping(pairs, settings)
    ratio = waves.ratio(waves.covariance(settings.overlap_correlation))
    return np.where(np.isnan(ratio), 1.0, ratio)


def narrowest_n(pairs: pd.DataFrame, settings: Settings) -> tuple[Floats, Floats]:
    """Return both waves' n if people's answers were as alike as they can be, where an overlap is stated; else NaN.

    Args:
        pairs: Rows as `with_effective_n` gives them.
        settings: Which estimand.
    """
    waves = _Overlapping(pairs, settings)
    _, narrowest = waves.extremes()
    ratio = np.where(waves.known, np.nan, waves.ratio(narrowest))
    with np.errstate(divide="ignore"):
        baseline, followup = (pairs[f"{wave}_own_n"].to_numpy(dtype=float) / ratio for wave in _WAVES)
    return baseline, followup


def _share(pairs: pd.DataFrame, wave: str) -> Floats:
    base = pairs[f"{wave}_base"].to_numpy(dtype=float)
    with np.errstate(invalid="ignore", divide="ignore"):
        return np.where(base > 0, exact(pairs, wave).to_numpy(dtype=float) / base, np.nan)
