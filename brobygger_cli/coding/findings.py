"""The records of one wave in a file, and the violations found among them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from brobygger_cli.exports.raw import gathered
from brobygger_cli.violations import Severity, Violation

if TYPE_CHECKING:
    import numpy.typing as npt

    from brobygger_cli.exports.raw import Cells, RawTable

    Mask = npt.NDArray[np.bool_]
    Places = npt.NDArray[np.intp]


class Findings:
    """The records of one wave, and what is wrong with them, collected as data.

    Args:
        raw: The file.
        records: Which of its records belong to the wave, shape (records,); all where None.
        respondent: The column of the respondent's id, where there is one.
    """

    def __init__(self, raw: RawTable, records: Mask | None, respondent: int | None) -> None:
        self.raw = raw
        self.records = np.arange(len(raw.lines)) if records is None else np.flatnonzero(records)
        self.lines = raw.lines[self.records]
        self.respondents = None if respondent is None else self.column(respondent).verbatim()
        self.violations: list[Violation] = []

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
        self.violations.append(
            Violation(
                code,
                severity,
                self.raw.path,
                rule,
                column=None if column is None else self.raw.columns[column],
                value=value,
                nearest=near,
                lines=tuple(self.lines[places].tolist()),
                respondents=self._respondents_at(places),
            )
        )

    def add_flaws(self, as_is: set[str]) -> Mask:
        """Collect what the reader found wrong with the file's form.

        Args:
            as_is: Headers of the columns in which any text will do. A cell of the others that is not text is
                reported with its value, as an answer that cannot be read.

        Returns:
            The rows whose cells stand where they belong, shape (rows,).
        """
        row_of = {record: row for row, record in enumerate(self.records.tolist())}
        whole = np.ones(len(self.records), dtype=bool)
        for alike in gathered(self.raw.flaws):
            first = alike[0]
            if first.code == "bytes_not_text" and first.column not in as_is:
                continue
            here = [flaw for flaw in alike if flaw.record_index is None or flaw.record_index in row_of]
            rows = [row_of[flaw.record_index] for flaw in here if flaw.record_index is not None]
            if first.code == "ragged_row":
                whole[rows] = False
            if here:
                self.violations.append(
                    Violation(
                        first.code,
                        "error" if first.code == "ragged_row" else "warning",
                        self.raw.path,
                        first.rule,
                        column=first.column,
                        value=first.value,
                        lines=tuple(flaw.line for flaw in here),
                        respondents=self._respondents_at(np.array(rows, dtype=np.int64)),
                    )
                )
        return whole

    def _respondents_at(self, rows: npt.NDArray[np.int64]) -> tuple[str, ...]:
        return () if self.respondents is None else tuple(map(str, self.respondents[rows]))


def _positions(rows: Mask | Places | None) -> Places:
    if rows is None:
        return np.empty(0, dtype=np.intp)
    return np.flatnonzero(rows) if rows.dtype == np.bool_ else rows.astype(np.intp)
