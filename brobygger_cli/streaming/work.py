"""The work on one block: read, coded, summed."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from brobygger_cli.coding.block import Block
from brobygger_cli.errors import UnreadableError
from brobygger_cli.exports.large import keys_of
from brobygger_cli.exports.raw import Cells
from brobygger_cli.mapping.wave import records_of_wave, values_of
from brobygger_cli.margins import weighted_of
from brobygger_cli.questionnaire.number import decimal_mark, readings
from brobygger_cli.responses import code_responses
from brobygger_cli.sums import Summing

if TYPE_CHECKING:
    import numpy.typing as npt

    from brobygger_cli.coding.block import Alike
    from brobygger_cli.exports.large import Blocks, Span
    from brobygger_cli.exports.raw import RawTable
    from brobygger_cli.margins import Weighted
    from brobygger_cli.questionnaire.questionnaire import Questionnaire
    from brobygger_cli.responses import Coding
    from brobygger_cli.sums import Sums
    from brobygger_cli.violations import Violation

    Keys = npt.NDArray[np.uint64]

# What the cells of a column of numbers show, so that `1.000` may have to be settled by all of them.
AMBIGUOUS = "ambiguous"
# Totals stand among so many records above an end of the table.
ABOVE_END = 3


class Task(NamedTuple):
    """A block to be worked on.

    Attributes:
        span: Where it stands.
        last: Whether the file ends with it.
        earlier: Ids in it that stood in an earlier block already.
        known: The groups and questions of which patterns of ticks are not needed.
        enough: The violations of which no more places are needed.
    """

    span: Span
    last: bool
    earlier: frozenset[str] = frozenset()
    known: frozenset[tuple[int, str]] = frozenset()
    enough: frozenset[Alike] = frozenset()


@dataclass(frozen=True, eq=False)
class Done:
    """What a block gave.

    Attributes:
        sums: What its answers sum to.
        violations: What is wrong in it; lines and records are counted in the block.
        unasked: Questions that the wave did not ask.
        weighted: The weights of every group, where there are weights.
        lines: How many lines it has.
        records: How many records it has, those of other waves among them.
        ids: The keys of the respondents' ids (see `raw.Cells`).
        marks: What the cells of each column of numbers show.
        values: Some values of the wave column, the first ones in order.
        header_on_top: Whether the header stands once more among its first records, so that totals may stand above.
    """

    sums: Sums
    violations: tuple[Violation, ...]
    unasked: frozenset[str]
    weighted: dict[str, Weighted]
    lines: int
    records: int
    ids: Keys
    marks: dict[int, frozenset[str]] = field(default_factory=dict)
    values: tuple[str, ...] = ()
    header_on_top: bool = False


@dataclass(frozen=True)
class Refused:
    """A block that was not worked on.

    Attributes:
        blocks: As what the file has to be read instead, where that is known.
        error: Why it cannot be read; the line is counted in the block.
    """

    blocks: Blocks | None = None
    error: UnreadableError | None = None


@dataclass(frozen=True)
class Work:
    """What is to be done with every block of a file.

    Args:
        blocks: The file.
        questionnaire: What was asked.
        coding: What is to be read of it.
        respondent: The column of the respondent's id, where there is one.
        numbers: The columns of numbers.
        wave: The column that tells waves apart, and its value in this one.
        kept: Of how many occurrences of each violation the places are kept.
    """

    blocks: Blocks
    questionnaire: Questionnaire
    coding: Coding
    respondent: int | None
    numbers: tuple[int, ...]
    wave: tuple[int, str] | None
    kept: int

    @cached_property
    def _summing(self) -> Summing:
        return Summing(self.questionnaire)

    def do(self, task: Task) -> Done | Refused:
        """Read, code and sum one block."""
        try:
            part = self.blocks.part(task.span)
        except UnreadableError as error:
            return Refused(error=error)
        mended = self.blocks.mended(part)
        if mended is not None:
            return Refused(blocks=mended)
        table = part.table
        if task.span.start == self.blocks.start:
            table = replace(table, flaws=(*self.blocks.flaws_of_header(), *table.flaws))
        of_wave, values = self._of_wave(table)
        block = Block(task.last, task.earlier, self.kept, task.enough)
        responses = code_responses(table, self.questionnaire, replace(self.coding, records=of_wave, block=block))
        again = [violation.records for violation in responses.violations if violation.code == "repeated_header"]
        return Done(
            self._summing.of(responses, task.known),
            responses.violations,
            responses.unasked,
            weighted_of(responses),
            part.lines,
            len(table.lines),
            self._keys(table),
            {column: _marks(table.cells[column]) for column in self.numbers},
            values,
            any(records and records[0] <= ABOVE_END for records in again),
        )

    def ids_among(self, span: Span, keys: Keys) -> set[str]:
        """Return the ids in a block that have some of these keys."""
        ids = [text for text in map(str.strip, self._ids(self.blocks.part(span).table).texts) if text]
        found = np.isin(keys_of(ids, self.blocks.shape.encoding), keys)
        return {text for text, is_found in zip(ids, found, strict=True) if is_found}

    def _keys(self, table: RawTable) -> Keys:
        """Return the keys of the ids in a block."""
        ids = self._ids(table)
        if ids.keys is not None and ids.plain:
            return ids.keys
        return keys_of([text for text in map(str.strip, ids.texts) if text], self.blocks.shape.encoding)

    def _ids(self, table: RawTable) -> Cells:
        """Return the ids of the wave's respondents in a block."""
        if self.respondent is None:
            return Cells.of([])
        cells = table.cells[self.respondent]
        of_wave, _ = self._of_wave(table)
        return cells if of_wave is None else cells.taken(np.flatnonzero(of_wave))

    def _of_wave(self, table: RawTable) -> tuple[npt.NDArray[np.bool_] | None, tuple[str, ...]]:
        """Return which records belong to the wave, all where None, and values of the column that tells."""
        if self.wave is None:
            return None, ()
        column, value = self.wave
        cells = table.cells[column]
        return records_of_wave(cells, value), tuple(values_of(cells))


def _marks(cells: Cells) -> frozenset[str]:
    """Return which decimal marks the cells of a column show, and whether some can be read in two ways."""
    marked = [text for text in cells.texts if "." in text or "," in text]
    shown = {mark for text in marked if (mark := decimal_mark(text))}
    return frozenset(shown | ({AMBIGUOUS} if any(map(readings, marked)) else set()))
