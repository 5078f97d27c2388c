"""A plan for people: per group which changes a follow-up could show, and what a wanted one takes; or as a curve."""

from __future__ import annotations

from dataclasses import replace
from itertools import groupby
from typing import TYPE_CHECKING

from brobygger_cli.numbers import MISSING, as_stated, number, percent_of_share, percent_sign, points
from brobygger_cli.render.sheets import Cell, Column, Row, Sheet
from brobygger_cli.render.views.cells import Marks, Wording, share_cell
from brobygger_cli.result import records
from brobygger_cli.words import word

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    import pandas as pd

    from brobygger_cli.plan import Planned
    from brobygger_cli.questionnaire.model import Language
    from brobygger_cli.result import Record, Result

_MORE_THAN_INVITED = "⁺"

# A bar shows the smallest change three times, from the most that answers can be worth to the least.
_BLOCKS = {"population": "█", "process": "▒", "process_holm": "░"}
_OUT_OF_REACH = "→"
_LONGEST_BAR = 31
_STEPS = (0.5, 1.0, 1.5, 2.0, 2.5, 3.0, 4.0)  # percentage points a block; 4 are enough for any change


def sheets(result: Result) -> list[Sheet]:
    """Lay out a plan: a sheet per group, and one for the wanted change; what the figures mean is said once, below."""
    layout = _Layout(result.context, result.language, result.frame)
    laid_out = [
        sheet
        for group, rows in result.frame.groupby("group", sort=False)
        for sheet in layout.sheets(str(group), records(rows))
    ]
    return [*laid_out[:-1], replace(laid_out[-1], footnotes=tuple(layout.notes()))]


