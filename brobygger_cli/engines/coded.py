"""A table in which every value stands as the class of values that mean the same, and what is true of its rows."""

from __future__ import annotations

from dataclasses import dataclass
from operator import and_
from typing import TYPE_CHECKING

import numpy as np

from brobygger_cli.coding.exclusions import any_of, exclusions, gathered
from brobygger_cli.engines.columns import within
from brobygger_cli.engines.looked_up import Meanings
from brobygger_cli.engines.values import is_blank, missing
from brobygger_cli.questionnaire.multiple import MultipleResponse

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence

    import ibis.expr.types as ir
    import numpy.typing as npt

    from brobygger_cli.engines.columns import Chosen
    from brobygger_cli.engines.tables import EngineTable
    from brobygger_cli.engines.values import Held
    from brobygger_cli.mapping import ColumnMap
    from brobygger_cli.questionnaire.question import Question
    from brobygger_cli.questionnaire.questionnaire import Questionnaire

    Mask = npt.NDArray[np.bool_]

# Of words and numbers that are not looked at one by one: blank, an answer, none.
UNSEEN = Meanings(
    ((), (), ()),
    np.zeros((3, 0), dtype=bool),
    *np.array([[False, True, True], [False, True, True], [False, False, True], [False, True, True]]),
)


def coded_columns(
    table: EngineTable, chosen: Chosen, held: Mapping[int, Held], meanings: Mapping[int, Meanings]
) -> dict[str, ir.IntegerValue]:
    """Return every column that is read as the classes of its values, by the names that `Coded` uses."""
    import ibis  # noqa: PLC0415 - only where there is an engine

    coded = {}
    for position, of in meanings.items():
        column = table.column(position)
        if position in chosen.words:
            code = ibis.ifelse(is_blank(column), 0, 1)
        elif position in chosen.numbers:
            code = ibis.cases((missing(column), 0), (within(column, chosen.numbers[position]), 1), else_=2)
        else:
            nothing, *classes = of.places
            blank = missing(column) | held[position].among(column, nothing)
            branches = [(held[position].among(column, places), place) for place, places in enumerate(classes[:-1], 1)]
            code = ibis.cases((blank, 0), *branches, else_=len(classes))
        coded[_named(position)] = code.cast("int32")
    return coded


def coded_group(
    table: EngineTable, column: int | None, held: Mapping[int, Held], groups: Sequence[tuple[int, ...]], known: int
) -> ir.IntegerValue:
    """Return the position of each row's group, -1 where it has none.

    Args:
        table: The table.
        column: The column of the group.
        held: The distinct values of columns.
        groups: The places among them of the values that mean each group.
        known: The number of groups; a questionnaire with a single one needs no column for it.
    """
    import ibis  # noqa: PLC0415 - only where there is an engine

    if column is None:
        return ibis.literal(0 if known == 1 else -1, "int32")
    of_column = table.column(column)
    branches = [(held[column].among(of_column, places), place) for place, places in enumerate(groups) if places]
    return ibis.cases(*branches, else_=-1).cast("int32") if branches else ibis.literal(-1, "int32")


