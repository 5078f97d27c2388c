"""Whole questions in two waves: has the distribution of the answers changed?"""

from __future__ import annotations

import math
from dataclasses import asdict, dataclass, replace
from functools import cached_property
from typing import TYPE_CHECKING, NamedTuple

import numpy as np
import pandas as pd

from brobygger_cli.comparison.effective import is_weighted
from brobygger_cli.comparison.pairs import exact
from brobygger_cli.methods.change_tests import TESTS
from brobygger_cli.methods.multiple_response import max_t, rao_scott_multiple
from brobygger_cli.methods.multiplicity import holm
from brobygger_cli.methods.nominal import WholeTest, cramers_v, nominal_test
from brobygger_cli.methods.ordinal import ordinal_test, probability_higher
from brobygger_cli.methods.paired_questions import paired_nominal_test, wilcoxon_signed_rank
from brobygger_cli.methods.rao_scott import rao_scott

if TYPE_CHECKING:
    from collections.abc import Collection

    import numpy.typing as npt

    from brobygger_cli.comparison.people import People
    from brobygger_cli.comparison.settings import Settings
    from brobygger_cli.methods.ordinal import OrdinalTest
    from brobygger_cli.methods.rao_scott import RaoScott
    from brobygger_cli.questionnaire.question import Question

    Floats = npt.NDArray[np.float64]
    Row = tuple[str, str, str, str]


