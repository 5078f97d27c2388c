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
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from brobygger_cli.items import Item, items, members_of
from brobygger_cli.sums import PATTERNS_BELOW, sums_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    import numpy.typing as npt

    from brobygger_cli.coding.standings import Standings
    from brobygger_cli.questionnaire.questionnaire import Questionnaire
    from brobygger_cli.responses import Responses
    from brobygger_cli.sums import Sums

__all__ = ["ACCOUNTS", "KEY", "Counts", "Item", "counts_of", "from_bounds", "index", "items", "merge", "tally"]

Key = tuple[str, str, str, str]
KEY = ["group", "kind", "question", "item"]
FIGURES = ["n_min", "n_max", "base"]
WEIGHTS = ["weight", "weight_base", "squares", "squares_base"]
PATTERNS = ["n", "weight", "squares"]
_PATTERN = ["group", "question", "pattern"]
_PAIR = ["group", "question", "first", "second"]
ACCOUNTS = ("answered", "dont_know", "not_asked", "blank", "invalid")


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
            their weights and squared weights (1 each where nobody is weighted); empty for printed tables, and
            without those of a question and group that `PATTERNS_BELOW` respondents or more answered.
        pairs: How many ticked both of two: one row per group, question with several answers, and two of its options
            and nets (`first` stands before `second`, or is the same), with the figures of `patterns`; empty for
            printed tables.
        standings: Rows by group and status, those that are not read among them; empty where no status is known.
    """

    figures: pd.DataFrame
    accounts: pd.DataFrame
    respondents: dict[str, int] = field(default_factory=dict)
    rows_not_read: int = 0
    weights: pd.DataFrame | None = None
    patterns: pd.DataFrame = field(default_factory=lambda: _frame([], _PATTERN, PATTERNS))
    pairs: pd.DataFrame = field(default_factory=lambda: _frame([], _PAIR, PATTERNS))
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
    return counts_of(responses.questionnaire, sums_of(responses))


def counts_of(questionnaire: Questionnaire, sums: Sums) -> Counts:
    """Return sums of coded answers as counts."""
    groups = [group.id for group in questionnaire.groups]
    rows = index(questionnaire)
    figures = sums.figures.reshape(-1, 2)
    asked = pd.MultiIndex.from_product(
        [[*groups, ""], [question.id for question in questionnaire.questions]], names=["group", "question"]
    )
    return Counts(
        pd.DataFrame(figures[:, [0, 0, 1]], index=rows, columns=FIGURES),
        pd.DataFrame(sums.accounts.reshape(-1, len(ACCOUNTS)), index=asked, columns=list(ACCOUNTS)),
        dict(zip(groups, sums.answering.tolist(), strict=True)),
        sums.rows_not_read,
        None if sums.weights is None else pd.DataFrame(sums.weights.reshape(-1, 4), index=rows, columns=WEIGHTS),
        _patterns_frame(groups, sums),
        _pairs_frame(questionnaire, groups, sums),
        dict(sums.standings),
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
    figures = reduce(add, [block.figures for block in blocks])
    return Counts(
        figures,
        reduce(add, [block.accounts for block in blocks]),
        dict(respondents),
        sum(block.rows_not_read for block in blocks),
        reduce(add, weighted) if weighted else None,
        _merged_patterns([block.patterns for block in blocks], figures),
        reduce(add, [block.pairs for block in blocks]),
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
    return Counts(known, _accounts_frame())


def _patterns_frame(groups: Sequence[str], sums: Sums) -> pd.DataFrame:
    """Return the patterns of ticks as a table."""
    by_key = [
        (groups[group], question, patterns)
        for question in sums.pairs
        for group in range(len(groups))
        if (patterns := sums.patterns.get((group, question))) is not None
    ]
    keys = [
        (group, question, "".join("01"[tick] for tick in ticks))
        for group, question, patterns in by_key
        for ticks in patterns.ticks.tolist()
    ]
    return _frame(keys, _PATTERN, PATTERNS, [patterns.sums for _, _, patterns in by_key])


def _pairs_frame(questionnaire: Questionnaire, groups: Sequence[str], sums: Sums) -> pd.DataFrame:
    """Return how many ticked both of two as a table."""
    keys, figures = [], []
    for question, of_groups in sums.pairs.items():
        ids = [identifier for identifier, _ in members_of(questionnaire.question(question))]
        first, second = np.triu_indices(len(ids))
        pairs = [(ids[one], ids[other]) for one, other in zip(first.tolist(), second.tolist(), strict=True)]
        for group, of_group in zip(groups, of_groups, strict=True):
            keys += [(group, question, *pair) for pair in pairs]
            figures.append(of_group[first, second])
    return _frame(keys, _PAIR, PATTERNS, figures)


def _merged_patterns(parts: Sequence[pd.DataFrame], figures: pd.DataFrame) -> pd.DataFrame:
    """Return the patterns of several blocks, of the questions and groups of which every block has all of them."""
    merged = pd.concat(parts).groupby(level=_PATTERN, sort=True).sum()
    base = figures["base"].to_dict()
    of_pattern = [(group, question) for group, question, _ in merged.index]
    known = Counter[tuple[str, str]]()
    for key, n in zip(of_pattern, merged["n"], strict=True):
        known[key] += n
    whole = {key for key, n in known.items() if n == base[key[0], "question", key[1], ""] and n < PATTERNS_BELOW}
    return merged[np.array([key in whole for key in of_pattern], dtype=bool)]


def _accounts_frame() -> pd.DataFrame:
    return _frame([], ["group", "question"], list(ACCOUNTS)).astype("int64")


def _frame(
    keys: Sequence[tuple[str, ...]], names: list[str], columns: list[str], rows: Sequence[npt.NDArray[np.float64]] = ()
) -> pd.DataFrame:
    """Return rows by their keys as a table, one without rows where there are none."""
    index = (
        pd.MultiIndex.from_tuples(keys, names=names)
        if keys
        else pd.MultiIndex.from_arrays([[] for _ in names], names=names)
    )
    figures = np.vstack(rows) if keys else np.empty((0, len(columns)))
    return pd.DataFrame(figures, index=index, columns=columns)
