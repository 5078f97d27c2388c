"""Rich tables, for a terminal or a pipe that wants to read like one."""

from __future__ import annotations

import io
import os
import sys
from dataclasses import replace
from typing import TYPE_CHECKING

from rich import box
from rich.console import Console
from rich.padding import Padding
from rich.panel import Panel
from rich.table import Table
from rich.text import Text

from brobygger_cli.render.arranging import INDENT, Entry, arrange
from brobygger_cli.render.glyphs import Glyphs
from brobygger_cli.render.setting import figure, headed, listed, wording
from brobygger_cli.render.views import sheets_of
from brobygger_cli.render.wrapping import wrapped

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from brobygger_cli.render.arranging import Grid
    from brobygger_cli.render.sheets import Cell, Column, Row, Sheet
    from brobygger_cli.render.style import Style
    from brobygger_cli.result import Result

_NARROWEST = 40  # a terminal that is narrower folds the lines itself
_FRAME_FROM = 72  # below this width the summary stands without a frame
_WIDEST_FRAME = 120  # longer lines are hard to read
# Told apart without red and green; whatever a colour says, words and signs say too.
_TONES = {"none": "", "better": "bold green", "worse": "bold magenta", "found": "bold", "unclear": "dim"}
_EMPHASES = {"none": "", "strong": "bold", "faint": "dim"}


def render(result: Result, style: Style) -> str:
    """Return the result as text tables, as wide as the terminal (80 columns where there is none)."""
    drawn = io.StringIO()
    console = Console(file=drawn, force_terminal=_is_styled(style), highlight=False, markup=False, emoji=False)
    console.width = max(console.width, _NARROWEST)
    glyphs = Glyphs(sys.stdout.encoding if style.terminal else "utf-8")
    for sheet in sheets_of(result):
        _Printer(console, glyphs).sheet(sheet.asked_for(detail=style.detail))
    # Rich fills every line up to its width, and no-break blanks have done their work: neither need be pasted.
    text = glyphs.lines(drawn.getvalue()).replace("\u00a0", " ")
    return "".join(f"{line.rstrip()}\n" for line in text.splitlines())


def _is_styled(style: Style) -> bool:
    """Tell whether colour, bold and dim are wanted: on a terminal that knows them, unless NO_COLOR is set."""
    plain_terminal = os.environ.get("NO_COLOR") or os.environ.get("TERM") in {"dumb", "unknown"}
    return style.terminal and sys.stdout.isatty() and not plain_terminal