@dataclass(frozen=True)
class WholeQuestion:
    """The test of one question in one group; NaN or None where not available.

    `baseline_test_n` and `followup_test_n` are those the test compares: the base without answers that are
    no step of the scale. `p_value_min` and `p_value_max` differ where printed percentages leave a range.
    `item_p_values` are those of the options and nets where the test of the whole gives each of them one that is
    adjusted for all of them.
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
    item_p_values: dict[str, float] | None = None


class Effect(NamedTuple):
    """The size of a change, by its name in results, and its interval where there is one."""

    name: str
    size: float
    low: float = math.nan
    high: float = math.nan


NO_EFFECT = Effect("", math.nan)


@dataclass(frozen=True, eq=False)
class Evidence:
    """What the test of a whole question rests on.

    Args:
        pairs: All rows, as `effective.with_effective_n` gives them.
        shares: The comparison of the options and nets, as `linked.compare_linked` gives it.
        patterns: How ticks go together in the baseline and in the follow-up; empty for printed tables.
        people: Who answered.
    """

    pairs: pd.DataFrame
    shares: pd.DataFrame
    patterns: tuple[pd.DataFrame, pd.DataFrame]
    people: People

    @cached_property
    def counts(self) -> Floats:
        """The counts of both waves where only one is possible, shape (rows, 2); NaN elsewhere."""
        return np.column_stack([exact(self.pairs, wave) for wave in ("baseline", "followup")]).astype(float)

    @cached_property
    def patterns_of(self) -> list[dict[tuple[str, str], pd.DataFrame]]:
        """The patterns of both waves by group and question, each indexed by the pattern."""
        return [
            {
                (str(group), str(question)): table.droplevel(["group", "question"])
                for (group, question), table in wave.groupby(["group", "question"])
            }
            for wave in self.patterns
        ]

    @cached_property
    def place(self) -> dict[Row, int]:
        """The position of every row in the pairs, by its key."""
        return {key: place for place, key in enumerate(self.pairs.index)}

    @cached_property
    def weighted(self) -> npt.NDArray[np.bool_]:
        """The rows whose respondents are weighted in either wave, shape (rows,)."""
        return is_weighted(self.pairs).to_numpy()


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
    tested = {question.id: question for question in questions}
    tests = [
        _compare(evidence, tested[question], group, settings) if question in tested else WholeQuestion()
        for group, _, question, _ in rows
    ]
    return pd.DataFrame([asdict(test) for test in tests], index=rows)


def _compare(evidence: Evidence, question: Question, group: str, settings: Settings) -> WholeQuestion:
    keys = [(group, "option", question.id, option.id) for option in question.choices]
    if question.compared_as == "options":
        return _multiple(evidence, question, group, settings)
    scale = list(question.scale())
    keys = [keys[position] for position in scale]
    places = [evidence.place[key] for key in keys]
    waves = evidence.counts[places].T
    if np.isnan(waves).any():
        return WholeQuestion()  # an option of which only a range is known, or nothing
    if evidence.weighted[places].any():
        return _weighted(evidence.pairs.loc[keys], question)
    transitions = evidence.people.transitions
    if transitions is not None and (group, question.id) in transitions.questions:
        moves = transitions.questions[group, question.id][np.ix_(scale, scale)]
        if moves.any():
            return _linked(evidence, question, keys, moves, settings)
    baseline, followup = waves.astype(int)
    n = (float(baseline.sum()), float(followup.sum()))
    if question.compared_as == "ordinal":
        ordinal = ordinal_test(baseline, followup, settings.confidence)
        effect = Effect("prob_higher", ordinal.effect, ordinal.effect_low, ordinal.effect_high)
        return _tested(ordinal, effect, n)
    nominal = nominal_test(baseline, followup, TESTS[settings.test])
    sparse = nominal.method not in ("", "pearson", "n_minus_1", "freeman_halton")
    return _tested(nominal, Effect("cramers_v", cramers_v(baseline, followup)), n, expected_low=sparse)


def _linked(
    evidence: Evidence, question: Question, keys: list[Row], moves: npt.NDArray[np.int64], settings: Settings
) -> WholeQuestion:
    """Test a question by its pairs alone: those who answered in one wave say nothing of who moved where."""
    n = (float(moves.sum()),) * 2
    if question.compared_as == "ordinal":
        ordinal = wilcoxon_signed_rank(moves, settings.confidence)
        effect = Effect("prob_higher_pairs", ordinal.effect, ordinal.effect_low, ordinal.effect_high)
        return _tested(ordinal, effect, n)
    chosen = moves.any(axis=0) | moves.any(axis=1)
    if chosen.sum() == 2:
        option = evidence.shares.loc[[keys[int(np.flatnonzero(chosen)[0])]]].iloc[0]
        return WholeQuestion(
            test=option["test"],
            statistic=abs(float(option["statistic"])),
            p_value=float(option["p_value"]),
            p_value_min=float(option["p_value"]),
            p_value_max=float(option["p_value"]),
            baseline_test_n=float(option["baseline_base"]),
            followup_test_n=float(option["followup_base"]),
        )
    nominal = paired_nominal_test(moves)
    permuted = nominal.method in {"permutation", "exact_permutation"}
    return _tested(nominal._replace(method="paired_permutation") if permuted else nominal, NO_EFFECT, n)


def _weighted(options: pd.DataFrame, question: Question) -> WholeQuestion:
    """Test a question whose respondents are weighted: its weighted shares, with the variance that weights leave."""
    sides = [_side_of_weighted(options, wave) for wave in ("baseline", "followup")]
    effect = NO_EFFECT
    if question.compared_as == "ordinal":
        effect = Effect("prob_higher", probability_higher(sides[0][1], sides[1][1]))
    return _tested(rao_scott(*sides[0], *sides[1]), effect, (float(sides[0][0].sum()), float(sides[1][0].sum())))


def _side_of_weighted(options: pd.DataFrame, wave: str) -> tuple[Floats, Floats, Floats]:
    """Return n, sum of weights and sum of squared weights per option, scaled so that the mean weight is 1."""
    n = exact(options, wave).to_numpy(dtype=float)
    weight, squares = (options[f"{wave}_{name}"].to_numpy(dtype=float) for name in ("weight", "squares"))
    if np.isnan(weight).any():  # the other wave is weighted, this one is not
        return n, n, n
    scale = n.sum() / weight.sum() if weight.sum() > 0 else 1.0
    return n, weight * scale, squares * scale**2


def _multiple(evidence: Evidence, question: Question, group: str, settings: Settings) -> WholeQuestion:
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
        return _tested(rao_scott_multiple(ticks[:, : len(question.choices)], *sums[0], *sums[1]), NO_EFFECT, n)
    test = max_t(ticks, baseline["n"].astype(int), followup["n"].astype(int))
    whole = _tested(WholeTest(test.statistic, math.nan, test.p_value, "max_t" if test.method else ""), NO_EFFECT, n)
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


def _tested(
    test: OrdinalTest | WholeTest | RaoScott, effect: Effect, n: tuple[float, float], *, expected_low: bool = False
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
