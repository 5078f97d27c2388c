"""An explanation for people: figure by figure, what it is and how it came about."""

from __future__ import annotations

from typing import TYPE_CHECKING

from brobygger_cli.render.sheets import Cell, Column, Row, Sheet
from brobygger_cli.result import records
from brobygger_cli.words import word

if TYPE_CHECKING:
    from brobygger_cli.result import Result


def sheets(result: Result) -> list[Sheet]:
    """Lay out an explanation: one sheet, a row per figure with its value below or behind it."""
    explained, language = result.context, result.language
    columns = (
        Column(word("figure", language), numeric=False, breaks=False),
        Column(word("how", language), numeric=False),
    )
    rows = tuple(
        Row((Cell(record["figure"], explained.shown[record["figure"]]), Cell(record["how"])))
        for record in records(result.frame)
        if record["figure"] in explained.shown
    )
    return [Sheet(explained.title, columns, rows, explained.caption, (word("note_explained", language),))]
