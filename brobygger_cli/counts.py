"""Counts: the meeting point. Exports, printed tables and blocks of a large file all become this.

One row per group and item of the questionnaire: every question, its options and nets, every indicator.
Rows come from the questionnaire, so a cell nobody ticked is a zero and not a missing row. All figures are
additive: blocks merge by summing, and nothing after this point sees a respondent.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from functools import reduce
from operator import add
from typing import TYPE_CHECKING, Any, Literal, NamedTuple

import numpy as np
import pandas as pd

from brobygger_cli.responses import State

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    import numpy.typing as npt

    from brobygger_cli.coding.standings import Standings
    from brobygger_cli.questionnaire.question import Question
    from brobygger_cli.questionnaire.questionnaire import Questionnaire
    from brobygger_cli.responses import Answers, Responses

Kind = Literal["indicator", "question", "option", "net", "asked"]

Key = tuple[str, str, str, str]
KEY = ["group", "kind", "question", "item"]
FIGURES = ["n_min", "n_max", "base"]
WEIGHTS = ["weight", "weight_base", "squares", "squares_base"]
PATTERNS = ["n", "weight", "squares"]
ACCOUNTS = ("answered", "dont_know", "not_asked", "blank", "invalid")


class Item(NamedTuple):
    """Something that is counted: a question's base, or those of it who chose one of `positions`.

    Kind `asked` counts on an earlier question whom the routing leads to the question named by `item`.
    """

    kind: Kind
    question: Question
    item: str
    positions: tuple[int, ...]


@dataclass(frozen=True, eq=False)  # comparing frames with == gives no single truth
class Counts:
    """How many, of how many.

    Args:
        figures: One row per group and item, in questionnaire order, indexed by `KEY`. `n_min` and `n_max`
            are the smallest and largest count that is possible; respondents make them equal, a printed
            percentage may allow several. `base` is those who answered, "don't know" included; NaN
            throughout where nothing is known.
        accounts: One row per group and question ('' is the rows without a valid group), columns
            `ACCOUNTS`, which sum to the rows; without rows for printed tables.
        respondents: How many of each group answered at least one question; empty for printed tables.
        rows_not_read: Rows that are invalid as a whole: ragged, repeated, or without a valid group.
        weights: Of weighted respondents, index of `figures`: the sums of the weights and of their squares,
            of those counted (`weight`, `squares`) and of their base (`weight_base`, `squares_base`).
        patterns: How ticks go together, which margins cannot tell: one row per group, question with several
            answers, and pattern of its ticks ('0110'), with how many respondents have it and the sums of
            their weights and squared weights (1 each where nobody is weighted); empty for printed tables.
        standings: Rows by group and status, those that are not read among them; empty where no status is known.
    """

    figures: pd.DataFrame
    accounts: pd.DataFrame
    respondents: dict[str, int] = field(default_factory=dict)
    rows_not_read: int = 0
    weights: pd.DataFrame | None = None
    patterns: pd.DataFrame = field(default_factory=lambda: _patterns_frame({}))
    standings: Standings = field(default_factory=dict)

    def rows(self, group: str | None = None) -> int:
        """Return how many rows were counted: of one group, or of all, those without a valid group among them."""
        per_group = self.accounts.sum(axis=1).groupby(level="group", sort=False).max()
        return int(per_group.sum() if group is None else per_group.get(group, 0))

    def people(self, group: str) -> int:
        """Return how many rows of a group are read: a respondent's second row is nobody else."""
        members = self.accounts[self.accounts.index.get_level_values("group") == group]
        read = members.sum(axis=1).to_numpy() - members["invalid"].to_numpy()
        return int(read.max(initial=0))

    def invited(self, group: str) -> int | None:
        """Return how many of a group were invited, where the export lists those who never opened the form."""
        listed = {status for _, status in self.standings}
        if "not_opened" not in listed or any(not of_group for of_group, _ in self.standings):
            return None
        return sum(
            rows for (of_group, status), rows in self.standings.items() if of_group == group and status != "test"
        )

    def rows_without_answer(self) -> int:
        """Return how many of the rows that are read answer no question."""
        return self.rows() - self.rows_not_read - sum(self.respondents.values())


def items(questionnaire: Questionnaire) -> Iterator[Item]:
    """Yield everything that is counted, indicators first, then each question with its options and nets."""
    for indicator in questionnaire.indicators:
        question = questionnaire.question(indicator.question)
        yield Item("indicator", question, indicator.id, _positions(question, indicator.options))
    for question in questionnaire.questions:
        yield Item("question", question, "", ())
        for position, option in enumerate(question.choices):
            yield Item("option", question, option.id, (position,))
        for net in question.named_nets:
            yield Item("net", question, net.id, _positions(question, net.options))
        if question.asked_if is not None:
            earlier = questionnaire.question(question.asked_if.question)
            yield Item("asked", earlier, question.id, _positions(earlier, question.asked_if.answers))


def index(questionnaire: Questionnaire) -> pd.MultiIndex:
    """Return the rows of a Counts table: every group with every item."""
    return pd.MultiIndex.from_tuples(
        [
            (group.id, item.kind, item.question.id, item.item)
            for group in questionnaire.groups
            for item in items(questionnaire)
        ],
        names=KEY,
    )


