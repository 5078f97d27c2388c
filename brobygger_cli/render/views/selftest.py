"""The selftest for people: what was published beside what this machine gives."""

from __future__ import annotations

from itertools import groupby
from operator import itemgetter
from typing import TYPE_CHECKING

from brobygger_cli.numbers import number
from brobygger_cli.render.sheets import Cell, Column, Row, Sheet
from brobygger_cli.result import records
from brobygger_cli.words import word

if TYPE_CHECKING:
    from brobygger_cli.questionnaire.model import Language
    from brobygger_cli.result import Record, Result


def sheets(result: Result) -> list[Sheet]:
    """Lay out the selftest: one sheet, a section per example with its source."""
    language = result.language
    columns = (
        Column(word("figure", language), numeric=False),
        Column(word("expected", language)),
        Column(word("got", language)),
        Column("", numeric=False),
    )
    rows: list[Row] = []
    for _, of_example in groupby(records(result.frame), key=itemgetter("example")):
        figures = list(of_example)
        rows.append(Row((Cell(f"{figures[0]['what']} · {figures[0]['source']}"),)))
        rows += [_figure(record, language) for record in figures]
    return [Sheet(word("selftest", language), columns, tuple(rows))]


def _figure(record: Record, language: Language) -> Row:
    digits, agrees = record["digits"], record["agrees"]
    return Row(
        (
            Cell(record["figure"]),
            Cell(number(record["expected"], digits, language)),
            # Two digits more than were published, so that it is seen how far the rounding goes.
            Cell(number(record["got"], digits + 2 if digits else 0, language)),
            Cell(word("agrees" if agrees else "differs", language)),
        ),
        emphasis="none" if agrees else "strong",
    )
