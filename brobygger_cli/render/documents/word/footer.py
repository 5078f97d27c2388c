"""The footer of a report without a template: its title, and the number of the page."""

from __future__ import annotations

from typing import TYPE_CHECKING

from brobygger_cli.render.documents.word.elements import element, paragraph, run
from brobygger_cli.render.documents.word.fields import field

if TYPE_CHECKING:
    from docx.document import Document

    from brobygger_cli.report.model import Report


def add_footer(document: Document, report: Report, style: str) -> None:
    """Write the footer of every page.

    Args:
        document: The document.
        report: The report.
        style: The id of the style of footers.
    """
    footer = document.sections[-1].footer
    footer.is_linked_to_previous = False
    root = footer.part.element
    for empty in list(root):
        root.remove(empty)
    number = field("PAGE", run("1"))
    root.append(paragraph(style, run(report.title), element("r", element("tab")), *number))
