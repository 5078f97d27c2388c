"""Contrasts for people: per pair of groups how they differ, or how differently they have changed."""

from __future__ import annotations

from abc import ABC, abstractmethod
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from brobygger_cli.catalogue import Catalogue
from brobygger_cli.numbers import MISSING, as_stated, number
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
    statistic_told,
    sturdy,
    unbroken,
    why_untested,
    without_hidden,
)
from brobygger_cli.result import records
from brobygger_cli.words import ADJUSTMENTS, EFFECTS, name_of_test, word

if TYPE_CHECKING:
    from collections.abc import Iterator

    import pandas as pd

    from brobygger_cli.contrasts.couples import Contrasted
    from brobygger_cli.questionnaire.model import Language
    from brobygger_cli.render.sheets import Tone
    from brobygger_cli.result import Record, Result

_TERMINAL = Catalogue("terminal")
_FINDINGS = {"higher": "group_higher", "lower": "group_lower", "differs": "groups_differ", "unclear": "unclear"}
_EFFECTS_IN_SHORT = {"prob_higher": "effect_prob_higher_groups", "cramers_v": "effect_cramers_v"}
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
    in_short = layout.notes_in_short(shown)
    in_full = layout.notes_in_full(shown, hidden=len(shown) < len(result.frame))
    # What the columns mean is said once, below the last pair.
    last = [replace(sheet, footnotes=in_short, full_footnotes=in_full) for sheet in laid_out[-1:]]
    return [*laid_out[:-1], *last]


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
            Column("", numeric=False, leads=True),
            *(Column(heading) for heading in self.headings(first)),
            Column(self._word("adjusted_p"), from_width=76),
            Column(self._word("finding"), numeric=False),
            Column(self._word("test"), numeric=False, detail=True),
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

    @abstractmethod
    def said_in_short(self) -> str:
        """Return what the figures and findings are, in short."""

    def notes_in_short(self, rows: pd.DataFrame) -> tuple[str, ...]:
        """Return what every reader must know of the figures shown, in short."""
        said = {
            self.said_in_short(): True,
            **{self._terminal(key): _has_effect(rows, name) for name, key in _EFFECTS_IN_SHORT.items()},
            self._terminal("unclear_groups"): bool((rows["finding"] == "unclear").any()),
            **self._said_always(rows),
            self._terminal("more"): True,
        }
        return (*(note for note, applies in said.items() if applies), *self.marks.legend())

    def notes_in_full(self, rows: pd.DataFrame, *, hidden: bool) -> tuple[str, ...]:
        """Return all that is to be said of the figures shown."""
        said = {
            **self.said_of_figures(rows),
            word("note_finding_groups", self.language, alpha=self._alpha()): True,
            **self._said_always(rows),
            self._word("note_hidden"): hidden,
        }
        return (*(note for note, applies in said.items() if applies), *self.marks.legend())

    def _said_always(self, rows: pd.DataFrame) -> dict[str, bool]:
        """Return what no short form will do for."""
        population = self.contrasted.settings.estimand == "population"
        weighted = any(wave.counts.weights is not None for wave in self.contrasted.waves)
        return {
            self._word("note_population"): population,
            self.worst_case_told(): population,
            self._word("note_weights"): weighted,
            self._word("note_range"): bool(rows["flags"].str.contains("count_range").any()),
        }

    @abstractmethod
    def worst_case_told(self) -> str:
        """Return what a finite population is never shown without."""

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
        tone: Tone = "unclear" if record["finding"] in {None, "unclear"} else "found"
        test = Cell(name_of_test(record["test"], self.language), statistic_told(record, self.language))
        return p_cell(record, self.language), Cell(unbroken(finding), below, tone=tone), test

    def _points(self, record: Record, name: str) -> Cell:
        limits = (record[f"{name}_outer_low"], record[f"{name}_outer_high"])
        return Cell(spanned_points(record, name, self.language), points_interval(*limits, self.language))

    def _alpha(self) -> str:
        return as_stated(self.contrasted.settings.alpha, self.language)

    def _confidence(self) -> str:
        return as_stated(100 * self.contrasted.settings.confidence, self.language)

    def _word(self, key: str) -> str:
        return word(key, self.language)

    def _terminal(self, key: str, **values: str) -> str:
        return _TERMINAL.say(key, self.language, **values)


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
            cells = [Cell("", MISSING if base is None else f"n\u00a0=\u00a0{base}") for base in bases]
            cells.append(self._effect(record))
        else:
            cells = [self._share(record, prefix, counted=counted) for prefix in _GROUPS]
            cells.append(self._points(record, "difference"))
        label = self._label(record, "  " if record["level"] == "option" else "")
        yield Row((label, *cells, *self._verdict(record, sturdy(record, self.language))))
        if record["level"] != "question" and record["difference_worst_low"] is not None:
            yield self._worst_case(record)

    def _share(self, record: Record, prefix: str, *, counted: bool) -> Cell:
        limits = percent_interval(record[f"{prefix}low"], record[f"{prefix}high"], self.language)
        return share_cell(record, prefix, self.language, counted=counted)._replace(more=limits)

    def _worst_case(self, record: Record) -> Row:
        """How far those who did not answer could move it: a finite population is never shown without it."""
        shares = (
            Cell(percent_interval(record[f"{prefix}worst_low"], record[f"{prefix}worst_high"], self.language))
            for prefix in _GROUPS
        )
        limits = (record["difference_worst_low"], record["difference_worst_high"])
        cells = (*shares, Cell(points_interval(*limits, self.language)))
        row = (Cell(self._word("worst_case")), *cells, Cell(), Cell(), Cell())
        return Row(row, emphasis="faint", detail=self.contrasted.settings.estimand != "population")

    def worst_case_told(self) -> str:
        """Return what the rows of the worst case are."""
        return self._word("note_worst_case")

    def said_of_figures(self, rows: pd.DataFrame) -> dict[str, bool]:
        """Return what differences, effects and tipping points are."""
        return {
            word("note_difference", self.language, confidence=self._confidence()): True,
            self._terminal("intervals_of_shares", confidence=self._confidence()): True,
            self._word("note_worst_case"): bool(rows["difference_worst_low"].notna().any()),
            self._word("note_effect_groups"): bool((rows["level"] == "question").any()),
            self._word("note_sturdy_groups"): bool(rows["sturdiness"].isin(["worst_case", "unless"]).any()),
        }

    def said_in_short(self) -> str:
        """Return what differences and findings are."""
        return self._terminal("difference", confidence=self._confidence(), alpha=self._alpha())

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

    def said_in_short(self) -> str:
        """Return what differences of changes and findings are."""
        return self._terminal("difference_of_changes", confidence=self._confidence(), alpha=self._alpha())

    def worst_case_told(self) -> str:
        """Return where the worst case of each group's change is told: here it would span next to everything."""
        return self._terminal("worst_case_elsewhere", option="--contrast")


def _has_effect(rows: pd.DataFrame, name: str) -> bool:
    """Tell whether the size of an effect is shown; changes that are compared have none."""
    return "effect_name" in rows and bool((rows["effect_name"] == name).any())
