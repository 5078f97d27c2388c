"""A comparison for people: per group what moved, by how much, how sure."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from brobygger_cli.catalogue import Catalogue
from brobygger_cli.flags import PAIRED_QUESTION_TESTS
from brobygger_cli.numbers import MISSING, as_stated, number, p_value, percent, percent_of_share, points
from brobygger_cli.render.sheets import Cell, Column, Row, Sheet, Told
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
    tone_of,
    unbroken,
    why_untested,
    without_hidden,
)
from brobygger_cli.render.views.comparison_notes import notes_below, notes_in_full
from brobygger_cli.result import records
from brobygger_cli.sentences import Findings
from brobygger_cli.words import ADJUSTMENTS, EFFECTS, name_of_test, word

if TYPE_CHECKING:
    from collections.abc import Iterator

    import pandas as pd

    from brobygger_cli.compare import Compared
    from brobygger_cli.questionnaire.model import Language
    from brobygger_cli.result import Record, Result
    from brobygger_cli.sentences import Tally


_TERMINAL = Catalogue("terminal")


def sheets(result: Result) -> list[Sheet]:
    """Lay out a comparison: what was found in short, and a sheet per group with indicators, questions, options.

    Of several later waves each has its sheets, and so has the trend over all.
    """
    layout = _Layout.of(result)
    parts = result.frame.groupby(["comparison", "followup_wave", "group"], sort=False)
    laid_out = [
        layout.trend(str(group), rows) if comparison == "trend" else layout.sheet(str(wave), str(group), rows)
        for (comparison, wave, group), rows in parts
    ]
    shown = without_hidden(result.frame, layout.compared.selection)
    # What the columns mean is said once, below the last group.
    legend = layout.marks.legend()
    in_short, in_full = (*notes_below(result, shown), *legend), (*notes_in_full(result, shown), *legend)
    last = [replace(sheet, footnotes=in_short, full_footnotes=in_full) for sheet in laid_out[-1:]]
    return [*layout.in_short(result), *laid_out[:-1], *last]


@dataclass(frozen=True)
class _Layout:
    """Lays out the rows of one comparison."""

    compared: Compared
    language: Language
    wording: Wording
    marks: Marks

    @classmethod
    def of(cls, result: Result) -> _Layout:
        compared: Compared = result.context
        wording = Wording(tuple(wave.questionnaire for wave in compared.waves), result.language)
        marks = Marks(without_hidden(result.frame, compared.selection), result.language)
        return cls(compared, result.language, wording, marks)

    def in_short(self, result: Result) -> Iterator[Sheet]:
        """Yield what was found of each group: how many indicators moved, which way, how sure."""
        findings = Findings(result)
        told = []
        for wave in self.compared.waves[1:]:
            for group in result.frame["group"].unique():
                summary = findings.summary(group, wave.name)
                sentences = findings.told(summary)[:1]  # of whole questions only where there are no indicators
                if sentences:
                    tally = summary.indicators if summary.indicators.rows else summary.questions
                    told.append(Told(f"{self._part(group, wave.name)}   {_counted(tally)}", sentences))
        if told:
            yield Sheet(_TERMINAL.say("in_short", self.language), summary=tuple(told))

    def _part(self, group: str, wave: str) -> str:
        """Return of whom something is told, with the later wave where there are several."""
        label = self.wording.group(group)
        return label if len(self.compared.waves) == 2 else f"{label}: {wave}"

    def sheet(self, wave: str, group: str, rows: pd.DataFrame) -> Sheet:
        """Return the sheet of one group in one later wave."""
        followup = next(later for later in self.compared.waves[1:] if later.name == wave)
        columns = (
            Column("", numeric=False, leads=True),
            Column(self.compared.baseline.name),
            Column(followup.name),
            Column(self._word("change")),
            Column(self._word("adjusted_p"), from_width=76),
            Column(self._word("finding"), numeric=False),
            Column(self._word("test"), numeric=False, detail=True),
        )
        said = [self.wording.wave(read, group, name=read.name) for read in (self.compared.baseline, followup)]
        if followup.transitions is not None and group in followup.transitions.linked:
            pairs = followup.transitions.linked[group]
            before, after = ((read.answered(group) or 0) - pairs for read in (self.compared.baseline, followup))
            said.append(word("linked", self.language, pairs=pairs, leavers=before, newcomers=after))
        shown = tuple(self._rows(without_hidden(rows, self.compared.selection)))
        return Sheet(self.wording.group(group), columns, shown, " · ".join(said))

    def trend(self, group: str, rows: pd.DataFrame) -> Sheet:
        """Return the sheet of the trend of one group over all waves."""
        columns = (
            Column("", numeric=False, leads=True),
            Column(self._word("slope")),
            Column(self._word("adjusted_p")),
            Column(self._word("finding"), numeric=False),
            Column(self._word("test"), numeric=False, detail=True),
        )
        waves = " · ".join(self.wording.wave(wave, group, name=wave.name) for wave in self.compared.waves)
        title = f"{self.wording.group(group)}: {self._word('trend')}"
        return Sheet(title, columns, tuple(self._trend_rows(without_hidden(rows, self.compared.selection))), waves)

    def _trend_rows(self, rows: pd.DataFrame) -> Iterator[Row]:
        section = ""
        for record in records(rows):
            heading = section if record["level"] == "option" and section else self._section(record)
            if heading != section:
                yield Row((Cell(heading),))
                section = heading
            effect = record["effect"]
            if record["effect_name"] == "slope":
                size = points(effect, self.language)
            else:
                size = MISSING if effect is None else f"P {number(effect, 2, self.language)}"
            yield Row((Cell(self._label(record)), Cell(size), *self._verdict(record)))

    def _rows(self, rows: pd.DataFrame) -> Iterator[Row]:
        section = ""
        by_question = self.compared.selection.only == "options"
        for record in records(rows):
            level = record["level"]
            heading = section if level == "option" and section and not by_question else self._section(record)
            if heading != section:
                yield Row((Cell(heading),))
                section = heading
            if level == "question":
                yield self._question(record)
                if record["asked_change"] is not None:
                    yield self._asked(record)
            else:
                yield self._share(record)
                if record["margin_low"] is not None:
                    yield self._margin(record)
                if record["change_worst_low"] is not None:
                    yield self._worst_case(record)

    def _section(self, record: Record) -> str:
        """Return the heading above a row: its level, or its question where only options are shown."""
        only = self.compared.selection.only
        if only != "options":
            level = self._word("indicators" if record["level"] == "indicator" else "questions")
            if record["level"] == "option" or record["family"] is None:
                return level
            adjustment = ADJUSTMENTS[record["adjustment"]]
            return f"{level} ({word('family', self.language, adjustment=adjustment, size=record['family_size'])})"
        return self.wording.question(record["question"])

    def _share(self, record: Record) -> Row:
        """A row for an indicator, an option or a net."""
        return Row(
            (
                Cell(self._label(record)),
                self._share_cell(record, "baseline"),
                self._share_cell(record, "followup"),
                self._change_cell(record),
                *self._verdict(record),
            )
        )

    def _question(self, record: Record) -> Row:
        """A row for a question as a whole: its bases and the size of the effect."""
        sign = EFFECTS.get(record["effect_name"] or "")
        effect = Cell(MISSING)
        if sign:
            low, high = record["effect_low"], record["effect_high"]
            limits = interval(low, high, 2, self.language)
            effect = Cell(f"{sign} {number(record['effect'], 2, self.language)}", limits)
        bases = [
            MISSING if base is None else f"n\u00a0=\u00a0{base}"
            for base in (record["baseline_base"], record["followup_base"])
        ]
        linked = record["test"] in PAIRED_QUESTION_TESTS
        pairs = word("pairs", self.language, n=record["followup_test_n"]) if linked else ""
        cells = (Cell("", bases[0]), Cell("", bases[1], pairs))
        return Row((Cell(self._label(record)), *cells, effect, *self._verdict(record)))

    def _worst_case(self, record: Record) -> Row:
        """How far those who did not answer could move it: a finite population is never shown without it."""
        shares = [
            Cell(percent_interval(record[f"{wave}_worst_low"], record[f"{wave}_worst_high"], self.language))
            for wave in ("baseline", "followup")
        ]
        change = Cell(points_interval(record["change_worst_low"], record["change_worst_high"], self.language))
        cells = (Cell(self._word("worst_case")), *shares, change, Cell(), Cell(), Cell())
        return Row(cells, emphasis="faint", detail=self.compared.settings.estimand != "population")

    def _margin(self, record: Record) -> Row:
        """The interval that is held against the margin."""
        label = _TERMINAL.say("margin", self.language, points=as_stated(100 * record["margin"], self.language))
        limits = Cell(points_interval(record["margin_low"], record["margin_high"], self.language))
        cells = (Cell(label), Cell(), Cell(), limits, Cell(), Cell(), Cell())
        return Row(cells, emphasis="faint", detail=True)

    def _asked(self, record: Record) -> Row:
        """The change in who was asked, below the question; a base that has moved is seen by everybody."""
        waves = []
        for wave in ("baseline", "followup"):
            asked, of, share = (record[f"{wave}_{name}"] for name in ("asked", "asked_of", "asked_share"))
            if asked is None:
                waves.append(Cell(MISSING))
            elif record[f"{wave}_design_effect"] is None:
                waves.append(Cell(percent(asked, of, self.language), f"{asked}/{of}"))
            else:
                waves.append(Cell(percent_of_share(share, self.language), f"{asked}/{of}"))
        limits = points_interval(record["asked_change_low"], record["asked_change_high"], self.language)
        change = Cell(points(record["asked_change"], self.language), limits)
        p = Cell("", f"({p_value(record['asked_p_value'], self.language)})")
        moved = "asked_changed" in record["flags"].split()
        cells = (Cell(self._word("asked")), *waves, change, p, Cell(), Cell())
        return Row(cells, emphasis="faint", detail=not moved)

    def _label(self, record: Record) -> str:
        """Return what a row is about, with its marks; an option stands in a little."""
        indent = "  " if record["level"] == "option" else ""
        return f"{indent}{self.wording.row(record)}{self.marks.of(record)}"

    def _share_cell(self, record: Record, wave: str) -> Cell:
        weighted = record[f"{wave}_design_effect"] is not None
        limits = percent_interval(record[f"{wave}_low"], record[f"{wave}_high"], self.language)
        if weighted and limits:
            effective = number(record[f"{wave}_effective_n"], 1, self.language)
            limits += f" {_TERMINAL.say('effective', self.language, n=effective)}"
        return share_cell(record, f"{wave}_", self.language, counted=not weighted)._replace(more=limits)

    def _change_cell(self, record: Record) -> Cell:
        limits = points_interval(record["change_outer_low"], record["change_outer_high"], self.language)
        return Cell(spanned_points(record, "change", self.language), limits)

    def _verdict(self, record: Record) -> tuple[Cell, Cell, Cell]:
        """Return adjusted p with the raw one, finding and test."""
        finding = self._word(record["finding"] or why_untested(record))
        if record["finding"] in {"better", "worse"}:
            finding = f"{'▲' if record['direction'] == 'up' else '▼'} {finding}"
        if record["verdict"] in {"trivial", "equivalent"}:
            finding = self._word(record["verdict"])
        test = Cell(name_of_test(record["test"], self.language), statistic_told(record, self.language))
        found = Cell(unbroken(finding), sturdy(record, self.language), tone=tone_of(record))
        return p_cell(record, self.language), found, test

    def _word(self, key: str) -> str:
        return word(key, self.language)


def _counted(tally: Tally) -> str:
    """Return how many have moved, by the sign of which way, and of how many nothing is found."""
    counts = {"▲": tally.up, "▼": tally.down, "●": tally.changed, "≈": tally.equivalent, "○": tally.unclear}
    return "  ".join(f"{sign}\u00a0{count}" for sign, count in counts.items() if count)
