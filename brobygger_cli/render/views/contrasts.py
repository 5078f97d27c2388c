"""Contrasts for people: per pair of groups how they differ, or how differently they have changed."""

from __future__ import annotations

from abc import ABC, abstractmethod
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from brobygger_cli.numbers import MISSING, number
from brobygger_cli.render.sheets import Cell, Column, Row, Sheet
from brobygger_cli.render.views.cells import (
    Marks,
    Wording,
    interval,
    p_cell,
    percent_interval,
    points_interval,
    share_cell,
    spanned_points,
    sturdy,
    why_untested,
    without_hidden,
)
from brobygger_cli.result import records
from brobygger_cli.words import ADJUSTMENTS, EFFECTS, TESTS, word

if TYPE_CHECKING:
    from collections.abc import Iterator

    import pandas as pd

    from brobygger_cli.contrasts.couples import Contrasted
    from brobygger_cli.questionnaire.model import Language
    from brobygger_cli.result import Record, Result

_FINDINGS = {"higher": "group_higher", "lower": "group_lower", "differs": "groups_differ", "unclear": "unclear"}
_GROUPS = {"": "group", "other_": "other_group"}


def sheets(result: Result) -> list[Sheet]:
    """Lay out contrasts: a sheet per pair of groups, and per later wave where changes are contrasted."""
    contrasted: Contrasted = result.context
    shown = without_hidden(result.frame, contrasted.selection)
    of_changes = contrasted.of == "changes"
    layout = (_Changes if of_changes else _Shares)(
        contrasted,
        result.language,
        Wording(tuple(wave.questionnaire for wave in contrasted.waves), result.language),
        Marks(shown, result.language, {} if of_changes else {"asked_changed": "beware_asked_differs"}),
    )
    parts = ["followup_wave", "group", "other_group"] if of_changes else ["group", "other_group"]
    laid_out = [layout.sheet(rows) for _, rows in shown.groupby(parts, sort=False)]
    footnotes = layout.notes(shown, hidden=len(shown) < len(result.frame))
    # What the columns mean is said once, below the last pair.
    return [*laid_out[:-1], *(replace(last, footnotes=footnotes) for last in laid_out[-1:])]


@dataclass(frozen=True)
class _Layout(ABC):
    """What both kinds of contrasts have in common."""

    contrasted: Contrasted
    language: Language
    wording: Wording
    marks: Marks

    def sheet(self, rows: pd.DataFrame) -> Sheet:
        """Return the sheet of one pair of groups."""
        first = records(rows.head(1))[0]
        both = " – ".join(self.wording.part(first[column]) for column in _GROUPS.values())
        whole = self.wording.whole(first["group"])
        title = f"{whole}: {both}" if whole else both
        columns = (
            Column("", numeric=False),
            *(Column(heading) for heading in self.headings(first)),
            Column(self._word("adjusted_p"), from_width=76),
            Column(self._word("finding"), numeric=False),
            Column(self._word("test"), numeric=False, from_width=116),
        )
        return Sheet(title, columns, tuple(self._rows(rows)), self.caption(first))

    @abstractmethod
    def headings(self, first: Record) -> tuple[str, ...]:
        """Return the headings of the columns of figures."""

    @abstractmethod
    def caption(self, first: Record) -> str:
        """Return who answered."""

    @abstractmethod
    def figures(self, record: Record) -> Iterator[Row]:
        """Yield the rows that a row of the result takes."""

    @abstractmethod
    def said_of_figures(self, rows: pd.DataFrame) -> dict[str, bool]:
        """Return what must be said of the figures, and whether it applies."""

    def notes(self, rows: pd.DataFrame, *, hidden: bool) -> tuple[str, ...]:
        """Return what must be said of the figures shown."""
        settings = self.contrasted.settings
        decimal = "," if self.language == "da" else "."
        weighted = any(wave.counts.weights is not None for wave in self.contrasted.waves)
        said = self.said_of_figures(rows) | {
            word("note_finding_groups", self.language, alpha=f"{settings.alpha:.6g}".replace(".", decimal)): True,
            self._word("note_population"): settings.estimand == "population",
            self._word("note_weights"): weighted,
            self._word("note_range"): rows["flags"].str.contains("count_range").any(),
            self._word("note_hidden"): hidden,
        }
        return (*(note for note, applies in said.items() if applies), *self.marks.legend())

    def _rows(self, rows: pd.DataFrame) -> Iterator[Row]:
        section = ""
        for record in records(rows):
            heading = self._section(record, section)
            if heading != section:
                yield Row((Cell(heading),))
                section = heading
            yield from self.figures(record)

    def _section(self, record: Record, section: str) -> str:
        """Return the heading above a row: its level, or its question where only options are shown."""
        if self.contrasted.selection.only == "options":
            return self.wording.question(record["question"])
        if record["level"] == "option" and section:
            return section
        level = self._word("indicators" if record["level"] == "indicator" else "questions")
        if record["level"] == "option" or record["family"] is None:
            return level
        adjustment = ADJUSTMENTS[record["adjustment"]]
        return f"{level} ({word('family', self.language, adjustment=adjustment, size=record['family_size'])})"

    def _label(self, record: Record, indent: str = "") -> Cell:
        return Cell(f"{indent}{self.wording.row(record)}{self.marks.of(record)}")

    def _verdict(self, record: Record, below: str = "") -> tuple[Cell, Cell, Cell]:
        finding = self._word(_FINDINGS.get(record["finding"]) or why_untested(record))
        test = TESTS.get(record["test"] or "", ("", ""))[self.language == "en"]
        return p_cell(record, self.language), Cell(finding, below), Cell(test)

    def _points(self, record: Record, name: str) -> Cell:
        limits = (record[f"{name}_outer_low"], record[f"{name}_outer_high"])
        return Cell(spanned_points(record, name, self.language), points_interval(*limits, self.language))

    def _confidence(self) -> str:
        return f"{100 * self.contrasted.settings.confidence:g}"

    def _word(self, key: str) -> str:
        return word(key, self.language)


