"""What the values of a table's columns mean: each distinct value is validated as a cell of an export is."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np

from brobygger_cli.coding.cells import read_cells
from brobygger_cli.coding.findings import Findings
from brobygger_cli.coding.reach import spoken
from brobygger_cli.coding.structure import check_columns, code_groups
from brobygger_cli.exports.raw import Cells as RawCells

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

    import numpy.typing as npt

    from brobygger_cli.coding.cells import Cells
    from brobygger_cli.engines.tallied import Tallied
    from brobygger_cli.engines.values import Held
    from brobygger_cli.exports.raw import RawTable
    from brobygger_cli.mapping import ColumnMap
    from brobygger_cli.questionnaire.question import Question
    from brobygger_cli.questionnaire.questionnaire import Questionnaire

    Mask = npt.NDArray[np.bool_]


@dataclass(frozen=True)
class Meanings:
    """What the values of one column mean, those that mean the same as one class.

    The first class is nothing at all, and the last whatever was not looked at, which is no answer.

    Args:
        places: The values of each class, by their places among the distinct values; of the last class none.
        ticked: The options that a value ticks, shape (classes, options); one option in a column of ticks.
        answered: Whether it is an answer, shape (classes,).
        touched: Whether it is an answer of those who were asked, shape (classes,).
        invalid: Whether it is something invalid, shape (classes,).
        spoken: Whether it is more than a blank or a zero, shape (classes,).
    """

    places: tuple[tuple[int, ...], ...]
    ticked: Mask
    answered: Mask
    touched: Mask
    invalid: Mask
    spoken: Mask


class LookedUp:
    """The distinct values of a table as an export with a record for each, every other cell blank.

    Args:
        head: The table's header.
        held: The distinct values of columns.
    """

    def __init__(self, head: RawTable, held: Mapping[int, Held]) -> None:
        self.held = held
        self.times = [0]
        self.examples = [""]
        self._start: dict[int, int] = {}
        for column, of in held.items():
            self._start[column] = len(self.times)
            self.times += of.times
            self.examples += of.examples
        self.raw = replace(
            head,
            cells=tuple(self._cells(column) for column in range(len(head.columns))),
            lines=np.arange(len(self.times), dtype=np.int64),
        )

    def records(self, column: int) -> Mask:
        """Return the records that hold the values of a column, shape (records,)."""
        found = np.zeros(len(self.times), dtype=bool)
        if column in self._start:
            start = self._start[column]
            found[start : start + len(self.held[column].texts)] = True
        return found

    def check_columns(
        self, columns: ColumnMap, questionnaire: Questionnaire, unasked: Collection[str], tallied: Tallied
    ) -> None:
        """Report columns that are duplicated, unknown or missing."""
        found = Findings(self.raw, None, None)
        check_columns(found, columns, questionnaire, unasked)
        tallied.violations += found.violations

    def groups(self, columns: ColumnMap, questionnaire: Questionnaire, tallied: Tallied) -> list[tuple[int, ...]]:
        """Return the places of the values that mean each group, and report those that mean none."""
        if columns.group is None:
            return []
        here = self.records(columns.group)
        found = Findings(self.raw, None, None)
        group = code_groups(found, columns, questionnaire, here)[here]
        tallied.take_over(found.violations, self.times, self.examples)
        return [tuple(np.flatnonzero(group == place).tolist()) for place in range(len(questionnaire.groups))]

    def meanings(
        self, columns: ColumnMap, question: Question, typed: Collection[int], tallied: Tallied
    ) -> dict[int, Meanings]:
        """Return what the values in each column of a question mean, and report those that are no answer.

        Args:
            columns: Where the answers stand.
            question: The question.
            typed: The columns that hold numbers, and not text that is to be read as one.
            tallied: Where to report.
        """
        own = columns.whole.get(question.id)
        ticks = columns.ticks.get(question.id, {})
        # A file without a delimiter keeps numbers as such: "1.234" is no thousand there.
        found = Findings(replace(self.raw, delimiter="" if own in typed else ";"), None, None)
        cells = read_cells(found, columns, question, np.ones(len(self.times), dtype=bool))
        tallied.take_over(found.violations, self.times, self.examples)
        if own is not None:
            return {own: self._classes(own, cells, cells.ticked, cells.answered | cells.invalid)}
        said = spoken(question, columns, cells)
        return {
            column: self._classes(column, cells, cells.ticked[:, [position]], said)
            for position, column in ticks.items()
        }

    def _cells(self, column: int) -> RawCells:
        texts = np.full(len(self.times), "", dtype=object)
        if column in self._start:
            texts[self.records(column)] = self.held[column].texts
        return RawCells.of(texts)

    def _classes(self, column: int, cells: Cells, ticked: Mask, said: Mask) -> Meanings:
        """Take the values of a column together that mean the same."""
        facts = np.column_stack([ticked, cells.answered, cells.touched, cells.invalid, said])
        filled = np.array([bool(text.strip()) for text in self.raw.cells[column]])
        here = np.flatnonzero(self.records(column))
        blank = [place for place in here.tolist() if not filled[place]]
        alike: dict[tuple[bool, ...], list[int]] = {}
        for place in here[filled[here]].tolist():
            alike.setdefault(tuple(facts[place].tolist()), []).append(place)
        # The first record holds nothing at all; what was not looked at is said, and no answer.
        rest = np.zeros(facts.shape[1], dtype=bool)
        rest[-4:] = True
        of_classes = np.array([facts[0], *alike, rest], dtype=bool)
        first = here[0] if len(here) else 0
        places = [tuple(place - first for place in of) for of in (blank, *alike.values(), ())]
        return Meanings(tuple(places), of_classes[:, :-4], *of_classes[:, -4:].T)
