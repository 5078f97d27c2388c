"""Recognise files that are no table of respondents, so that a message can name them and say how to get one."""

from __future__ import annotations

import re
from typing import NamedTuple


class Foreign(NamedTuple):
    """What a file is instead of a table, and what to do about it."""

    what: str
    hint: str


_FROM_EXCEL = "Open it in Excel and save it as CSV: File > Save As > CSV UTF-8."
_FROM_STATISTICS = "Export the data as CSV (UTF-8) from the program that wrote it."
_UNPACK = "Unpack it and name the file inside."
_DOWNLOAD = "Export the data from the survey platform again, as CSV (UTF-8)."

_BY_FIRST_BYTES = (
    # A workbook with a password is packed into an old Office file, as UTF-16 names in it tell.
    (
        re.compile(rb"\xd0\xcf\x11\xe0.*" + re.escape("EncryptedPackage".encode("utf-16-le")), re.DOTALL),
        Foreign(
            "an Office file protected by a password",
            "Open it in Excel and take the password off (File > Info > Protect Workbook > Encrypt), or save it as CSV.",
        ),
    ),
    (re.compile(rb"\xd0\xcf\x11\xe0"), Foreign("an old Office file (.xls)", "Save it as .xlsx or CSV in Excel.")),
    (re.compile(rb"%PDF-"), Foreign("a PDF document", _DOWNLOAD)),
    (re.compile(rb"\x89PNG"), Foreign("a PNG picture", _DOWNLOAD)),
    (re.compile(rb"\xff\xd8\xff"), Foreign("a JPEG picture", _DOWNLOAD)),
    (re.compile(rb"SQLite format 3\x00"), Foreign("an SQLite database", _FROM_STATISTICS)),
    (re.compile(rb"7z\xbc\xaf\x27\x1c"), Foreign("a 7-Zip archive", _UNPACK)),
    (re.compile(rb"Rar!\x1a\x07"), Foreign("a RAR archive", _UNPACK)),
)
_BY_FIRST_CHARACTERS = (
    # Many ".xls" downloads are a web page with a table in it, which Excel opens.
    (
        re.compile(r"\s*<(!doctype html|html|head|body|table)\b", re.IGNORECASE),
        Foreign("a web page (HTML)", _FROM_EXCEL),
    ),
    (re.compile(r"\s*<\?xml\b", re.IGNORECASE), Foreign("an XML file", _FROM_EXCEL)),
    (re.compile(r'\s*(\{\s*["}]|\[\s*\{)'), Foreign("a JSON file", _DOWNLOAD)),
)
# What a ZIP archive is if it has a file of this name.
_BY_MEMBER = {
    "word/document.xml": Foreign("a Word document (.docx)", _DOWNLOAD),
    "ppt/presentation.xml": Foreign("a PowerPoint presentation (.pptx)", _DOWNLOAD),
    "xl/workbook.bin": Foreign("a binary Excel workbook (.xlsb)", "Save it as .xlsx or CSV in Excel."),
    "content.xml": Foreign("an OpenDocument file (.ods)", "Save it as .xlsx or CSV in the program that wrote it."),
}


def known_binary(data: bytes) -> Foreign | None:
    """Recognise a file by its first bytes."""
    return next((foreign for pattern, foreign in _BY_FIRST_BYTES if pattern.match(data)), None)


def known_markup(text: str) -> Foreign | None:
    """Recognise a text that is no table by its first characters."""
    return next((foreign for pattern, foreign in _BY_FIRST_CHARACTERS if pattern.match(text)), None)


def known_document(names: tuple[str, ...]) -> Foreign | None:
    """Recognise a ZIP archive that is a document by the names of the files in it."""
    return next((foreign for name, foreign in _BY_MEMBER.items() if name in names), None)
