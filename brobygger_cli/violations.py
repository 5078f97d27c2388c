"""What can be wrong in a file, as data: every violation has a stable code, a place and a rule."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from collections.abc import Iterable

    import pandas as pd

Severity = Literal["error", "warning"]

# Every code a script may meet, with what it means. docs/reference.md lists them; a test compares.
CODES: dict[str, str] = {
    "ambiguous_number": "a number such as 1.000, which may mean 1 or 1000",
    "answer_not_asked": "an answer where the routing says the question was not asked",
    "answer_unopened": "an answer of somebody who, by the status, never opened the form; it is not read",
    "answer_unrouted": "an answer to a routed question whose earlier question has none; it is in the base",
    "blank_row": "a row without any content; it is not counted as a respondent",
    "broken_quotes": "a quotation mark that is never closed, or text after a closing one",
    "bytes_not_text": "bytes that are no text in the file's encoding, or a character replaced before",
    "code_relabelled": "a code whose label is another option's; it is read by the label",
    "contradicting_column": "a column with the name of one question and the wording of another; the name is followed",
    "contradicting_options": "two options ticked that contradict each other",
    "count_above_base": "a printed count that is larger than its base",
    "counts_differ_from_base": "printed counts that do not sum to the base, or contradict a net",
    "different_bases": "several bases printed for one question and group",
    "duplicate_column": "two columns that hold the same question or option; the first is read",
    "duplicate_respondent": "a respondent id that has stood before; the first row is read",
    "duplicate_row": "a printed cell that has stood before",
    "empty_file": "a file without content",
    "excel_date": "a date that a spreadsheet made of an answer such as 1-5",
    "excel_error": "a spreadsheet's error, such as #N/A, where an answer should stand",
    "excel_number": "a long code or id that a spreadsheet has shortened, such as 1.2E+11",
    "exclusive_with_others": "an option that excludes all others, ticked with others",
    "file_not_found": "no such file",
    "impossible_percent": "a printed percentage that no count out of its base gives",
    "invalid_number": "a printed count, percentage or base that is not a number of its kind",
    "invalid_weight": "a weight that is not a number above 0; the row is not read",
    "invisible_character": "an answer with characters in it that nobody sees",
    "label_differs": "a code whose label the questionnaire does not know; it is read by the code, where that is safe",
    "missing_answer": "a question that was asked and left blank",
    "missing_column": "no column for a question, one of its options, or the group",
    "missing_figure": "a printed row with neither count nor percentage, or without a base",
    "missing_respondent": "a row without a respondent id",
    "mixed_decimals": "decimal points and decimal commas in one column",
    "mojibake": "an answer saved in the wrong encoding, such as SvÃ¦rt for Svært",
    "no_header": "a file whose first row names no columns",
    "no_respondents": "a header without any rows below it",
    "not_a_table": "a file that holds no table that could be read",
    "nothing_ticked": "a multiple-response question that was asked and left without a tick; in the base",
    "only_zeros": "a row with zeros in tick columns, no status and no answer, background aside; in no base of theirs",
    "percent_differs_from_count": "a printed percentage that its count and base do not give",
    "ragged_row": "a row with more or fewer cells than the header; none of it is read",
    "repeated_header": "the header once more among the rows; the row is not read",
    "replaced_character": "an answer with ? in place of a letter such as æ, ø or å",
    "totals_row": "a row of totals or means among the respondents; it is not read",
    "unknown_answer": "an answer that is no option of its question",
    "unknown_column": "a column that belongs to no question; it is not read",
    "unknown_group": "a row whose group the questionnaire does not have; it is in no group",
    "unknown_question": "a printed row for a question the questionnaire does not have",
    "unknown_questionnaire": "a printed row for a questionnaire that is neither bundled nor the one asked for",
    "unreadable_file": "a file that cannot be read: no permission, damaged, protected, or too large unpacked",
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
        lines: The place of every occurrence in `unit`, in file order; empty where the whole file is meant.
        respondents: The respondent id of every occurrence, as far as there are ids.
        records: The number (1-based) of every occurrence among the file's records, as far as it is one of them.
        position: The position (0-based) of the column in the file, where it is known.
        sheet: The sheet of a workbook.
        unit: What `lines` counts: the `line` of a text, the `row` of a sheet, the `case` of a statistics file.
        times: How often it occurs, where the places of only the first occurrences are kept.
    """

    code: str
    severity: Severity
    path: str
    rule: str
    column: str | None = None
    value: str | None = None
    nearest: str | None = None
    lines: tuple[int, ...] = ()
    respondents: tuple[str, ...] = ()
    records: tuple[int, ...] = ()
    position: int | None = None
    sheet: str | None = None
    unit: str = "line"
    times: int = 0

    def __post_init__(self) -> None:
        """Refuse a code that the reference does not explain."""
        if self.code not in CODES:
            raise ValueError(f"unknown violation code: {self.code}")

    @property
    def count(self) -> int:
        """How often it occurs."""
        return max(1, len(self.lines), self.times)

    @property
    def column_letter(self) -> str | None:
        """The column as spreadsheets name it."""
        return None if self.position is None else column_letter(self.position)

    def sentence(self) -> str:
        """Say it in one line, for stderr."""
        from brobygger_cli.spelling import visible  # noqa: PLC0415 - only when something is wrong

        value = f"'{visible(self.value)}': " if self.value else ""
        proposed = self.nearest is not None and f"'{self.nearest}'" not in self.rule
        near = f" (did you mean '{visible(self.nearest or '')}'?)" if proposed else ""
        where = [
            self.path,
            "" if self.sheet is None else f"sheet '{visible(self.sheet)}'",
            self._rows(),
            self._column(),
        ]
        return f"{', '.join(part for part in where if part)}: {value}{self.rule}{near}"

    def _rows(self) -> str:
        """Say where it stands, or how often and where first."""
        from brobygger_cli.spelling import visible  # noqa: PLC0415 - only when something is wrong

        if not self.lines and not self.times:
            return ""
        respondent = self.respondents[0].strip() if self.respondents else ""
        whose = f" (respondent {visible(respondent)})" if respondent else ""
        several = f"{self.count} {'cases' if self.unit == 'case' else 'rows'}" if self.count > 1 else ""
        if not self.lines:  # a table's rows have no places
            return f"{several or f'1 {self.unit}'}{whose}"
        return f"{several}{', first at ' if several else ''}{self.unit} {self.lines[0]}{whose}"

    def _column(self) -> str:
        from brobygger_cli.spelling import visible  # noqa: PLC0415 - only when something is wrong

        if self.column is None:
            return ""
        names = [self.column_letter or "", f"'{visible(self.column)}'" if self.column else ""]
        return " ".join(["column", *(name for name in names if name)])


def column_letter(position: int) -> str:
    """Return the letters by which spreadsheets name the column at a position (0-based): A … Z, AA …."""
    letters, left = "", position + 1
    while left:
        left, letter = divmod(left - 1, 26)
        letters = chr(ord("A") + letter) + letters
    return letters


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
    "sheet",
    "record",
    "column_letter",
)


def in_order(violations: Iterable[Violation]) -> tuple[Violation, ...]:
    """Return violations in the order in which they first occur, those of the whole file first, as they were found."""
    return tuple(
        sorted(
            violations,
            key=lambda one: (
                one.lines[:1],
                -1 if one.position is None else one.position,
                *((one.code, one.value or "", one.rule) if one.lines else ("", "", "")),
            ),
        )
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
            violation.sheet,
            violation.records[position] if position < len(violation.records) else None,
            violation.column_letter,
        )
        for violation in ordered
        for position, line in enumerate((violation.lines if each else violation.lines[:1]) or (None,))
    ]
    frame = pd.DataFrame(rows, columns=list(COLUMNS), dtype=object)
    return frame.astype(dict.fromkeys(("line", "count", "first_seen", "record"), "Int64"))
