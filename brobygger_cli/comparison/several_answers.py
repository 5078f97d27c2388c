"""A question with several answers as a whole: by how its ticks go together, or else by its margins."""

from __future__ import annotations

import math
from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np

from brobygger_cli.comparison.whole_question import NO_EFFECT, WholeQuestion, outcome
from brobygger_cli.methods.multiple_response import max_t, rao_scott_multiple
from brobygger_cli.methods.multiplicity import holm
from brobygger_cli.methods.nominal import WholeTest

if TYPE_CHECKING:
    import numpy.typing as npt
    import pandas as pd

    from brobygger_cli.comparison.settings import Settings
    from brobygger_cli.comparison.whole_question import Evidence
    from brobygger_cli.questionnaire.question import Question

    Floats = npt.NDArray[np.float64]


def compare_several_answers(evidence: Evidence, question: Question, group: str, settings: Settings) -> WholeQuestion:
    """Test a question with several answers: by how the ticks go together where that is known, else by its margins."""
    options = evidence.shares.loc[[(group, "option", question.id, option.id) for option in question.choices]]
    chosen = settings.multiple_test
    joint = None if evidence.people.transitions is not None else _joint(evidence, question, group)
    if chosen == "holm" or joint is None:
        return _smallest_of_options(options)
    ticks, baseline, followup = joint
    n = (float(baseline["n"].sum()), float(followup["n"].sum()))
    weighted = bool((baseline["weight"] != baseline["n"]).any() or (followup["weight"] != followup["n"]).any())
    if weighted or chosen == "rao-scott":
        sums = [_scaled(wave) for wave in (baseline, followup)]
        return outcome(rao_scott_multiple(ticks[:, : len(question.choices)], *sums[0], *sums[1]), NO_EFFECT, n)
    test = max_t(ticks, baseline["n"].astype(int), followup["n"].astype(int))
    whole = outcome(WholeTest(test.statistic, math.nan, test.p_value, "max_t" if test.method else ""), NO_EFFECT, n)
    ids = [*(option.id for option in question.choices), *(net.id for net in question.named_nets)]
    return replace(whole, item_p_values=dict(zip(ids, test.item_p_values.tolist(), strict=True)))


def _joint(
    evidence: Evidence, question: Question, group: str
) -> tuple[npt.NDArray[np.int64], pd.DataFrame, pd.DataFrame] | None:
    """Return the ticks of every pattern of either wave, with its nets behind its options, and how many have it.

    None where a wave is a printed table, whose margins do not tell how ticks go together.
    """
    tables = []
    questionnaires = (evidence.people.baseline, evidence.people.followup)
    for patterns, asked in zip(evidence.patterns_of, questionnaires, strict=True):
        table = patterns.get((group, question.id))
        if table is None:
            return None
        order = [option.id for option in asked.question(question.id).choices]
        places = [order.index(option.id) for option in question.choices]
        tables.append(table.set_axis(["".join(str(pattern)[place] for place in places) for pattern in table.index]))
    every = tables[0].index.union(tables[1].index)
    ticks = np.array([[int(tick) for tick in pattern] for pattern in every], dtype=np.int64)
    order = [option.id for option in question.choices]
    before, after = (table.reindex(index=every, fill_value=0.0) for table in tables)
    nets = [ticks[:, [order.index(option) for option in net.options]].max(axis=1) for net in question.named_nets]
    return np.column_stack([ticks, *nets]), before, after


def _scaled(wave: pd.DataFrame) -> tuple[Floats, Floats]:
    """Return sums of weights and of squared weights per pattern, scaled so that the mean weight is 1."""
    scale = wave["n"].sum() / wave["weight"].sum()
    return (wave["weight"] * scale).to_numpy(), (wave["squares"] * scale**2).to_numpy()


def _smallest_of_options(options: pd.DataFrame) -> WholeQuestion:
    """Test a multiple response by its options: the smallest p-value after Holm's adjustment.

    Margins lack the joint distribution of the ticks, so a test of the whole is not to be had from them.
    """
    base = options[["baseline_base", "followup_base"]].iloc[0]
    if options["p_value_max"].isna().any():
        return WholeQuestion()
    p_min, p_max = (float(holm(options[column]).min()) for column in ("p_value_min", "p_value_max"))
    return WholeQuestion(
        test="holm_over_options" if p_min == p_max else None,
        p_value=p_max if p_min == p_max else math.nan,
        p_value_min=p_min,
        p_value_max=p_max,
        baseline_test_n=float(base.iloc[0]),
        followup_test_n=float(base.iloc[1]),
    )
