"""The columns of a table that a questionnaire knows, and which of their values are to be looked at."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from brobygger_cli.engines.values import distinct_values, knows, missing, native
from brobygger_cli.mapping import column_named, map_columns
from brobygger_cli.questionnaire.multiple import NOT_TICKED, TICKED, MultipleResponse
from brobygger_cli.questionnaire.number import Number
from brobygger_cli.questionnaire.open_text import OpenText
from brobygger_cli.spelling import normalise

if TYPE_CHECKING:
    from collections.abc import Collection

    import ibis.expr.types as ir

    from brobygger_cli.engines.tables import EngineTable
    from brobygger_cli.engines.values import Held
    from brobygger_cli.exports.raw import RawTable
    from brobygger_cli.mapping import ColumnMap
    from brobygger_cli.questionnaire.questionnaire import Questionnaire
    from brobygger_cli.responses import Coding

_OTHER = "another word"  # stands for what is no tick


@dataclass(frozen=True)
class Chosen:
    """Which columns of a table are read, and how.

    Args:
        columns: Where the answers stand.
        weight: The column of the weights.
        words: Columns of open text, of which only is asked whether they are blank.
        numbers: Columns that hold numbers as such, of which only those beyond the bounds are looked at.
        typed: Columns that hold numbers and not text.
    """

    columns: ColumnMap
    weight: int | None
    words: frozenset[int]
    numbers: dict[int, Number]
    typed: frozenset[int]


def choose(table: EngineTable, head: RawTable, questionnaire: Questionnaire, coding: Coding) -> Chosen:
    """Return which columns of a table are read, as far as the head tells.

    Raises:
        BrobyggerError: If there is no column with the name that the user gave.
    """
    columns = map_columns(head, questionnaire, coding.mapping)
    weight = None if coding.weight_column is None else column_named(head, coding.weight_column, "--weights")
    wave = None if coding.wave_column is None else column_named(head, coding.wave_column, "--wave-column")
    columns.unknown = [column for column in columns.unknown if column not in {weight, wave}]
    kinds = {column: table.column(column).type() for column in range(len(head.columns))}
    typed = frozenset(column for column, kind in kinds.items() if kind.is_numeric())
    of = {column: questionnaire.question(question) for question, column in columns.whole.items()}
    return Chosen(
        columns,
        weight,
        frozenset(column for column, question in of.items() if isinstance(question, OpenText)),
        {
            column: question
            for column, question in of.items()
            if isinstance(question, Number) and column in typed and column not in columns.meanings
        },
        typed,
    )


def look_up(table: EngineTable, chosen: Chosen, questionnaire: Questionnaire) -> dict[int, Held]:
    """Return the distinct values of the columns that are looked at."""
    columns = chosen.columns
    looked_at = {*columns.whole.values(), *(tick for ticks in columns.ticks.values() for tick in ticks.values())}
    if columns.group is not None:
        looked_at.add(columns.group)
    wanted = {column: table.column(column) for column in sorted(looked_at - chosen.words)}
    wanted |= {column: _as_ticks(table.column(column)) for column in _suspects(table, columns.unknown, questionnaire)}
    respondent = None if columns.respondent is None else table.column(columns.respondent)
    return distinct_values(table, wanted, respondent, beyond(table, chosen))


def beyond(table: EngineTable, chosen: Chosen) -> dict[int, ir.BooleanValue]:
    """Return in which rows each column of numbers holds one that is no answer."""
    return {
        column: ~within(table.column(column), question) & ~missing(table.column(column))
        for column, question in chosen.numbers.items()
    }


def within(column: ir.Value, question: Number) -> ir.BooleanValue:
    """Return whether a column of numbers holds a valid answer to a question, where it holds any."""
    import ibis  # noqa: PLC0415 - only where there is an engine

    number, valid = column.cast("float64"), ibis.literal(value=True)
    if question.minimum is not None:
        valid &= number >= question.minimum
    if question.maximum is not None:
        valid &= number <= question.maximum
    return valid & ~number.isinf() if column.type().is_floating() and knows(column, "IsInf") else valid


def _suspects(table: EngineTable, unknown: Collection[int], questionnaire: Questionnaire) -> list[int]:
    """Return the unknown columns that by their names may hold the ticks of an option that a question does not have."""
    several = [question for question in questionnaire.questions if isinstance(question, MultipleResponse)]
    stems = tuple(name for question in several for name in question.names())
    return [column for column in unknown if normalise(table.head.columns[column]).startswith(stems)]


def _as_ticks(column: ir.Value) -> ir.Value:
    """Return a column in which everything is one word that is neither ticked nor not ticked: it may be open text."""
    import ibis  # noqa: PLC0415 - only where there is an engine

    text = native(column).cast("string").strip().lower()
    return ibis.ifelse(text.isnull() | text.isin(sorted(TICKED | NOT_TICKED)), text, _OTHER)
