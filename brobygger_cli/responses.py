"""Coded answers of one wave: every row of every question in exactly one state."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import numpy as np

from brobygger_cli.coding.cells import read_cells
from brobygger_cli.coding.findings import Findings
from brobygger_cli.coding.reach import only_zeros, reach, report_unopened, spoken
from brobygger_cli.coding.standings import count_standings
from brobygger_cli.coding.states import Answers, State, never_asked, settle
from brobygger_cli.coding.structure import check_columns, check_respondents, code_groups
from brobygger_cli.coding.weights import code_weights
from brobygger_cli.mapping import column_named, map_columns

if TYPE_CHECKING:
    from collections.abc import Collection

    import numpy.typing as npt

    from brobygger_cli.coding.block import Block
    from brobygger_cli.coding.cells import Cells
    from brobygger_cli.coding.standings import Standings
    from brobygger_cli.exports.raw import RawTable
    from brobygger_cli.mapping import ColumnMap, Mapping
    from brobygger_cli.questionnaire.questionnaire import Questionnaire
    from brobygger_cli.violations import Violation

    Mask = npt.NDArray[np.bool_]

__all__ = ["Answers", "Coding", "Responses", "State", "code_responses"]


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
        block: Which part of the file the records are, where they are not all of it.
    """

    without: Collection[str] = ()
    wave_column: str | None = None
    records: Mask | None = None
    id_column: str | None = None
    weight_column: str | None = None
    include_partial: bool = False
    mapping: Mapping | None = None
    block: Block | None = None


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
    standings = count_standings(raw, of_wave, columns, questionnaire)
    if raw.standing is not None:
        of_wave = of_wave & raw.standing.taken(partial=wanted.include_partial)
    found = Findings(raw, of_wave, columns.respondent, wanted.block)
    check_columns(found, columns, questionnaire, unasked)
    whole_rows = found.add_flaws({raw.columns[column] for column in _taken_as_is(columns, questionnaire)})
    opened = _opened(found)
    own_rows = check_respondents(found, columns.respondent, opened, id_needed=wanted.id_column is not None)
    group = code_groups(found, columns, questionnaire, whole_rows & opened)
    cells = {
        question.id: read_cells(found, columns, question, whole_rows & opened)
        for question in questionnaire.questions
        if question.id not in unasked
    }
    untold = only_zeros(found, questionnaire, columns, cells, whole_rows)
    trusted = whole_rows & own_rows & ((group >= 0) | ~opened)
    weights = None
    if weight is not None:
        silent = _silent(found, columns) | untold | ~opened
        weights = code_weights(found, weight, whole_rows, silent)
        trusted &= ~np.isnan(weights)
    answers = _settle_all(found, questionnaire, columns, cells, _Rows(trusted, opened, untold))
    if not trusted.all():
        for coded in answers.values():
            coded.state[~trusted] = State.INVALID
            coded.ticked[~trusted] = False
    ids = None if wanted.id_column is None else _ids(found, trusted)
    return Responses(questionnaire, group, answers, tuple(found.violations), unasked, ids, weights, standings=standings)


@dataclass(frozen=True)
class _Rows:
    """What is known of the rows as a whole, shape (rows,) each.

    Args:
        trusted: Those of which anything is read.
        opened: Those of respondents who opened the form, as far as is known.
        untold: Those whose zeros do not tell that they did.
    """

    trusted: Mask
    opened: Mask
    untold: Mask


def _opened(found: Findings) -> Mask:
    """Return the rows of those who opened the form, as far as is known."""
    standing = found.raw.standing
    if standing is None:
        return np.ones(len(found.records), dtype=bool)
    return ~standing.where("not_opened")[found.records]


def _settle_all(
    found: Findings, questionnaire: Questionnaire, columns: ColumnMap, cells: dict[str, Cells], rows: _Rows
) -> dict[str, Answers]:
    """Settle the state of every row in every question, in the order in which they were asked."""
    said = {question: spoken(questionnaire.question(question), columns, of) for question, of in cells.items()}
    reached = reach(found, questionnaire, said)
    unasked = {question.id for question in questionnaire.questions} - cells.keys()
    unopened = report_unopened(found, questionnaire, columns, said, rows.trusted & ~rows.opened)
    answers: dict[str, Answers] = {}
    for position, question in enumerate(questionnaire.questions):
        if question.id in unasked:
            answers[question.id] = never_asked(question, len(rows.trusted))
            continue
        of = cells[question.id]
        seen = ~of.unseen & rows.opened & ((position <= reached) | said[question.id])
        settled = settle(question, questionnaire, of.among(seen, rows.untold), answers, unasked, seen)
        answers[question.id] = settled.answers
        for remark in settled.remarks:
            concerned = remark.rows & rows.trusted
            found.add(remark.code, remark.severity, remark.rule, column=of.column, rows=concerned)
        if question.id in unopened:
            settled.answers.state[unopened[question.id]] = State.INVALID
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
    taken = [*columns.unknown, *columns.ignored] + ([] if columns.respondent is None else [columns.respondent])
    for question, column in columns.whole.items():
        if questionnaire.question(question).type == "text":
            taken.append(column)
    return taken
