"""How the options of a question with a column for each go together: every pattern of ticks, or every pair of them."""

from __future__ import annotations

from dataclasses import replace
from itertools import combinations
from operator import add
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from brobygger_cli.coding.exclusions import any_of, gathered
from brobygger_cli.engines.facts import facts_of, packed
from brobygger_cli.engines.questions import summed, sums_of

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    import ibis.expr.types as ir
    import numpy.typing as npt

    from brobygger_cli.engines.coded import Coded
    from brobygger_cli.engines.questions import Told
    from brobygger_cli.engines.tables import EngineTable

    Codes = npt.NDArray[np.int64]
    Floats = npt.NDArray[np.float64]
    Mask = npt.NDArray[np.bool_]
    Sets = Sequence[tuple[int, ...]]

_BITS = 62  # truths that fit into one whole number of an engine
_BLOCK = 7  # sets of options that are grouped by together: two blocks of them make 16 384 patterns at most


class Ticked(NamedTuple):
    """What those in a question's base chose, rows that chose the same taken together.

    Attributes:
        group: The position of each row's group, shape (rows,).
        chosen: What they chose, shape (rows, options or sets of options).
        sums: How many chose it, their weights and squared weights summed, shape (rows, 3).
    """

    group: Codes
    chosen: Mask
    sums: Floats

    def of(self, sets: Sets) -> Ticked:
        """Return who chose at least one option of each set."""
        chosen = np.zeros((len(self.group), len(sets)), dtype=bool)
        for place, options in enumerate(sets):
            chosen[:, place] = self.chosen[:, list(options)].any(axis=1)
        return self._replace(chosen=chosen)

    def pairs(self, groups: int) -> Floats:
        """Return how many of each group chose both of two, shape (groups, sets, sets, 3)."""
        chosen = self.chosen.astype(float)
        found = np.zeros((groups, chosen.shape[1], chosen.shape[1], 3))
        for group in range(groups):
            here = self.group == group
            for power in range(3):
                found[group, :, :, power] = (chosen[here].T * self.sums[here, power]) @ chosen[here]
        return found


def patterns_of(table: EngineTable, coded: Coded, told: Told, groups: Collection[int], *, weighted: bool) -> Ticked:
    """Return every pattern of ticks in some groups.

    Args:
        table: The table.
        coded: Its rows.
        told: What became of the question, which has a column for each option.
        groups: The positions of the groups.
        weighted: Whether the rows have weights.
    """
    base = _base(coded, told, groups)
    return _grouped(table, base.rows, base.ticked(told.question), weighted=weighted)


def pairs_of(
    table: EngineTable, coded: Coded, told: Told, groups: Collection[int], sets: Sets, *, weighted: bool
) -> Floats:
    """Return how many in some groups chose both of two sets of options, shape (all groups, sets, sets, 3).

    Args:
        table: The table.
        coded: Its rows.
        told: What became of the question, which has a column for each option.
        groups: The positions of the groups.
        sets: The options of each set: chosen is who ticked at least one of them.
        weighted: Whether the rows have weights.
    """
    base = _base(coded, told, groups)
    options = base.ticked(told.question)
    chosen = [gathered(any_of, [options[option] for option in of]) for of in sets]
    blocks = [range(start, min(start + _BLOCK, len(sets))) for start in range(0, len(sets), _BLOCK)]
    found = np.zeros((len(coded.questionnaire.groups), len(sets), len(sets), 3))
    for couple in combinations(blocks, 2) if len(blocks) > 1 else [blocks]:
        places = [place for block in couple for place in block]
        ticked = _grouped(table, base.rows, [chosen[place] for place in places], weighted=weighted)
        found[np.ix_(range(len(found)), places, places)] = ticked.pairs(len(found))
    return found


def _base(coded: Coded, told: Told, groups: Collection[int]) -> Coded:
    """Return the rows that make up a question's base in some groups."""
    wanted = told.answers.in_base & np.isin(told.group, list(groups))
    facts = packed(facts_of(coded, told.question))
    return replace(coded, rows=coded.rows.filter(facts.isin(told.facts[wanted].tolist())))


def _grouped(table: EngineTable, rows: ir.Table, truths: Sequence[ir.BooleanValue], *, weighted: bool) -> Ticked:
    """Return every combination of truths that occurs in some rows, by group."""
    parts = {f"ticks{start}": _bits(truths[start : start + _BITS]) for start in range(0, len(truths), _BITS)}
    answer = table.fetch(rows.group_by(group=rows.group, **parts).aggregate(**sums_of(rows, weighted=weighted)))
    numbers = [answer[part].to_numpy() for part in parts]
    chosen = [numbers[place // _BITS] >> place % _BITS & 1 for place in range(len(truths))]
    return Ticked(answer["group"].to_numpy(), np.column_stack(chosen).astype(bool), summed(answer, weighted=weighted))


def _bits(truths: Sequence[ir.BooleanValue]) -> ir.IntegerValue:
    """Return truths as one whole number, the first one its last binary digit."""
    import ibis  # noqa: PLC0415 - only where there is an engine

    return gathered(add, [ibis.ifelse(true, 2**bit, 0).cast("int64") for bit, true in enumerate(truths)])
