"""One wave counted where it lies: distinct values are looked at here, and rows are counted there."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from brobygger_cli.counts import counts_of
from brobygger_cli.engines.coded import UNSEEN, Coded, coded_columns, coded_group
from brobygger_cli.engines.columns import beyond, choose, look_up
from brobygger_cli.engines.looked_up import LookedUp
from brobygger_cli.engines.questions import report, report_exclusions, told_of
from brobygger_cli.engines.rows import count_rows, report_weights, with_readable, with_repeated, without_blank_rows
from brobygger_cli.engines.summing import sums_from
from brobygger_cli.engines.tallied import Tallied
from brobygger_cli.engines.values import MANY, missing, native
from brobygger_cli.errors import BrobyggerError

if TYPE_CHECKING:
    from collections.abc import Mapping

    import ibis.expr.types as ir

    from brobygger_cli.counts import Counts
    from brobygger_cli.engines.columns import Chosen
    from brobygger_cli.engines.looked_up import Meanings
    from brobygger_cli.engines.tables import EngineTable
    from brobygger_cli.engines.values import Held
    from brobygger_cli.margins import Weighted
    from brobygger_cli.questionnaire.questionnaire import Questionnaire
    from brobygger_cli.responses import Coding
    from brobygger_cli.violations import Violation


@dataclass(frozen=True)
class Counted:
    """A wave that was counted where it lies.

    Args:
        counts: How many, of how many.
        violations: All that is wrong.
        unasked: Ids of the questions that the wave did not ask.
        weighted: The weights of every group, by its id, where there are weights.
    """

    counts: Counts
    violations: tuple[Violation, ...]
    unasked: frozenset[str]
    weighted: dict[str, Weighted]


def count(table: EngineTable, questionnaire: Questionnaire, coding: Coding) -> Counted:
    """Count a wave where it lies, with the rules by which an export is counted.

    Args:
        table: The table.
        questionnaire: What was asked.
        coding: What is to be read of it.

    Raises:
        BrobyggerError: If there is no such column, or the engine refuses.
    """
    import ibis  # noqa: PLC0415 - only where there is an engine

    if coding.id_column is not None:
        raise BrobyggerError(
            f"{table.name}: --id {coding.id_column}: respondents in an engine are not linked",
            "Export both waves to files to link them; the waves can be compared as independent ones here.",
        )
    tallied = Tallied(table.name)
    table = without_blank_rows(table, tallied)
    chosen = choose(table, table.head, questionnaire, coding)
    held = look_up(table, chosen, questionnaire)
    looked_up = LookedUp(table.head, held)
    chosen = choose(table, looked_up.raw, questionnaire, coding)  # now what the values mean is found, too
    columns = chosen.columns
    unasked = frozenset(coding.without) - columns.questions()
    looked_up.check_columns(columns, questionnaire, unasked, tallied)
    groups = looked_up.groups(columns, questionnaire, tallied)
    meanings: dict[int, Meanings] = {}
    for question in questionnaire.questions:
        if question.id not in unasked:
            meanings |= looked_up.meanings(columns, question, chosen.typed, tallied)
    meanings |= dict.fromkeys([*chosen.words, *chosen.numbers], UNSEEN)
    _report_more(table, chosen, held, tallied)

    rows = table.rows.select(
        **coded_columns(table, chosen, held, meanings),
        **_weights(table, chosen),
        group=coded_group(table, columns.group, held, groups, len(questionnaire.groups)),
        respondent=ibis.literal("") if columns.respondent is None else table.column(columns.respondent),
    )
    rows = with_repeated(table, rows, columns.respondent, tallied)
    weighted = chosen.weight is not None
    coded = with_readable(Coded(rows, questionnaire, columns, meanings, unasked), weighted=weighted)
    counted = count_rows(table, coded, columns.respondent, tallied, weighted=weighted)
    if chosen.weight is not None:
        report_weights(table, coded, table.head.columns[chosen.weight], tallied)
    if not any(counted.untold.values()):  # to know it of every row would take every column
        coded = replace(coded, rows=coded.rows.mutate(untold=ibis.literal(value=False)))
    report_exclusions(table, coded, tallied)
    told = told_of(table, coded, weighted=weighted)
    for of in told:
        report(table, coded, of, tallied)
    sums = sums_from(table, coded, told, counted, weighted=weighted)
    weights = {questionnaire.groups[group].id: of for group, of in sorted(counted.weighted.items())}
    return Counted(counts_of(questionnaire, sums), tuple(tallied.violations), unasked, weights)


def _weights(table: EngineTable, chosen: Chosen) -> dict[str, ir.Value]:
    """Return the weights, and of which rows there is none.

    Raises:
        BrobyggerError: If they are not numbers.
    """
    if chosen.weight is None:
        return {}
    column = table.column(chosen.weight)
    if chosen.weight not in chosen.typed:
        raise BrobyggerError(
            f"{table.name}: the column '{table.head.columns[chosen.weight]}' holds text ({column.type()}), no weights",
            "In an engine weights are a column of numbers: make it one, as with CAST in a view.",
        )
    return {"weight": column.cast("float64"), "unweighted": missing(column)}


def _report_more(table: EngineTable, chosen: Chosen, held: Mapping[int, Held], tallied: Tallied) -> None:
    """Report columns with more values than are looked at; the others are no answers."""
    wrong = beyond(table, chosen)
    for position, of in held.items():
        if of.more:
            column = table.column(position)
            rows = table.rows.filter(wrong[position]) if position in wrong else table.rows
            found = table.fetch(rows.aggregate(times=rows.count(), values=native(column).nunique())).to_pylist()[0]
            rule = (
                f"holds {found['values']:,} different values, of which the {MANY:,} most frequent are looked at: the "
                "others are not read; open text is no coded answer, and a number is to be stored as one"
            )
            times = found["times"] - sum(of.times)
            tallied.add("unknown_answer", "error", rule, times, column=table.head.columns[position])
