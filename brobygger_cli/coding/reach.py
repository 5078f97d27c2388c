"""How far every respondent came in the questionnaire: what was never reached is not asked, whatever the cells hold.

Platforms write 0 for "not ticked" also where nobody ever saw the question. Who never opened the form reached nothing,
and who did not send it in reached no more than what is answered; of everybody else the routing decides.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Mapping

    import numpy.typing as npt

    from brobygger_cli.coding.cells import Cells
    from brobygger_cli.coding.findings import Findings
    from brobygger_cli.mapping import ColumnMap
    from brobygger_cli.questionnaire.questionnaire import Questionnaire

    Mask = npt.NDArray[np.bool_]

_NOTHING, _TO_THE_END = -1, np.iinfo(np.int16).max


def reach(found: Findings, questionnaire: Questionnaire, cells: Mapping[str, Cells]) -> npt.NDArray[np.int16]:
    """Return the position of the last question that every row reached, -1 where it reached none, shape (rows,).

    Args:
        found: The records.
        questionnaire: Its questions in the order in which they were asked.
        cells: What the cells of each question say, by question id.
    """
    reached = np.full(len(found.records), _TO_THE_END, dtype=np.int16)
    standing = found.raw.standing
    if standing is None:
        return reached
    partial = standing.where("partial")[found.records]
    reached[partial] = _NOTHING
    for position, question in enumerate(questionnaire.questions):
        if question.id in cells:
            reached[partial & cells[question.id].answered] = position
    reached[standing.where("not_opened")[found.records]] = _NOTHING
    return reached


def report_unopened(
    found: Findings, questionnaire: Questionnaire, cells: Mapping[str, Cells], opened: Mask
) -> dict[str, Mask]:
    """Report answers of those who, by their status, never opened the form.

    What describes the respondent is often filled in beforehand, and is no answer of theirs.

    Returns:
        The rows concerned, by question id, shape (rows,).
    """
    wrong = {}
    for question in questionnaire.questions:
        if question.id in cells and not question.background:
            answers = cells[question.id]
            wrong[question.id] = answers.answered & ~opened
            rule = f"'{question.id}' is answered by somebody who, by the status, never opened the form"
            found.add("answer_unopened", "error", rule, column=answers.column, rows=wrong[question.id])
    return wrong


def only_zeros(found: Findings, columns: ColumnMap, cells: Mapping[str, Cells]) -> Mask:
    """Return the rows that hold zeros in tick columns and nothing else, and report them.

    Without a status nobody can tell whether they opened the form. Where every question is one of ticks, zeros are all
    that there can be, and no row is meant.
    """
    if not columns.whole or found.raw.standing is not None:
        return np.zeros(len(found.records), dtype=bool)
    answered = np.logical_or.reduce([of.answered | of.invalid for of in cells.values()])
    touched = np.logical_or.reduce([of.touched for of in cells.values()])
    rows = np.asarray(touched & ~answered)
    rule = "holds zeros in tick columns and no answer: whether the form was opened cannot be told; outside every base"
    found.add("only_zeros", "warning", rule, rows=rows)
    return rows