class _Printer:
    """Prints sheets on a console."""

    def __init__(self, console: Console, glyphs: Glyphs) -> None:
        self.console, self.glyphs = console, glyphs

    def sheet(self, sheet: Sheet) -> None:
        """Print a sheet: its title, its table and what stands below it."""
        if sheet.summary:
            self._summary(sheet)
        else:
            self._paragraph(sheet.title, "bold")
            if sheet.caption:
                self._paragraph(sheet.caption, "dim")
            self._table(sheet)
        if sheet.footnotes:
            self.console.print()
        for footnote in sheet.footnotes:
            self._paragraph(footnote, "dim")
        self.console.print()

    def _summary(self, sheet: Sheet) -> None:
        """Print what was found in short: in a frame, where there is room for one."""
        framed = self.console.width >= _FRAME_FROM
        width = min(self.console.width, _WIDEST_FRAME) - 4 if framed else self.console.width
        lines: list[Text] = []
        for heading, sentences in sheet.summary:
            lines += [Text(line, style="bold") for line in wrapped(self.glyphs.text(heading), width)]
            lines += [
                Text(line) for sentence in sentences for line in wrapped(f"  {self.glyphs.text(sentence)}", width)
            ]
        told, title = Text("\n").join(lines), Text(self.glyphs.text(sheet.title), style="bold")
        if framed:
            self.console.print(Panel(told, title=title, title_align="left", box=box.ROUNDED, width=width + 4))
        else:
            self._paragraph(sheet.title, "bold")
            self.console.print(told)

    def _table(self, sheet: Sheet) -> None:
        shown = [place for place, column in enumerate(sheet.columns) if column.from_width <= self.console.width]
        columns = [
            replace(sheet.columns[place], heading=self.glyphs.text(sheet.columns[place].heading)) for place in shown
        ]
        rows = [(row, () if row.is_heading else self._entries(row, shown)) for row in sheet.rows]
        grid = arrange(columns, [entries for row, entries in rows if not row.is_heading], self.console.width)
        if not columns:
            return
        if grid is None:
            self._list(columns, rows)
        else:
            self._grid(grid, columns, rows)

    def _grid(self, grid: Grid, columns: Sequence[Column], rows: Sequence[tuple[Row, Sequence[Entry]]]) -> None:
        self.console.print()
        self._print(_empty(grid, columns, show_header=True), grid)
        waiting = _empty(grid, columns)
        for place, (row, entries) in enumerate(rows):
            if row.is_heading or grid.form.above:
                self._print(waiting, grid)
                waiting = _empty(grid, columns)
            if row.is_heading:
                self._heading(row, is_first=not place)
                continue
            if grid.form.above:
                for column, entry in zip(columns, entries, strict=True):
                    if column.leads:
                        self.console.print(wording(entry, self.console.width, beside=True))
            if not grid.form.above or any(entries[place].texts for place in grid.places):
                waiting.add_row(*_set(grid, columns, entries))
        self._print(waiting, grid)

    def _print(self, table: Table, grid: Grid) -> None:
        if table.row_count or table.show_header:
            self.console.print(Padding(table, (0, 0, 0, INDENT)) if grid.form.above else table)

    def _list(self, columns: Sequence[Column], rows: Sequence[tuple[Row, Sequence[Entry]]]) -> None:
        self.console.print()
        for place, (row, entries) in enumerate(rows):
            if row.is_heading:
                self._heading(row, is_first=not place)
            else:
                for line in listed(columns, entries, self.console.width):
                    self.console.print(line)

    def _heading(self, row: Row, *, is_first: bool) -> None:
        """Print a heading, which is as long as it is, between two grids of the same widths."""
        if not is_first:
            self.console.print()
        self._paragraph(row.cells[0].main, "bold")

    def _entries(self, row: Row, shown: Sequence[int]) -> tuple[Entry, ...]:
        return tuple(self._entry(row.cells[place], row) for place in shown)

    def _entry(self, cell: Cell, row: Row) -> Entry:
        style = _TONES[cell.tone] or _EMPHASES[row.emphasis]
        main, detail, more = (self.glyphs.text(text) for text in (cell.main, cell.detail, cell.more))
        return Entry(self.glyphs.bar(cell.bar), main, detail, more, style)

    def _paragraph(self, text: str, style: str = "") -> None:
        for line in wrapped(self.glyphs.text(text), self.console.width):
            self.console.print(Text(line, style=style))


def _empty(grid: Grid, columns: Sequence[Column], *, show_header: bool = False) -> Table:
    """Return a table without rows; every cell is set in lines that fit its column."""
    table = Table(box=box.SIMPLE_HEAD, show_edge=False, pad_edge=False, padding=(0, 1, 0, 0), show_header=show_header)
    for place, width in zip(grid.places, grid.widths, strict=True):
        table.add_column(
            headed(columns[place].heading, width, right=columns[place].numeric),
            no_wrap=True,
            overflow="ignore",
            width=width,
            vertical="top",
        )
    return table


def _set(grid: Grid, columns: Sequence[Column], entries: Sequence[Entry]) -> Iterator[Text]:
    for place, width, parts in zip(grid.places, grid.widths, grid.parts, strict=True):
        if columns[place].numeric:
            yield figure(entries[place], width, parts, grid.form)
        else:
            yield wording(entries[place], width, beside=grid.form.beside)
