"""Whole questions in two waves: has the distribution of the answers changed?"""

from __future__ import annotations

import math
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, NamedTuple

import numpy as np
import pandas as pd

from brobygger_cli.comparison.pairs import exact
from brobygger_cli.methods.change_tests import TESTS
from brobygger_cli.methods.multiplicity import holm
from brobygger_cli.methods.nominal import cramers_v, nominal_test
from brobygger_cli.methods.ordinal import ordinal_test

if TYPE_CHECKING:
    from collections.abc import Collection

    from brobygger_cli.comparison.settings import Settings
    from brobygger_cli.methods.nominal import WholeTest
    from brobygger_cli.methods.ordinal import OrdinalTest
    from brobygger_cli.questionnaire.question import Question


@dataclass(frozen=True)
class WholeQuestion:
    """The test of one question in one group; NaN or None where not available.

    `baseline_test_n` and `followup_test_n` are those the test compares: the base without answers that are
    no step of the scale. `p_value_min` and `p_value_max` differ where printed percentages leave a range.
    """

    test: str | None = None
    statistic: float = math.nan
    df: float = math.nan
    p_value: float = math.nan
    p_value_min: float = math.nan
    p_value_max: float = math.nan
    effect: float = math.nan
    effect_name: str | None = None
    effect_low: float = math.nan
    effect_high: float = math.nan
    baseline_test_n: float = math.nan
    followup_test_n: float = math.nan
    expected_low: bool = False


class Effect(NamedTuple):
    """The size of a change, by its name in results, and its interval where there is one."""

    name: str
    size: float
    low: float = math.nan
    high: float = math.nan


def compare_questions(
    pairs: pd.DataFrame, shares: pd.DataFrame, questions: Collection[Question], settings: Settings
) -> pd.DataFrame:
    """Test every question of every group as a whole.

    Args:
        pairs: All rows, as `pairs.pair` gives them.
        shares: The comparison of the options, as `shares.compare_shares` gives it.
        questions: The questions to test; both waves offered the same options.
        settings: Which methods.

    Returns:
        One row per question row of `pairs`, with the fields of `WholeQuestion` as columns.
    """
    rows = pairs.index[pairs.index.get_level_values("kind") == "question"]
    counts = pd.DataFrame({wave: exact(pairs, wave) for wave in ("baseline", "followup")})
    tested = {question.id: question for question in questions}
    tests = [
        _compare(tested[question], counts, shares, group, settings) if question in tested else WholeQuestion()
        for group, _, question, _ in rows
    ]
    return pd.DataFrame([asdict(test) for test in tests], index=rows)


def _compare(
    question: Question, counts: pd.DataFrame, shares: pd.DataFrame, group: str, settings: Settings
) -> WholeQuestion:
    keys = [(group, "option", question.id, option.id) for option in question.choices]
    if question.compared_as == "options":
        return _smallest_of_options(shares.loc[keys])
    waves = counts.loc[[keys[position] for position in question.scale()]].to_numpy(dtype=float).T
    if np.isnan(waves).any():
        return WholeQuestion()  # an option of which only a range is known, or nothing
    baseline, followup = waves.astype(int)
    n = (float(baseline.sum()), float(followup.sum()))
    if question.compared_as == "ordinal":
        ordinal = ordinal_test(baseline, followup, settings.confidence)
        effect = Effect("prob_higher", ordinal.effect, ordinal.effect_low, ordinal.effect_high)
        return _tested(ordinal, effect, n)
    nominal = nominal_test(baseline, followup, TESTS[settings.test])
    sparse = nominal.method not in ("", "pearson", "n_minus_1")
    return _tested(nominal, Effect("cramers_v", cramers_v(baseline, followup)), n, expected_low=sparse)


def _tested(
    test: OrdinalTest | WholeTest, effect: Effect, n: tuple[float, float], *, expected_low: bool = False
) -> WholeQuestion:
    return WholeQuestion(
        test=test.method or None,
        statistic=test.statistic,
        df=test.df,
        p_value=test.p_value,
        p_value_min=test.p_value,
        p_value_max=test.p_value,
        effect=effect.size,
        effect_name=None if math.isnan(effect.size) else effect.name,
        effect_low=effect.low,
        effect_high=effect.high,
        baseline_test_n=n[0],
        followup_test_n=n[1],
        expected_low=expected_low,
    )


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
