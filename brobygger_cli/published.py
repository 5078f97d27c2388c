"""Printed tables as a wave: counts, percentages and bases from a report, checked and turned into Counts.

A percentage without a count allows a few counts; they are carried as a range.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from brobygger_cli.bounds import Bounds, PrintedCell, PrintedQuestion
from brobygger_cli.counts import Counts, from_bounds, items
from brobygger_cli.exports.raw import gathered
from brobygger_cli.methods.rounding import percent_half_up, possible_counts
from brobygger_cli.questionnaire.load import bundled_names
from brobygger_cli.spelling import nearest, normalise
from brobygger_cli.violations import Severity, Violation

if TYPE_CHECKING:
    from brobygger_cli.counts import Key
    from brobygger_cli.exports.raw import RawTable
    from brobygger_cli.questionnaire.question import Question
    from brobygger_cli.questionnaire.questionnaire import Questionnaire

# The documented form; other columns may stand beside these and are not read.
COLUMNS = ("questionnaire", "group", "question", "option", "count", "percent", "base")

# Longer figures are slips, and as exact arithmetic they could keep a machine busy.
_DECIMAL = re.compile(r"(\d{1,3}(?:[.,]\d{1,9})?)\s*%?")
_WHOLE = re.compile(r"\d{1,9}")


@dataclass(frozen=True)
class PrintedWave:
    """A printed table read: its counts, and how each of them came about.

    Args:
        counts: Counts with their possible range.
        origin: For each row of `counts.figures` that is known: `count` (printed), `percent` (from a printed
            percentage), `derived` (follows from the other figures, exactly or as a range).
        violations: All that is wrong.
    """

    counts: Counts
    origin: dict[Key, str]
    violations: tuple[Violation, ...]


def is_printed(raw: RawTable) -> bool:
    """Tell whether a file is meant as a printed table in the documented form, rather than as an export."""
    headers = set(map(normalise, raw.columns))
    return headers >= {"questionnaire", "question", "option"} and not headers.isdisjoint({"count", "percent"})


def questionnaires_named(raw: RawTable) -> list[str]:
    """Return the questionnaires for which a printed table has rows."""
    column = [normalise(header) for header in raw.columns].index("questionnaire")
    return sorted({text.strip() for text in raw.cells[column].texts if text.strip()})


def read_printed(raw: RawTable, questionnaire: Questionnaire) -> PrintedWave:
    """Turn a printed table into counts; rows of other questionnaires are passed over.

    Args:
        raw: A table for which `is_printed` holds.
        questionnaire: What was asked.
    """
    return _Reader(raw, questionnaire).read()


class _Reader:
    """Reads one printed table; what is wrong is collected on the way."""

    def __init__(self, raw: RawTable, questionnaire: Questionnaire) -> None:
        self.raw = raw
        self.questionnaire = questionnaire
        self.columns = {normalise(header): column for column, header in reversed(list(enumerate(raw.columns)))}
        self.violations: list[Violation] = []
        self.printed: dict[tuple[str, str], PrintedQuestion] = {}

    def read(self) -> PrintedWave:
        self._check_form()
        ragged = {flaw.record_index for flaw in self.raw.flaws if flaw.code == "ragged_row"}
        of_record = [self._cell("questionnaire", record) for record in range(len(self.raw.lines))]
        if self.questionnaire.id not in of_record:
            self._add("no_respondents", f"has no rows for the questionnaire '{self.questionnaire.id}'", None)
        else:
            self._check_questionnaires(of_record)
        for record, name in enumerate(of_record):
            if name == self.questionnaire.id and record not in ragged:
                self._read_row(record)
        for (group, _), printed in self.printed.items():
            self._check_fit(group, printed)
        figures: dict[Key, tuple[int, int, int]] = {}
        origin: dict[Key, str] = {}
        for asked in self.questionnaire.groups:
            for item in items(self.questionnaire):
                known = self.printed.get((asked.id, item.question.id))
                if known is not None:
                    key = (asked.id, item.kind, item.question.id, item.item)
                    bounds = Bounds(known.base, known.base) if item.kind == "question" else known.bounds(item.positions)
                    figures[key] = (bounds.low, bounds.high, known.base)
                    origin[key] = _origin(known, frozenset(item.positions))
        return PrintedWave(from_bounds(self.questionnaire, figures), origin, tuple(self.violations))

    def _check_questionnaires(self, of_record: list[str]) -> None:
        """Say so where a row is passed over because nobody knows its questionnaire: it may be misspelled."""
        names = {self.questionnaire.id, *bundled_names()}
        for record, name in enumerate(of_record):
            if name not in names:
                rule = "is a questionnaire that nobody knows; the row is not read"
                line = int(self.raw.lines[record])
                self._add("unknown_questionnaire", rule, line, "questionnaire", name, nearest(name, names))

    def _check_form(self) -> None:
        for alike in gathered(self.raw.flaws):
            first, lines = alike[0], tuple(flaw.line for flaw in alike)
            self._add(first.code, first.rule, lines, first.column, first.value)
        for column in ("group", "base"):
            if column not in self.columns:
                self._add("missing_column", f"there is no column '{column}'", None)

    def _read_row(self, record: int) -> None:
        if "group" not in self.columns or "base" not in self.columns:
            return
        line = int(self.raw.lines[record])
        group = self._known_group(record, line)
        question = self._known_question(record, line)
        positions = None if question is None else self._known_options(question, record, line)
        base = self._whole("base", record, line)
        if base is None and not self._cell("base", record):
            self._add("missing_figure", "needs the base of its percentage", line, "base")
        count = self._whole("count", record, line)
        percent = self._percent(record, line)
        if not self._cell("count", record) and not self._cell("percent", record):
            self._add("missing_figure", "needs a count, a percentage or both", line, "count")
        if group is None or question is None or positions is None or base is None:
            return
        printed = self.printed.setdefault((group, question.id), PrintedQuestion(question, base, line))
        if printed.base != base:
            rule = f"'{question.id}' has the base {printed.base} in line {printed.base_line}"
            self._add("different_bases", rule, line, "base", str(base))
            return
        if any(cell.positions == positions for cell in printed.cells):
            self._add("duplicate_row", "has stood before", line, "option", self._cell("option", record))
            return
        bounds = self._bounds(count, percent, base, line)
        if bounds is not None:
            printed.cells.append(PrintedCell(positions, bounds, count is not None, line))

    def _bounds(self, count: int | None, percent: str | None, base: int, line: int) -> Bounds | None:
        """Return the counts that a printed row allows, or None where its figures contradict each other."""
        if count is not None and count > base:
            self._add("count_above_base", f"is larger than its base of {base}", line, "count", str(count))
            return None
        if percent is None:
            return None if count is None else Bounds(count, count)
        allowed = possible_counts(percent, base)
        if not allowed:
            near = _nearest_percentages(percent, base)
            self._add("impossible_percent", f"no count out of {base} gives it", line, "percent", percent, near)
            return None
        if count is None:
            return Bounds(allowed[0], allowed[-1])
        if count not in allowed:
            decimals = _decimals(percent)
            right = f"{percent_half_up(count, base, decimals):.{decimals}f}"
            self._add(
                "percent_differs_from_count",
                f"{count} of {base} is {right} %",
                line,
                "percent",
                percent,
                right,
            )
            return None
        return Bounds(count, count)

    def _check_fit(self, group: str, printed: PrintedQuestion) -> None:
        """Check that a one-answer question's options can make up its base, and a net be one of its options."""
        of = f"of '{printed.question.id}' for '{group}'"
        total = printed.total()
        if printed.one_answer and printed.cells and not total.low <= printed.base <= total.high:
            found = str(total.low) if total.low == total.high else f"{total.low} to {total.high}"
            rule = f"the counts {of} sum to {found}, its base is {printed.base}"
            self._add("counts_differ_from_base", rule, printed.base_line, "count")
            return
        for cell in printed.cells:
            low, high = printed.bounds(cell.positions)
            if low > high:
                self._add("counts_differ_from_base", f"does not fit the other counts {of}", cell.line, "count")
                return

    # Cells

    def _known_group(self, record: int, line: int) -> str | None:
        value = self._cell("group", record)
        groups = self.questionnaire.groups
        position = self.questionnaire.position_of_group().get(normalise(value))
        if position is None:
            ids = [group.id for group in groups]
            rule = f"is no group of '{self.questionnaire.id}'; expected {', '.join(ids)}"
            self._add("unknown_group", rule, line, "group", value, nearest(value, ids))
            return None
        return groups[position].id

    def _known_question(self, record: int, line: int) -> Question | None:
        value = self._cell("question", record)
        by_name = {name: question for question in self.questionnaire.questions for name in question.names()}
        question = by_name.get(normalise(value))
        if question is None:
            near = nearest(value, [question.id for question in self.questionnaire.questions])
            self._add(
                "unknown_question",
                f"is no question of '{self.questionnaire.id}'",
                line,
                "question",
                value,
                near,
            )
        return question

    def _known_options(self, question: Question, record: int, line: int) -> frozenset[int] | None:
        """Return the positions that the option cell names: an option, a net, or `[option | option]`."""
        value = self._cell("option", record)
        spelled = {s: position for position, option in enumerate(question.choices) for s in option.spellings()}
        if normalise(value) in spelled:
            return frozenset({spelled[normalise(value)]})
        ids = [option.id for option in question.choices]
        for net in question.named_nets:
            if normalise(value) in map(normalise, (net.id, *net.label.wordings(), *net.aliases)):
                return frozenset(map(ids.index, net.options))
        if value.startswith("[") and value.endswith("]"):
            members = [normalise(member) for member in value[1:-1].split("|")]
            if len(members) > 1 and all(member in spelled for member in members):
                return frozenset(spelled[member] for member in members)
        known = [
            *question.known_spellings(),
            *(wording for net in question.named_nets for wording in net.label.wordings()),
        ]
        rule = f"is no option or net of '{question.id}'; several options together are written [one | other]"
        self._add("unknown_answer", rule, line, "option", value, nearest(value, known))
        return None

    def _whole(self, column: str, record: int, line: int) -> int | None:
        value = self._cell(column, record)
        if value and not _WHOLE.fullmatch(value):
            self._add("invalid_number", "is not a whole number of people", line, column, value)
        elif column == "base" and value and int(value) == 0:
            self._add("invalid_number", "a base of 0 has no percentages; leave the row out", line, column, value)
            return None
        return int(value) if _WHOLE.fullmatch(value) else None

    def _percent(self, record: int, line: int) -> str | None:
        value = self._cell("percent", record)
        found = _DECIMAL.fullmatch(value)
        if value and not found:
            self._add("invalid_number", "is not a percentage such as 41 or 37.4", line, "percent", value)
        return found[1].replace(",", ".") if found else None

    def _cell(self, column: str, record: int) -> str:
        place = self.columns.get(column)
        return "" if place is None else str(self.raw.cells[place][record]).strip()

    def _add(
        self,
        code: str,
        rule: str,
        line: int | tuple[int, ...] | None,
        column: str | None = None,
        value: str | None = None,
        near: str | None = None,
    ) -> None:
        lines = () if line is None else (line,) if isinstance(line, int) else line
        severity: Severity = "warning" if code in {"blank_row", "unknown_questionnaire"} else "error"
        self.violations.append(
            Violation(
                code,
                severity,
                self.raw.path,
                rule,
                column,
                value,
                near,
                lines,
                position=None if column is None else self.columns.get(normalise(column)),
                sheet=self.raw.sheet,
                unit=self.raw.unit,
            )
        )


def _origin(printed: PrintedQuestion, positions: frozenset[int]) -> str:
    for cell in printed.cells:
        if cell.positions == positions:
            return "count" if cell.exact else "percent"
    return "derived" if positions else "count"


def _decimals(percent: str) -> int:
    return len(percent.partition(".")[2])


def _nearest_percentages(percent: str, base: int) -> str:
    """Return the percentages of the counts just below and above an impossible one."""
    decimals = _decimals(percent)
    below = int(float(percent) * base // 100)
    around = sorted({min(count, base) for count in (below, below + 1)})
    return " or ".join(f"{percent_half_up(count, base, decimals):.{decimals}f}" for count in around)
