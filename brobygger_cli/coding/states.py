"""What becomes of a question in every row: one of five states, settled from its cells and from who was asked it."""

from __future__ import annotations

from dataclasses import dataclass
from enum import IntEnum
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping

    import numpy.typing as npt

    from brobygger_cli.coding.cells import Cells
    from brobygger_cli.questionnaire.question import Question
    from brobygger_cli.questionnaire.questionnaire import Questionnaire
    from brobygger_cli.violations import Severity

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
class Remark:
    """What is to be said of some rows of a question, once it is known who was asked.

    Args:
        code: One of `violations.CODES`.
        severity: Whether it stops a computation.
        rule: What was expected.
        rows: The rows concerned, shape (rows,).
    """

    code: str
    severity: Severity
    rule: str
    rows: Mask


@dataclass(frozen=True)
class Settled:
    """A question whose states are settled, and what is to be said of them."""

    answers: Answers
    remarks: tuple[Remark, ...]


def never_asked(question: Question, rows: int) -> Answers:
    """Return the answers to a question that the wave did not ask."""
    state = np.full(rows, State.NOT_ASKED, dtype=np.int8)
    return Answers(state, np.zeros((rows, len(question.choices)), dtype=bool))


def settle(
    question: Question,
    questionnaire: Questionnaire,
    cells: Cells,
    earlier: Mapping[str, Answers],
    unasked: Collection[str],
    seen: Mask | None = None,
) -> Settled:
    """Settle the state of every row in one question.

    Args:
        question: The question.
        questionnaire: Its questionnaire.
        cells: What its cells say, of those who saw it.
        earlier: The settled answers to the questions before it; those that lead to it are enough.
        unasked: Ids of the questions that the wave did not ask.
        seen: The rows that saw the question, as far as is known, shape (rows,); all where None.
    """
    asked, known = _asked(question, questionnaire, earlier, unasked, len(cells.answered))
    if seen is not None:
        asked, known = asked & seen, known | ~seen
    given = cells.answered | (cells.touched & asked)
    unexpected = given & ~asked & known & ~cells.invalid
    invalid = cells.invalid | unexpected

    dont_know = [position for position, option in enumerate(question.choices) if option.dont_know]
    state = np.full(len(given), State.ANSWERED, dtype=np.int8)
    state[cells.ticked[:, dont_know].any(axis=1)] = State.DONT_KNOW
    state[~given] = State.BLANK
    state[~given & ~asked & known] = State.NOT_ASKED
    state[invalid] = State.INVALID
    answers = Answers(state, cells.ticked & (state <= State.DONT_KNOW)[:, None])

    blank = asked & ~given & ~invalid
    untouched = given & ~cells.answered & ~invalid
    expected = cells.column is not None and question.answer_expected
    remarks = _remarks(question, unexpected, blank if expected else None, untouched, answers, earlier)
    return Settled(answers, tuple(remarks))


def _asked(
    question: Question,
    questionnaire: Questionnaire,
    earlier: Mapping[str, Answers],
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


def _remarks(
    question: Question,
    unexpected: Mask,
    blank: Mask | None,
    untouched: Mask,
    answers: Answers,
    earlier: Mapping[str, Answers],
) -> Iterator[Remark]:
    """Yield answers of those not asked, blanks of those asked, forms without a tick, and answers past a blank."""
    if question.asked_if is not None:
        leading = " or ".join(question.asked_if.answers)
        rule = f"'{question.id}' is asked only of those who answered {leading} to '{question.asked_if.question}'"
        yield Remark("answer_not_asked", "error", rule, unexpected)
    if blank is not None:
        rule = f"'{question.id}' was asked and left blank: item nonresponse, outside the base"
        yield Remark("missing_answer", "warning", rule, blank)
    rule = f"'{question.id}' was asked and nothing is ticked: counted in the base"
    yield Remark("nothing_ticked", "warning", rule, untouched)
    if question.asked_if is not None:
        before = question.asked_if.question
        rule = f"'{question.id}' is answered though '{before}', which leads to it, is blank: counted in the base"
        rows = answers.in_base & (earlier[before].state == State.BLANK)
        yield Remark("answer_unrouted", "warning", rule, rows)