@dataclass(frozen=True, eq=False)
class Coded:
    """What is true of the rows of a table, as expressions of the engine.

    Args:
        rows: The rows, with the columns that `coded_columns` names.
        questionnaire: What was asked.
        columns: Where the answers stand.
        meanings: What the classes of each column mean.
        unasked: Ids of the questions that the wave did not ask.
    """

    rows: ir.Table
    questionnaire: Questionnaire
    columns: ColumnMap
    meanings: Mapping[int, Meanings]
    unasked: Collection[str]

    def code(self, column: int) -> ir.IntegerValue:
        """Return the class of a column's values."""
        return self.rows[_named(column)]

    def holds(self, column: int, classes: Mask) -> ir.BooleanValue:
        """Return whether a column holds one of the classes told by a truth for each."""
        return self.code(column).isin(np.flatnonzero(classes).tolist())

    def ticked(self, question: Question) -> list[ir.BooleanValue]:
        """Return whether each option is ticked."""
        import ibis  # noqa: PLC0415 - only where there is an engine

        whole = self.columns.whole.get(question.id)
        if whole is not None:
            of = self.meanings[whole].ticked
            return [self.holds(whole, of[:, option]) for option in range(of.shape[1])]
        ticks = self.columns.ticks.get(question.id, {})
        return [
            self.holds(ticks[option], self.meanings[ticks[option]].ticked[:, 0])
            if option in ticks
            else ibis.literal(value=False)
            for option in range(len(question.choices))
        ]

    def answered(self, question: Question) -> ir.BooleanValue:
        """Return whether there is an answer, whoever was asked."""
        if question.id in self.columns.ticks:
            return gathered(any_of, self.ticked(question))
        return self._any(question, "answered")

    def touched(self, question: Question) -> ir.BooleanValue:
        """Return whether there is an answer of those who were asked."""
        return self._any(question, "touched")

    def spoken(self, question: Question) -> ir.BooleanValue:
        """Return whether there is more than blanks and zeros."""
        return self._any(question, "spoken")

    def wrong(self, question: Question) -> ir.BooleanValue:
        """Return whether there is a value that is no answer."""
        import ibis  # noqa: PLC0415 - only where there is an engine

        known = question.id in self.columns.questions()
        return self._any(question, "invalid") if known else ibis.literal(value=True)

    def invalid(self, question: Question) -> ir.BooleanValue:
        """Return whether there is something invalid, ticks that exclude each other among it."""
        wrong = self.wrong(question)
        if isinstance(question, MultipleResponse) and question.id in self.columns.ticks:
            excluded = [found.rows for found in exclusions(question, self.ticked(question))]
            return gathered(any_of, [wrong, *excluded])
        return wrong

    def silent(self) -> ir.BooleanValue:
        """Return whether a row is blank in every question's columns."""
        nothing = [self.code(column) == 0 for column in self.meanings]
        return gathered(and_, nothing)

    def untold(self) -> ir.BooleanValue:
        """Return whether a row holds zeros in tick columns and no answer, background aside (see `only_zeros`)."""
        import ibis  # noqa: PLC0415 - only where there is an engine

        asked = [question for question in self._asked() if not question.background]
        if not any(question.id in self.columns.whole for question in asked):
            return ibis.literal(value=False)
        touched = gathered(any_of, [self.touched(question) for question in asked])
        return touched & ~gathered(any_of, [self.spoken(question) for question in asked])

    def answering(self, untold: ir.BooleanValue) -> ir.BooleanValue:
        """Return whether a row answers at least one question.

        A routed question whose answer counts because its row was asked has an earlier question answered, and so on
        to one that everybody was asked. So does one whose answer does not count, for its row was not asked. That
        leaves answers of whom it is not known whether they were asked: they count.

        Args:
            untold: The rows whose zeros do not tell that they were shown anything.
        """
        import ibis  # noqa: PLC0415 - only where there is an engine

        given = [ibis.literal(value=False)]
        for question in self._asked():
            answer = self.answered(question)
            if question.asked_if is None and question.id in self.columns.ticks:
                answer |= self.touched(question) & ~untold
            given.append(answer & ~self.invalid(question))
        return gathered(any_of, given)

    def nowhere_valid(self) -> ir.BooleanValue:
        """Return whether a row is invalid in every question.

        An answer of somebody who was not asked needs a valid one to an earlier question, so every row that is invalid
        everywhere holds something invalid everywhere.
        """
        import ibis  # noqa: PLC0415 - only where there is an engine

        if self.unasked:
            return ibis.literal(value=False)
        return gathered(and_, [self.invalid(question) for question in self._asked()])

    def _asked(self) -> list[Question]:
        return [question for question in self.questionnaire.questions if question.id not in self.unasked]

    def _any(self, question: Question, fact: str) -> ir.BooleanValue:
        """Return whether one of a question's columns holds a class of which a fact is true."""
        import ibis  # noqa: PLC0415 - only where there is an engine

        whole = self.columns.whole.get(question.id)
        columns = [whole] if whole is not None else list(self.columns.ticks.get(question.id, {}).values())
        found = [self.holds(column, getattr(self.meanings[column], fact)) for column in columns]
        return gathered(any_of, found or [ibis.literal(value=False)])


def _named(column: int) -> str:
    return f"c{column}"