class _Layout:
    """Lays out the rows of one plan."""

    def __init__(self, planned: Planned, language: Language, frame: pd.DataFrame) -> None:
        self.planned, self.language = planned, language
        self.available = frozenset(frame.columns[frame.notna().any()])
        self.has_options = bool((frame["level"] == "option").any())
        self.tests = len(planned.wave.questionnaire.indicators)
        self.flags = {flag for flags in frame["flags"] for flag in flags.split()}
        self.wording = Wording((planned.wave.questionnaire,), language)
        # A low response stands in the caption.
        self.marks = Marks(frame, language, said_elsewhere=("low_response",))
        needed = frame.filter(like="answers_needed_process")
        self.needs_more = bool(needed.gt(frame["invited"], axis="index").any(axis=None))
        self.blocks = {name: block for name, block in _BLOCKS.items() if self._has_smallest(name)}
        longest = max(
            (abs(change) for record in records(frame) for _, change in self._drawn(record) if change), default=0
        )
        self.step = next(step for step in _STEPS if 100 * longest / step <= _LONGEST_BAR)

    def sheets(self, group: str, rows: list[Record]) -> Iterator[Sheet]:
        """Yield the sheets of one group."""
        wave = self.planned.wave
        title = self.wording.group(group)
        caption = f"{self.wording.wave(wave, group, name=wave.name)} · {self._followup(rows[0])}"
        if self.planned.curve:
            yield self._curve(title, caption, rows)
            return
        yield self._smallest(title, caption, rows)
        if "change" in self.available:
            yield self._wanted(f"{title}: {self._wanted_change()}", rows)

    # A table of the smallest changes

    def _smallest(self, title: str, caption: str, rows: list[Record]) -> Sheet:
        population = self._word("population")
        headings = {
            "process": Column(self._word("smallest_change")),
            "process_holm": Column("Holm"),
            "population": Column(population),
            "population_holm": Column(f"{population}: Holm", from_width=90),
        }
        shown = {name: column for name, column in headings.items() if self._has_smallest(name)}

        def cells(record: Record) -> list[Cell]:
            base = record["expected_base"]
            expected = Cell(MISSING if base is None else number(base, 0, self.language))
            return [
                share_cell(record, "baseline_", self.language),
                expected,
                *(self._both_ways(record, name) for name in shown),
            ]

        columns = (Column(self.planned.wave.name), Column(self._word("expected_base")), *shown.values())
        return Sheet(title, (Column("", numeric=False, leads=True), *columns), tuple(self._body(rows, cells)), caption)

    def _both_ways(self, record: Record, name: str) -> Cell:
        if not _applies(record, name):
            return Cell()
        change, other = _smallest_changes(record, name)
        return Cell(self._points(change), "" if change is other is None else f"({self._points(other)})")

    # A table of the wanted change

    def _wanted(self, title: str, rows: list[Record]) -> Sheet:
        population = self._word("population")
        headings = {
            "power_process": self._word("power"),
            "answers_needed_process": self._word("answers_needed"),
            "power_population": f"{population}: {self._word('power').lower()}",
            "answers_needed_population": f"{population}: {self._word('answers_needed').lower()}",
        }
        shown = {
            name: heading for name, heading in headings.items() if "process" in name or self._has_smallest("population")
        }

        def cells(record: Record) -> list[Cell]:
            return [Cell(self._target(record)), *(self._before_and_after_holm(record, name) for name in shown)]

        columns = (Column("", numeric=False, leads=True), Column(self._word("wanted")), *map(Column, shown.values()))
        return Sheet(title, columns, tuple(self._body(rows, cells)))

    def _wanted_change(self) -> str:
        return word("wanted_change", self.language, points=as_stated(100 * self.planned.design.change, self.language))

    def _target(self, record: Record) -> str:
        share, change = record["baseline_share"], record["change"]
        if share is None:
            return self._points(change)
        target = percent_of_share(share + change, self.language) if 0 <= share + change <= 1 else MISSING
        return f"{percent_of_share(share, self.language)} → {target}"

    def _before_and_after_holm(self, record: Record, name: str) -> Cell:
        if not _applies(record, name):
            return Cell()
        figure = self._power if name.startswith("power") else self._answers
        alone, adjusted = (figure(record, column) for column in (name, f"{name}_holm"))
        has_both = _applies(record, f"{name}_holm") and (alone, adjusted) != (MISSING, MISSING)
        return Cell(alone, f"({adjusted})" if has_both else "")

    def _power(self, record: Record, name: str) -> str:
        power = record[name]
        if power is None:
            return MISSING
        sign = "<" if power < 0.01 else ">" if power > 0.99 else ""
        return sign + percent_of_share(min(max(power, 0.01), 0.99), self.language)

    def _answers(self, record: Record, name: str) -> str:
        answers = record[name]
        if answers is None:
            return MISSING
        return f"{answers}{_MORE_THAN_INVITED if answers > record['invited'] else ''}"

    # A curve

    def _curve(self, title: str, caption: str, rows: list[Record]) -> Sheet:
        headings = {
            "process": self._word("smallest_change"),
            "process_holm": "Holm",
            "population": self._word("population"),
        }
        shown = {name: heading for name, heading in headings.items() if name in self.blocks}
        columns = (
            Column(self._word("answers")),
            Column("", numeric=False, breaks=False, from_width=76),
            *map(Column, shown.values()),
            Column("", numeric=False, breaks=False),
        )
        body: list[Row] = []
        for _, of_item in groupby(rows, key=lambda record: (record["question"], record["option"], record["level"])):
            curve = list(of_item)
            throughout = set.intersection(*(set(record["flags"].split()) for record in curve))
            body.append(Row((Cell(self._heading(curve[0], throughout)),)))
            body += [self._at_one_rate(record, list(shown), throughout) for record in curve]
        return Sheet(title, columns, tuple(body), caption)

    def _heading(self, record: Record, flags: set[str]) -> str:
        share, marks = share_cell(record, "baseline_", self.language), self.marks.of_flags(flags)
        wording = self.wording.row(record) + (f" {marks}" if marks else "")
        if record["level"] == "option":
            wording = f"{self.wording.question(record['question'])}: {wording}"
        return f"{wording}: {share.main}{f' ({share.detail})' if share.detail else ''}"

    def _at_one_rate(self, record: Record, shown: list[str], throughout: set[str]) -> Row:
        answers, flags = record["expected_answers"], set(record["flags"].split())
        rate = percent_of_share(record["response"], self.language)
        cells = (
            Cell(rate if answers is None else f"{answers} ({rate})"),
            Cell(self._bar(record)),
            *(
                Cell(self._points(_smallest_changes(record, name)[0]) if _applies(record, name) else "")
                for name in shown
            ),
            Cell(self.marks.of_flags(flags - throughout)),
        )
        return Row(cells, "faint" if "low_response" in flags else "none")

    def _bar(self, record: Record) -> str:
        bar = ""
        for block, change in self._drawn(record):
            if change is None:
                return f"{bar}{_OUT_OF_REACH}" if record["expected_base"] else ""
            bar += block * (round(100 * abs(change) / self.step) - len(bar))
        return bar

    def _drawn(self, record: Record) -> list[tuple[str, float | None]]:
        """Return the blocks of a bar, and how far each of them goes."""
        shown = [name for name in self.blocks if _applies(record, name)]
        return [(self.blocks[name], _smallest_changes(record, name)[0]) for name in shown]

    # What all of them have

    def _body(self, rows: list[Record], cells: Callable[[Record], list[Cell]]) -> Iterator[Row]:
        section = ""
        for record in rows:
            heading = (
                self._word("indicators")
                if record["level"] == "indicator"
                else self.wording.question(record["question"])
            )
            if self.has_options and heading != section:
                yield Row((Cell(heading),))
                section = heading
            indent = "  " if record["level"] == "option" else ""
            yield Row((Cell(f"{indent}{self.wording.row(record)}{self.marks.of(record)}"), *cells(record)))

    def _followup(self, record: Record) -> str:
        if record["invited"] is None:
            return self._word("followup")
        if self.planned.curve:
            return word("planned_invited", self.language, invited=record["invited"])
        share = percent_of_share(record["response"], self.language)
        answers, invited = record["expected_answers"], record["invited"]
        said = word("planned", self.language, answers=answers, share=share, invited=invited)
        low = record["response"] < self.planned.wave.questionnaire.indicative_below
        return f"{said} ({self._word('indicative')})" if low else said

    def notes(self) -> Iterator[str]:
        """Yield what must be said of the figures shown."""
        design = self.planned.design
        power, level = (
            percent_sign(as_stated(100 * share, self.language), self.language) for share in (design.power, design.alpha)
        )
        smallest = word("note_smallest", self.language, level=level, power=power)
        yield smallest if self.planned.curve else f"{smallest} {self._word('note_other_way')}"
        if self._has_smallest("process_holm"):
            yield word("note_planned_holm", self.language, size=self.tests)
        if self._has_smallest("population"):
            yield self._word("note_planned_population")
        if "change" in self.available and not self.planned.curve:
            said = word("note_wanted", self.language, power=power)
            yield f"{said} {self._word('note_more_than_invited')}" if self.needs_more else said
        if self.planned.curve:
            yield from self._notes_of_curve()
        else:
            yield self._word("note_out_of_reach")
        if "count_range" in self.flags:
            yield self._word("note_range")
        yield from self.marks.legend()

    def _notes_of_curve(self) -> Iterator[str]:
        population, smallest = self._word("population"), self._word("smallest_change")
        names = {"population": population, "process": smallest, "process_holm": "Holm"}
        legend = " ".join(f"{block} {names[name]}" for name, block in self.blocks.items())
        yield word("note_bar", self.language, legend=legend, step=as_stated(self.step, self.language))
        threshold = self.planned.wave.questionnaire.indicative_below
        if "low_response" in self.flags:
            share = percent_of_share(threshold, self.language)
            yield word("note_below", self.language, share=share, what=self._word("indicative"))

    def _has_smallest(self, name: str) -> bool:
        return bool({f"rise_{name}", f"fall_{name}"} & self.available)

    def _points(self, change: float | None) -> str:
        return MISSING if change is None else points(change, self.language)

    def _word(self, key: str) -> str:
        return word(key, self.language)


def _applies(record: Record, name: str) -> bool:
    """Tell whether a row can have these figures: options are in no family of Holm's, not every population is known."""
    if name.endswith("_holm") and record["family_size"] is None:
        return False
    return "population" not in name or record["baseline_invited"] is not None


def _smallest_changes(record: Record, name: str) -> tuple[float | None, float | None]:
    """Return the smallest change in the direction that is an improvement, a rise where neither is, and the other."""
    rise, fall = record[f"rise_{name}"], record[f"fall_{name}"]
    return (fall, rise) if record["improvement"] == "down" else (rise, fall)
