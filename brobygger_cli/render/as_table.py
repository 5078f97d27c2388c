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
    # Rich fills every line up to its width, and no-break blanks have done their work: neither need be pasted.
    return "".join(f"{line.rstrip()}\n" for line in drawn.getvalue().replace("\u00a0", " ").splitlines())


def _is_styled(style: Style) -> bool:
    """Tell whether bold and dim are wanted: on a terminal that knows them, unless NO_COLOR is set."""
    plain_terminal = os.environ.get("NO_COLOR") or os.environ.get("TERM") in {"dumb", "unknown"}
    return style.terminal and sys.stdout.isatty() and not plain_terminal


def _print(console: Console, sheet: Sheet, *, wide: bool) -> None:
    shown = [place for place, column in enumerate(sheet.columns) if column.from_width <= console.width]
    console.print(Text(plain(sheet.title), style="bold"))
    if sheet.caption:
        console.print(Text(plain(sheet.caption), style="dim"))
    columns = [sheet.columns[place] for place in shown]
    body = [[_text(row.cells[place], row, wide=wide) for place in shown] for row in sheet.rows if not row.is_heading]
    widths = _widths(columns, body, console.width)
    if columns:
        console.print()
        console.print(_grid(columns, widths, show_header=True))
    grid = _grid(columns, widths)
    following = iter(body)
    for row in sheet.rows:
        if row.is_heading:
            # A heading is as long as it is: it stands between two grids of the same widths.
            if grid.row_count:
                console.print(grid)
                console.print()
                grid = _grid(columns, widths)
            console.print(Text(plain(row.cells[0].main), style="bold"))
        else:
            grid.add_row(*next(following))
    if grid.row_count:
        console.print(grid)
    if sheet.footnotes:
        console.print()
    for footnote in sheet.footnotes:
        console.print(Text(plain(footnote), style="dim"))
    console.print()


def _grid(columns: list[Column], widths: list[int], *, show_header: bool = False) -> Table:
    grid = Table(box=box.SIMPLE_HEAD, show_edge=False, pad_edge=False, padding=(0, 1, 0, 0), show_header=show_header)
    for column, width in zip(columns, widths, strict=True):
        grid.add_column(
            Text(plain(column.heading)),
            justify="right" if column.numeric else "left",
            overflow="fold",  # nothing is cut: a long word goes on in the next line
            width=width,
        )
    return grid


def _widths(columns: list[Column], body: list[list[Text]], available: int) -> list[int]:
    """Return the width of every column: figures and findings never break, wordings share what is left."""
    natural = [max(_width(cells[place]) for cells in body) if body else 0 for place in range(len(columns))]
    headings = [max(map(cell_len, plain(column.heading).split(" ")), default=0) for column in columns]
    breaking = [place for place, column in enumerate(columns) if column.breaks and not column.numeric]
    widths = [max(pair) for pair in zip(natural, headings, strict=True)]
    between_columns = 2 * (len(columns) - 1)
    room = available - between_columns - sum(width for place, width in enumerate(widths) if place not in breaking)
    for left, place in zip(range(len(breaking), 0, -1), sorted(breaking, key=widths.__getitem__), strict=True):
        widths[place] = min(widths[place], max(1, room // left))
        room -= widths[place]
    for place, column in enumerate(columns):  # headings break only where they must
        wanted = max(0, min(cell_len(plain(column.heading)) - widths[place], room))
        widths[place] += wanted
        room -= wanted
    return widths


def _text(cell: Cell, row: Row, *, wide: bool) -> Text:
    text = Text(plain(cell.main), style=_STYLES[row.emphasis])
    if cell.detail:
        text.append(" " if wide else "\n")
        text.append(plain(cell.detail), style="dim")
    return text


def _width(text: Text) -> int:
    return max(cell_len(line) for line in text.plain.split("\n"))
