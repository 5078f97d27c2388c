"""The records of one wave in a file, and the violations found among them."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from brobygger_cli.exports.raw import gathered
from brobygger_cli.violations import Severity, Violation

if TYPE_CHECKING:
    import numpy.typing as npt

    from brobygger_cli.exports.raw import RawTable

    Mask = npt.NDArray[np.bool_]
    Places = npt.NDArray[np.intp]


@dataclass(frozen=True)
class Distinct:
    """The distinct values of a column, each to be looked at once.

    Args:
        texts: The values, in the order in which they are first seen.
        codes: The position of every row's value, shape (rows,).
    """

    texts: npt.NDArray[np.object_]
    codes: npt.NDArray[np.intp]

    def rows_of(self, place: int) -> Places:
        """Return the rows that hold the value at `place`, in file order."""
        order, starts = self._by_value
        return order[starts[place] : starts[place + 1]]

    @cached_property
    def _by_value(self) -> tuple[Places, Places]:
        order = np.argsort(self.codes, kind="stable")
        return order, np.searchsorted(self.codes[order], np.arange(len(self.texts) + 1))


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
        self.respondents = None if respondent is None else self.column(respondent)
        self.violations: list[Violation] = []

    def column(self, column: int) -> npt.NDArray[np.object_]:
        """Return the cells of a column, one per row of the wave."""
        return self.raw.cells[column][self.records]

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

    def distinct(self, column: int) -> Distinct:
        """Return the distinct values of a column."""
        codes, values = pd.factorize(self.column(column))
        return Distinct(np.asarray(values, dtype=object), codes)

    def _respondents_at(self, rows: npt.NDArray[np.int64]) -> tuple[str, ...]:
        return () if self.respondents is None else tuple(map(str, self.respondents[rows]))


def _positions(rows: Mask | Places | None) -> Places:
    if rows is None:
        return np.empty(0, dtype=np.intp)
    return np.flatnonzero(rows) if rows.dtype == np.bool_ else rows.astype(np.intp)
