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


def direction_of(rows: pd.DataFrame) -> pd.Series:
    """Return what every row's test has found the direction of: `up`, `down`, None where there is none.

    A share has the direction of its change, if print leaves it one; a scale that of its effect. A signed rank test
    of pairs weighs how far people moved, so its own sign counts. The Rao-Scott test finds any difference, in
    whatever direction.
    """
    low, high = (rows[f"change_{end}"].to_numpy(dtype=float) for end in ("min", "max"))
    of_share = pd.Series(np.where((low <= 0) & (high >= 0), 0.0, low + high), index=rows.index)
    name, effect = rows["effect_name"], rows["effect"].astype(float)
    of_scale = (effect - 0.5).where((name == "prob_higher") & (rows["test"] != "rao_scott"), np.nan)
    of_pairs = rows["statistic"].astype(float).where(name == "prob_higher_pairs", np.nan)
    of_trend = effect.where(name == "slope", np.nan)
    found = of_share.fillna(of_scale).fillna(of_pairs).fillna(of_trend).to_numpy(dtype=float)
    words = np.select([found > 0, found < 0], ["up", "down"], "")
    return pd.Series([word or None for word in words.tolist()], index=rows.index, dtype=object)


def findings_of(rows: pd.DataFrame, questionnaire: Questionnaire, alpha: float) -> pd.Series:
    """Return the finding of every row, None where it is not tested.

    Args:
        rows: The comparison with its `direction`, indexed by `counts.KEY`.
        questionnaire: Which directions count as improvement.
        alpha: A change is found where the adjusted p-value is below it.
    """
    better = {("indicator", i.question, i.id): i.improvement for i in questionnaire.indicators}
    better |= {("question", question.id, ""): question.improvement for question in questionnaire.questions}
    return pd.Series(
        [
            _finding(p, alpha, direction, better.get((kind, question, item)))
            for (_, kind, question, item), p, direction in zip(
                rows.index, rows["p_adjusted"], rows["direction"], strict=True
            )
        ],
        index=rows.index,
        dtype=object,
    )


def _finding(p: float, alpha: float, direction: str | None, better: Direction | None) -> str | None:
    if np.isnan(p):
        return None
    if p >= alpha:
        return "unclear"
    if direction is None:
        return "changed"
    if better is None:
        return "rise" if direction == "up" else "fall"
    return "better" if better == direction else "worse"
