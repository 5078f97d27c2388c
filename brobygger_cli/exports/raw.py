"""What every container and layout is read into: a table of text, nothing guessed, every place in the file known."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import TYPE_CHECKING, Literal

import numpy as np
import pandas as pd

from brobygger_cli.exports.beside import NOTHING

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    import numpy.typing as npt

    from brobygger_cli.exports.beside import Beside
    from brobygger_cli.exports.standing import Standing
    from brobygger_cli.exports.variables import Variable

    Mask = npt.NDArray[np.bool_]
    Places = npt.NDArray[np.intp]

# What the place of a record is called: the line of a text, the row of a sheet, the case of a statistics file.
Unit = Literal["line", "row", "case"]


@dataclass(frozen=True)
class Flaw:
    """One thing that is wrong with a file's form, as data.

    Attributes:
        code: `ragged_row`, `blank_row`, `bytes_not_text` …: one of `violations.CODES`.
        line: The place (1-based) at which the record starts, counted in the table's unit.
        record_index: The record's row in `RawTable.cells`; None for the header and for records left out.
        column: The header cell of the cell concerned; None where the whole record is.
        value: What was found.
        rule: What is wrong with it, in words.
    """

    code: str
    line: int
    record_index: int | None
    column: str | None
    value: str
    rule: str


def gathered(flaws: Iterable[Flaw]) -> list[list[Flaw]]:
    """Return flaws that differ by nothing but their place together: a tail of blank rows is one finding."""
    alike: dict[tuple[str, str | None, str, str], list[Flaw]] = {}
    for flaw in flaws:
        alike.setdefault((flaw.code, flaw.column, flaw.value, flaw.rule), []).append(flaw)
    return list(alike.values())


@dataclass(frozen=True, eq=False)  # comparing arrays with == gives no single truth
class Cells:
    """The cells of one column: every distinct text once, so that each is looked at once.

    Attributes:
        texts: The distinct texts, verbatim, in the order in which they are first seen, shape (distinct,).
        codes: Which of them every record holds, shape (records,).
        keys: A number for every text, made of its bytes: equal texts have equal numbers in all blocks of a file. None
            where none are known.
        plain: Whether it is known that all texts are of ASCII, begin and end with a character that is seen, and hold
            no plus.
    """

    texts: npt.NDArray[np.object_]
    codes: npt.NDArray[np.integer]
    keys: npt.NDArray[np.uint64] | None = None
    plain: bool = False

    @classmethod
    def of(cls, texts: Iterable[str]) -> Cells:
        """Return the cells with these texts, one per record."""
        every = np.fromiter(texts, dtype=object) if not isinstance(texts, np.ndarray) else texts
        codes, distinct = pd.factorize(every)
        return cls(np.asarray(distinct, dtype=object), codes)

    @cached_property
    def different(self) -> int:
        """How many different texts there are."""
        return len(self.texts)

    def __len__(self) -> int:
        """Return how many records there are."""
        return len(self.codes)

    def __iter__(self) -> Iterator[str]:
        """Yield the text of every record."""
        return iter(self.verbatim())

    def __getitem__(self, record: int) -> str:
        """Return the text of one record."""
        return str(self.texts[self.codes[record]])

    def verbatim(self) -> npt.NDArray[np.object_]:
        """Return the text of every record, shape (records,)."""
        return self.texts[self.codes] if len(self.texts) else np.empty(0, dtype=object)

    def taken(self, records: Places) -> Cells:
        """Return the cells of some records, with the texts that occur in them."""
        if not len(records):
            return Cells(self.texts[:0], self.codes[:0])
        codes, kept = pd.factorize(self.codes[records])
        return Cells(self.texts[kept], codes, None if self.keys is None else self.keys[kept], self.plain)

    def replaced(self, rows: Mask, text: str) -> Cells:
        """Return cells that hold another text in some of the records, shape of the mask (records,)."""
        if not rows.any():
            return self
        codes = np.where(rows, len(self.texts), self.codes)
        return Cells(np.append(self.texts, np.array([text], dtype=object)), codes).taken(np.arange(len(codes)))

    def holding(self, texts: Iterable[bool]) -> Mask:
        """Return the records that hold one of the texts told by a truth for each, shape (records,)."""
        return self.spread(np.fromiter(texts, dtype=bool, count=len(self.texts)))

    def spread(self, truths: Mask) -> Mask:
        """Return for every record what is true of its text.

        Args:
            truths: What is true of every text, shape (distinct,) or (distinct, k).

        Returns:
            Shape (records,) or (records, k); column by column in memory.
        """
        if truths.ndim == 2:
            return np.array([self.spread(of) for of in truths.T], dtype=bool).reshape(truths.shape[1], len(self)).T
        if self.codes.dtype != np.uint8:
            return truths[self.codes] if len(truths) else np.zeros(0, dtype=bool)
        table = np.zeros(256, dtype=bool)
        table[: len(truths)] = truths
        return np.frombuffer(bytearray(self.codes).translate(table.tobytes()), dtype=bool)

    def rows_of(self, place: int) -> Places:
        """Return the records that hold the text at `place`, in file order."""
        order, starts = self._by_text
        return order[starts[place] : starts[place + 1]]

    @cached_property
    def _by_text(self) -> tuple[Places, Places]:
        order = np.argsort(self.codes, kind="stable")
        return order, np.searchsorted(self.codes[order], np.arange(len(self.texts) + 1))


@dataclass(frozen=True, eq=False)
class RawTable:
    """A file's header and records as text, and what its platform tells of them.

    Attributes:
        path: The file, as the user gave it.
        columns: The header cells without surrounding whitespace; they may be duplicated or "".
        cells: The cells of every column; a cell that is not there is "".
        lines: The place (1-based, in `unit`) at which each record starts.
        flaws: What is wrong with the file's form, in the order of lines.
        encoding: The encoding found or given; "" where the container has its own.
        delimiter: The delimiter found or given; "" where the container has its own.
        container: What kind of file it is, in words that end a sentence ("delimited text", "an Excel workbook").
        unit: What `lines` counts.
        sheet: The sheet of a workbook.
        beside: The files that lie beside it, in its folder or archive.
        layout: The layout by which it was read (see `layouts`).
        reason: By what the layout was told.
        variables: What the platform tells of each column; one per column, or none at all.
        standing: How far every respondent came, where the platform tells.
        unseen: By column, the cells that their respondent was never shown, whatever they hold, shape (records,).
    """

    path: str
    columns: tuple[str, ...]
    cells: tuple[Cells, ...]
    lines: npt.NDArray[np.int64]
    flaws: tuple[Flaw, ...]
    encoding: str = ""
    delimiter: str = ""
    container: str = "delimited text"
    unit: Unit = "line"
    sheet: str | None = None
    beside: Beside = NOTHING
    layout: str = "plain"
    reason: str = ""
    variables: tuple[Variable, ...] = ()
    standing: Standing | None = None
    unseen: Mapping[int, Mask] = field(default_factory=dict)

    def without_first(self, records: int) -> RawTable:
        """Return the table without its first records, which are more rows of the header.

        To be called before a layout tells standings or unseen cells: these are of the records that stay.
        """
        flaws = [
            replace(flaw, record_index=None if flaw.record_index is None else flaw.record_index - records)
            for flaw in self.flaws
            if flaw.record_index is None or flaw.record_index >= records
        ]
        kept = np.arange(records, len(self.lines))
        cells = tuple(column.taken(kept) for column in self.cells)
        return replace(self, cells=cells, lines=self.lines[records:], flaws=tuple(flaws))
