"""A description for people: each question as the note prints it, groups side by side, count and share."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from brobygger_cli.disclosure import HIDDEN, legend
from brobygger_cli.numbers import MISSING, number, percent, percent_of_share, percent_sign
from brobygger_cli.questionnaire.multiple import MultipleResponse
from brobygger_cli.render.sheets import Bar, Cell, Column, Row, Sheet
from brobygger_cli.render.views.cells import percent_interval
from brobygger_cli.result import records
from brobygger_cli.words import word

if TYPE_CHECKING:
    import pandas as pd

    from brobygger_cli.questionnaire.model import Language
    from brobygger_cli.questionnaire.question import Question
    from brobygger_cli.questionnaire.questionnaire import Questionnaire
    from brobygger_cli.result import Record, Result
    from brobygger_cli.waves import Wave


def sheets(result: Result) -> list[Sheet]:
    """Lay out a description: the indicators first, then a sheet per question."""
    layout = _Layout(result.context, result.language)
    is_indicator = result.frame["level"] == "indicator"
    laid_out = [layout.indicators(result.frame[is_indicator])] if is_indicator.any() else []
    of_questions = result.frame[~is_indicator].groupby("question", sort=False)
    return laid_out + [layout.question(str(question), rows) for question, rows in of_questions]


@dataclass(frozen=True)
class _Layout:
    """Lays out the rows of one description."""

    wave: Wave
    language: Language

    @property
    def questionnaire(self) -> Questionnaire:
        """What was asked."""
        return self.wave.questionnaire

    def indicators(self, rows: pd.DataFrame) -> Sheet:
        """Return the sheet of the indicators."""
        columns, body = self._groups_side_by_side(rows)
        return Sheet(self._word("indicators"), columns, body, footnotes=tuple(self._notes(rows)))

    def question(self, identifier: str, rows: pd.DataFrame) -> Sheet:
        """Return the sheet of one question, its total below as in the note."""
        question = self.questionnaire.question(identifier)
        columns, body = self._groups_side_by_side(rows)
        notes = [self._word("note_multiple")] if isinstance(question, MultipleResponse) else []
        notes += self._notes(rows)
        if question.note is not None:
            notes.append(question.note.said_in(self.language))
        return Sheet(question.text.said_in(self.language), columns, body, self._caption(question), tuple(notes))

    def _groups_side_by_side(self, rows: pd.DataFrame) -> tuple[tuple[Column, ...], tuple[Row, ...]]:
        shown = set(rows["group"])
        groups = [group for group in self.questionnaire.groups if group.id in shown]
        columns = [Column("", numeric=False, leads=True)]
        for group in groups:
            name = group.label.said_in(self.language)
            columns += [Column(f"{name}: {self._word('count')}"), Column(self._word("share"))]
        of_item: dict[tuple[str, str], dict[str, Record]] = {}
        for record in records(rows):
            of_item.setdefault((record["level"], record["option"] or ""), {})[record["group"]] = record
        body, total = [], []
        for (level, _), of_group in of_item.items():
            found = [of_group[group.id] for group in groups]
            if level == "question":
                bases = [cell for record in found for cell in (_base(record), Cell())]
                total.append(Row((Cell(self._word("total")), *bases), emphasis="strong"))
            else:
                body.append(Row((Cell(found[0]["label"]), *(c for r in found for c in self._figures(r)))))
                if found[0]["estimand"] == "population":
                    body.append(self._worst_case(found))
        return tuple(columns), (*body, *(total or self._bases(rows, len(groups))))

    def _notes(self, rows: pd.DataFrame) -> list[str]:
        """Return what must be said of shares that are weighted, or intervals that are about the people invited."""
        said = {
            "note_weights": rows["design_effect"].notna().any(),
            "note_population": (rows["low"].notna() & (rows["estimand"] == "population")).any(),
        }
        said["note_worst_case"] = said["note_population"]
        hidden = [legend([self.wave], self.language)] if any(map(_is_hidden, records(rows))) else []
        return [*(self._word(key) for key, applies in said.items() if applies), *hidden]

    def _worst_case(self, records: list[Record]) -> Row:
        """How far those who did not answer could move it: a finite population is never shown without it."""
        limits = (percent_interval(r["worst_low"], r["worst_high"], self.language) for r in records)
        cells = (cell for text in limits for cell in (Cell(), Cell(text)))
        return Row((Cell(self._word("worst_case")), *cells), emphasis="faint")

    def _bases(self, rows: pd.DataFrame, groups: int) -> list[Row]:
        """Return the total of a question of which only the options are shown; indicators hold their own bases."""
        if rows["level"].iloc[0] != "option":
            return []
        bases = [_base(record) for record in records(rows.drop_duplicates("group"))][:groups]
        return [Row((Cell(self._word("total")), *(cell for base in bases for cell in (base, Cell()))), "strong")]

    def _figures(self, record: Record) -> tuple[Cell, Cell]:
        """Return count and share; the base stands beside an indicator's count, as it has no total below."""
        low, high, base = record["count_min"], record["count_max"], record["base"]
        if low is None or base is None:
            nothing = Cell(HIDDEN if _is_hidden(record) else MISSING)
            return nothing, nothing
        of = f"/{base}" if record["level"] == "indicator" else ""
        if base == 0:
            return Cell(f"0{of}"), Cell(MISSING)
        if record["design_effect"] is not None:
            most, bar = percent_of_share(record["share"], self.language), Bar(record["share"], record["share"])
        else:
            most, bar = percent(high, base, self.language), Bar(low / base, high / base)
        if low != high:
            least = percent(low, base, self.language)
            shares = most if least == most else f"{least.removesuffix('%').strip()}–{most}"
            return Cell(f"{low}–{high}{of}"), Cell(shares, bar=bar)
        if record["low"] is None:
            return Cell(f"{low}{of}"), Cell(most, bar=bar)
        limits = "; ".join(number(100 * record[end], 0, self.language) for end in ("low", "high"))
        return Cell(f"{low}{of}"), Cell(most, percent_sign(f"[{limits}]", self.language), bar=bar)

    def _caption(self, question: Question) -> str:
        """Say where the question stands in the source and who was asked it."""
        parts = [question.source] if question.source else []
        if question.asked_if is not None:
            earlier = self.questionnaire.question(question.asked_if.question)
            labels = {option.id: option.label.said_in(self.language) for option in earlier.choices}
            leading = question.asked_if.answers
            others = [identifier for identifier in labels if identifier not in leading]
            sign, named = ("≠", others) if len(others) < len(leading) else ("=", list(leading))
            said = ", ".join(word("quoted", self.language, text=labels[identifier]) for identifier in named)
            short = earlier.short.said_in(self.language) if earlier.short else earlier.id
            parts.append(f"{self._word('asked_if')}: {short} {sign} {said}")
        return " · ".join(parts)

    def _word(self, key: str) -> str:
        return word(key, self.language)


def _base(record: Record) -> Cell:
    base = record["base"]
    return Cell(str(base) if base is not None else HIDDEN if _is_hidden(record) else MISSING)


def _is_hidden(record: Record) -> bool:
    return "hidden" in record["flags"].split()