def tally(responses: Responses) -> Counts:
    """Count coded answers by group."""
    questionnaire = responses.questionnaire
    groups = [group.id for group in questionnaire.groups]
    members = [responses.group == position for position in range(len(groups))]
    counted = list(items(questionnaire))
    each = np.ones(len(responses.group))
    figures = _sums(responses, members, counted, each)
    rows = index(questionnaire)
    table = pd.DataFrame(figures[:, [0, 0, 1]], index=rows, columns=FIGURES)
    weights = None
    if responses.weights is not None:
        of_weights = [_sums(responses, members, counted, responses.weights**power) for power in (1, 2)]
        weights = pd.DataFrame(np.hstack(of_weights), index=rows, columns=WEIGHTS)
    accounts = {
        (group, question): np.bincount(answers.state[rows], minlength=len(State))
        for group, rows in (*zip(groups, members, strict=True), ("", responses.group < 0))
        for question, answers in responses.answers.items()
    }
    answering = responses.answering
    respondents = {group: int((rows & answering).sum()) for group, rows in zip(groups, members, strict=True)}
    return Counts(
        table,
        _accounts_frame(accounts),
        respondents,
        int((~responses.trusted).sum()),
        weights,
        _patterns(responses, dict(zip(groups, members, strict=True)), each),
        responses.standings,
    )


def merge(parts: Iterable[Counts]) -> Counts:
    """Return the counts of several blocks of one wave taken together.

    Args:
        parts: Counts of the same questionnaire; at least one.
    """
    blocks = list(parts)
    respondents: Counter[str] = Counter()
    standings: Counter[tuple[str, str]] = Counter()
    for block in blocks:
        respondents.update(block.respondents)
        standings.update(block.standings)
    weighted = [block.weights for block in blocks if block.weights is not None]
    patterns = pd.concat([block.patterns for block in blocks])
    return Counts(
        reduce(add, [block.figures for block in blocks]),
        reduce(add, [block.accounts for block in blocks]),
        dict(respondents),
        sum(block.rows_not_read for block in blocks),
        reduce(add, weighted) if weighted else None,
        patterns.groupby(level=list(range(patterns.index.nlevels)), sort=True).sum(),
        dict(standings),
    )


def from_bounds(questionnaire: Questionnaire, figures: Mapping[Key, tuple[int, int, int]]) -> Counts:
    """Return counts of which only some are known, as a printed table gives them.

    Args:
        questionnaire: What was asked.
        figures: Smallest and largest possible count, and base, by the key of the row.
    """
    rows = index(questionnaire)
    unknown = (np.nan, np.nan, np.nan)
    known = pd.DataFrame([figures.get(key, unknown) for key in rows], index=rows, columns=FIGURES, dtype=float)
    return Counts(known, _accounts_frame({}))


def _sums(
    responses: Responses, members: list[npt.NDArray[np.bool_]], counted: list[Item], each: npt.NDArray[np.float64]
) -> npt.NDArray[np.float64]:
    """Sum what each respondent stands for: of those who chose an item, and of its base; shape (rows, 2)."""
    return np.array([_sum(item, responses.answers, rows, each) for rows in members for item in counted])


def _sum(
    item: Item, answers: dict[str, Answers], rows: npt.NDArray[np.bool_], each: npt.NDArray[np.float64]
) -> tuple[float, float]:
    of_question = answers[item.question.id]
    in_base = of_question.in_base & rows
    base = float(each[in_base].sum())
    if item.kind == "question":
        return base, base
    chosen = of_question.ticked[:, list(item.positions)].any(axis=1)
    return float(each[chosen & in_base].sum()), base


def _patterns(
    responses: Responses, members: dict[str, npt.NDArray[np.bool_]], each: npt.NDArray[np.float64]
) -> pd.DataFrame:
    weights = each if responses.weights is None else responses.weights
    patterns: dict[tuple[str, str, str], tuple[float, ...]] = {}
    for question in responses.questionnaire.questions:
        if question.compared_as == "options":
            answers = responses.answers[question.id]
            for group, rows in members.items():
                places = np.flatnonzero(answers.in_base & rows)
                ticked, which = np.unique(answers.ticked[places], axis=0, return_inverse=True)
                sums = [np.bincount(which.ravel(), of[places], len(ticked)) for of in (each, weights, weights**2)]
                for pattern, *figures in zip(ticked, *sums, strict=True):
                    patterns[group, question.id, "".join("01"[tick] for tick in pattern.astype(int))] = tuple(figures)
    return _patterns_frame(patterns)


def _patterns_frame(patterns: dict[tuple[str, str, str], tuple[float, ...]]) -> pd.DataFrame:
    return _frame(patterns, ["group", "question", "pattern"], PATTERNS).astype(float)


def _positions(question: Question, ids: Iterable[str]) -> tuple[int, ...]:
    order = [option.id for option in question.choices]
    return tuple(order.index(identifier) for identifier in ids)


def _accounts_frame(accounts: dict[tuple[str, str], npt.NDArray[np.int64]]) -> pd.DataFrame:
    return _frame(accounts, ["group", "question"], list(ACCOUNTS)).astype("int64")


def _frame(rows: Mapping[Any, Iterable[float]], names: list[str], columns: list[str]) -> pd.DataFrame:
    """Return rows by their keys as a frame, one without rows where there are none."""
    index = (
        pd.MultiIndex.from_tuples(list(rows), names=names)
        if rows
        else pd.MultiIndex.from_arrays([[] for _ in names], names=names)
    )
    return pd.DataFrame(list(rows.values()), index=index, columns=columns)
