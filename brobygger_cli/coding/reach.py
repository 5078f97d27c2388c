"""How far every respondent came in the questionnaire: what was never reached is not asked, whatever the cells hold.

Platforms write 0 for "not ticked" also where nobody ever saw the question. Who never opened the form reached nothing,
and who did not send it in reached no more than what is answered; of everybody else the routing decides. What describes
the respondent is often filled in beforehand: it tells nothing of how far anybody came.
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
    from brobygger_cli.questionnaire.question import Question
    from brobygger_cli.questionnaire.questionnaire import Questionnaire

    Mask = npt.NDArray[np.bool_]

ONLY_ZEROS = (
    "holds zeros in tick columns and no answer: whether the form was opened cannot be told; outside their bases"
)
_NOTHING, _TO_THE_END = -1, np.iinfo(np.int16).max


def spoken(question: Question, columns: ColumnMap, cells: Cells) -> Mask:
    """Return the rows that hold more than blanks and zeros in a question's columns, be it an answer or not.

    Args:
        question: The question.
        columns: Where the answers stand.
        cells: What the cells of the question say.
    """
    whole = question.id in columns.whole or len(columns.ticks.get(question.id, ())) == len(question.choices)
    # Where a column is missing every row is invalid, which tells nothing of what the others hold.
    return cells.answered | cells.invalid if whole else cells.answered


def reach(found: Findings, questionnaire: Questionnaire, said: Mapping[str, Mask]) -> npt.NDArray[np.int16]:
    """Return the position of the last question that every row may have reached, -1 where none, shape (rows,).

    Whether the form was opened at all is not looked at.

    Args:
        found: The records.
        questionnaire: Its questions in the order in which they were asked.
        said: The rows that hold something in the columns of each question, by question id.
    """
    reached = np.full(len(found.records), _TO_THE_END, dtype=np.int16)
    standing = found.raw.standing
    if standing is None:
        return reached
    partial = standing.where("partial")[found.records]
    reached[partial] = _NOTHING
    for position, question in enumerate(questionnaire.questions):
        if question.id in said and not question.background:
            reached[partial & said[question.id]] = position
    return reached


def report_unopened(
    found: Findings, questionnaire: Questionnaire, columns: ColumnMap, said: Mapping[str, Mask], unopened: Mask
) -> dict[str, Mask]:
    """Report answers of those who, by their status, never opened the form.

    Args:
        found: The records, and where to report.
        questionnaire: What was asked.
        columns: Where the answers stand.
        said: The rows that hold something in the columns of each question, by question id.
        unopened: The rows of those who never opened the form, shape (rows,).

    Returns:
        The rows concerned, by question id, shape (rows,).
    """
    wrong = {}
    for question in questionnaire.questions:
        if question.id in said and not question.background:
            wrong[question.id] = said[question.id] & unopened
            rule = f"'{question.id}' is answered by somebody who, by the status, never opened the form"
            column = columns.whole.get(question.id, min(columns.ticks.get(question.id, {}).values(), default=None))
            found.add("answer_unopened", "error", rule, column=column, rows=wrong[question.id])
    return wrong


def only_zeros(
    found: Findings,
    questionnaire: Questionnaire,
    columns: ColumnMap,
    cells: Mapping[str, Cells],
    whole_rows: Mask,
) -> Mask:
    """Return the rows that hold zeros in tick columns and no answer, background aside, and report them.

    Without a status nobody can tell whether they opened the form, unless the platform says of cells that they were not
    shown: then the others were. Where every question is one of ticks, zeros are all that there can be, and no row is
    meant.

    Args:
        found: The records, and where to report.
        questionnaire: What was asked.
        columns: Where the answers stand.
        cells: What the cells of each question say, by question id.
        whole_rows: Rows whose cells stand where they belong; nothing is reported of the others.
    """
    asked = [question for question in questionnaire.questions if question.id in cells and not question.background]
    if found.raw.standing is not None or not any(question.id in columns.whole for question in asked):
        return np.zeros(len(found.records), dtype=bool)
    touched = np.logical_or.reduce([cells[question.id].touched for question in asked])
    told = [
        cells[question.id].touched
        if _is_told(found, columns, question)
        else spoken(question, columns, cells[question.id])
        for question in asked
    ]
    rows = np.asarray(touched & ~np.logical_or.reduce(told) & whole_rows)
    found.add("only_zeros", "warning", ONLY_ZEROS, rows=rows)
    return rows


def _is_told(found: Findings, columns: ColumnMap, question: Question) -> bool:
    """Tell whether the platform says who was shown a question."""
    return any(column in found.raw.unseen for column in columns.ticks.get(question.id, {}).values())
