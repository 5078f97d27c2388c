"""The document that a report is written into: an empty one, or the template of an institution."""

from __future__ import annotations

from contextlib import contextmanager
from io import BytesIO
from typing import TYPE_CHECKING

from brobygger_cli.errors import BrobyggerError
from brobygger_cli.render.documents.word.elements import found, w
from brobygger_cli.render.documents.word.house import house_document, part_of_the_house

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from docx.document import Document
    from docx.oxml.xmlchemy import BaseOxmlElement

_OLD_CONTAINER = b"\xd0\xcf\x11\xe0"
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
_SAVE_AS = "Open it in Word, choose File > Save as > Word document (.docx), and give that file."
_MAIN = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
_OTHER_KINDS = {
    "application/vnd.openxmlformats-officedocument.wordprocessingml.template.main+xml": "a Word template (.dotx)",
    "application/vnd.ms-word.document.macroEnabled.main+xml": "a Word document with macros (.docm)",
    "application/vnd.ms-word.template.macroEnabledTemplate.main+xml": "a Word template with macros (.dotm)",
}


def new_document() -> Document:
    """Return an empty document."""
    from docx import Document as opened  # noqa: N813, PLC0415 - an optional library; a function named as the class is

    return opened(house_document())


def document_of(template: Path) -> Document:
    """Return the document that a template holds; the report is written behind its text.

    Empty paragraphs at its end, as an empty document has one, are left out.

    Raises:
        BrobyggerError: It cannot be read, or is no Word document.
    """
    try:
        data = template.read_bytes()
    except OSError as error:
        message = f"{template}: the template cannot be read: {error.strerror}"
        raise BrobyggerError(message, "Give the name of a .docx file.") from error
    if data.startswith(_OLD_CONTAINER):
        raise _old_or_locked(template, data)
    with usable(template):
        return _opened(template, data)


@contextmanager
def usable(template: Path | None) -> Iterator[None]:
    """Take every error of the library for damage of the template, where there is one.

    Raises:
        BrobyggerError: The template is no Word document, or a damaged one.
    """
    try:
        yield
    except BrobyggerError:
        raise
    except Exception as error:  # the library stumbles over damage with errors of every kind
        if template is None:
            raise
        message = f"{template}: the template is no Word document, or a damaged one"
        raise BrobyggerError(message, _SAVE_AS) from error


def _old_or_locked(template: Path, data: bytes) -> BrobyggerError:
    if _ENCRYPTED in data:
        message = f"{template}: the template is protected by a password"
        return BrobyggerError(message, "Open it in Word, remove the password (File > Info), and save it.")
    return BrobyggerError(
        f"{template}: the template is of an old kind, such as a Word 97–2003 document (.doc)", _SAVE_AS
    )


def _opened(template: Path, data: bytes) -> Document:
    from docx.package import Package  # noqa: PLC0415 - an optional library

    part = Package.open(BytesIO(data)).main_document_part
    if part.content_type != _MAIN:
        kind = _OTHER_KINDS.get(part.content_type, "no Word document")
        raise BrobyggerError(f"{template}: the template is {kind}", _SAVE_AS)
    document: Document = part.document
    body = document.element.body
    if body.sectPr is None:
        body.append(part_of_the_house("document.xml").body.sectPr)
    while (last := body.sectPr.getprevious()) is not None and _is_empty(last):
        body.remove(last)
    return document


def _is_empty(part: BaseOxmlElement) -> bool:
    """Tell whether a part of a body is a paragraph with nothing in it, not even the end of a section."""
    only_looks = part.tag == w("p") and all(child.tag == w("pPr") for child in part)
    return only_looks and not found(part, "w:pPr/w:sectPr")
