"""The account of the rows for people: what became of every row of every question."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

from brobygger_cli.counts import ACCOUNTS
from brobygger_cli.numbers import MISSING
from brobygger_cli.render.sheets import Cell, Column, Row, Sheet
from brobygger_cli.words import word

if TYPE_CHECKING:
    from brobygger_cli.result import Result


def sheets(result: Result) -> list[Sheet]:
    """Lay out the account: one sheet, a section per group."""
    language = result.language
    figures = ("rows", *ACCOUNTS)
    columns = (Column("", numeric=False), *(Column(word(name, language)) for name in figures))
    rows: list[Row] = []
    for group, of_group in result.frame.groupby("group", sort=False, dropna=False):
        rows.append(Row((Cell(MISSING if pd.isna(group) else str(group)),)))
        rows += [
            Row((Cell(record["question"]), *(Cell(str(record[name])) for name in figures)))
            for record in of_group.to_dict(orient="records")
        ]
    return [Sheet(word("account", language), columns, tuple(rows))]
