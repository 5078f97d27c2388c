"""The people behind two waves: how many could have answered, and how many of them did so in both."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from brobygger_cli.transitions import CELLS

if TYPE_CHECKING:
    from collections.abc import Mapping

    from brobygger_cli.questionnaire.questionnaire import Questionnaire
    from brobygger_cli.transitions import Transitions


@dataclass(frozen=True)
class People:
    """What is known of the people behind a baseline and a follow-up.

    Args:
        baseline: The baseline's questionnaire.
        followup: The follow-up's questionnaire.
        baseline_invited: How many were invited to the baseline, by group; absent where not known.
        followup_invited: The same of the follow-up.
        overlap: How many are stated to have answered both waves, by group.
        transitions: The respondents linked by their ids; None where they are not.
    """

    baseline: Questionnaire
    followup: Questionnaire
    baseline_invited: Mapping[str, int] = field(default_factory=dict)
    followup_invited: Mapping[str, int] = field(default_factory=dict)
    overlap: Mapping[str, int] = field(default_factory=dict)
    transitions: Transitions | None = None


def with_people(pairs: pd.DataFrame, people: People) -> pd.DataFrame:
    """Add to rows, as `pairs.pair` gives them, what is known of the people behind them.

    Returns:
        The rows with, for each wave, `…_invited` (of the row's group) and `…_unknown` (how many more may belong
        to the row's base: those invited who neither answered nor were routed past the question) and `…_past` (how
        many were); with `overlap`
        (stated of the group) and `overlap_in_base` (how many of those are in the row's base both times, if being
        asked in one wave says nothing of being asked in the other: the cautious guess); and with
        `transitions.CELLS`, the pairs by their answers in both waves. NaN where not known.
    """
    groups = pairs.index.get_level_values("group")
    added = pairs.copy()
    waves = (
        ("baseline", people.baseline, people.baseline_invited),
        ("followup", people.followup, people.followup_invited),
    )
    for wave, asked, invited in waves:
        sent = np.array([invited.get(group, np.nan) for group in groups], dtype=float)
        past = routed_past(pairs[f"{wave}_base"], pairs[f"{wave}_count_max"], asked)
        added[f"{wave}_invited"] = sent
        added[f"{wave}_past"] = past
        added[f"{wave}_unknown"] = np.fmax(sent - pairs[f"{wave}_base"] - past, 0.0)
        added.loc[added[f"{wave}_base"].isna() | np.isnan(sent), f"{wave}_unknown"] = np.nan
    added["overlap"] = [people.overlap.get(group, np.nan) for group in groups]
    added["overlap_in_base"] = added["overlap"] * _part_of_group(pairs, "baseline") * _part_of_group(pairs, "followup")
    if people.transitions is None:
        added[CELLS] = np.nan
    else:
        added[CELLS] = people.transitions.shares.reindex(pairs.index)
    return added


def _part_of_group(pairs: pd.DataFrame, wave: str) -> pd.Series:
    """Return what part (0-1) a row's base is of all who answered in its group."""
    base = pairs[f"{wave}_base"]
    everybody = base.groupby(level="group", sort=False).transform("max")
    return base / everybody.where(everybody > 0, np.nan)


def routed_past(base: pd.Series, count: pd.Series, questionnaire: Questionnaire) -> pd.Series:
    """Return how many of a group are known not to belong to a row's base, because the routing led them past it.

    Where a question is asked of those routed here by an earlier one, that is those of the earlier base who were
    not, and those who were led past the earlier question already. What print leaves open counts as nobody.

    Args:
        base: The bases of all rows of a wave, `asked` rows among them, indexed by `counts.KEY`.
        count: Their counts.
        questionnaire: Who was asked what.
    """
    by_question: dict[tuple[str, str], float] = {}
    for group in dict.fromkeys(base.index.get_level_values("group")):
        for question in questionnaire.questions:
            if question.asked_if is None:
                by_question[group, question.id] = 0.0
                continue
            earlier = question.asked_if.question
            key = (group, "asked", earlier, question.id)
            past = base.get(key, np.nan) - count.get(key, np.nan)
            by_question[group, question.id] = by_question[group, earlier] + (0.0 if np.isnan(past) else past)
    level = base.index.get_level_values
    past_each = [by_question.get(key, 0.0) for key in zip(level("group"), level("question"), strict=True)]
    return pd.Series(past_each, index=base.index)
