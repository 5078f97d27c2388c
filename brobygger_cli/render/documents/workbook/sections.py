"""A section of a report as a sheet: its text and its tables one below the other."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from brobygger_cli.catalogue import Catalogue
from brobygger_cli.render.documents.workbook.sheet import Sheet
from brobygger_cli.render.documents.workbook.tables import widths, write_headings, write_rows
from brobygger_cli.report.model import Bullets, Facts, Paragraph, Table

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from xlsxwriter.worksheet import Worksheet

    from brobygger_cli.render.documents.workbook.formats import Formats
    from brobygger_cli.report.model import Block, Report, Section

_WORDS = Catalogue("documents")
_NAMES = 30  # characters: the column of names, with what they stand for beside it
_IN_VIEW = 250  # points: rows above a table that take more are not kept in view
_LONG = 30  # rows: the headings of a longer table are printed on every page


@dataclass(frozen=True)
class Sections:
    """Writes the sections of one report.

    Args:
        report: The report.
        formats: The formats of the workbook.
        numbers: The number of every table.
        contents: The name of the sheet that lists the others.
    """

    report: Report
    formats: Formats
    numbers: Mapping[str, int]
    contents: str

    def write(self, worksheet: Worksheet, section: Section) -> None:
        """Write a section, with the sections in it, on a sheet."""
        sheet = Sheet(worksheet, self.formats, self._widths(section), self.report.title)
        sheet.print_on_one_width()
        sheet.text(0, section.title, "title")
        sheet.go_on()
        sheet.link(0, self.contents, f"← {self._word('contents')}")
        sheet.go_on()
        sheet.freeze(0)
        tables = _tables(section)
        alike = bool(tables) and all(table.columns == tables[0].columns for table in tables)
        for part in _parts(section):
            if part is not section:
                sheet.go_on()
                sheet.text(0, part.title, "section")
                sheet.go_on()
            for block in part.blocks:
                self._block(sheet, block, heads_all=alike and block is tables[0] and part is section)

    def _block(self, sheet: Sheet, block: Block, *, heads_all: bool) -> None:
        match block:
            case Table():
                self._table(sheet, block, heads_all=heads_all)
            case Paragraph():
                sheet.across(block.text, "note" if block.manner in {"note", "source"} else "body")
            case Bullets():
                for item in block.items:
                    sheet.across(f"• {item}", "body")
            case Facts():
                for name, value in block.pairs:
                    sheet.text(0, name, "body", bold=True)
                    sheet.across(value, "body", first=1)

    def _table(self, sheet: Sheet, table: Table, *, heads_all: bool) -> None:
        """Write a table; where its headings are those of all tables of the sheet, they are kept in view."""
        language = self.report.language
        sheet.go_on()
        sheet.across(f"{_WORDS.say('table', language, number=self.numbers[table.id])}. {table.caption}", "caption")
        first = sheet.row
        write_headings(sheet, table, language)
        if heads_all and sheet.height <= _IN_VIEW:
            sheet.freeze(1)
        if heads_all and len(table.rows) > _LONG:
            sheet.repeat(first, sheet.row - 1)
        write_rows(sheet, table, language)
        for place, note in enumerate(table.notes):
            sheet.across(note if place else f"{self._word('note')}: {note}", "note")
        if table.source:
            sheet.across(f"{self._word('source')}: {table.source}", "note")

    def _widths(self, section: Section) -> list[int]:
        """Return the widths of the columns, wide enough for every table of the sheet."""
        wanted = [widths(table, self.report.language) for table in _tables(section)]
        if any(isinstance(block, Facts) for part in _parts(section) for block in part.blocks):
            wanted.append([_NAMES])
        most = max(map(len, wanted), default=0)
        return [max(of[column] for of in wanted if column < len(of)) for column in range(most)]

    def _word(self, key: str) -> str:
        return _WORDS.say(key, self.report.language)


def _parts(section: Section) -> Iterator[Section]:
    yield section
    for within in section.sections:
        yield from _parts(within)


def _tables(section: Section) -> list[Table]:
    return [block for part in _parts(section) for block in part.blocks if isinstance(block, Table)]
