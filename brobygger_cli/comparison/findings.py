"""What a row of a comparison bears out, in one word, and never more than its adjusted p-value allows."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

if TYPE_CHECKING:
    from brobygger_cli.questionnaire.model import Direction
    from brobygger_cli.questionnaire.questionnaire import Questionnaire

# Every finding a script may meet, with what it means; docs/reference.md lists them, a test compares.
FINDINGS: dict[str, str] = {
    "better": "changed in the direction that counts as improvement",
    "worse": "changed in the other direction",
    "rise": "risen, where neither direction is an improvement",
    "fall": "fallen, where neither direction is an improvement",
    "changed": "changed, in a way that has no direction",
    "unclear": "the data cannot tell whether it has changed, which does not mean that it has not",
}


def findings_of(rows: pd.DataFrame, questionnaire: Questionnaire, confidence: float) -> pd.Series:
    """Return the finding of every row, None where it is not tested.

    Args:
        rows: The comparison, indexed by `counts.KEY`.
        questionnaire: Which directions count as improvement.
        confidence: A change is found where the adjusted p-value is below 1 - confidence.
    """
    better = {("indicator", i.question, i.id): i.improvement for i in questionnaire.indicators}
    better |= {("question", question.id, ""): question.improvement for question in questionnaire.questions}
    rising = _rising(rows)
    return pd.Series(
        [
            _finding(p, 1 - confidence, sign, better.get((kind, question, item)))
            for (_, kind, question, item), p, sign in zip(rows.index, rows["p_adjusted"], rising, strict=True)
        ],
        index=rows.index,
        dtype=object,
    )


def _rising(rows: pd.DataFrame) -> pd.Series:
    """Return above 0 for what has risen, below 0 for what has fallen, NaN for what has no direction."""
    of_share = (rows["change_min"] + rows["change_max"]).astype(float)
    of_scale = (rows["effect"] - 0.5).where(rows["effect_name"].isin(["prob_higher", "prob_higher_pairs"]), np.nan)
    of_trend = rows["effect"].where(rows["effect_name"] == "slope", np.nan)
    return of_share.fillna(of_scale).fillna(of_trend)


def _finding(p: float, alpha: float, rising: float, better: Direction | None) -> str | None:
    if np.isnan(p):
        return None
    if p >= alpha:
        return "unclear"
    if np.isnan(rising):
        return "changed"
    if better is None:
        return "rise" if rising > 0 else "fall"
    return "better" if (better == "up") == (rising > 0) else "worse"
