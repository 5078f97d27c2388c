"""The facts by which a question's state is settled, packed into one whole number that an engine can group by."""

from __future__ import annotations

from dataclasses import dataclass
from operator import add
from typing import TYPE_CHECKING

import numpy as np

from brobygger_cli.coding.cells import Cells
from brobygger_cli.coding.exclusions import any_of, gathered
from brobygger_cli.coding.states import never_asked, settle

if TYPE_CHECKING:
    import ibis.expr.types as ir
    import numpy.typing as npt

    from brobygger_cli.coding.states import Answers, Settled
    from brobygger_cli.engines.coded import Coded
    from brobygger_cli.questionnaire.question import Question

    Mask = npt.NDArray[np.bool_]
    Codes = npt.NDArray[np.int64]

# What is known of a question that leads to another: nothing, a zero, an answer, one that leads there, nothing valid.
_NOTHING, _ZERO, _ANSWER, _LEADING, _INVALID = range(5)


@dataclass(frozen=True, eq=False)
class Fact:
    """One thing that is known of a row.

    Args:
        name: What it is called.
        value: A whole number from 0.
        size: How many values it can have.
    """

    name: str
    value: ir.IntegerValue
    size: int


def truth(name: str, value: ir.BooleanValue) -> Fact:
    """Return something that is true or not as a fact."""
    return Fact(name, value.ifelse(1, 0), 2)


def packed(facts: list[Fact]) -> ir.IntegerValue:
    """Return several facts as one whole number."""
    sizes = np.cumprod([1, *(fact.size for fact in facts[:-1])]).tolist()
    return gathered(add, [fact.value.cast("int64") * unit for fact, unit in zip(facts, sizes, strict=True)])


def unpacked(numbers: Codes, facts: list[Fact]) -> dict[str, Codes]:
    """Return the facts in such numbers, by name."""
    found = {}
    for fact in facts:
        found[fact.name] = numbers % fact.size
        numbers = numbers // fact.size
    return found


def facts_of(coded: Coded, question: Question) -> list[Fact]:
    """Return the facts that settle what becomes of a question."""
    rows = coded.rows
    facts = [Fact("group", rows.group + 1, len(coded.questionnaire.groups) + 1), truth("read", rows.read)]
    if question.id in coded.columns.whole:
        column = coded.columns.whole[question.id]
        facts.append(Fact("class", coded.code(column), len(coded.meanings[column].answered)))
    elif question.id in coded.columns.ticks:
        ticked = coded.ticked(question)
        unsure = [tick for tick, option in zip(ticked, question.choices, strict=True) if option.dont_know]
        facts.append(truth("answered", gathered(any_of, ticked)))
        facts.append(truth("touched", coded.touched(question) & ~rows.untold))
        facts.append(truth("invalid", coded.invalid(question)))
        facts += [truth("unsure", gathered(any_of, unsure))] if unsure else []
    facts += [_of_earlier(coded, earlier, leading) for earlier, leading in _leading_to(coded, question)]
    return facts


def settled(coded: Coded, question: Question, known: dict[str, Codes]) -> Settled:
    """Settle what becomes of a question in every combination of its facts.

    Args:
        coded: The rows.
        question: The question.
        known: The facts of every combination, by name, shape (combinations,).
    """
    combinations = len(known["group"])
    answers: dict[str, Answers] = {
        asked.id: never_asked(asked, combinations)
        for asked in coded.questionnaire.questions
        if asked.id in coded.unasked
    }
    for earlier, leading in reversed(_leading_to(coded, question)):
        cells = _cells_of_earlier(earlier, leading, known[earlier.id])
        answers[earlier.id] = settle(earlier, coded.questionnaire, cells, answers, coded.unasked).answers
    return settle(question, coded.questionnaire, _cells(coded, question, known), answers, coded.unasked)


def _leading_to(coded: Coded, question: Question) -> list[tuple[Question, list[int]]]:
    """Return the questions that lead to a question, the last one first, with the options of each that lead on."""
    found: list[tuple[Question, list[int]]] = []
    while question.asked_if is not None and question.asked_if.question not in coded.unasked:
        earlier = coded.questionnaire.question(question.asked_if.question)
        ids = [option.id for option in earlier.choices]
        found.append((earlier, [ids.index(answer) for answer in question.asked_if.answers]))
        question = earlier
    return found


def _of_earlier(coded: Coded, question: Question, leading: list[int]) -> Fact:
    """Return what is known of a question that leads to another."""
    import ibis  # noqa: PLC0415 - only where there is an engine

    ticked = coded.ticked(question)
    known = ibis.cases(
        (coded.invalid(question), _INVALID),
        (gathered(any_of, [ticked[option] for option in leading]), _LEADING),
        (coded.answered(question), _ANSWER),
        (coded.touched(question) & ~coded.rows.untold, _ZERO),
        else_=_NOTHING,
    )
    return Fact(question.id, known, 5)


def _cells_of_earlier(question: Question, leading: list[int], known: Codes) -> Cells:
    ticked = np.zeros((len(known), len(question.choices)), dtype=bool)
    ticked[:, leading] = (known == _LEADING)[:, None]
    answered = (known == _ANSWER) | (known == _LEADING)
    return Cells(ticked, answered, answered | (known == _ZERO), known == _INVALID, np.zeros_like(answered), 0)


def _cells(coded: Coded, question: Question, known: dict[str, Codes]) -> Cells:
    """Return what the cells of a question say in every combination; of several ticks only what settles the state."""
    columns = coded.columns
    nothing = np.zeros(len(known["group"]), dtype=bool)
    if question.id in columns.whole:
        of = coded.meanings[columns.whole[question.id]]
        at = known["class"]
        return Cells(
            of.ticked[at], of.answered[at], of.touched[at], of.invalid[at], nothing, columns.whole[question.id]
        )
    ticked = np.zeros((len(nothing), len(question.choices)), dtype=bool)
    if question.id not in columns.ticks:
        return Cells(ticked, nothing, nothing, ~nothing, nothing, None)
    unsure = [position for position, option in enumerate(question.choices) if option.dont_know]
    if unsure:
        ticked[:, unsure[0]] = known["unsure"] == 1
    answered, touched, invalid = (known[name] == 1 for name in ("answered", "touched", "invalid"))
    return Cells(ticked, answered, touched, invalid, nothing, min(columns.ticks[question.id].values()))
