"""Whole questions of linked respondents: their tests know who moved where."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from brobygger_cli.methods.permutation import DRAWS

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from brobygger_cli.explanations.row import How, Row

    Counts = NDArray[np.int64]


def statistic(row: Row) -> How:
    """Say how the statistic came about."""
    name, found = str(row.record["test"]), row.write.share(row.figure("statistic"))
    if name in {"bhapkar", "paired_permutation"}:
        moves = transitions(row)
        stayed = int(np.trace(moves))
        sizes = {"pairs": str(moves.sum()), "stayed": str(stayed), "moved": str(moves.sum() - stayed)}
        return row.how("statistic_bhapkar", name, **sizes, found=found)
    up, down = _lengths(row)
    moved = up + down
    if not moved.sum():
        return row.how("statistic_of_no_move", name)
    ranks = np.cumsum(moved) - (moved - 1) / 2
    spread = float(moved @ ranks**2)
    rose, fell = (row.write.size(float(side @ ranks)) for side in (up, down))
    formula = f"({rose} − {fell}) / √{row.write.size(spread)} = {found}"
    return row.how("statistic_wilcoxon", name, formula=formula, rose=str(up.sum()), fell=str(down.sum()))


def p_value(row: Row) -> How:
    """Say how the p-value came about."""
    name, found = str(row.record["test"]), row.figure("p_value")
    p = row.write.fine(found)
    if name == "bhapkar":
        values = {"statistic": row.write.share(row.figure("statistic")), "df": row.write.size(row.figure("df")), "p": p}
        return row.how("p_of_no_move" if row.figure("df") == 0 else "p_chi_squared", name, **values)
    if name == "wilcoxon":
        return row.how("p_normal", name, statistic=row.write.share(abs(row.figure("statistic"))), p=p)
    moved = sum(int(side.sum()) for side in _lengths(row))
    if name == "wilcoxon_exact":
        return row.how("p_wilcoxon_exact", name, moved=str(moved), p=p)
    return row.how("p_paired_permutation", name, p=p, draws=str(DRAWS))


def effect(row: Row) -> How:
    """Say how the size of the difference came about."""
    up, down = (int(side.sum()) for side in _lengths(row))
    n, found = row.write.size(row.figure("baseline_test_n")), row.write.share(row.figure("effect"))
    return row.how("prob_higher_pairs", "prob_higher_pairs", formula=f"(1 + ({up} − {down}) / {n}) / 2 = {found}")


def effect_limit(row: Row, end: str) -> How:
    """Say how an end of its interval came about."""
    found = row.figure(f"effect_{end}")
    formula = f"(1 + {row.write.share(2 * found - 1)}) / 2 = {row.write.share(found)}".replace("+ −", "− ")
    return row.how("prob_higher_pairs_limit", "prob_higher_pairs", formula=formula, end=row.say(end))


def transitions(row: Row) -> Counts:
    """Return how many pairs went from each option (rows) to each (columns), along the scale."""
    links = row.waves[1].transitions
    if links is None:
        raise ValueError("a test of pairs without pairs")
    scale = list(row.question.scale())
    return links.questions[row.group, row.question.id][np.ix_(scale, scale)]


def _lengths(row: Row) -> tuple[Counts, Counts]:
    """Return how many moved up and down the scale, by the length of the move."""
    moves = transitions(row)
    steps = range(1, len(moves))
    up, down = (np.array([np.trace(table, step) for step in steps]) for table in (moves, moves.T))
    return up, down
