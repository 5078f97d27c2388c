"""Excel: a report as an appendix workbook, with a sheet for every question, and numbers as numbers."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from io import BytesIO
from typing import TYPE_CHECKING

from brobygger_cli.catalogue import Catalogue
from brobygger_cli.errors import BrobyggerError
from brobygger_cli.render.documents.numbering import numbered
from brobygger_cli.render.documents.office_text import cut, for_xml
from brobygger_cli.render.documents.workbook.comparison import write_comparison
from brobygger_cli.render.documents.workbook.formats import Formats
from brobygger_cli.render.documents.workbook.names import SheetNames
from brobygger_cli.render.documents.workbook.sections import Sections
from brobygger_cli.render.documents.workbook.sheet import Sheet

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

    from xlsxwriter.workbook import Workbook
    from xlsxwriter.worksheet import Worksheet

    from brobygger_cli.report.model import Report, Section

_WORDS = Catalogue("documents")
_UNDATED = dt.date(1980, 1, 1)  # the library would take today
_LONGEST_PROPERTY = 255
# Nothing that is text becomes anything else, whatever it looks like.
_TEXT_STAYS = {"strings_to_numbers": False, "strings_to_formulas": False, "strings_to_urls": False}


def render(report: Report, template: Path | None = None) -> bytes:
    """Return a report as a workbook.

    Args:
        report: The report.
        template: A template of the institution; there are none for workbooks.

    Raises:
        BrobyggerError: If a template is given.
    """
    if template is not None:
        raise BrobyggerError(
            f"{template}: a workbook takes no template", "Leave --template out, or write a .docx with it."
        )
    from xlsxwriter import Workbook  # noqa: PLC0415 - an optional library

    written = BytesIO()
    with Workbook(written, {"in_memory": True, **_TEXT_STAYS}) as workbook:
        made = dt.datetime.combine(report.made or _UNDATED, dt.time(12))
        title, subject = (cut(for_xml(text), _LONGEST_PROPERTY) for text in (report.title, report.subtitle))
        workbook.set_properties({"title": title, "subject": subject, "created": made})
        _write(workbook, report)
    return written.getvalue()


def _write(workbook: Workbook, report: Report) -> None:
    """Write the contents, then a sheet for each section, and the comparison behind the others."""
    formats, names = Formats(workbook), SheetNames()
    contents = names.name(_WORDS.say("contents", report.language))
    raw = names.name(_WORDS.say("sheet_comparison", report.language))
    listed = [(names.name(_name(section)), section) for section in _sheets(report.sections)]
    titles = [(name, section.title) for name, section in listed]
    titles.append((raw, _WORDS.say("raw_comparison", report.language)))
    _write_contents(workbook.add_worksheet(contents), formats, report, titles)
    sections = Sections(report, formats, numbered(report), contents)
    for name, section in listed:
        sections.write(workbook.add_worksheet(name), section)
    write_comparison(workbook.add_worksheet(raw), formats, report.rows, report.title)


def _write_contents(worksheet: Worksheet, formats: Formats, report: Report, titles: Iterable[tuple[str, str]]) -> None:
    """Write what the report is, and a link to every sheet."""
    sheet = Sheet(worksheet, formats, (34, 90), report.title)
    sheet.print_on_one_width()
    for text, look in ((report.title, "title"), (report.subtitle, "subtitle"), (report.date, "subtitle")):
        sheet.text(0, text, look)
        sheet.go_on()
    sheet.go_on()
    sheet.text(0, _WORDS.say("sheet", report.language), "heading")
    sheet.text(1, _WORDS.say("contents", report.language), "heading")
    sheet.go_on()
    sheet.freeze(0)
    for name, title in titles:
        sheet.link(0, name, name)
        sheet.text(1, title, "body")
        sheet.go_on()


def _sheets(sections: Iterable[Section]) -> Iterator[Section]:
    """Yield what becomes a sheet: every section, but of the one that holds the questions each, below what all have."""
    for section in sections:
        if section.kind == "questions":
            yield from (replace(question, blocks=(*section.blocks, *question.blocks)) for question in section.sections)
        else:
            yield section


def _name(section: Section) -> str:
    """Return what a sheet is to be called: a question by its id, by which the other sheets and files know it."""
    return section.id.removeprefix("question-") if section.kind == "question" else section.title
