"""Coded answers of one wave: every row of every question in exactly one state."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import IntEnum
from typing import TYPE_CHECKING

import numpy as np

from brobygger_cli.coding.cells import Cells, read_cells
from brobygger_cli.coding.findings import Findings
from brobygger_cli.coding.reach import only_zeros, reach, report_unopened
from brobygger_cli.coding.standings import count_standings
from brobygger_cli.coding.structure import check_columns, check_respondents, code_groups
from brobygger_cli.coding.weights import code_weights
from brobygger_cli.mapping import column_named, map_columns

if TYPE_CHECKING:
    from collections.abc import Collection

    import numpy.typing as npt

    from brobygger_cli.coding.standings import Standings
    from brobygger_cli.exports.raw import RawTable
    from brobygger_cli.mapping import ColumnMap, Mapping
    from brobygger_cli.questionnaire.question import Question
    from brobygger_cli.questionnaire.questionnaire import Questionnaire
    from brobygger_cli.violations import Violation

    Mask = npt.NDArray[np.bool_]


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
        unasked: Ids of the questions that the wave did not ask.
        ids: By which respondents are linked between waves, shape (rows,); '' for rows that cannot be trusted;
            None where they are not to be linked.
        weights: What each respondent counts for, shape (rows,); None where each counts for one.
        standings: Rows by group and status, those that are not read among them; empty where no status is known.
    """

    questionnaire: Questionnaire
    group: npt.NDArray[np.int16]
    answers: dict[str, Answers]
    violations: tuple[Violation, ...]
    unasked: frozenset[str] = frozenset()
    ids: npt.NDArray[np.object_] | None = None
    weights: npt.NDArray[np.float64] | None = None
    standings: Standings = field(default_factory=dict)

    @property
    def trusted(self) -> Mask:
        """The rows that are not invalid as a whole, shape (rows,)."""
        return np.asarray((self._states() != State.INVALID).any(axis=0))

    @property
    def answering(self) -> Mask:
        """The rows that answer at least one question, shape (rows,)."""
        return np.asarray((self._states() <= State.DONT_KNOW).any(axis=0))

    def _states(self) -> npt.NDArray[np.int8]:
        return np.array([answers.state for answers in self.answers.values()])


@dataclass(frozen=True)
class Coding:
    """What is to be read of an export.

    Args:
        without: Ids of questions that this wave did not ask, unless it has columns for them.
        wave_column: The column by which the records were chosen.
        records: Which records to take, shape (records,); all where None.
        id_column: The column by which respondents are linked between waves; every row needs its own id.
        weight_column: The column that holds what each respondent counts for; every row needs a weight.
        include_partial: Whether to read those who began and did not send in, where the platform tells them.
        mapping: Which column holds what, as a person has confirmed it.
    """

    without: Collection[str] = ()
    wave_column: str | None = None
    records: Mask | None = None
    id_column: str | None = None
    weight_column: str | None = None
    include_partial: bool = False
    mapping: Mapping | None = None


def code_responses(raw: RawTable, questionnaire: Questionnaire, coding: Coding | None = None) -> Responses:
    """Code the answers of an export and collect everything that is wrong with it.

    Rows that cannot be trusted (ragged, a respondent's second row, without a group) are invalid in every
    question.

    Args:
        raw: The export.
        questionnaire: What was asked.
        coding: What is to be read of it; everything where None.

    Raises:
        BrobyggerError: If there is no such column.
    """
    wanted = coding or Coding()
    columns = map_columns(raw, questionnaire, wanted.mapping)
    if wanted.id_column is not None:
        columns.respondent = column_named(raw, wanted.id_column, "--id")
    weight = None if wanted.weight_column is None else column_named(raw, wanted.weight_column, "--weights")
    wave = None if wanted.wave_column is None else column_named(raw, wanted.wave_column, "--wave-column")
    columns.unknown = [column for column in columns.unknown if column not in {columns.respondent, weight, wave}]
    unasked = frozenset(wanted.without) - columns.questions()
    of_wave = np.ones(len(raw.lines), dtype=bool) if wanted.records is None else wanted.records
    standings = count_standings(raw, of_wave, columns.group, questionnaire)
    if raw.standing is not None:
        of_wave = of_wave & raw.standing.taken(partial=wanted.include_partial)
    found = Findings(raw, of_wave, columns.respondent)
    check_columns(found, columns, questionnaire, unasked)
    whole_rows = found.add_flaws({raw.columns[column] for column in _taken_as_is(columns, questionnaire)})
    own_rows = check_respondents(found, columns.respondent, id_needed=wanted.id_column is not None)
    opened = _opened(found)
    group = code_groups(found, columns.group, questionnaire, whole_rows & opened)
    weights = None if weight is None else code_weights(found, weight, whole_rows, _silent(found, columns))
    trusted = whole_rows & own_rows & ((group >= 0) | ~opened)
    if weights is not None:
        trusted &= ~np.isnan(weights)
    cells = {
        question.id: read_cells(found, columns, question, whole_rows & opened)
        for question in questionnaire.questions
        if question.id not in unasked
    }
    answers = _settle_all(found, questionnaire, columns, cells, trusted, opened)
    for coded in answers.values():
        coded.state[~trusted] = State.INVALID
        coded.ticked[~trusted] = False
    ids = None if wanted.id_column is None else _ids(found, trusted)
    return Responses(questionnaire, group, answers, tuple(found.violations), unasked, ids, weights, standings=standings)


def _opened(found: Findings) -> Mask:
    """Return the rows of those who opened the form, as far as is known."""
    standing = found.raw.standing
    if standing is None:
        return np.ones(len(found.records), dtype=bool)
    return ~standing.where("not_opened")[found.records]


