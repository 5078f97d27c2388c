"""The figure that fits a question."""

from __future__ import annotations

from typing import TYPE_CHECKING

from brobygger_cli.figures.options import paired_dots
from brobygger_cli.figures.scale import can_be_stacked, stacked_bars
from brobygger_cli.figures.shown import Shown

if TYPE_CHECKING:
    from brobygger_cli.figures.model import PairedDots, StackedBars
    from brobygger_cli.result import Result


def question_figure(result: Result, question: str, followup: str | None = None) -> StackedBars | PairedDots | None:
    """Return the figure of a question: bars where it has a scale, else dots.

    Args:
        result: A comparison, with its rows of every level.
        question: The id of the question.
        followup: The later wave; the first one where None.

    Returns:
        None where there is nothing to be drawn: numbers and open text, two options that mirror each other, and
        questions of which neither wave tells anything.

    Raises:
        BrobyggerError: If there is no such wave.
    """
    shown = Shown.of(result, followup, question=question)
    rows = [row for row in shown.rows if row["level"] in {"question", "option"} and row["type"] != "net"]
    options = [row for row in rows if row["level"] == "option"]
    if len({row["option"] for row in options}) <= 2 and shown.question(question).compared_as != "options":
        return None
    if all(row[f"{side}_count_min"] is None for row in options for side in ("baseline", "followup")):
        return None
    if can_be_stacked(shown, question, options):
        return stacked_bars(shown, question, rows)
    return paired_dots(shown, question, rows)
