"""The account of the rows for people: what became of every row of every question."""

from __future__ import annotations

from itertools import groupby
from operator import itemgetter
from typing import TYPE_CHECKING

from brobygger_cli.counts import ACCOUNTS
from brobygger_cli.numbers import MISSING
from brobygger_cli.render.sheets import Cell, Column, Row, Sheet
from brobygger_cli.result import records
from brobygger_cli.words import word

if TYPE_CHECKING:
    from brobygger_cli.result import Result


def sheets(result: Result) -> list[Sheet]:
    """Lay out the account: one sheet, a section per group."""
    language = result.language
    figures = ("rows", *ACCOUNTS)
    columns = (Column("", numeric=False, leads=True), *(Column(word(name, language)) for name in figures))
    rows: list[Row] = []
    for group, of_group in groupby(records(result.frame), key=itemgetter("group")):
        rows.append(Row((Cell(group or MISSING),)))
        rows += [Row((Cell(record["question"]), *(Cell(str(record[name])) for name in figures))) for record in of_group]
    return [Sheet(word("account", language), columns, tuple(rows))]
