"""What became of the questions of a table, summed as the answers of an export are."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from brobygger_cli.coding.states import State
from brobygger_cli.engines.together import Ticked, pairs_of, patterns_of
from brobygger_cli.items import items, members_of
from brobygger_cli.sums import PATTERNS_BELOW, Patterns, Sums

if TYPE_CHECKING:
    from collections.abc import Sequence

    import numpy.typing as npt

    from brobygger_cli.engines.coded import Coded
    from brobygger_cli.engines.questions import Told
    from brobygger_cli.engines.rows import RowCounts
    from brobygger_cli.engines.tables import EngineTable

    Floats = npt.NDArray[np.float64]


def sums_from(table: EngineTable, coded: Coded, told: Sequence[Told], rows: RowCounts, *, weighted: bool) -> Sums:
    """Sum what became of every question.

    Args:
        table: The table.
        coded: Its rows.
        told: What became of the questions that were asked.
        rows: How many rows there are.
        weighted: Whether the rows have weights.
    """
    questionnaire = coded.questionnaire
    groups, counted = len(questionnaire.groups), sum(1 for _ in items(questionnaire))
    sums = Sums(
        np.zeros((groups, counted, 2)),
        np.zeros((groups, counted, 4)) if weighted else None,
        np.zeros((groups + 1, len(questionnaire.questions), len(State)), dtype=np.int64),
        np.array([rows.answering.get(group, 0) for group in range(groups)], dtype=np.int64),
        sum(rows.rows.values()) - sum(rows.read.values()) + sum(rows.nowhere_valid.values()),
        {},
        {},
        {},
    )
    of_question = {of.question.id: of for of in told}
    for place, question in enumerate(questionnaire.questions):
        if question.id not in of_question:
            _never_asked(sums, place, rows)
            if question.compared_as == "options":
                sums.pairs[question.id] = np.zeros((groups, *2 * [len(members_of(question))], 3))
            continue
        of = of_question[question.id]
        np.add.at(sums.accounts[:, place], (of.group, of.answers.state), of.sums[:, 0].astype(np.int64))
        _add_answers(sums, table, coded, of)
    return sums


def _never_asked(sums: Sums, place: int, rows: RowCounts) -> None:
    """Account for a question that the wave did not ask; rows without a group come last."""
    for group, times in rows.rows.items():
        read = rows.read[group]
        sums.accounts[group, place, State.NOT_ASKED] = read
        sums.accounts[group, place, State.INVALID] = times - read


def _add_answers(sums: Sums, table: EngineTable, coded: Coded, told: Told) -> None:
    """Add how many chose each item of a question, of how many, and how its options go together."""
    question, groups = told.question, len(sums.figures)
    base = _by_group(told.group[told.answers.in_base], told.sums[told.answers.in_base], groups)
    counted = [
        (at, item.positions) for at, item in enumerate(items(coded.questionnaire)) if item.question.id == question.id
    ]
    members = [options for _, options in members_of(question)]
    sets = list(dict.fromkeys([*members, *(options for _, options in counted if options)]))
    few = np.flatnonzero(base[:, 0] < PATTERNS_BELOW).tolist()
    ticked, pairs = _chosen(table, coded, told, few, sets, weighted=sums.weights is not None)
    for at, options in counted:
        chosen = pairs[:, sets.index(options), sets.index(options)] if options else base
        sums.figures[:, at] = np.column_stack([chosen[:, 0], base[:, 0]])
        if sums.weights is not None:
            sums.weights[:, at] = np.column_stack([chosen[:, 1], base[:, 1], chosen[:, 2], base[:, 2]])
    if question.compared_as == "options":
        places = [sets.index(options) for options in members]
        sums.pairs[question.id] = pairs[:, places][:, :, places]
        for group in few:
            sums.patterns[group, question.id] = _patterns(ticked, group)


def _chosen(
    table: EngineTable, coded: Coded, told: Told, few: list[int], sets: list[tuple[int, ...]], *, weighted: bool
) -> tuple[Ticked, Floats]:
    """Return what was ticked, in every group or in those that are few, and how many chose both of two sets."""
    groups = len(coded.questionnaire.groups)
    if told.question.id not in coded.columns.ticks:
        base = told.answers.in_base
        ticked = Ticked(told.group[base], told.answers.ticked[base], told.sums[base])
        return ticked, ticked.of(sets).pairs(groups)
    ticked = patterns_of(table, coded, told, few, weighted=weighted)
    pairs = ticked.of(sets).pairs(groups)
    many = [group for group in range(groups) if group not in few]
    if many:
        pairs += pairs_of(table, coded, told, many, sets, weighted=weighted)
    return ticked, pairs


def _patterns(ticked: Ticked, group: int) -> Patterns:
    here = ticked.group == group
    ticks, which = np.unique(ticked.chosen[here], axis=0, return_inverse=True)
    return Patterns(ticks, _by_group(which.ravel(), ticked.sums[here], len(ticks)))


def _by_group(group: npt.NDArray[np.int64], sums: Floats, groups: int) -> Floats:
    """Return sums by group, shape (groups, 3)."""
    found = np.zeros((groups, 3))
    np.add.at(found, group, sums)
    return found
