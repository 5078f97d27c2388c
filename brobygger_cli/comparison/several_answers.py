"""A question with several answers as a whole: by how its ticks go together, or else by its margins."""

from __future__ import annotations

import math
from dataclasses import replace
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from brobygger_cli.comparison.whole_question import NO_EFFECT, WholeQuestion, outcome
from brobygger_cli.methods.multiple_response import max_t
from brobygger_cli.methods.multiplicity import holm
from brobygger_cli.methods.nominal import WholeTest
from brobygger_cli.methods.ticked_together import Together, max_t_normal, rao_scott_together

if TYPE_CHECKING:
    import numpy.typing as npt
    import pandas as pd

    from brobygger_cli.comparison.settings import Settings
    from brobygger_cli.comparison.whole_question import Evidence
    from brobygger_cli.methods.ticked_together import MaxT
    from brobygger_cli.questionnaire.question import Question

    Floats = npt.NDArray[np.float64]

# From so many respondents in both waves on the permutation is replaced by the normal distribution that is its limit.
NORMAL_FROM = 5_000


def compare_several_answers(evidence: Evidence, question: Question, group: str, settings: Settings) -> WholeQuestion:
    """Test a question with several answers: by how the ticks go together where that is known, else by its margins."""
    options = evidence.shares.loc[[(group, "option", question.id, option.id) for option in question.choices]]
    chosen = settings.multiple_test
    waves = None if evidence.people.transitions is not None else _waves(evidence, question, group)
    if chosen == "holm" or waves is None:
        return _smallest_of_options(options)
    n = (waves[0].n, waves[1].n)
    if chosen == "rao-scott" or any(wave.is_weighted for wave in waves):
        options_alone = len(question.choices)
        return outcome(rao_scott_together(*(wave.scaled(options_alone) for wave in waves)), NO_EFFECT, n)
    patterns = _patterns(evidence, question, group) if min(n) < NORMAL_FROM else None
    if patterns is not None:
        ids = [*(option.id for option in question.choices), *(net.id for net in question.named_nets)]
        return _with_items("max_t", max_t(*patterns), ids, n)
    counts = [wave.pairs[:, :, 0] for wave in waves]
    return _with_items("max_t_normal", max_t_normal(counts[0], n[0], counts[1], n[1]), waves[0].ids, n)


class _Wave(NamedTuple):
    """How the ticks of a question go together in one group of one wave.

    Attributes:
        ids: Its options, and behind them its nets, as far as both waves know them.
        pairs: How many chose both of two of them, their weights and their squared weights summed, shape (k, k, 3).
        n: How many respondents are in its base.
        weight: Their weights, summed.
        squares: Their squared weights, summed.
    """

    ids: list[str]
    pairs: Floats
    n: float
    weight: float
    squares: float

    @property
    def is_weighted(self) -> bool:
        """Whether respondents count for anything but one each."""
        return bool((self.pairs != self.pairs[:, :, :1]).any()) or not self.n == self.weight == self.squares

    def scaled(self, k: int) -> Together:
        """Return how the first k go together, by weights that are 1 on average."""
        scale = self.n / self.weight
        pairs = self.pairs[:k, :k]
        return Together(self.n, pairs[:, :, 1] * scale, self.squares * scale**2, pairs[:, :, 2] * scale**2)


def _waves(evidence: Evidence, question: Question, group: str) -> tuple[_Wave, _Wave] | None:
    """Return both waves' ticks; None where one is a printed table or nobody answered.

    The margins of a printed table do not tell how ticks go together.
    """
    key = (group, question.id)
    tables = [of_wave.get(key) for of_wave in evidence.ticked_together_of]
    row = evidence.pairs.iloc[evidence.place[group, "question", question.id, ""]]
    known = [set() if table is None else {one for one, other in table.index if one == other} for table in tables]
    ids = [option.id for option in question.choices]
    ids += [net.id for net in question.named_nets if all(net.id in of_wave for of_wave in known)]
    waves = []
    for side, table in zip(("baseline", "followup"), tables, strict=True):
        n, weight, squares = (float(row[f"{side}_{name}"]) for name in ("base", "weight_base", "squares_base"))
        if table is None or not n > 0:
            return None
        weighted = not math.isnan(weight)
        waves.append(_Wave(ids, _square(table, ids), n, weight if weighted else n, squares if weighted else n))
    return waves[0], waves[1]


def _square(table: pd.DataFrame, ids: list[str]) -> Floats:
    """Return how many chose both of two, shape (k, k, 3), from a table that has every two once."""
    place = {identifier: at for at, identifier in enumerate(ids)}
    square = np.zeros((len(ids), len(ids), 3))
    for (one, other), figures in zip(table.index, table.to_numpy(), strict=True):
        if one in place and other in place:
            square[place[one], place[other]] = square[place[other], place[one]] = figures
    return square


def _patterns(evidence: Evidence, question: Question, group: str) -> tuple[Floats, Floats, Floats] | None:
    """Return the ticks of every pattern of either wave, with its nets behind its options, and how many have it.

    None where a wave has so many respondents that its patterns are not kept.
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
    before, after = (table["n"].reindex(index=every, fill_value=0.0).to_numpy() for table in tables)
    ticks = np.array([[int(tick) for tick in pattern] for pattern in every], dtype=float)
    order = [option.id for option in question.choices]
    nets = [ticks[:, [order.index(option) for option in net.options]].max(axis=1) for net in question.named_nets]
    return np.column_stack([ticks, *nets]), before, after


def _with_items(name: str, test: MaxT, ids: list[str], n: tuple[float, float]) -> WholeQuestion:
    whole = outcome(WholeTest(test.statistic, math.nan, test.p_value, name), NO_EFFECT, n)
    return replace(whole, item_p_values=dict(zip(ids, test.item_p_values.tolist(), strict=True)))


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