class _Shares(_Layout):
    """The groups of one wave, side by side."""

    def headings(self, first: Record) -> tuple[str, ...]:
        """Return both groups and their difference."""
        return (*(self.wording.part(first[column]) for column in _GROUPS.values()), self._word("difference"))

    def caption(self, first: Record) -> str:
        """Return how many of both groups answered."""
        wave = self.contrasted.waves[0]
        both = [first[column] for column in _GROUPS.values()]
        return " · ".join(self.wording.wave(wave, group, name=self.wording.part(group)) for group in both)

    def figures(self, record: Record) -> Iterator[Row]:
        """Yield a row: both shares, or bases, and how they differ."""
        counted = self.contrasted.waves[0].counts.weights is None
        if record["level"] == "question":
            bases = [record[f"{prefix}base"] for prefix in _GROUPS]
            cells = [*(Cell(MISSING if base is None else f"n = {base}") for base in bases), self._effect(record)]
        else:
            cells = [share_cell(record, prefix, self.language, counted=counted) for prefix in _GROUPS]
            cells.append(self._points(record, "difference"))
        label = self._label(record, "  " if record["level"] == "option" else "")
        yield Row((label, *cells, *self._verdict(record, sturdy(record, self.language))))
        if record["level"] != "question" and self.contrasted.settings.estimand == "population":
            yield self._worst_case(record)

    def _worst_case(self, record: Record) -> Row:
        """How far those who did not answer could move it: a finite population is never shown without it."""
        shares = (
            Cell(percent_interval(record[f"{prefix}worst_low"], record[f"{prefix}worst_high"], self.language))
            for prefix in _GROUPS
        )
        limits = (record["difference_worst_low"], record["difference_worst_high"])
        cells = (*shares, Cell(points_interval(*limits, self.language)))
        return Row((Cell(self._word("worst_case")), *cells, Cell(), Cell(), Cell()), emphasis="faint")

    def said_of_figures(self, rows: pd.DataFrame) -> dict[str, bool]:
        """Return what differences, effects and tipping points are."""
        return {
            word("note_difference", self.language, confidence=self._confidence()): True,
            self._word("note_worst_case"): self.contrasted.settings.estimand == "population",
            self._word("note_effect_groups"): bool((rows["level"] == "question").any()),
            self._word("note_sturdy_groups"): bool(rows["sturdiness"].isin(["worst_case", "unless"]).any()),
        }

    def _effect(self, record: Record) -> Cell:
        sign = EFFECTS.get(record["effect_name"] or "")
        if not sign:
            return Cell(MISSING)
        limits = interval(record["effect_low"], record["effect_high"], 2, self.language)
        return Cell(f"{sign} {number(record['effect'], 2, self.language)}", limits)


class _Changes(_Layout):
    """The changes of two groups, one below the other, and their difference."""

    def headings(self, first: Record) -> tuple[str, ...]:
        """Return both waves and the change."""
        return (first["baseline_wave"], first["followup_wave"], self._word("change"))

    def caption(self, first: Record) -> str:
        """Return how many of both groups answered in both waves."""
        names = {first["baseline_wave"], first["followup_wave"]}
        waves = [wave for wave in self.contrasted.waves if wave.name in names]
        return " · ".join(
            f"{self.wording.part(first[column])}: "
            + ", ".join(self.wording.wave(wave, first[column], name=wave.name) for wave in waves)
            for column in _GROUPS.values()
        )

    def figures(self, record: Record) -> Iterator[Row]:
        """Yield what is compared, a row for each group, and one for the difference of their changes."""
        if record["level"] == "question":
            yield Row((self._label(record), Cell(), Cell(), Cell(), *self._verdict(record)))
            return
        nothing = (Cell(), Cell(), Cell())
        yield Row((self._label(record), Cell(), Cell(), Cell(), *nothing))
        weighted = [wave.counts.weights is not None for wave in self.contrasted.waves]
        for prefix, column in _GROUPS.items():
            shares = [
                share_cell(record, f"{prefix}{wave}_", self.language, counted=not any(weighted))
                for wave in ("baseline", "followup")
            ]
            cells = (*shares, self._points(record, f"{prefix}change"))
            yield Row((Cell(f"  {self.wording.part(record[column])}"), *cells, *nothing), emphasis="faint")
        label = Cell(f"  {self._word('difference')}")
        yield Row((label, Cell(), Cell(), self._points(record, "difference"), *self._verdict(record)))

    def said_of_figures(self, rows: pd.DataFrame) -> dict[str, bool]:
        """Return what differences of changes are."""
        return {
            word("note_difference_changes", self.language, confidence=self._confidence()): True,
            self._word("note_holm_questions"): bool((rows["level"] == "question").any()),
            self._word("note_linked_groups"): bool(rows["pairs"].notna().any()),
        }
