"""Rich tables, for a terminal or a pipe that wants to read like one."""

from __future__ import annotations

import io
import os
import sys
from typing import TYPE_CHECKING

from rich import box
from rich.cells import cell_len
from rich.console import Console
from rich.table import Table
from rich.text import Text

from brobygger_cli.render.safe import plain
from brobygger_cli.render.views import sheets_of

if TYPE_CHECKING:
    from brobygger_cli.render.sheets import Cell, Column, Row, Sheet
    from brobygger_cli.render.style import Style
    from brobygger_cli.result import Result

# Below this width the detail of a cell stands under its figure instead of behind it.
_WIDE = 116
_STYLES = {"none": "", "strong": "bold", "faint": "dim"}


def render(result: Result, style: Style) -> str:
    """Return the result as text tables, as wide as the terminal (80 columns where there is none)."""
    drawn = io.StringIO()
    console = Console(file=drawn, force_terminal=_is_styled(style), highlight=False, markup=False, emoji=False)
    wide = console.width >= _WIDE
    for sheet in sheets_of(result):
        _print(console, sheet, wide=wide)
    # Rich fills every line up to its width; what is pasted or piped need not carry the blanks.
    return "".join(f"{line.rstrip()}\n" for line in drawn.getvalue().splitlines())


def _is_styled(style: Style) -> bool:
    """Tell whether bold and dim are wanted: on a terminal that knows them, unless NO_COLOR is set."""
    plain_terminal = os.environ.get("NO_COLOR") or os.environ.get("TERM") in {"dumb", "unknown"}
    return style.terminal and sys.stdout.isatty() and not plain_terminal


def _print(console: Console, sheet: Sheet, *, wide: bool) -> None:
    shown = [place for place, column in enumerate(sheet.columns) if column.from_width <= console.width]
    console.print(Text(plain(sheet.title), style="bold"))
    if sheet.caption:
        console.print(Text(plain(sheet.caption), style="dim"))
    table = Table(box=box.SIMPLE_HEAD, pad_edge=False, padding=(0, 1, 0, 0))
    body = [[_text(row.cells[place], row, wide=wide) for place in shown] for row in sheet.rows if not row.is_heading]
    for position, place in enumerate(shown):
        column = sheet.columns[place]
        table.add_column(
            Text(plain(column.heading)),
            justify="right" if column.numeric else "left",
            overflow="fold",  # nothing is cut: a long word goes on in the next line
            min_width=None if _may_break(column) else max((_width(cells[position]) for cells in body), default=0),
        )
    following = iter(body)
    for row in sheet.rows:
        if row.is_heading:
            table.add_section()
            table.add_row(Text(plain(row.cells[0].main), style="bold"))
        else:
            table.add_row(*next(following))
    console.print(table)
    for footnote in sheet.footnotes:
        console.print(Text(plain(footnote), style="dim"))
    console.print()


def _may_break(column: Column) -> bool:
    return column.breaks and not column.numeric


def _text(cell: Cell, row: Row, *, wide: bool) -> Text:
    text = Text(plain(cell.main), style=_STYLES[row.emphasis])
    if cell.detail:
        text.append(" " if wide else "\n")
        text.append(plain(cell.detail), style="dim")
    return text


def _width(text: Text) -> int:
    return max(cell_len(line) for line in text.plain.split("\n"))
