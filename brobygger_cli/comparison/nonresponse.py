"""Those who did not answer: how far a share and a change could be off, and what would make a finding vanish."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from brobygger_cli.comparison.effective import is_weighted
from brobygger_cli.methods import nonresponse

if TYPE_CHECKING:
    import numpy.typing as npt

    Floats = npt.NDArray[np.float64]

# Every word of the column `sturdiness`, with what it means; docs/reference.md lists them, a test compares.
STURDINESS: dict[str, str] = {
    "worst_case": "a change was found, and whatever those who did not answer think, it goes the same way",
    "unless": "a change was found; it goes the same way unless those who did not answer differ from those who did by "
    "more than `tipping_difference`",
    "not_significant": "no change was found, so there is none that could be sturdy",
}


def bounds_of_shares(pairs: pd.DataFrame, shares: pd.DataFrame) -> pd.DataFrame:
    """Return how far every share and change could be off.

    Args:
        pairs: Rows as `people.with_people` gives them.
        shares: The comparison of the same rows, as `shares.compare_shares` gives it.

    Returns:
        For each wave `…_worst_low` and `…_worst_high`, and `change_worst_low`, `change_worst_high`,
        `tipping_share` and `tipping_difference`. Shares 0-1, but the tipping share may lie beyond, where no share
        would do; changes -1 to 1. NaN where the number invited is not known; the tipping figures also where
        respondents are weighted, the last one where the change cannot vanish.
    """
    of_waves = [worst_case(pairs, wave) for wave in ("baseline", "followup")]
    worst = pd.concat(of_waves, axis=1)
    worst["change_worst_low"] = worst["followup_worst_low"] - worst["baseline_worst_high"]
    worst["change_worst_high"] = worst["followup_worst_high"] - worst["baseline_worst_low"]
    (base0, unknown0), (base1, unknown1) = (_people(pairs, wave) for wave in ("baseline", "followup"))
    (low0, high0), (low1, high1) = (
        [pairs[f"{wave}_count_{end}"].to_numpy(dtype=float) for end in ("min", "max")]
        for wave in ("baseline", "followup")
    )
    share0, share1 = (shares[f"{wave}_share"].to_numpy(dtype=float) for wave in ("baseline", "followup"))
    worst["tipping_share"] = nonresponse.tipping_share(share0, share1, base1, unknown1)
    # Of the changes that print allows, the one that vanishes first is next to no change: at either end.
    either_end = [
        nonresponse.tipping_difference(count0, base0, unknown0, count1, base1, unknown1)
        for count0, count1 in ((low0, high1), (high0, low1))
    ]
    least = np.where(worst_changes_cross_zero(worst), np.minimum(*either_end), np.nan)
    straddles = (shares["change_min"] <= 0) & (shares["change_max"] >= 0)
    worst["tipping_difference"] = np.where(straddles & ~np.isnan(least), 0.0, least)
    # A weighted change is not the one that those who did not answer would tip.
    worst.loc[is_weighted(pairs), ["tipping_share", "tipping_difference"]] = np.nan
    return worst


def worst_changes_cross_zero(rows: pd.DataFrame) -> pd.Series:
    """Tell where those who did not answer could make the change vanish (columns of `bounds_of_shares`)."""
    return (rows["change_worst_low"] <= 0) & (rows["change_worst_high"] >= 0)


def worst_case(pairs: pd.DataFrame, wave: str) -> pd.DataFrame:
    """Return `…_worst_low` and `…_worst_high` of one wave; see `bounds_of_shares`.

    They are about people, each of whom counts one: weights say nothing of those who did not answer.
    """
    base, unknown = _people(pairs, wave)
    low = nonresponse.share_bounds(pairs[f"{wave}_count_min"], base, unknown)[0]
    high = nonresponse.share_bounds(pairs[f"{wave}_count_max"], base, unknown)[1]
    return pd.DataFrame({f"{wave}_worst_low": low, f"{wave}_worst_high": high}, index=pairs.index)


def sturdiness(rows: pd.DataFrame, alpha: float) -> pd.Series:
    """Return how sturdy the finding of every row is, None where that cannot be told.

    It cannot where there is no test, the number invited is not known or respondents are weighted.

    Args:
        rows: The comparison, with the columns of `bounds_of_shares` and `p_adjusted`.
        alpha: A change is found where the adjusted p-value is below it.
    """
    found = rows["p_adjusted"] < alpha
    words = np.where(found, np.where(worst_changes_cross_zero(rows), "unless", "worst_case"), "not_significant").astype(
        object
    )
    weighted = rows.filter(like="_design_effect").notna().any(axis=1)
    words[(rows["p_adjusted"].isna() | rows["change_worst_low"].isna() | weighted).to_numpy()] = None
    return pd.Series(words, index=rows.index, dtype=object)


def _people(pairs: pd.DataFrame, wave: str) -> tuple[Floats, Floats]:
    """Return how many answered, and of how many more it is not known what they would have."""
    base, unknown = (pairs[f"{wave}_{name}"].to_numpy(dtype=float) for name in ("base", "unknown"))
    return base, unknown
