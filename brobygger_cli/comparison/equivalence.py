"""No change as a finding: verdicts against a margin within which a change is too small to matter."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from brobygger_cli.comparison.linked import interval_of_pairs
from brobygger_cli.methods import equivalence
from brobygger_cli.methods.change_intervals import INTERVALS

if TYPE_CHECKING:
    from brobygger_cli.comparison.settings import Settings
    from brobygger_cli.questionnaire.questionnaire import Questionnaire

# Every word of the column `verdict`, with what it means; docs/reference.md lists them, a test compares.
VERDICTS: dict[str, str] = {
    "changed": "a change was found, and it may be as large as the margin or larger",
    "trivial": "a change was found, and it is smaller than the margin",
    "equivalent": "no change was found, and any change is smaller than the margin",
    "inconclusive": "no change was found, and one as large as the margin is not ruled out",
}


def with_margins(
    pairs: pd.DataFrame, shares: pd.DataFrame, questionnaire: Questionnaire, settings: Settings
) -> pd.DataFrame:
    """Return the margin of every share, and the interval that is held against it.

    Args:
        pairs: Rows as `effective.with_effective_n` gives them.
        shares: The comparison of the same rows, as `linked.compare_linked` gives it.
        questionnaire: What it declares for its indicators goes before the settings' margin.
        settings: Which methods; the interval has the confidence 1 - 2 alpha.

    Returns:
        `margin`, `margin_low` and `margin_high`, shares 0-1; NaN where there is no margin.
    """
    declared = {indicator.id: indicator.margin for indicator in questionnaire.indicators}
    stated = None if np.isnan(settings.margin) else settings.margin
    margins = [(declared.get(item) or stated) if kind == "indicator" else stated for _, kind, _, item in pairs.index]
    margin = np.array([np.nan if value is None else value for value in margins], dtype=float)
    if np.isnan(margin).all():
        return pd.DataFrame(np.nan, index=pairs.index, columns=["margin", "margin_low", "margin_high"])
    confidence = 1 - 2 * settings.alpha
    low, high = INTERVALS[settings.change_interval](
        shares["baseline_share"],
        pairs["baseline_interval_n"],
        shares["followup_share"],
        pairs["followup_interval_n"],
        confidence,
    )
    paired_low, paired_high = interval_of_pairs(pairs, settings, confidence)
    whole = (shares["test"] == "mcnemar_mid_p").to_numpy()
    low, high = np.where(whole, paired_low, low), np.where(whole, paired_high, high)
    none = np.isnan(margin)
    return pd.DataFrame(
        {"margin": margin, "margin_low": np.where(none, np.nan, low), "margin_high": np.where(none, np.nan, high)},
        index=pairs.index,
    )


def verdicts(rows: pd.DataFrame, alpha: float) -> pd.Series:
    """Return the verdict of every row, None where there is no margin or no test.

    Args:
        rows: The comparison, with the columns of `with_margins` and `p_adjusted`.
        alpha: A change is found where the adjusted p-value is below it.
    """
    if rows["margin"].isna().all():
        return pd.Series(None, index=rows.index, dtype=object)
    words = equivalence.verdict(rows["p_adjusted"], alpha, rows["margin_low"], rows["margin_high"], rows["margin"])
    return pd.Series([word or None for word in words.tolist()], index=rows.index, dtype=object)
