"""Reports of the examples, made in this process, and ways to find one's way in them."""

from __future__ import annotations

import datetime as dt
import re
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from brobygger_cli.cli.comparing import to_compare
from brobygger_cli.cli.options import Estimand, Language
from brobygger_cli.report.build import build
from brobygger_cli.report.model import Bullets, Facts, Paragraph, Picture, Table
from brobygger_cli.report.provenance import Origin

if TYPE_CHECKING:
    from collections.abc import Iterator

    from brobygger_cli.report.model import Block, Report, Row, Section

ROOT = Path(__file__).resolve().parents[2]
EXAMPLES = ROOT / "examples"
LIBRARY = {"questionnaire": str(EXAMPLES / "library.toml")}
INVITED = {"invited": ["skole_dagtilbud=240", "oevrige=331"], "baseline": "2017"}

# The waves of every example, and what else is asked of them.
COMPARISONS: dict[str, tuple[tuple[str, ...], dict[str, Any]]] = {
    "printed baseline": (("2017", "followup.csv"), {}),
    "low response": (("2017", "followup_ngo.csv"), {}),
    "respondents": (("baseline.csv", "followup.csv"), {}),
    "linked, about the people invited, with a margin": (
        ("baseline.csv", "followup_linked.csv"),
        {**INVITED, "id_column": "respondent_id", "estimand": Estimand.population, "margin": 0.1},
    ),
    "weighted": (("baseline.csv", "followup.csv"), {"margins": str(EXAMPLES / "margins.csv")}),
    "three waves": (
        ("library_2023.csv", "library_2025.csv", "library_2027.csv"),
        {**LIBRARY, "times": "2023,2025,2027"},
    ),
    "questions of every type": (("library_printed.csv", "library_2025.csv"), LIBRARY),
    "split by a background question": (("baseline.csv", "followup.csv"), {"by": "tenure", "overlap": ["20"]}),
    "small counts hidden": (("baseline.csv", "followup.csv"), {"min_cell": 5}),
    "one group and question": (
        ("baseline.csv", "followup.csv"),
        {"group": ["oevrige"], "question": ["referrals_last_year"]},
    ),
}
DATE = dt.date(2026, 11, 22)


UNTOLD = Origin((), (), DATE)


@cache
def report_of(comparison: str, language: str = "da", origin: Origin = UNTOLD) -> Report:
    """Return the report of one of `COMPARISONS`, as if it was made from what `origin` says."""
    files, asked = COMPARISONS[comparison]
    first, *later = (str(EXAMPLES / file) if file.endswith(".csv") else file for file in files)
    waves = to_compare(first, later, lang=Language(language), **asked)
    return build(waves.compared(), origin)


def sections(report: Report) -> Iterator[Section]:
    """Yield every section, those within others behind them."""
    left = list(report.sections)
    while left:
        section = left.pop(0)
        yield section
        left = [*section.sections, *left]


def blocks(report: Report) -> Iterator[Block]:
    """Yield every block, in order."""
    for section in sections(report):
        yield from section.blocks


def tables(report: Report) -> dict[str, Table]:
    """Return the tables by their ids."""
    return {block.id: block for block in blocks(report) if isinstance(block, Table)}


def texts(report: Report) -> Iterator[str]:
    """Yield all text that people read."""
    yield from (report.title, report.subtitle, report.date)
    yield from (section.title for section in sections(report))
    for block in blocks(report):
        if isinstance(block, Table):
            yield from (block.caption, *block.notes, block.source)
            yield from (text for column in block.columns for text in (column.over, column.heading))
            yield from (text for row in block.rows for cell in row.cells for text in (cell.text, cell.detail))
        elif isinstance(block, Picture):
            yield from (block.caption, *block.notes, block.figure.frame.alt)
        elif isinstance(block, Paragraph):
            yield block.text
        elif isinstance(block, Bullets):
            yield from block.items
        elif isinstance(block, Facts):
            yield from (text for pair in block.pairs for text in pair)


def without_marks(label: str) -> str:
    """Return the heading of a row without the marks behind it."""
    return re.sub(r"\u00a0[ᵃ-ᶿʰʲʳʷˡ-ˣⁱⁿ]+$", "", label)


def rows_by_label(table: Table) -> dict[str, Row]:
    """Return the rows of a table by their headings."""
    return {without_marks(row.cells[0].text): row for row in table.rows}


def column_at(table: Table, over: str, heading: str) -> int:
    """Return the place of the column with a heading, below that over it."""
    (place,) = [at for at, column in enumerate(table.columns) if (column.over, column.heading) == (over, heading)]
    return place