def _settle_all(
    found: Findings,
    questionnaire: Questionnaire,
    columns: ColumnMap,
    cells: dict[str, Cells],
    trusted: Mask,
    opened: Mask,
) -> dict[str, Answers]:
    """Settle the state of every row in every question, in the order in which they were asked."""
    reached = reach(found, questionnaire, cells)
    unasked = {question.id for question in questionnaire.questions} - cells.keys()
    unopened = report_unopened(found, questionnaire, cells, opened)
    untold = only_zeros(found, columns, cells)
    answers: dict[str, Answers] = {}
    for position, question in enumerate(questionnaire.questions):
        if question.id in unasked:
            answers[question.id] = _never_asked(question, len(trusted))
            continue
        said = cells[question.id]
        seen = ~said.unseen & opened & ((position <= reached) | said.answered)
        said = said.among(seen, untold)
        asked, known = _asked(question, questionnaire, answers, unasked, len(trusted))
        answers[question.id] = _settle(found, question, said, asked & seen, known | ~seen, trusted)
        if question.id in unopened:
            answers[question.id].state[unopened[question.id]] = State.INVALID
        _check_filter(found, question, said, answers, trusted)
    return answers


def _silent(found: Findings, columns: ColumnMap) -> Mask:
    """Return the rows that are blank in every question's columns."""
    silent = np.ones(len(found.records), dtype=bool)
    for column in [*columns.whole.values(), *(tick for ticks in columns.ticks.values() for tick in ticks.values())]:
        cells = found.column(column)
        silent &= cells.holding(not str(text).strip() for text in cells.texts)
    return silent


def _ids(found: Findings, trusted: Mask) -> npt.NDArray[np.object_]:
    cells = () if found.respondents is None else found.respondents
    ids = [str(cell).strip() if sure else "" for cell, sure in zip(cells, trusted, strict=True)]
    return np.array(ids, dtype=object)


def _taken_as_is(columns: ColumnMap, questionnaire: Questionnaire) -> list[int]:
    """Return the columns whose cells are not looked up: ids, open text, and what is not read at all."""
    taken = [*columns.unknown] if columns.respondent is None else [*columns.unknown, columns.respondent]
    for question, column in columns.whole.items():
        if questionnaire.question(question).type == "text":
            taken.append(column)
    return taken


def _never_asked(question: Question, rows: int) -> Answers:
    state = np.full(rows, State.NOT_ASKED, dtype=np.int8)
    return Answers(state, np.zeros((rows, len(question.choices)), dtype=bool))


def _asked(
    question: Question,
    questionnaire: Questionnaire,
    earlier: dict[str, Answers],
    unasked: Collection[str],
    rows: int,
) -> tuple[Mask, Mask]:
    """Tell who was asked, and of whom that is known: routing on a blank or invalid answer is not."""
    if question.asked_if is None:
        everybody = np.ones(rows, dtype=bool)
        return everybody, everybody
    parent = earlier[question.asked_if.question]
    ids = [option.id for option in questionnaire.question(question.asked_if.question).choices]
    leading_here = [ids.index(answer) for answer in question.asked_if.answers]
    asked: Mask = np.asarray(parent.ticked[:, leading_here].any(axis=1))
    if question.asked_if.question in unasked:
        return asked, asked
    return asked, np.asarray(parent.in_base | (parent.state == State.NOT_ASKED))


def _settle(found: Findings, question: Question, cells: Cells, asked: Mask, known: Mask, trusted: Mask) -> Answers:
    """Settle the state of every row, and report answers of those not asked and blanks of those asked."""
    given = cells.answered | (cells.touched & asked)
    unexpected = given & ~asked & known & ~cells.invalid
    if question.asked_if is not None:
        answers = " or ".join(question.asked_if.answers)
        rule = f"'{question.id}' is asked only of those who answered {answers} to '{question.asked_if.question}'"
        found.add("answer_not_asked", "error", rule, column=cells.column, rows=unexpected & trusted)
    invalid = cells.invalid | unexpected
    if cells.column is not None and question.answer_expected:
        rule = f"'{question.id}' was asked and left blank: item nonresponse, outside the base"
        missing = asked & ~given & ~invalid & trusted
        found.add("missing_answer", "warning", rule, column=cells.column, rows=missing)
    rule = f"'{question.id}' was asked and nothing is ticked: counted in the base"
    untouched = given & ~cells.answered & ~invalid & trusted
    found.add("nothing_ticked", "warning", rule, column=cells.column, rows=untouched)

    dont_know = [position for position, option in enumerate(question.choices) if option.dont_know]
    state = np.full(len(given), State.ANSWERED, dtype=np.int8)
    state[cells.ticked[:, dont_know].any(axis=1)] = State.DONT_KNOW
    state[~given] = State.BLANK
    state[~given & ~asked & known] = State.NOT_ASKED
    state[invalid] = State.INVALID
    return Answers(state, cells.ticked & (state <= State.DONT_KNOW)[:, None])


def _check_filter(
    found: Findings, question: Question, cells: Cells, answers: dict[str, Answers], trusted: Mask
) -> None:
    """Report answers to a routed question where the question that leads to it was left blank."""
    if question.asked_if is not None:
        earlier = question.asked_if.question
        rows = answers[question.id].in_base & (answers[earlier].state == State.BLANK) & trusted
        rule = f"'{question.id}' is answered though '{earlier}', which leads to it, is blank: counted in the base"
        found.add("answer_unrouted", "warning", rule, column=cells.column, rows=rows)
