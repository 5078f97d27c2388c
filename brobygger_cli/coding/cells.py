"""What the cells of one question say, before it is known who was asked.

Each distinct value of a column is validated once, with its question's pydantic type, and mapped back to
the rows, so a million rows cost little more than a thousand.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

import numpy as np
from pydantic import TypeAdapter, ValidationError

from brobygger_cli.questionnaire.multiple import NOT_TICKED, TICKED, MultipleResponse
from brobygger_cli.spelling import nearest, normalise

if TYPE_CHECKING:
    from collections.abc import Iterable

    import numpy.typing as npt

    from brobygger_cli.coding.findings import Findings
    from brobygger_cli.mapping import ColumnMap
    from brobygger_cli.questionnaire.question import Question

    Mask = npt.NDArray[np.bool_]
    Places = npt.NDArray[np.intp]
    Answer = tuple[int, ...] | bool | float | str

_PROPOSALS = 1000  # violations after which no nearest value is looked for
_REPLACED = "\ufffd"  # what stands where a byte could not be read
_NO_DECIMALS = re.compile(r"[.,]0+\s*$")


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
    codes, values = distinct.codes, distinct.texts
    meanings = columns.meanings.get(column, {})
    adapter = question.answer_type()
    known = question.known_spellings()
    ticked = np.zeros((len(values), len(question.choices)), dtype=bool)
    answered = _filled(values)
    invalid = np.zeros(len(values), dtype=bool)
    for place in np.flatnonzero(answered).tolist():
        answer = _valid(adapter, meanings.get(normalise(values[place]), values[place]))
        invalid[place] = answer is None
        if answer is None:
            at = distinct.rows_of(place)
            _report(found, question, column, values[place], at[whole_rows[at]], question.expectation(), known)
        elif isinstance(answer, tuple):
            ticked[place, list(answer)] = True
    unseen = _unseen(found, [column])
    return Cells(ticked[codes], answered[codes], answered[codes], invalid[codes], unseen, column)


def _tick_columns(found: Findings, columns: ColumnMap, question: MultipleResponse, whole_rows: Mask) -> Cells:
    """Read one column per option."""
    ticks = columns.ticks[question.id]
    rows = len(found.records)
    ticked = np.zeros((rows, len(question.options)), dtype=bool)
    touched = np.zeros(rows, dtype=bool)
    # Without a column for every option nobody can say who ticked nothing, so no row has a valid answer.
    invalid = np.full(rows, len(ticks) < len(question.options))
    for position, column in ticks.items():
        distinct = found.column(column)
        codes, values = distinct.codes, distinct.texts
        adapter = question.tick_type(position)
        known = (*question.options[position].label.wordings(), *sorted(TICKED | NOT_TICKED - {""}))
        meanings = columns.meanings.get(column, {})
        meaning = [_valid(adapter, meanings.get(normalise(value), value)) for value in values]
        for place, tick in enumerate(meaning):
            if tick is None:
                at = distinct.rows_of(place)
                _report(
                    found, question, column, values[place], at[whole_rows[at]], "1 (ticked) or 0 (not ticked)", known
                )
        ticked[:, position] = np.array([tick is True for tick in meaning], dtype=bool)[codes]
        touched |= _filled(values)[codes]
        invalid |= np.array([tick is None for tick in meaning], dtype=bool)[codes]
    answered: Mask = np.asarray(ticked.any(axis=1))
    # Where everybody can tick something ("none of the above"), zeros alone are no answer.
    shown = answered if question.always_ticked else touched
    return Cells(ticked, answered, shown, invalid, _unseen(found, ticks.values()), min(ticks.values()))


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
    ticked = cells.ticked & whole_rows[:, None]  # also beside a cell that is invalid: it excuses nothing
    wrong = np.zeros(len(ticked), dtype=bool)
    several = ticked.sum(axis=1) > 1
    ids = [option.id for option in question.options]
    for position, option in enumerate(question.options):
        column = columns.ticks.get(question.id, {}).get(position, cells.column)
        if option.exclusive:
            rows = ticked[:, position] & several
            rule = f"'{question.id}': '{option.id}' excludes every other option"
            found.add("exclusive_with_others", "error", rule, column=column, rows=rows)
            wrong |= rows
        for other in option.contradicts:
            rows = ticked[:, position] & ticked[:, ids.index(other)]
            rule = f"'{question.id}': '{option.id}' contradicts '{other}'"
            found.add("contradicting_options", "error", rule, column=column, rows=rows)
            wrong |= rows
    return wrong


def _report(
    found: Findings, question: Question, column: int, value: str, rows: Places, expected: str, known: Iterable[str]
) -> None:
    if _REPLACED in value:
        code, rule = "bytes_not_text", "holds a character that could not be read in the file's encoding"
    else:
        code, rule = "unknown_answer", f"is no answer to '{question.id}'; expected {expected}"
    # A column of open text taken for a coded one is all wrong: there nobody needs a proposal for every value.
    proposing = len(found.violations) < _PROPOSALS
    near = nearest(_NO_DECIMALS.sub("", value), known) if proposing else None  # "1.0" is a program's way to write 1
    found.add(code, "error", rule, column=column, value=value, near=near, rows=rows)


def _filled(values: npt.NDArray[np.object_]) -> Mask:
    return np.array([bool(value.strip()) for value in values], dtype=bool)


def _valid(adapter: TypeAdapter[Any], cell: str) -> Answer | None:
    """Return the answer that a cell holds, or None where it is not valid."""
    try:
        answer: Answer = adapter.validate_python(cell)
    except ValidationError:
        return None
    return answer
