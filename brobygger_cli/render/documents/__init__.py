"""A report as a file: one module per format, each with a function `render(report, template) -> bytes`."""

from __future__ import annotations

from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING

from brobygger_cli.errors import BrobyggerError

if TYPE_CHECKING:
    from brobygger_cli.report.model import Report

# Modules are imported by name, so that a page never waits for the libraries of a workbook.
DOCUMENTS = {
    ".html": "brobygger_cli.render.documents.as_html",
    ".docx": "brobygger_cli.render.documents.as_docx",
    ".xlsx": "brobygger_cli.render.documents.as_xlsx",
    ".md": "brobygger_cli.render.documents.as_markdown",
}
# What each of them imports that is installed on request, by the name it is imported by.
LIBRARIES = {
    ".html": ("jinja2", "matplotlib"),
    ".docx": ("docx", "matplotlib"),
    ".xlsx": ("xlsxwriter",),
    ".md": (),
}
_INSTALL = "pip install 'brobygger-cli[report]'"


def check_document(output: str, template: str | None) -> None:
    """Check that a report can be written in the format that the ending of its file asks for.

    Args:
        output: The file.
        template: The document whose styles are to be taken; None for none.

    Raises:
        BrobyggerError: If there is no such format, a library for it is not installed, or a template is given that it
            does not take or that is no file.
    """
    ending = _ending(output)
    if template is not None:
        if ending != ".docx":
            raise BrobyggerError(
                f"--template {template}: only a .docx takes a template, and the report is {output}",
                "Leave the option out, or give the report the ending .docx.",
            )
        if not Path(template).is_file():
            raise BrobyggerError(f"--template {template}: no such file", "Name a .docx whose styles are to be taken.")
    lacking = [library for library in LIBRARIES[ending] if find_spec(library) is None]
    if lacking:
        raise BrobyggerError(f"{output}: a report as {ending} needs what is not installed", f"{_INSTALL}")


def document_of(report: Report, output: str, template: str | None) -> bytes:
    """Return a report as the format that the ending of its file asks for.

    Raises:
        BrobyggerError: If there is no such format, a library does not start, or the template cannot be read.
    """
    try:
        document: bytes = import_module(DOCUMENTS[_ending(output)]).render(
            report, None if template is None else Path(template)
        )
    except ImportError as error:  # what a library itself needs is lacking, or is damaged
        raise BrobyggerError(f"{output}: a library that writes it does not start: {error}", _INSTALL) from error
    return document


def _ending(output: str) -> str:
    ending = Path(output).suffix.casefold()
    if ending not in DOCUMENTS:
        said = f"the ending {ending}" if ending else "a name without an ending"
        raise BrobyggerError(
            f"{output}: no report belongs to {said}", f"Give it one of the endings {', '.join(DOCUMENTS)}."
        )
    return ending
