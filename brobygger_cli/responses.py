"""From a raw table to coded answers: every row of every question in exactly one state.

Each distinct value of a column is validated once, with its question's pydantic type, and mapped back to
the rows, so a million rows cost little more than a thousand.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import IntEnum
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd
from pydantic import TypeAdapter, ValidationError

from brobygger_cli.mapping import ColumnMap, map_columns, nearest_name
from brobygger_cli.questionnaire.multiple import MultipleResponse
from brobygger_cli.spelling import nearest, normalise
from brobygger_cli.violations import Severity, Violation

if TYPE_CHECKING:
    from collections.abc import Collection

    import numpy.typing as npt

    from brobygger_cli.exports.raw import RawTable
    from brobygger_cli.questionnaire.question import Question
    from brobygger_cli.questionnaire.questionnaire import Questionnaire

    Mask = npt.NDArray[np.bool_]

REPLACED = "\ufffd"


class State(IntEnum):
    """What became of a question in one row; the five add up to the rows."""

    ANSWERED = 0
    DONT_KNOW = 1
    NOT_ASKED = 2
    BLANK = 3
    INVALID = 4


@dataclass(frozen=True)
class Answers:
    """The answers to one question.

    Args:
        state: A `State` per row, shape (rows,).
        ticked: Whether an option was chosen, shape (rows, options); only where the state is in the base.
    """

    state: npt.NDArray[np.int8]
    ticked: Mask

    @property
    def in_base(self) -> Mask:
        """The rows that make up the question's base: answered, 'don't know' included."""
        return self.state <= State.DONT_KNOW


@dataclass(frozen=True)
class Responses:
    """One wave of respondents.

    Args:
        questionnaire: What was asked.
        group: Position of each row's group, -1 where it has none, shape (rows,).
        answers: By question id, in questionnaire order.
        violations: All that is wrong.
    """

    questionnaire: Questionnaire
    group: npt.NDArray[np.int16]
    answers: dict[str, Answers]
    violations: tuple[Violation, ...]


def code_responses(
    raw: RawTable, questionnaire: Questionnaire, *, without: Collection[str] = (), rows: Mask | None = None
) -> Responses:
    """Code the answers of an export and collect everything that is wrong with it.

    Args:
        raw: The export.
        questionnaire: What was asked.
        without: Ids of questions that this wave did not ask: their columns may be missing.
        rows: Which records to take, shape (records,); all where None.
    """
    coder = _Coder(raw, questionnaire, frozenset(without), rows)
    return coder.code()


@dataclass(frozen=True)
class _Cells:
    """What the cells of one question say, before it is known who was asked.

    Args:
        ticked: The options chosen, shape (rows, options).
        answered: Rows that hold an answer, whoever was asked, shape (rows,).
        touched: Rows that hold an answer if the question was asked: zeros in every tick column say
            "shown and not ticked" of those who were asked, and nothing of the others.
        invalid: Rows that hold something invalid.
    """

    ticked: Mask
    answered: Mask
    touched: Mask
    invalid: Mask


class _Coder:
    """Codes one export; the violations found on the way are collected in one list."""

    def __init__(
        self, raw: RawTable, questionnaire: Questionnaire, without: frozenset[str], rows: Mask | None
    ) -> None:
        self.raw = raw
        self.questionnaire = questionnaire
        self.without = without
        self.rows = np.arange(len(raw.lines)) if rows is None else np.flatnonzero(rows)
        self.lines = raw.lines[self.rows]
        self.map: ColumnMap = map_columns(raw.columns, questionnaire)
        self.respondents = None if self.map.respondent is None else self._column(self.map.respondent)
        self.whole_row = np.ones(len(self.rows), dtype=bool)  # false where the row's cells cannot be trusted
        self.violations: list[Violation] = []

    def code(self) -> Responses:
        self._check_columns()
        self._check_rows()
        group = self._groups()
        answers: dict[str, Answers] = {}
        for question in self.questionnaire.questions:
            answers[question.id] = self._answers(question, answers)
        readable = self.whole_row & (group >= 0)
        for coded in answers.values():
            coded.state[~readable] = State.INVALID
        return Responses(self.questionnaire, group, answers, tuple(self.violations))

    # Columns and rows

    def _check_columns(self) -> None:
        headers = self.raw.columns
        for column, earlier in self.map.duplicates:
            rule = f"holds the same as column '{headers[earlier]}'; rename or remove one of them"
            self._add("duplicate_column", "error", rule, column=column)
        for column in self.map.unknown:
            name = headers[column]
            self._add(
                "unknown_column",
                "warning",
                "belongs to no question and is not read",
                column=column,
                near=nearest_name(name, self.questionnaire) if name else None,
            )
        if self.map.group is None and len(self.questionnaire.groups) > 1:
            names = "', '".join(self.questionnaire.group_columns)
            self._add("missing_column", "error", f"there is no column with the group; expected '{names}'")
        for question in self.questionnaire.questions:
            self._check_columns_of(question)

    def _check_columns_of(self, question: Question) -> None:
        if question.id in self.without:
            return
        ticks = self.map.ticks.get(question.id)
        if ticks is None and question.id not in self.map.whole:
            severity: Severity = "warning" if question.background else "error"
            rule = (
                f"there is no column for the question '{question.id}'; name it so, or say "
                f"`--without {question.id}` if this wave did not ask it"
            )
            self._add("missing_column", severity, rule)
        elif ticks is not None:
            for position, option in enumerate(question.choices):
                if position not in ticks:
                    rule = (
                        f"the question '{question.id}' has a column for each option, but none for "
                        f"'{option.id}'; expected '{question.id}_{option.code}'"
                    )
                    self._add("missing_column", "error", rule)

    def _check_rows(self) -> None:
        if not len(self.rows):
            self._add("no_respondents", "error", "there are no rows below the header")
        place = {record: position for position, record in enumerate(self.rows.tolist())}
        read = {
            header
            for column, header in enumerate(self.raw.columns)
            if column not in self.map.unknown
        }
        for flaw in self.raw.flaws:
            if flaw.code == "ragged_row" and flaw.record_index in place:
                self.whole_row[place[flaw.record_index]] = False
            elif flaw.code == "bytes_not_text" and flaw.column in read:
                continue  # reported with the value, as an answer that cannot be read
            elif flaw.record_index is not None and flaw.record_index not in place:
                continue  # a record of another wave in the same file
            severity: Severity = "error" if flaw.code == "ragged_row" else "warning"
            respondent = self._respondent_of(place.get(flaw.record_index)) if flaw.record_index is not None else None
            self.violations.append(
                Violation(
                    flaw.code,
                    severity,
                    self.raw.path,
                    flaw.rule,
                    column=flaw.column,
                    value=flaw.value,
                    lines=(flaw.line,),
                    respondents=() if respondent is None else (respondent,),
                )
            )
        if self.respondents is not None:
            self._check_respondents(self.respondents)

    def _check_respondents(self, respondents: npt.NDArray[np.object_]) -> None:
        spelled = pd.Series(respondents, dtype=object).str.strip()
        blank = (spelled == "").to_numpy()
        column = self.map.respondent
        self._add("missing_respondent", "warning", "has no respondent id", column=column, rows=blank)
        repeated = (spelled.duplicated(keep="first") & (spelled != "")).to_numpy()
        for value in spelled[repeated].unique():
            rule = "this respondent id stands more than once; only its first row is read"
            rows = repeated & (spelled == value).to_numpy()
            self._add("duplicate_respondent", "error", rule, column=column, value=value, rows=rows)
        self.whole_row &= ~repeated

    def _groups(self) -> npt.NDArray[np.int16]:
        groups = self.questionnaire.groups
        if self.map.group is None:
            only = 0 if len(groups) == 1 else -1
            return np.full(len(self.rows), only, dtype=np.int16)
        known = self.questionnaire.position_of_group()
        codes, values = pd.factorize(self._column(self.map.group))
        position = np.array([known.get(normalise(value), -1) for value in values], dtype=np.int16)
        expected = ", ".join(f"{group.code} = {group.id}" for group in groups)
        for place in np.flatnonzero(position < 0):
            value = values[place]
            rule = f"is no group of '{self.questionnaire.id}'; expected {expected}"
            self._add(
                "unknown_group",
                "error",
                rule if value.strip() else f"has no group; expected {expected}",
                column=self.map.group,
                value=value,
                near=nearest(value, [group.id for group in groups] + [t for g in groups for t in g.label.wordings()]),
                rows=(codes == place) & self.whole_row,
            )
        return position[codes] if len(codes) else np.empty(0, dtype=np.int16)

    # Answers

    def _answers(self, question: Question, earlier: dict[str, Answers]) -> Answers:
        """Code one question: what the cells say, then who was asked, then the state of each row."""
        if question.id in self.without and question.id not in self.map.questions():
            state = np.full(len(self.rows), State.NOT_ASKED, dtype=np.int8)
            return Answers(state, np.zeros((len(self.rows), len(question.choices)), dtype=bool))
        cells = self._cells(question)
        ticked, invalid = cells.ticked, cells.invalid
        asked, known = self._asked(question, earlier)
        content = cells.answered | (cells.touched & asked)
        column = self._first_column(question)

        unexpected = content & ~asked & known & ~invalid & self.whole_row
        if unexpected.any() and question.asked_if is not None:
            answers = " or ".join(question.asked_if.answers)
            rule = f"'{question.id}' is asked only of those who answered {answers} to '{question.asked_if.question}'"
            self._add("answer_not_asked", "error", rule, column=column, rows=unexpected)
        invalid |= unexpected

        expected = column is not None and question.answer_expected
        missing = asked & ~content & ~invalid & self.whole_row & expected
        rule = f"'{question.id}' was asked and left blank: item nonresponse, outside the base"
        self._add("missing_answer", "warning", rule, column=column, rows=missing)

        untouched = content & ~cells.answered & ~invalid & self.whole_row
        rule = f"'{question.id}' was asked and nothing is ticked: counted in the base"
        self._add("nothing_ticked", "warning", rule, column=column, rows=untouched)

        state = np.full(len(self.rows), State.ANSWERED, dtype=np.int8)
        dont_know = [position for position, option in enumerate(question.choices) if option.dont_know]
        state[ticked[:, dont_know].any(axis=1)] = State.DONT_KNOW
        state[~content] = State.BLANK
        state[~content & ~asked & known] = State.NOT_ASKED
        state[invalid] = State.INVALID
        ticked[state > State.DONT_KNOW] = False
        return Answers(state, ticked)

    def _asked(self, question: Question, earlier: dict[str, Answers]) -> tuple[Mask, Mask]:
        """Tell who was asked, and of whom that is known: routing on a blank or invalid answer is not."""
        if question.asked_if is None:
            everybody = np.ones(len(self.rows), dtype=bool)
            return everybody, everybody
        parent = earlier[question.asked_if.question]
        parent_question = self.questionnaire.question(question.asked_if.question)
        ids = [option.id for option in parent_question.choices]
        leading_here = [ids.index(answer) for answer in question.asked_if.answers]
        asked = parent.ticked[:, leading_here].any(axis=1)
        if question.asked_if.question in self.without:
            return asked, asked
        return asked, parent.in_base | (parent.state == State.NOT_ASKED)

    def _cells(self, question: Question) -> _Cells:
        """Read what the cells of one question say."""
        if isinstance(question, MultipleResponse) and question.id in self.map.ticks:
            cells = self._tick_columns(question)
        elif question.id in self.map.whole:
            cells = self._whole_cells(question, self.map.whole[question.id])
        else:
            nothing = np.zeros(len(self.rows), dtype=bool)
            ticked = np.zeros((len(self.rows), len(question.choices)), dtype=bool)
            return _Cells(ticked, nothing, nothing, ~nothing)
        if isinstance(question, MultipleResponse):
            contradicting = self._contradicting(question, cells.ticked & ~cells.invalid[:, None])
            return replace(cells, invalid=cells.invalid | contradicting)
        return cells

    def _whole_cells(self, question: Question, column: int) -> _Cells:
        """Read a column that holds the whole answer."""
        codes, values = pd.factorize(self._column(column))
        adapter = question.answer_type()
        ticked = np.zeros((len(values), len(question.choices)), dtype=bool)
        answered = np.array([bool(value.strip()) for value in values], dtype=bool)
        invalid = np.zeros(len(values), dtype=bool)
        for place in np.flatnonzero(answered):
            answer = _valid(adapter, values[place])
            invalid[place] = answer is None
            if answer is None:
                self._add_unknown_answer(question, column, values[place], codes == place)
            elif len(question.choices):
                ticked[place, list(answer)] = True
        return _Cells(ticked[codes], answered[codes], answered[codes], invalid[codes])

    def _tick_columns(self, question: MultipleResponse) -> _Cells:
        """Read one column per option."""
        columns = self.map.ticks[question.id]
        ticked = np.zeros((len(self.rows), len(question.options)), dtype=bool)
        touched = np.zeros(len(self.rows), dtype=bool)
        # Without a column for every option nobody can say who ticked nothing, so no row has a valid answer.
        invalid = np.full(len(self.rows), len(columns) < len(question.options))
        for position, column in columns.items():
            codes, values = pd.factorize(self._column(column))
            adapter = question.tick_type(position)
            meaning = [_valid(adapter, value) for value in values]
            for place, value in enumerate(values):
                if meaning[place] is None:
                    self._add_unknown_answer(question, column, value, codes == place, "1 (ticked) or 0 (not ticked)")
            ticked[:, position] = np.array([tick is True for tick in meaning], dtype=bool)[codes]
            touched |= np.array([bool(value.strip()) for value in values], dtype=bool)[codes]
            invalid |= np.array([tick is None for tick in meaning], dtype=bool)[codes]
        answered = ticked.any(axis=1)
        # Where everybody can tick something ("none of the above"), zeros alone are no answer.
        return _Cells(ticked, answered, answered if question.always_ticked else touched, invalid)

    def _contradicting(self, question: MultipleResponse, ticked: Mask) -> Mask:
        """Return the rows whose ticks exclude each other."""
        wrong = np.zeros(len(self.rows), dtype=bool)
        several = ticked.sum(axis=1) > 1
        ids = [option.id for option in question.options]
        column = self._first_column(question)
        for position, option in enumerate(question.options):
            if option.exclusive:
                rows = ticked[:, position] & several & self.whole_row
                rule = f"'{question.id}': '{option.id}' excludes every other option"
                self._add("exclusive_with_others", "error", rule, column=column, rows=rows)
                wrong |= rows
            for other in option.contradicts:
                rows = ticked[:, position] & ticked[:, ids.index(other)] & self.whole_row
                rule = f"'{question.id}': '{option.id}' contradicts '{other}'"
                self._add("contradicting_options", "error", rule, column=column, rows=rows)
                wrong |= rows
        return wrong

    # Helpers

    def _column(self, column: int) -> npt.NDArray[np.object_]:
        return self.raw.cells[column][self.rows]

    def _first_column(self, question: Question) -> int | None:
        ticks = self.map.ticks.get(question.id)
        return min(ticks.values()) if ticks else self.map.whole.get(question.id)

    def _respondent_of(self, row: int | None) -> str | None:
        return None if self.respondents is None or row is None else str(self.respondents[row])

    def _add_unknown_answer(
        self, question: Question, column: int, value: str, rows: Mask, expected: str | None = None
    ) -> None:
        replaced = REPLACED in value
        self._add(
            "bytes_not_text" if replaced else "unknown_answer",
            "error",
            "holds a character that could not be read in the file's encoding"
            if replaced
            else f"is no answer to '{question.id}'; expected {expected or question.expectation()}",
            column=column,
            value=value,
            near=nearest(value, question.known_spellings()),
            rows=rows & self.whole_row,
        )

    def _add(  # noqa: PLR0913 - the parts of a violation, all named by the caller
        self,
        code: str,
        severity: Severity,
        rule: str,
        *,
        column: int | None = None,
        value: str | None = None,
        near: str | None = None,
        rows: Mask | None = None,
    ) -> None:
        """Collect a violation; one that concerns rows is left out where there are none."""
        if rows is not None and not rows.any():
            return
        places = np.empty(0, dtype=np.int64) if rows is None else np.flatnonzero(rows)
        self.violations.append(
            Violation(
                code,
                severity,
                self.raw.path,
                rule,
                column=None if column is None else self.raw.columns[column],
                value=value,
                nearest=near,
                lines=tuple(self.lines[places].tolist()),
                respondents=() if self.respondents is None else tuple(map(str, self.respondents[places])),
            )
        )


def _valid(adapter: TypeAdapter[Any], cell: str) -> Any | None:
    """Return the answer that a cell holds, or None where it is not valid."""
    try:
        return adapter.validate_python(cell)
    except ValidationError:
        return None
