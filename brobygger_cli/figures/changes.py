"""The changes of all indicators, group by group."""

from __future__ import annotations

from typing import TYPE_CHECKING

from brobygger_cli.figures.alt import alt_of
from brobygger_cli.figures.model import Change, ChangePlot, Frame
from brobygger_cli.figures.shown import Shown, change_said, finding_of, is_hidden, shares_said, why_nothing
from brobygger_cli.words import word

if TYPE_CHECKING:
    from collections.abc import Iterator

    from brobygger_cli.result import Record, Result


def change_plot(result: Result, followup: str | None = None) -> ChangePlot:
    """Return the changes of all indicators as a figure.

    Args:
        result: A comparison, with its rows of every level.
        followup: The later wave; the first one where None.

    Raises:
        BrobyggerError: If there is no such wave.
    """
    shown = Shown.of(result, followup, level="indicator")
    rows, groups = shown.rows, shown.groups()
    baseline, later = shown.waves
    title = shown.say("title_changes", baseline=baseline.name, followup=later.name)
    return ChangePlot(
        Frame(title, alt_of(shown, title, rows), shown.language, tuple(_notes(shown, rows))),
        tuple(
            (shown.group(group), tuple(_change(shown, row) for row in rows if row["group"] == group))
            for group in groups
        ),
        shown.say("axis_change", confidence=shown.confidence),
        tuple(" · ".join(shown.answered(wave, group) for wave in shown.waves) for group in groups),
    )


def _change(shown: Shown, row: Record) -> Change:
    label, shares = shown.indicator(row["option"]), shares_said(row, shown.language)
    if row["change_min"] is None:
        return Change(label, None, None, None, "untested", "", shares, why_nothing(row, shown.language))
    in_worst_case = shown.compared.settings.estimand == "population"
    return Change(
        label,
        row["change"],
        row["change_outer_low"],
        row["change_outer_high"],
        shown.findings.verdict(row),
        change_said(row, shown.language),
        shares,
        least=row["change_min"],
        most=row["change_max"],
        worst_low=row["change_worst_low"] if in_worst_case else None,
        worst_high=row["change_worst_high"] if in_worst_case else None,
        finding=finding_of(row, shown.language) or why_nothing(row, shown.language),
    )


def _notes(shown: Shown, rows: tuple[Record, ...]) -> Iterator[str]:
    visible = [row for row in rows if not is_hidden(row)]
    yield shown.say("note_changes", confidence=shown.confidence)
    if any(row["change_min"] != row["change_max"] for row in visible):
        yield shown.say("note_change_range")
    if shown.compared.settings.estimand == "population":
        yield shown.say("note_worst_case")
    if any(row["verdict"] in {"trivial", "equivalent"} for row in visible):
        yield word("note_margin", shown.language)
    if len(visible) < len(rows):
        yield shown.say("note_hidden")
