"""What the cells of one question say, before it is known who was asked.

Each distinct value of a column is validated once, with its question's pydantic type, and mapped back to
the rows, so a million rows cost little more than a thousand.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np

from brobygger_cli.coding.decimals import settle_numbers
from brobygger_cli.coding.exclusions import exclusions
from brobygger_cli.coding.meaning import Meaning, spellings
from brobygger_cli.coding.refused import Refused
from brobygger_cli.questionnaire.multiple import NOT_TICKED, TICKED, MultipleResponse
from brobygger_cli.questionnaire.number import Number
from brobygger_cli.questionnaire.open_text import OpenText

if TYPE_CHECKING:
    from collections.abc import Iterable

    import numpy.typing as npt

    from brobygger_cli.coding.findings import Findings
    from brobygger_cli.mapping import ColumnMap
    from brobygger_cli.questionnaire.question import Question

    Mask = npt.NDArray[np.bool_]


@dataclass(frozen=True)
class Cells:
    """What the cells of one question say.

    Args:
        ticked: The options chosen, shape (rows, options).
        answered: Rows that hold an answer, whoever was asked, shape (rows,).
        touched: Rows that hold an answer if the question was asked: zeros in every tick column say "shown
            and not ticked" of those who were asked, and nothing of the others.
        invalid: Rows that hold something invalid.
        unseen: Rows that were never shown the question, as far as the platform tells.
        column: The first column concerned; None where there is none.
    """

    ticked: Mask
    answered: Mask
    touched: Mask
    invalid: Mask
    unseen: Mask
    column: int | None

    def among(self, seen: Mask, untold: Mask) -> Cells:
        """Return what the cells say of those who saw the question.

        Args:
            seen: Those who did, shape (rows,).
            untold: Those of whom zeros alone do not tell that they did.
        """
        if seen.all() and not untold.any():
            return self
        return replace(
            self,
            ticked=self.ticked & seen[:, None],
            answered=self.answered & seen,
            touched=self.touched & seen & ~(untold & ~self.answered),
            invalid=self.invalid & seen,
        )


def read_cells(found: Findings, columns: ColumnMap, question: Question, whole_rows: Mask) -> Cells:
    """Read the column or columns of one question, and report what is no answer to it.

    Args:
        found: The records, and where to report.
        columns: Where the answers stand.
        question: The question.
        whole_rows: Rows whose cells stand where they belong; nothing is reported of the others.
    """
    if isinstance(question, MultipleResponse) and question.id in columns.ticks:
        cells = _tick_columns(found, columns, question, whole_rows)
    elif question.id in columns.whole:
        cells = _whole_cells(found, columns, question, whole_rows)
    else:
        nothing = np.zeros(len(found.records), dtype=bool)
        ticked = np.zeros((len(found.records), len(question.choices)), dtype=bool)
        return Cells(ticked, nothing, nothing, ~nothing, nothing, None)
    if isinstance(question, MultipleResponse):
        return replace(cells, invalid=cells.invalid | _contradicting(found, columns, cells, question, whole_rows))
    return cells


def _whole_cells(found: Findings, columns: ColumnMap, question: Question, whole_rows: Mask) -> Cells:
    """Read a column that holds the whole answer."""
    column = columns.whole[question.id]
    distinct = found.column(column)
    values = distinct.texts
    answered = _filled(values)
    invalid = np.zeros(len(values), dtype=bool)
    ticked = np.zeros((len(values), len(question.choices)), dtype=bool)
    if not isinstance(question, OpenText):  # where every text is an answer, none needs a look
        meanings = columns.meanings.get(column, {})
        valid = Meaning(question.adapter, meanings)
        known = spellings(found.raw, column, question)
        refused = Refused(found, question, column, question.expectation(), known, valid.is_answer)
        texts, doubtful = values, set[int]()
        if isinstance(question, Number):
            texts, doubtful = settle_numbers(found, column, distinct, whole_rows)
        for place in np.flatnonzero(answered).tolist():
            answer = valid.answer(texts[place])
            invalid[place] = answer is None
            if isinstance(answer, tuple):
                ticked[place, list(answer)] = True
            elif answer is None and place not in doubtful:
                at = distinct.rows_of(place)
                refused.report(values[place], at[whole_rows[at]])
    given = distinct.spread(answered)
    unseen = _unseen(found, [column])
    return Cells(distinct.spread(ticked), given, given, distinct.spread(invalid), unseen, column)


def _tick_columns(found: Findings, columns: ColumnMap, question: MultipleResponse, whole_rows: Mask) -> Cells:
    """Read one column per option."""
    ticks = columns.ticks[question.id]
    rows = len(found.records)
    ticked = np.zeros((len(question.options), rows), dtype=bool)
    touched = np.zeros(rows, dtype=bool)
    # Without a column for every option nobody can say who ticked nothing, so no row has a valid answer.
    invalid = np.full(rows, len(ticks) < len(question.options))
    for position, column in ticks.items():
        distinct = found.column(column)
        values = distinct.texts
        valid = Meaning(question.tick_adapters[position], columns.meanings.get(column, {}))
        known = (*question.options[position].label.wordings(), *sorted(TICKED | NOT_TICKED - {""}))
        refused = Refused(found, question, column, "1 (ticked) or 0 (not ticked)", known, valid.is_answer)
        meaning = [valid.answer(value) for value in values]
        for place, tick in enumerate(meaning):
            if tick is None:
                at = distinct.rows_of(place)
                refused.report(values[place], at[whole_rows[at]])
        ticked[position] = distinct.holding(tick is True for tick in meaning)
        touched |= distinct.spread(_filled(values))
        if None in meaning:
            invalid |= distinct.holding(tick is None for tick in meaning)
    answered: Mask = np.asarray(ticked.any(axis=0))
    # Where everybody can tick something ("none of the above"), zeros alone are no answer.
    shown = answered if question.always_ticked else touched
    return Cells(ticked.T, answered, shown, invalid, _unseen(found, ticks.values()), min(ticks.values()))


def _unseen(found: Findings, columns: Iterable[int]) -> Mask:
    """Return the rows that were shown none of the columns."""
    nobody = np.zeros(len(found.records), dtype=bool)
    of_columns = [found.unseen(column) for column in columns]
    known = [nobody if unseen is None else unseen for unseen in of_columns]
    return np.logical_and.reduce(known) if known else nobody


def _contradicting(
    found: Findings, columns: ColumnMap, cells: Cells, question: MultipleResponse, whole_rows: Mask
) -> Mask:
    """Return the rows whose ticks exclude each other, and report them in the column of the option that does."""
    wrong = np.zeros(len(whole_rows), dtype=bool)
    if not any(option.exclusive or option.contradicts for option in question.options):
        return wrong
    ticked = cells.ticked & whole_rows[:, None]  # also beside a cell that is invalid: it excuses nothing
    for exclusion in exclusions(question, list(ticked.T)):
        column = columns.ticks.get(question.id, {}).get(exclusion.position, cells.column)
        found.add(exclusion.code, "error", exclusion.rule, column=column, rows=exclusion.rows)
        wrong |= exclusion.rows
    return wrong


def _filled(values: npt.NDArray[np.object_]) -> Mask:
    return np.array([bool(value.strip()) for value in values], dtype=bool)
