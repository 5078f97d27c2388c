"""Whole questions in two waves: has the distribution of the answers changed?"""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from brobygger_cli.comparison.pairs import exact
from brobygger_cli.comparison.several_answers import compare_several_answers
from brobygger_cli.comparison.whole_question import NO_EFFECT, Effect, WholeQuestion, outcome
from brobygger_cli.methods.change_tests import TESTS
from brobygger_cli.methods.nominal import cramers_v, nominal_test
from brobygger_cli.methods.ordinal import ordinal_test, probability_higher
from brobygger_cli.methods.paired_questions import paired_nominal_test, wilcoxon_signed_rank
from brobygger_cli.methods.rao_scott import rao_scott

if TYPE_CHECKING:
    from collections.abc import Collection

    import numpy.typing as npt

    from brobygger_cli.comparison.settings import Settings
    from brobygger_cli.comparison.whole_question import Evidence, Row
    from brobygger_cli.questionnaire.question import Question

    Floats = npt.NDArray[np.float64]

# Pairs that are fewer than this part of the smaller base leave out more than they add.
PAIRS_ENOUGH = 0.5


def compare_questions(evidence: Evidence, questions: Collection[Question], settings: Settings) -> pd.DataFrame:
    """Test every question of every group as a whole.

    Args:
        evidence: What there is to test by.
        questions: The questions to test; both waves offered the same options.
        settings: Which methods.

    Returns:
        One row per question row of the pairs, with the fields of `WholeQuestion` as columns.
    """
    pairs = evidence.pairs
    rows = pairs.index[pairs.index.get_level_values("kind") == "question"]
    asked = {question.id: question for question in questions}
    tests = [
        _compare(evidence, asked[question], group, settings) if question in asked else WholeQuestion()
        for group, _, question, _ in rows
    ]
    return pd.DataFrame([asdict(test) for test in tests], index=rows)


def _compare(evidence: Evidence, question: Question, group: str, settings: Settings) -> WholeQuestion:
    if question.compared_as == "options":
        return compare_several_answers(evidence, question, group, settings)
    scale = list(question.scale())
    keys = [(group, "option", question.id, question.choices[position].id) for position in scale]
    places = [evidence.place[key] for key in keys]
    waves = evidence.counts[places].T
    if np.isnan(waves).any():
        return WholeQuestion()  # an option of which only a range is known, or nothing
    chosen = np.flatnonzero(waves.any(axis=0))
    if question.compared_as == "nominal" and len(chosen) == 2:
        # Two options are one share, and are tested as one.
        return _as_one_share(evidence, keys[int(chosen[0])], waves)
    if evidence.weighted[places].any():
        return _weighted(evidence.pairs.loc[keys], question)
    moves = _moves(evidence, question, group)
    if moves.sum() > 0 and moves.sum() >= PAIRS_ENOUGH * waves.sum(axis=1).min():
        return _linked(question, moves, settings)
    return _independent(question, waves.astype(int), settings)


def _moves(evidence: Evidence, question: Question, group: str) -> npt.NDArray[np.int64]:
    """Return how many pairs went from each step or option (row) to each (column); no rows where nobody is linked."""
    transitions = evidence.people.transitions
    if transitions is None or (group, question.id) not in transitions.questions:
        return np.zeros((0, 0), dtype=np.int64)
    scale = list(question.scale())
    return transitions.questions[group, question.id][np.ix_(scale, scale)]


def _independent(question: Question, waves: npt.NDArray[np.int64], settings: Settings) -> WholeQuestion:
    baseline, followup = waves
    n = (float(baseline.sum()), float(followup.sum()))
    if question.compared_as == "ordinal":
        ordinal = ordinal_test(baseline, followup, settings.confidence)
        effect = Effect("prob_higher", ordinal.effect, ordinal.effect_low, ordinal.effect_high)
        return outcome(ordinal, effect, n)
    nominal = nominal_test(baseline, followup, TESTS[settings.test])
    sparse = nominal.method in {"permutation", "exact_permutation"}
    return outcome(nominal, Effect("cramers_v", cramers_v(baseline, followup)), n, expected_low=sparse)


def _as_one_share(evidence: Evidence, key: Row, waves: Floats) -> WholeQuestion:
    """Test a question of which two options were chosen as the one share it is, with all that is known of that."""
    option = evidence.shares.loc[[key]].iloc[0]
    sizes = waves.sum(axis=1)
    of_pairs = option["test"] in {"mcnemar_mid_p", "derrick_z8"}  # about people, whom V does not know
    weighted = evidence.weighted[evidence.place[key]]
    effect = np.nan if of_pairs or weighted or not sizes.all() else cramers_v(*waves.astype(int))
    return WholeQuestion(
        test=option["test"],
        statistic=abs(float(option["statistic"])),
        df=float(option["df"]),
        p_value=float(option["p_value"]),
        p_value_min=float(option["p_value"]),
        p_value_max=float(option["p_value"]),
        effect=effect,
        effect_name=None if np.isnan(effect) else "cramers_v",
        baseline_test_n=float(sizes[0]),
        followup_test_n=float(sizes[1]),
        expected_low=bool(option["expected_low"]),
    )


def _linked(question: Question, moves: npt.NDArray[np.int64], settings: Settings) -> WholeQuestion:
    """Test a question by its pairs alone: those who answered in one wave say nothing of who moved where."""
    n = (float(moves.sum()),) * 2
    if question.compared_as == "ordinal":
        ordinal = wilcoxon_signed_rank(moves, settings.confidence)
        effect = Effect("prob_higher_pairs", ordinal.effect, ordinal.effect_low, ordinal.effect_high)
        return outcome(ordinal, effect, n)
    nominal = paired_nominal_test(moves)
    permuted = nominal.method in {"permutation", "exact_permutation"}
    return outcome(nominal._replace(method="paired_permutation") if permuted else nominal, NO_EFFECT, n)


def _weighted(options: pd.DataFrame, question: Question) -> WholeQuestion:
    """Test a question whose respondents are weighted: its weighted shares, with the variance that weights leave."""
    sides = [_side_of_weighted(options, wave) for wave in ("baseline", "followup")]
    effect = NO_EFFECT
    if question.compared_as == "ordinal":
        effect = Effect("prob_higher", probability_higher(sides[0][1], sides[1][1]))
    return outcome(rao_scott(*sides[0], *sides[1]), effect, (float(sides[0][0].sum()), float(sides[1][0].sum())))


def _side_of_weighted(options: pd.DataFrame, wave: str) -> tuple[Floats, Floats, Floats]:
    """Return n, sum of weights and sum of squared weights per option, scaled so that the mean weight is 1."""
    n = exact(options, wave).to_numpy(dtype=float)
    weight, squares = (options[f"{wave}_{name}"].to_numpy(dtype=float) for name in ("weight", "squares"))
    if np.isnan(weight).any():  # the other wave is weighted, this one is not
        return n, n, n
    scale = n.sum() / weight.sum() if weight.sum() > 0 else 1.0
    return n, weight * scale, squares * scale**2
