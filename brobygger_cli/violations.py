"""What can be wrong in a file, as data: every violation has a stable code, a place and a rule."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from collections.abc import Iterable

    import pandas as pd

Severity = Literal["error", "warning"]

# Every code a script may meet, with what it means. docs/reference.md lists them; a test compares.
CODES: dict[str, str] = {
    "answer_not_asked": "an answer where the routing says the question was not asked",
    "answer_unrouted": "an answer to a routed question whose earlier question has none; it is in the base",
    "blank_row": "a row without any content; it is not counted as a respondent",
    "broken_quotes": "a quotation mark that is never closed, or text after a closing one",
    "answer_unopened": "an answer of somebody who, by the status, never opened the form; it is not read",
    "bytes_not_text": "bytes that are no text in the file's encoding, or a character replaced before",
    "contradicting_options": "two options ticked that contradict each other",
    "count_above_base": "a printed count that is larger than its base",
    "counts_differ_from_base": "printed counts that do not sum to the base, or contradict a net",
    "different_bases": "several bases printed for one question and group",
    "duplicate_column": "two columns that hold the same question or option; the first is read",
    "duplicate_respondent": "a respondent id that has stood before; the first row is read",
    "duplicate_row": "a printed cell that has stood before",
    "empty_file": "a file without content",
    "exclusive_with_others": "an option that excludes all others, ticked with others",
    "file_not_found": "no such file",
    "impossible_percent": "a printed percentage that no count out of its base gives",
    "invalid_number": "a printed count, percentage or base that is not a number of its kind",
    "invalid_weight": "a weight that is not a number above 0; the row is not read",
    "missing_answer": "a question that was asked and left blank",
    "missing_column": "no column for a question, one of its options, or the group",
    "missing_figure": "a printed row with neither count nor percentage, or without a base",
    "missing_respondent": "a row without a respondent id",
    "no_header": "a file whose first row names no columns",
    "no_respondents": "a header without any rows below it",
    "not_a_table": "a file that is no delimited text",
    "nothing_ticked": "a multiple-response question that was asked and left without a tick; in the base",
    "only_zeros": "a row with zeros in tick columns and no answer, and no status; it is in no base",
    "percent_differs_from_count": "a printed percentage that its count and base do not give",
    "ragged_row": "a row with more or fewer cells than the header; none of it is read",
    "unknown_answer": "an answer that is no option of its question",
    "unknown_column": "a column that belongs to no question; it is not read",
    "unknown_group": "a row whose group the questionnaire does not have; it is in no group",
    "unknown_question": "a printed row for a question the questionnaire does not have",
    "unknown_questionnaire": "a printed row for a questionnaire that is neither bundled nor the one asked for",
    "unreadable_file": "a file that the system does not let us read",
    "wrong_delimiter": "a given delimiter that the file does not use",
    "wrong_encoding": "a given encoding in which the file is not written",
}


@dataclass(frozen=True)
class Violation:
    """One thing that is wrong, wherever it occurs.

    Args:
        code: One of `CODES`.
        severity: An error stops `describe` and `compare`; a warning is only said.
        path: The file.
        rule: What was expected.
        column: The column as its header spells it, where one is concerned.
        value: The value found, verbatim.
        nearest: The nearest allowed value.
        lines: The physical line of every occurrence, in file order; empty where the whole file is meant.
        respondents: The respondent id of every occurrence, as far as there are ids.
    """

    code: str
    severity: Severity
    path: str
    rule: str
    column: str | None = None
    value: str | None = None
    nearest: str | None = None
    lines: tuple[int, ...] = ()
    respondents: tuple[str, ...] = field(default=())

    def __post_init__(self) -> None:
        """Refuse a code that the reference does not explain."""
        if self.code not in CODES:
            raise ValueError(f"unknown violation code: {self.code}")

    @property
    def count(self) -> int:
        """How often it occurs."""
        return max(1, len(self.lines))

    def sentence(self) -> str:
        """Say it in one line, for stderr."""
        from brobygger_cli.spelling import visible  # noqa: PLC0415 - only when something is wrong

        where = self.path + (f", line {self.lines[0]}" if self.lines else "")
        where += f", column {visible(self.column)}" if self.column else ""
        value = f"'{visible(self.value)}': " if self.value else ""
        near = f" (did you mean '{visible(self.nearest)}'?)" if self.nearest else ""
        often = f" [{self.count} rows]" if self.count > 1 else ""
        return f"{where}: {value}{self.rule}{near}{often}"


COLUMNS = (
    "code",
    "severity",
    "file",
    "line",
    "respondent",
    "column",
    "value",
    "rule",
    "nearest",
    "count",
    "first_seen",
)


def errors(violations: Iterable[Violation]) -> list[Violation]:
    """Return the violations that stop a computation."""
    return [violation for violation in violations if violation.severity == "error"]


def warnings(violations: Iterable[Violation]) -> list[Violation]:
    """Return the violations that are only said."""
    return [violation for violation in violations if violation.severity == "warning"]


def to_frame(violations: Iterable[Violation], *, each: bool = False) -> pd.DataFrame:
    """Return violations as a table with the columns `COLUMNS`, errors first.

    Args:
        violations: What is wrong.
        each: One row per occurrence instead of one per violation.
    """
    import pandas as pd  # noqa: PLC0415 - not needed to name a violation

    ordered = sorted(violations, key=lambda v: (v.severity != "error", v.lines[:1], v.column or ""))
    rows = [
        (
            violation.code,
            violation.severity,
            violation.path,
            line,
            violation.respondents[position] if position < len(violation.respondents) else None,
            violation.column,
            violation.value,
            violation.rule,
            violation.nearest,
            violation.count,
            violation.lines[0] if violation.lines else None,
        )
        for violation in ordered
        for position, line in enumerate((violation.lines if each else violation.lines[:1]) or (None,))
    ]
    frame = pd.DataFrame(rows, columns=list(COLUMNS), dtype=object)
    return frame.astype({"line": "Int64", "count": "Int64", "first_seen": "Int64"})
