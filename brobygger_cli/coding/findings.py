"""The records of one wave in a file, and the violations found among them."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING, TypeVar

import numpy as np

from brobygger_cli.coding.debris import cut_short, repeated_headers, totals_rows
from brobygger_cli.exports.raw import gathered
from brobygger_cli.violations import Severity, Violation

if TYPE_CHECKING:
    from collections.abc import Sequence

    import numpy.typing as npt

    from brobygger_cli.coding.block import Alike, Block
    from brobygger_cli.exports.raw import Cells, Flaw, RawTable

    Mask = npt.NDArray[np.bool_]
    Places = npt.NDArray[np.intp]

Kept = TypeVar("Kept", tuple[int, ...], "npt.NDArray[np.intp]")


class Findings:
    """The records of one wave, and what is wrong with them, collected as data.

    Args:
        raw: The file.
        records: Which of its records belong to the wave, shape (records,); all where None.
        respondent: The column of the respondent's id, where there is one.
        block: Which part of the file it is, where it is not all of it.
    """

    def __init__(self, raw: RawTable, records: Mask | None, respondent: int | None, block: Block | None = None) -> None:
        self.raw = raw
        self.block = block
        self.records = np.arange(len(raw.lines)) if records is None else np.flatnonzero(records)
        self.lines = raw.lines[self.records]
        self.respondent = respondent
        self.violations: list[Violation] = []

    @cached_property
    def respondents(self) -> npt.NDArray[np.object_] | None:
        """The ids of the respondents, shape (rows,), where there are any."""
        return None if self.respondent is None else self.column(self.respondent).verbatim()

    def column(self, column: int) -> Cells:
        """Return the cells of a column, one per row of the wave; those that nobody was shown are blank."""
        unseen = self.unseen(column)
        cells = self.raw.cells[column]
        if len(self.records) < len(cells):
            cells = cells.taken(self.records)
        return cells if unseen is None else cells.replaced(unseen, "")

    def unseen(self, column: int) -> Mask | None:
        """Return the rows that were never shown what a column asks; None where nothing is known of that."""
        unseen = self.raw.unseen.get(column)
        return None if unseen is None else unseen[self.records]

    def add(
        self,
        code: str,
        severity: Severity,
        rule: str,
        *,
        column: int | None = None,
        value: str | None = None,
        near: str | None = None,
        rows: Mask | Places | None = None,
    ) -> None:
        """Collect a violation.

        Args:
            code: One of `violations.CODES`.
            severity: Whether it stops a computation.
            rule: What was expected.
            column: The column concerned.
            value: The value found.
            near: The nearest allowed value.
            rows: The rows where it occurs, as a mask of shape (rows,) or as their positions; nothing is
                collected where there are none. None where the whole file is meant.
        """
        places = _positions(rows)
        if rows is not None and not len(places):
            return
        header = None if column is None else self.raw.columns[column]
        lines, respondents, records = self._occurrences(places, (code, header, value, rule))
        self.violations.append(
            Violation(
                code,
                severity,
                self.raw.path,
                rule,
                column=header,
                value=value,
                nearest=near,
                lines=lines,
                respondents=respondents,
                records=records,
                position=column,
                sheet=self.raw.sheet,
                unit=self.raw.unit,
                times=0 if self.block is None else len(places),
            )
        )

    def add_flaws(self, as_is: set[str]) -> Mask:
        """Collect what is wrong with the file's form: as the reader found it, and what a spreadsheet left in it.

        Args:
            as_is: Headers of the columns in which any text will do. A cell of the others that is not text is
                reported with its value, as an answer that cannot be read.

        Returns:
            The rows whose cells stand where they belong, shape (rows,).
        """
        whole = np.ones(len(self.records), dtype=bool)
        for alike in gathered(self.raw.flaws):
            first = alike[0]
            if first.code == "bytes_not_text" and first.column not in as_is:
                continue
            rows = self._rows_of([flaw.record_index for flaw in alike if flaw.record_index is not None])
            if first.code == "ragged_row":
                whole[rows] = False
            elsewhere = tuple(flaw.line for flaw in alike if flaw.record_index is None)
            if elsewhere:
                self._add_flaw(first, rows[:0], elsewhere)
            if len(rows):
                self._add_flaw(first, rows)
        for debris in self._report_debris():
            whole[debris] = False
        return whole

    def _add_flaw(self, flaw: Flaw, rows: Places, elsewhere: tuple[int, ...] = ()) -> None:
        """Collect a flaw of some rows, or of lines that are none: the header, and what the reader left out."""
        columns = [column for column, header in enumerate(self.raw.columns) if header == flaw.column]
        of = (flaw.code, flaw.column, flaw.value, flaw.rule)
        lines, respondents, records = self._occurrences(rows, of)
        self.violations.append(
            Violation(
                flaw.code,
                "error" if flaw.code == "ragged_row" else "warning",
                self.raw.path,
                flaw.rule,
                column=flaw.column,
                value=flaw.value,
                lines=self._kept(elsewhere, of) or lines,
                respondents=respondents,
                records=records,
                position=columns[0] if len(columns) == 1 else None,
                sheet=self.raw.sheet,
                unit=self.raw.unit,
                times=0 if self.block is None else len(elsewhere) or len(rows),
            )
        )

    def _occurrences(self, rows: Places, of: Alike) -> tuple[tuple[int, ...], tuple[str, ...], tuple[int, ...]]:
        """Return the line, the respondent's id and the number (1-based) of every row, or of those to be kept."""
        rows = self._kept(rows, of)
        respondents = () if not len(rows) or self.respondents is None else tuple(map(str, self.respondents[rows]))
        return tuple(self.lines[rows].tolist()), respondents, tuple((self.records[rows] + 1).tolist())

    def _kept(self, occurrences: Kept, of: Alike) -> Kept:
        return occurrences if self.block is None else occurrences[: self.block.kept_of(of)]

    def _report_debris(self) -> list[Places]:
        """Collect what a spreadsheet left among the records, and return the rows that are no respondents."""
        headers = repeated_headers(self.raw)
        last = self.block is None or self.block.last
        totals = totals_rows(self.raw, self.respondent, headers, last=last)
        again, summed = self._rows_of(headers), self._rows_of(totals)
        rule = "is the header once more, and no respondent: the row is not read; delete it"
        self.add("repeated_header", "error", rule, rows=again)
        rule = "holds totals or means, and is no respondent: the row is not read; delete it"
        self.add("totals_row", "error", rule, rows=summed)
        if self.respondent is not None:
            ids = self.column(self.respondent)
            rule = "is an id that a spreadsheet has shortened: format the column as text and export again"
            for place in cut_short(ids):
                value = str(ids.texts[place])
                rows = ids.rows_of(place)
                self.add("excel_number", "warning", rule, column=self.respondent, value=value, rows=rows)
        return [again, summed]

    def _rows_of(self, records: Sequence[int]) -> Places:
        """Return the rows of those records that belong to the wave."""
        wanted = np.asarray(records, dtype=np.intp)
        rows = np.searchsorted(self.records, wanted)
        inside = rows < len(self.records)
        inside[inside] = self.records[rows[inside]] == wanted[inside]
        return rows[inside]


def _positions(rows: Mask | Places | None) -> Places:
    if rows is None:
        return np.empty(0, dtype=np.intp)
    return np.flatnonzero(rows) if rows.dtype == np.bool_ else rows.astype(np.intp)
