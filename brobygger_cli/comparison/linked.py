"""Shares of linked respondents: who took an item up, who gave it up, and the tests that know they are the same."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from brobygger_cli.comparison.effective import is_weighted, population_of
from brobygger_cli.methods import paired
from brobygger_cli.methods.population import effective_n
from brobygger_cli.transitions import CELLS

if TYPE_CHECKING:
    import numpy.typing as npt
    import pandas as pd

    from brobygger_cli.comparison.settings import Settings

    Floats = npt.NDArray[np.float64]


def compare_linked(pairs: pd.DataFrame, shares: pd.DataFrame, settings: Settings) -> pd.DataFrame:
    """Put what the pairs tell in place of what independent waves would.

    Where everybody of a row's bases is linked: McNemar's test and the interval for pairs. Where some are: Derrick's
    z8 over pairs and singles, and the score interval with the pairs' covariance in its effective n (which
    `effective.with_effective_n` has put there). Where they are
    weighted, that effective n serves test and interval alike, and the tests of independent waves stay.

    Args:
        pairs: Rows as `effective.with_effective_n` gives them, any kind but questions.
        shares: The comparison of the same rows, as `shares.compare_shares` gives it.
        settings: Which methods.

    Returns:
        `shares` with the rows that have pairs replaced, and the columns `pairs`, `leavers`, `newcomers`, `gained`
        and `lost`; NaN where nobody is linked.
    """
    compared = shares.copy()
    cells = {cell: pairs[cell].to_numpy(dtype=float) for cell in CELLS}
    linked = np.add.reduce(list(cells.values()))
    bases = [pairs[f"{wave}_base"].to_numpy(dtype=float) for wave in ("baseline", "followup")]
    leavers, newcomers = (base - linked for base in bases)
    compared["pairs"], compared["leavers"], compared["newcomers"] = linked, leavers, newcomers
    compared["gained"], compared["lost"] = cells["only_followup"], cells["only_baseline"]
    some = (linked > 0) & compared["p_value"].notna().to_numpy() & ~is_weighted(pairs).to_numpy()
    if not some.any():
        return compared
    both, lost, gained, neither = (cells[cell][some] for cell in CELLS)
    counts = [pairs[f"{wave}_count_min"].to_numpy(dtype=float)[some] for wave in ("baseline", "followup")]
    everybody = (leavers[some] == 0) & (newcomers[some] == 0)
    mcnemar = paired.mcnemar_mid_p(lost, gained)
    partly = paired.partly_paired(
        both, lost, gained, neither, counts[0] - both - lost, leavers[some], counts[1] - both - gained, newcomers[some]
    )
    rows = compared.index[some]
    compared.loc[rows, "test"] = np.where(everybody, mcnemar.method, partly.method)
    compared.loc[rows, "statistic"] = np.where(everybody, mcnemar.statistic, partly.statistic)
    compared.loc[rows, "df"] = np.nan
    # z8 is a normal approximation like the test it replaces; McNemar's is not.
    compared.loc[rows[everybody], "expected_low"] = False
    p_value = np.where(everybody, mcnemar.p_value, partly.p_value)
    compared.loc[rows, ["p_value", "p_value_min", "p_value_max"]] = np.column_stack([p_value] * 3)
    low, high = interval_of_pairs(pairs.loc[rows], settings, settings.confidence)
    whole = rows[everybody]
    limits = np.column_stack([low, high])[everybody]
    compared.loc[whole, ["change_low", "change_high"]] = limits
    compared.loc[whole, ["change_outer_low", "change_outer_high"]] = limits
    return compared


def interval_of_pairs(pairs: pd.DataFrame, settings: Settings, confidence: float) -> tuple[Floats, Floats]:
    """Return the interval for a change among people who all answered both waves.

    Args:
        pairs: Rows as `effective.with_effective_n` gives them.
        settings: Which estimand; where it is the population, every pair counts for what the correction makes it.
        confidence: Of the interval, 0-1.
    """
    cells = [pairs[cell].to_numpy(dtype=float) for cell in CELLS]
    worth = np.ones(len(pairs))
    if settings.estimand == "population":
        people = np.fmin(*(population_of(pairs, wave) for wave in ("baseline", "followup")))
        n: Floats = np.add.reduce(cells)
        with np.errstate(invalid="ignore"):
            worth = np.where((n > 0) & (people >= n), effective_n(n, np.fmax(people, n)) / n, np.nan)
    known = np.isinf(worth)  # everybody answered both: nothing is uncertain
    both, lost, gained, neither = (cell * np.where(known, 1.0, worth) for cell in cells)
    low, high = paired.newcombe_paired(both, lost, gained, neither, confidence)
    with np.errstate(invalid="ignore", divide="ignore"):
        change = (cells[2] - cells[1]) / np.add.reduce(cells)
    return np.where(known, change, low), np.where(known, change, high)
