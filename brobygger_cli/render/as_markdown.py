"""Markdown: the same sheets as on the terminal, as pipe tables."""

from __future__ import annotations

from typing import TYPE_CHECKING

from brobygger_cli.render.safe import for_markdown
from brobygger_cli.render.views import sheets_of

if TYPE_CHECKING:
    from brobygger_cli.render.sheets import Cell, Sheet
    from brobygger_cli.render.style import Style
    from brobygger_cli.result import Result


def render(result: Result, style: Style) -> str:
    """Return the result as Markdown."""
    return "\n".join(_sheet(sheet.asked_for(detail=style.detail)) for sheet in sheets_of(result))


def _sheet(sheet: Sheet) -> str:
    lines = [f"## {for_markdown(sheet.title)}", ""]
    for heading, sentences in sheet.summary:
        lines += [f"**{for_markdown(heading)}**", "", *(f"{for_markdown(sentence)}\n" for sentence in sentences)]
    if sheet.summary:
        return "\n".join(lines) + "\n"
    if sheet.caption:
        lines += [for_markdown(sheet.caption), ""]
    head = [
        _line([for_markdown(column.heading) for column in sheet.columns]),
        _line(["---:" if column.numeric else "---" for column in sheet.columns]),
    ]
    started = False
    for row in sheet.rows:
        if row.is_heading:
            lines += [*([""] if started else []), f"### {for_markdown(row.cells[0].main)}", "", *head]
            started = True
            continue
        if not started:
            lines += head
            started = True
        lines.append(_line([_cell(cell) for cell in row.cells]))
    lines += ["", *(f"{for_markdown(note)}\n" for note in sheet.footnotes)]
    return "\n".join(lines) + "\n"


def _cell(cell: Cell) -> str:
    return " ".join(for_markdown(part) for part in cell.lines)


def _line(cells: list[str]) -> str:
    return f"| {' | '.join(cells)} |"
