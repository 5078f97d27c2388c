"""The mix of groups for people: how a change of all divides, with each group's figures below it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from brobygger_cli.between_groups import ALL
from brobygger_cli.catalogue import Catalogue
from brobygger_cli.numbers import MISSING, as_stated, number, percent_sign
from brobygger_cli.render.sheets import Cell, Column, Row, Sheet
from brobygger_cli.render.views.cells import (
    Marks,
    Wording,
    points_interval,
    share_cell,
    spanned_points,
    without_hidden,
)
from brobygger_cli.result import records
from brobygger_cli.words import word

if TYPE_CHECKING:
    from collections.abc import Iterator

    import pandas as pd

    from brobygger_cli.mix import Mixed
    from brobygger_cli.questionnaire.model import Language
    from brobygger_cli.result import Record, Result

_TERMINAL = Catalogue("terminal")
_WAVES = ("baseline", "followup")


def sheets(result: Result) -> list[Sheet]:
    """Lay out the mix of groups: a sheet per whole and later wave, with indicators or, where chosen, options."""
    mixed: Mixed = result.context
    indicators = without_hidden(result.frame, mixed.selection)
    shown = result.frame if indicators.empty else indicators  # a questionnaire need not declare any
    layout = _Layout(
        mixed,
        result.language,
        Wording(tuple(wave.questionnaire for wave in mixed.waves), result.language),
        Marks(shown, result.language),
    )
    parts = shown.groupby(["followup_wave", "whole"], sort=False)
    laid_out = [layout.sheet(str(whole), rows) for (_, whole), rows in parts]
    footnotes = layout.notes(shown, hidden=len(shown) < len(result.frame))
    return [*laid_out[:-1], *(replace(last, footnotes=footnotes) for last in laid_out[-1:])]


@dataclass(frozen=True)
class _Layout:
    """Lays out the rows of one result."""

    mixed: Mixed
    language: Language
    wording: Wording
    marks: Marks

    def sheet(self, whole: str, rows: pd.DataFrame) -> Sheet:
        """Return the sheet of one whole in one later wave."""
        first = records(rows.head(1))[0]
        columns = (
            Column("", numeric=False, leads=True),
            *(Column(first[f"{wave}_wave"]) for wave in _WAVES),
            Column(self._word("change")),
            Column(self._word("within_groups")),
            Column(self._word("mix")),
        )
        groups = rows["group"].dropna().unique().tolist()
        return Sheet(self._title(whole, groups), columns, tuple(self._rows(rows)), self._caption(first, whole, groups))

    def notes(self, rows: pd.DataFrame, *, hidden: bool) -> tuple[str, ...]:
        """Return what must be said of the figures shown."""
        settings = self.mixed.settings
        population = settings.estimand == "population"
        weighted = any(wave.counts.weights is not None for wave in self.mixed.waves)
        said = {
            word("note_mix", self.language, confidence=as_stated(100 * settings.confidence, self.language)): True,
            self._word("note_part"): True,
            self._word("note_mix_of_invited" if population else "note_mix_of_answers"): True,
            _TERMINAL.say("worst_case_elsewhere", self.language, option="--mix"): population,
            self._word("note_weights"): weighted,
            self._word("note_range"): rows["flags"].str.contains("count_range").any(),
            self._word("note_hidden"): hidden,
        }
        return (*(note for note, applies in said.items() if applies), *self.marks.legend())

    def _title(self, whole: str, groups: list[str]) -> str:
        return self._word("all_groups") if whole == ALL or not groups else self.wording.whole(groups[0])

    def _name(self, whole: str, group: str) -> str:
        return self.wording.group(group) if whole == ALL else self.wording.part(group)

    def _caption(self, first: Record, whole: str, groups: list[str]) -> str:
        names = {first["baseline_wave"], first["followup_wave"]}
        waves = [wave for wave in self.mixed.waves if wave.name in names]
        return " · ".join(
            f"{self._name(whole, group)}: "
            + ", ".join(self.wording.wave(wave, group, name=wave.name) for wave in waves)
            for group in groups
        )

    def _rows(self, rows: pd.DataFrame) -> Iterator[Row]:
        section = ""
        for record in records(rows):
            indicator = record["level"] == "indicator"
            heading = self._word("indicators") if indicator else self.wording.question(record["question"])
            if heading != section:
                yield Row((Cell(heading),))
                section = heading
            yield self._whole(record) if record["group"] is None else self._group(record)

    def _whole(self, record: Record) -> Row:
        """A row of all groups together."""
        limits = (record["change_within_outer_low"], record["change_within_outer_high"])
        return Row(
            (
                Cell(f"{self.wording.row(record)}{self.marks.of(record)}"),
                *(self._share(record, wave) for wave in _WAVES),
                Cell(self._points(record, "change")),
                Cell(self._points(record, "change_within"), points_interval(*limits, self.language)),
                Cell(self._points(record, "change_of_mix")),
            )
        )

    def _group(self, record: Record) -> Row:
        """A row of one group: its change, what it contributes, and how large a part of all it is."""
        return Row(
            (
                Cell(f"  {self._name(record['whole'], record['group'])}", f"  {self._moved(record)}"),
                *(self._share(record, wave) for wave in _WAVES),
                Cell(self._points(record, "change")),
                Cell(self._points(record, "change_within")),
                Cell(),
            ),
            emphasis="faint",
        )

    def _share(self, record: Record, wave: str) -> Cell:
        weighted = any(read.counts.weights is not None for read in self.mixed.waves)
        of_invited = record["group"] is None and self.mixed.settings.estimand == "population"
        return share_cell(record, f"{wave}_", self.language, counted=not weighted and not of_invited)

    def _moved(self, record: Record) -> str:
        """Return how large a part of all a group is, in both waves."""
        parts = [record[f"{wave}_part"] for wave in _WAVES]
        if None in parts:
            return MISSING
        before, after = (number(100 * part, 0, self.language) for part in parts)
        return percent_sign(f"{before}→{after}", self.language)

    def _points(self, record: Record, name: str) -> str:
        """A range without blanks: three such columns stand side by side."""
        return spanned_points(record, name, self.language, joint="…")

    def _word(self, key: str) -> str:
        return word(key, self.language)
