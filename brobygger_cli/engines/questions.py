"""What became of each question, from one GROUP BY of the facts that settle it: a combination is settled as a row is."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np

from brobygger_cli.coding.exclusions import exclusions
from brobygger_cli.coding.states import State
from brobygger_cli.engines.facts import facts_of, packed, settled, unpacked
from brobygger_cli.engines.values import an_example, answered
from brobygger_cli.questionnaire.multiple import MultipleResponse

if TYPE_CHECKING:
    import ibis.expr.types as ir
    import numpy.typing as npt
    import pyarrow as pa

    from brobygger_cli.coding.states import Answers, Remark
    from brobygger_cli.engines.coded import Coded
    from brobygger_cli.engines.tables import EngineTable
    from brobygger_cli.engines.tallied import Tallied
    from brobygger_cli.questionnaire.question import Question

    Codes = npt.NDArray[np.int64]
    Floats = npt.NDArray[np.float64]
    Texts = npt.NDArray[np.object_]


@dataclass(frozen=True, eq=False)
class Told:
    """What became of a question in every combination of the facts that settle it.

    Args:
        question: The question.
        facts: The combinations, as whole numbers, shape (combinations,).
        group: The position of each combination's group, -1 where it has none.
        answers: What became of it; invalid where nothing of a row is read. Of a question with a column for each
            option, which of them are ticked is not among it.
        remarks: What is to be said of those that are read.
        sums: How many rows have each combination, their weights and squared weights summed (1 each where nobody is
            weighted), shape (combinations, 3).
        examples: The id of a respondent of each, '' where there is none.
    """

    question: Question
    facts: Codes
    group: Codes
    answers: Answers
    remarks: tuple[Remark, ...]
    sums: Floats
    examples: Texts


def told_of(table: EngineTable, coded: Coded, *, weighted: bool) -> list[Told]:
    """Return what became of each question that was asked.

    Args:
        table: The table.
        coded: Its rows, with the columns `untold`, `read` and, of weighted ones, `weight`.
        weighted: Whether the rows have weights.
    """
    import ibis  # noqa: PLC0415 - only where there is an engine

    asked = [question for question in coded.questionnaire.questions if question.id not in coded.unasked]
    facts = [facts_of(coded, question) for question in asked]
    queries = [
        coded.rows.group_by(facts=packed(of_question))
        .aggregate(**sums_of(coded.rows, weighted=weighted), example=an_example(coded.rows.respondent))
        .mutate(question=ibis.literal(place, "int32"))
        for place, of_question in enumerate(facts)
    ]
    if not queries:
        return []
    answer = answered(table, queries)
    of_question, numbers = answer["question"].to_numpy(), answer["facts"].to_numpy()
    sums = summed(answer, weighted=weighted)
    examples = np.array(answer["example"].to_pylist(), dtype=object)
    found = []
    for place, question in enumerate(asked):
        here = of_question == place
        known = unpacked(numbers[here], facts[place])
        found.append(_told(coded, question, known, numbers[here], sums[here], examples[here]))
    return found


def report(table: EngineTable, coded: Coded, told: Told, tallied: Tallied) -> None:
    """Report what is to be said of a question once it is known who was asked."""
    columns = [coded.columns.whole.get(told.question.id), *coded.columns.ticks.get(told.question.id, {}).values()]
    first = min((column for column in columns if column is not None), default=None)
    for remark in told.remarks:
        tallied.add(
            remark.code,
            remark.severity,
            remark.rule,
            int(told.sums[remark.rows, 0].sum()),
            column=None if first is None else table.head.columns[first],
            respondents=told.examples[remark.rows].tolist(),
        )


def report_exclusions(table: EngineTable, coded: Coded, tallied: Tallied) -> None:
    """Report ticks that exclude each other in questions with a column for each option."""
    found = []
    for question in coded.questionnaire.questions:
        ticks = coded.columns.ticks.get(question.id)
        if isinstance(question, MultipleResponse) and ticks and question.id not in coded.unasked:
            found += [
                (exclusion, table.head.columns[ticks.get(exclusion.position, min(ticks.values()))])
                for exclusion in exclusions(question, coded.ticked(question))
            ]
    if not found:
        return
    rows = coded.rows
    wanted = {}
    for place, (exclusion, _) in enumerate(found):
        wanted[f"times{place}"] = rows.count(where=exclusion.rows)
        wanted[f"example{place}"] = an_example(rows.respondent, exclusion.rows)
    answer = table.fetch(rows.aggregate(**wanted)).to_pylist()[0]
    for place, (exclusion, header) in enumerate(found):
        times, example = answer[f"times{place}"], answer[f"example{place}"]
        tallied.add(exclusion.code, "error", exclusion.rule, times, column=header, respondents=[example])


def sums_of(rows: ir.Table, *, weighted: bool, where: ir.BooleanValue | None = None) -> dict[str, ir.Value]:
    """Return what is summed of rows: their number and, of weighted ones, weights and squared weights."""
    if not weighted:
        return {"times": rows.count(where=where)}
    weight = rows.weight.fill_null(0.0)
    squares = weight * weight
    return {"times": rows.count(where=where), "weight": weight.sum(where=where), "square": squares.sum(where=where)}


def summed(answer: pa.Table, *, weighted: bool, of: str = "") -> Floats:
    """Return the sums that an engine answered, shape (rows, 3); those of no row are 0.

    Args:
        answer: The answer.
        weighted: Whether the rows have weights.
        of: What stands behind the names of the sums.
    """
    names = ("times", "weight", "square") if weighted else ("times",) * 3
    return np.column_stack([np.nan_to_num(answer[name + of].to_numpy().astype(np.float64)) for name in names])


def _told(
    coded: Coded, question: Question, known: dict[str, Codes], numbers: Codes, sums: Floats, examples: Texts
) -> Told:
    read = known["read"] == 1
    result = settled(coded, question, known)
    remarks = tuple(replace(remark, rows=remark.rows & read) for remark in result.remarks)
    result.answers.state[~read] = State.INVALID
    result.answers.ticked[~read] = False
    return Told(question, numbers, known["group"] - 1, result.answers, remarks, sums, examples)
