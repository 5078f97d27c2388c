"""Violations for people: where, what, and what was expected."""

from __future__ import annotations

from typing import TYPE_CHECKING

from brobygger_cli.render.sheets import Cell, Column, Row, Sheet
from brobygger_cli.result import records
from brobygger_cli.words import word

if TYPE_CHECKING:
    from brobygger_cli.result import Result


def sheets(result: Result) -> list[Sheet]:
    """Lay out violations: one sheet, errors first."""
    language = result.language
    if result.frame.empty:
        return [Sheet(word("no_violations", language), (), ())]
    columns = (
        Column("", numeric=False),
        Column(word("line", language)),
        Column(word("column", language), numeric=False),
        Column(word("rule", language), numeric=False),
        Column(word("times", language)),
    )
    rows = []
    for record in records(result.frame):
        value = record["value"]
        near = record["nearest"]
        said = [f"'{value}':" if isinstance(value, str) and value else "", record["rule"]]
        detail = f"→ {near}" if isinstance(near, str) else ""
        rows.append(
            Row(
                (
                    Cell(word(record["severity"], language)),
                    Cell("" if record["line"] is None else str(record["line"])),
                    Cell(": ".join(record[name] for name in ("column_letter", "column") if record[name])),
                    Cell(" ".join(part for part in said if part), detail),
                    Cell(str(record["count"])),
                ),
                emphasis="strong" if record["severity"] == "error" else "none",
            )
        )
    file, sheet = result.frame["file"].iloc[0], result.frame["sheet"].iloc[0]
    return [Sheet(file if sheet is None else f"{file}: {sheet}", columns, tuple(rows))]
