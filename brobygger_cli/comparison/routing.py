"""Who was asked: for routed questions, how many the routing led to them, and whether that has changed.

The share of those asked can move because other people are asked; the two changes stand beside each other.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

from brobygger_cli.comparison.linked import compare_linked
from brobygger_cli.comparison.shares import compare_shares

if TYPE_CHECKING:
    from brobygger_cli.comparison.settings import Settings
    from brobygger_cli.questionnaire.questionnaire import Questionnaire

_COLUMNS = {
    "baseline_count": "baseline_asked",
    "baseline_base": "baseline_asked_of",
    "followup_count": "followup_asked",
    "followup_base": "followup_asked_of",
    "baseline_share": "baseline_asked_share",
    "followup_share": "followup_asked_share",
    "change": "asked_change",
    "change_low": "asked_change_low",
    "change_high": "asked_change_high",
    "p_value": "asked_p_value",
}


def compare_asked(pairs: pd.DataFrame, questionnaire: Questionnaire, settings: Settings) -> pd.DataFrame:
    """Compare who was asked, for every row of a routed question.

    Args:
        pairs: All rows, as `effective.with_effective_n` gives them.
        questionnaire: What was asked.
        settings: Which methods.

    Returns:
        The columns `baseline_asked` … `asked_p_value`, for the rows of `pairs` that concern a routed question.
    """
    # Where the waves route by different questions, each has a row of its own: `first` takes what is known.
    asked = pairs[pairs.index.get_level_values("kind") == "asked"].groupby(level=["group", "item"], sort=False).first()
    compared = compare_linked(asked, compare_shares(asked, settings), settings)[list(_COLUMNS)].rename(columns=_COLUMNS)
    compared.index.names = ["group", "question"]
    routed = {question.id for question in questionnaire.questions if question.asked_if is not None}
    level = pairs.index.get_level_values
    concerned = pairs.index[level("question").isin(routed) & (level("kind") != "asked")]
    keys = pd.MultiIndex.from_arrays(
        [concerned.get_level_values("group"), concerned.get_level_values("question")],
        names=["group", "question"],
    )
    return compared.reindex(keys).set_axis(concerned)
