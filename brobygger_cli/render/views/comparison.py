"""A comparison for people: per group what moved, by how much, how sure."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from brobygger_cli.flags import FLAGS, PAIRED_QUESTION_TESTS
from brobygger_cli.numbers import MISSING, number, p_value, percent, percent_of_share, points
from brobygger_cli.render.sheets import Cell, Column, Row, Sheet, records
from brobygger_cli.words import ADJUSTMENTS, EFFECTS, TESTS, WORDS, word

if TYPE_CHECKING:
    from collections.abc import Iterator

    import pandas as pd

    from brobygger_cli.compare import Compared
    from brobygger_cli.questionnaire.model import Language
    from brobygger_cli.questionnaire.questionnaire import Questionnaire
    from brobygger_cli.render.sheets import Record
    from brobygger_cli.result import Result
    from brobygger_cli.waves import Wave

# Flags that a reader of the table must see at the row; the others stand in captions, cells or the finding.
_MARKED = tuple(flag for flag in FLAGS if f"beware_{flag}" in WORDS)
_MARKS = "ᵃᵇᶜᵈᵉᶠᵍʰⁱʲᵏˡᵐⁿᵒ"


def sheets(result: Result) -> list[Sheet]:
    """Lay out a comparison: a sheet per group, with indicators, questions and, where chosen, options.

    Of several later waves each has its sheets, and so has the trend over all.
    """
    layout = _Layout(result.context, result.language, _marks(result))
    parts = result.frame.groupby(["comparison", "followup_wave", "group"], sort=False)
    laid_out = [
        layout.trend(str(group), rows) if comparison == "trend" else layout.sheet(str(wave), str(group), rows)
        for (comparison, wave, group), rows in parts
    ]
    # What the columns mean is said once, below the last group.
    return [*laid_out[:-1], *(replace(last, footnotes=layout.notes(result.frame)) for last in laid_out[-1:])]


@dataclass(frozen=True)
class _Layout:
    """Lays out the rows of one comparison."""

    compared: Compared
    language: Language
    marks: dict[str, str]

    def sheet(self, wave: str, group: str, rows: pd.DataFrame) -> Sheet:
        """Return the sheet of one group in one later wave."""
        followup = next(later for later in self.compared.waves[1:] if later.name == wave)
        columns = (
            Column("", numeric=False),
            Column(self.compared.baseline.name),
            Column(followup.name),
            Column(self._word("change")),
            Column(self._word("adjusted_p"), from_width=76),
            Column(self._word("finding"), numeric=False, breaks=False),
            Column(self._word("test"), numeric=False, from_width=116),
        )
        said = [self._response(read, group) for read in (self.compared.baseline, followup)]
        if followup.transitions is not None:
            pairs = followup.transitions.linked.get(group, 0)
            before, after = ((read.answered(group) or 0) - pairs for read in (self.compared.baseline, followup))
            said.append(word("linked", self.language, pairs=pairs, leavers=before, newcomers=after))
        shown = tuple(self._rows(_without_hidden(rows, self.compared)))
        return Sheet(self._group_label(group), columns, shown, " · ".join(said))

    def trend(self, group: str, rows: pd.DataFrame) -> Sheet:
        """Return the sheet of the trend of one group over all waves."""
        columns = (
            Column("", numeric=False),
            Column(self._word("slope")),
            Column(self._word("adjusted_p")),
            Column(self._word("finding"), numeric=False, breaks=False),
            Column(self._word("test"), numeric=False, from_width=76),
        )
        waves = " · ".join(self._response(wave, group) for wave in self.compared.waves)
        title = f"{self._group_label(group)}: {self._word('trend')}"
        return Sheet(title, columns, tuple(self._trend_rows(_without_hidden(rows, self.compared))), waves)

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

    def _group_label(self, group: str) -> str:
        return {g.id: g.label.said_in(self.language) for asked in self._questionnaires() for g in asked.groups}[group]

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

    def _section(self, record: Record) -> str:
        """Return the heading above a row: its level, or its question where only options are shown."""
        only = self.compared.selection.only
        if only != "options":
            level = self._word("indicators" if record["level"] == "indicator" else "questions")
            if record["level"] == "option" or record["family"] is None:
                return level
            adjustment = ADJUSTMENTS[record["adjustment"]]
            return f"{level} ({word('family', self.language, adjustment=adjustment, size=record['family_size'])})"
        return self._question_label(record["question"])

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
            interval = "" if low is None else self._interval(low, high, 2)
            effect = Cell(f"{sign} {number(record['effect'], 2, self.language)}", interval)
        bases = (record["baseline_base"], record["followup_base"])
        linked = record["test"] in PAIRED_QUESTION_TESTS
        pairs = word("pairs", self.language, n=record["followup_test_n"]) if linked else ""
        details = ("", pairs)
        return Row(
            (
                Cell(self._label(record)),
                *(
                    Cell(MISSING if base is None else f"n = {base}", detail)
                    for base, detail in zip(bases, details, strict=True)
                ),
                effect,
                *self._verdict(record),
            )
        )

    def _asked(self, record: Record) -> Row:
        """The change in who was asked, below the question, so that a moving base is seen."""
        waves = []
        for wave in ("baseline", "followup"):
            asked, of = record[f"{wave}_asked"], record[f"{wave}_asked_of"]
            waves.append(Cell(MISSING) if asked is None else Cell(percent(asked, of, self.language), f"{asked}/{of}"))
        limits = (100 * record["asked_change_low"], 100 * record["asked_change_high"])
        change = Cell(points(record["asked_change"], self.language), self._interval(*limits, 1, sign=True))
        p = Cell(f"({p_value(record['asked_p_value'], self.language)})")
        return Row((Cell(self._word("asked")), *waves, change, p, Cell(), Cell()), emphasis="faint")

    def _label(self, record: Record) -> str:
        """Return the short wording of a question or indicator where there is one, else its label, with its marks."""
        marks = "".join(self.marks[flag] for flag in record["flags"].split() if flag in self.marks)
        return self._wording(record) + (f" {marks}" if marks else "")

    def _wording(self, record: Record) -> str:
        if record["level"] == "option":
            return f"  {record['label']}"
        if record["level"] == "question":
            return self._question_label(record["question"])
        indicators = {i.id: i.short or i.label for asked in self._questionnaires() for i in asked.indicators}
        return indicators[record["option"]].said_in(self.language)

    def _question_label(self, identifier: str) -> str:
        asked = {question.id: question for known in self._questionnaires() for question in known.questions}
        return (asked[identifier].short or asked[identifier].text).said_in(self.language)

    def _questionnaires(self) -> tuple[Questionnaire, ...]:
        """Return what was asked, the latest version last: where several know a name, it is the one to show."""
        return tuple(wave.questionnaire for wave in self.compared.waves)

    def _share_cell(self, record: Record, wave: str) -> Cell:
        low, high, base = (record[f"{wave}_{name}"] for name in ("count_min", "count_max", "base"))
        if low is None or base is None:
            return Cell(MISSING)
        if base == 0:
            return Cell(MISSING, "0/0")
        if record[f"{wave}_design_effect"] is not None:
            return Cell(percent_of_share(record[f"{wave}_share"], self.language), f"{low}/{base}")
        least, most = percent(low, base, self.language), percent(high, base, self.language)
        if low == high:
            return Cell(most, f"{low}/{base}")
        shares = most if least == most else f"{least.removesuffix('%').strip()}–{most}"
        return Cell(shares, f"{low}–{high}/{base}")

    def _change_cell(self, record: Record) -> Cell:
        least, most = record["change_min"], record["change_max"]
        if least is None:
            return Cell(MISSING)
        limits = (100 * record["change_outer_low"], 100 * record["change_outer_high"])
        change = points(least, self.language)
        if least != most:
            change += f" … {points(most, self.language)}"
        return Cell(change, self._interval(*limits, 1, sign=True))

    def _interval(self, low: float, high: float, decimals: int, *, sign: bool = False) -> str:
        limits = (number(limit, decimals, self.language, sign=sign) for limit in (low, high))
        return f"[{'; '.join(limits)}]"

    def _verdict(self, record: Record) -> tuple[Cell, Cell, Cell]:
        """Return adjusted p with the raw one, finding and test: what was adjusted must be seen too."""
        finding = self._word(record["finding"] or _why_untested(record))
        if record["finding"] in {"better", "worse"}:
            finding = f"{'▲' if _has_risen(record) else '▼'} {finding}"
        if record["verdict"] in {"trivial", "equivalent"}:
            finding = self._word(record["verdict"])
        sturdy = ""
        if record["sturdiness"] == "worst_case":
            sturdy = self._word("even_in_worst_case")
        elif record["sturdiness"] == "unless":
            sturdy = word("unless", self.language, points=number(100 * record["tipping_difference"], 0, self.language))
        test = TESTS.get(record["test"] or "", ("", ""))[self.language == "en"]
        low, high = record["p_value_min"], record["p_value_max"]
        raw = ""
        if high is not None:
            raw = f"({'' if low == high else '≤'}{p_value(high, self.language)})"
        return Cell(p_value(record["p_adjusted"], self.language), raw), Cell(finding, sturdy), Cell(test)

    def notes(self, rows: pd.DataFrame) -> tuple[str, ...]:
        """Return what must be said of the figures shown."""
        shown = _without_hidden(rows, self.compared)
        confidence = self.compared.settings.confidence
        alpha = f"{1 - confidence:.6g}".replace(".", "," if self.language == "da" else ".")
        of_questions = shown["level"] == "question"
        said = {
            word("note_change", self.language, confidence=f"{100 * confidence:g}"): True,
            **{self._word(f"note_effect_{name}"): (shown["effect_name"] == name).any() for name in EFFECTS},
            word("note_finding", self.language, alpha=alpha): True,
            self._word("note_sturdy"): shown["sturdiness"].isin(["worst_case", "unless"]).any(),
            self._word("note_population"): self.compared.settings.estimand == "population",
            self._word("note_margin"): shown["verdict"].isin(["trivial", "equivalent"]).any(),
            self._word("note_linked"): shown["pairs"].notna().any(),
            self._word("note_overlap"): shown["overlap"].notna().any(),
            self._word("note_weights"): shown.filter(like="_design_effect").notna().any(axis=None),
            self._word("note_trend"): (shown["comparison"] == "trend").any(),
            self._word("note_asked"): (of_questions & shown["asked_change"].notna()).any(),
            self._word("note_range"): shown["flags"].str.contains("count_range").any(),
            self._word("note_hidden"): len(shown) < len(rows),
        }
        beware = "; ".join(f"{mark} {self._word(f'beware_{flag}')}" for flag, mark in self.marks.items())
        legend = (f"{self._word('beware')}: {beware}.",) if beware else ()
        return (*(note for note, applies in said.items() if applies), *legend)

    def _response(self, wave: Wave, group: str) -> str:
        answered, rate = wave.answered(group), wave.response_rate(group)
        said = wave.name if answered is None else f"{wave.name}: n = {answered}"
        if rate is not None:
            said += f", {percent(answered or 0, wave.invited(group) or 0, self.language)} {self._word('of_invited')}"
            if wave.response_is_low(group):
                said += f" ({self._word('indicative')})"
        return said + (f" ({self._word('printed')})" if wave.kind == "printed" else "")

    def _word(self, key: str) -> str:
        return word(key, self.language)


def _has_risen(record: Record) -> bool:
    if record["effect_name"] == "slope":
        return bool(record["effect"] > 0)
    if record["effect_name"] in {"prob_higher", "prob_higher_pairs"}:
        return bool(record["effect"] > 0.5)
    return bool(record["change_min"] + record["change_max"] > 0)


def _why_untested(record: Record) -> str:
    flags = set(record["flags"].split())
    if "not_asked" in flags:
        return "not_asked_then"
    if "not_printed" in flags:
        return "not_in_print"
    if "partly_printed" in flags:
        return "partly_in_print"
    return "no_answers" if "empty_base" in flags else "not_compared"


def _without_hidden(rows: pd.DataFrame, compared: Compared) -> pd.DataFrame:
    """Leave the options to those who ask for them, and what is not compared out."""
    chosen = compared.selection
    if chosen.only is not None or chosen.questions:
        return rows
    return rows[(rows["level"] == "indicator") | ((rows["level"] == "question") & rows["family"].notna())]


def _marks(result: Result) -> dict[str, str]:
    """Give every flag that stands in the rows shown a mark of its own."""
    shown = _without_hidden(result.frame, result.context)
    raised = {flag for flags in shown["flags"] for flag in flags.split()}
    return dict(zip((flag for flag in _MARKED if flag in raised), _MARKS, strict=False))
