"""Word: a report whose styles, captions, fields and tables are Word's own, so that it can be worked on."""

from __future__ import annotations

from typing import TYPE_CHECKING

from brobygger_cli.render.documents.word import widths
from brobygger_cli.render.documents.word.finishing import describe, forget_origin, packed, set_language
from brobygger_cli.render.documents.word.footer import add_footer
from brobygger_cli.render.documents.word.opening import document_of, new_document, usable
from brobygger_cli.render.documents.word.styles import adopt
from brobygger_cli.render.documents.word.writing import Writer

if TYPE_CHECKING:
    from pathlib import Path

    from brobygger_cli.report.model import Report


def render(report: Report, template: Path | None = None) -> bytes:
    """Return a report as a Word file.

    Args:
        report: The report.
        template: A .docx of the institution: its text stays before the report, its page, headers, footers and styles
            are the report's. What it lacks of styles it is given.

    Raises:
        BrobyggerError: The template is no Word document.
    """
    document = new_document() if template is None else document_of(template)
    with usable(template):
        styles = adopt(document)
        set_language(document, report.language)
        describe(document, report)
        forget_origin(document)
        writer = Writer(report, document, styles, widths.HOUSE if template is None else widths.OTHER)
    if template is None:
        add_footer(document, report, styles["footer"])
    writer.write()
    return packed(document)
