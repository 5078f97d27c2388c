"""One sheet of a workbook, written from its top down."""

from __future__ import annotations

from textwrap import wrap
from typing import TYPE_CHECKING

from brobygger_cli.render.documents.office_text import cut, for_xml

if TYPE_CHECKING:
    from collections.abc import Sequence

    from xlsxwriter.worksheet import Worksheet

    from brobygger_cli.render.documents.workbook.formats import Formats

_LONGEST_TEXT = 32_767  # of a cell
_CUT = " …"
_FORMULA = ("=", "+", "-", "@")
_READABLE = 100  # characters in a line of running text
_STANDARD_WIDTH = 9
_STANDARD_SIZE = 11
_SLIMNESS = 1.2  # letters in the width of a figure, which is what widths are counted in
_LEADING = 1.36  # the height of a line, by the size of its letters
_USUAL = 16  # points: the height of a row of one line
_HIGHEST = 409  # points: no row can be higher
_A4 = 9
_LONGEST_TITLE = 100


class Sheet:
    """A sheet and the row that is written next.

    Args:
        worksheet: The sheet.
        formats: The formats of the workbook.
        widths: The widths of its columns, in characters.
        title: What stands below every page when it is printed.
    """

    def __init__(self, worksheet: Worksheet, formats: Formats, widths: Sequence[int], title: str) -> None:
        self._worksheet = worksheet
        self._formats = formats
        self._widths = widths
        self._needed = 0.0
        self.row = 0
        self.height = 0.0  # points, of all rows so far
        for column, width in enumerate(widths):
            worksheet.set_column(column, column, width)
        worksheet.set_default_row(_USUAL)
        worksheet.hide_gridlines(2)
        worksheet.set_landscape()
        worksheet.set_paper(_A4)
        shown = cut(for_xml(title), _LONGEST_TITLE).replace("&", "&&")
        worksheet.set_footer(f"&L&8 {shown} · &A&R&8&P / &N")

    def go_on(self) -> None:
        """Go on to the next row; the one that is left becomes as high as its text needs."""
        height = min(_HIGHEST, max(_USUAL, self._needed))
        if height > _USUAL:
            self._worksheet.set_row(self.row, height)
        self.height += height
        self._needed = 0.0
        self.row += 1

    def text(self, column: int, text: str, look: str, *, columns: int = 1, **more: object) -> None:
        """Write text into the row; nothing in it becomes a formula or a link, also when the cell is edited.

        Args:
            column: The column.
            text: The text; what a cell cannot hold of it is cut off.
            look: How it looks.
            columns: Over how many columns it is written.
            more: What is different from that look.
        """
        shown = for_xml(text)
        if cut(shown, _LONGEST_TEXT) != shown:
            shown = cut(shown, _LONGEST_TEXT - len(_CUT)) + _CUT
        if shown.lstrip().startswith(_FORMULA):
            more["quote_prefix"] = True
        made = self._formats.get(look, **more)
        if columns > 1:
            self._worksheet.merge_range(self.row, column, self.row, column + columns - 1, "", made)
        if shown:
            self._worksheet.write_string(self.row, column, shown, made)
        else:
            self._worksheet.write_blank(self.row, column, None, made)
        size = float(made.font_size)
        wide = sum(self._width(column + place) for place in range(columns)) * _SLIMNESS * _STANDARD_SIZE / size
        lines = len(wrap(shown, max(1, int(wide)))) if made.text_wrap else 1
        self._needed = max(self._needed, lines * size * _LEADING)

    def number(self, column: int, number: float, look: str, **more: object) -> None:
        """Write a number into the row."""
        self._worksheet.write_number(self.row, column, number, self._formats.get(look, **more))

    def link(self, column: int, sheet: str, text: str) -> None:
        """Write a link to another sheet."""
        self._worksheet.write_url(self.row, column, f"internal:'{sheet}'!A1", self._formats.get("link"), for_xml(text))

    def across(self, text: str, look: str, first: int = 0) -> None:
        """Write running text over as many columns as make a line of it, and go on."""
        columns, wide = 1, self._width(first)
        while wide < _READABLE:
            wide += self._width(first + columns)
            columns += 1
        self.text(first, text, look, columns=columns)
        self.go_on()

    def freeze(self, column: int) -> None:
        """Keep all rows so far in view, and the columns left of one."""
        self._worksheet.freeze_panes(self.row, column)

    def print_on_one_width(self) -> None:
        """Print all columns on one page."""
        self._worksheet.fit_to_pages(1, 0)

    def repeat(self, first: int, last: int) -> None:
        """Print rows on every page."""
        self._worksheet.repeat_rows(first, last)

    def filtered(self, rows: int) -> None:
        """Offer to filter the rows by what stands in their columns."""
        self._worksheet.autofilter(0, 0, rows, len(self._widths) - 1)

    def _width(self, column: int) -> int:
        return self._widths[column] if column < len(self._widths) else _STANDARD_WIDTH
