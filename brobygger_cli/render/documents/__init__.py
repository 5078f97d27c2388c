"""A report as a file: one module per format, each with a function `render(report, template) -> bytes`."""

from __future__ import annotations

# Modules are imported by name, so that a page never waits for the libraries of a workbook.
DOCUMENTS = {
    ".html": "brobygger_cli.render.documents.as_html",
    ".docx": "brobygger_cli.render.documents.as_docx",
    ".xlsx": "brobygger_cli.render.documents.as_xlsx",
    ".md": "brobygger_cli.render.documents.as_markdown",
}
