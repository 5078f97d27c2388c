"""The worst case of a row: an interval about the very people invited is never shown without it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from brobygger_cli.report.model import Row, Value
from brobygger_cli.report.values import BLANK, percents, points_between
from brobygger_cli.words import word

if TYPE_CHECKING:
    from collections.abc import Sequence

    from brobygger_cli.questionnaire.model import Language
    from brobygger_cli.result import Record


def worst_case(of: Sequence[Record], columns: int, *, share_at: int, language: Language) -> list[Row]:
    """Return the row below an indicator or an answer, empty where its intervals are not about the people invited.

    Args:
        of: Its record for each later wave.
        columns: How many columns a wave has.
        share_at: Which of them holds the share, from 0.
        language: The language of the report.
    """
    if of[0]["estimand"] != "population":
        return []
    cells = [Value(word("worst_case", language))]
    for record, wave in [(of[0], "baseline"), *((record, "followup") for record in of)]:
        limits = percents(record[f"{wave}_worst_low"], record[f"{wave}_worst_high"], language)
        cells += [Value(limits) if place == share_at else BLANK for place in range(columns)]
    cells += [Value(points_between(record["change_worst_low"], record["change_worst_high"], language)) for record in of]
    return [Row(tuple(cells), "faint")]
