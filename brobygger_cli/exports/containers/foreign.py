"""Recognise files that are no delimited text, so that a message can name them and say how to get a table."""

from __future__ import annotations

import re
from typing import NamedTuple


class Foreign(NamedTuple):
    """What a file is instead of delimited text, and what to do about it."""

    what: str
    hint: str


_FROM_EXCEL = "Open it in Excel and save it as CSV: File > Save As > CSV UTF-8."
_FROM_STATISTICS = "Export the data as CSV (UTF-8) from the program that wrote it."
_UNPACK = "Unpack it and name the file inside."
_DOWNLOAD = "Export the data from the survey platform again, as CSV (UTF-8)."

_BY_FIRST_BYTES = (
    (re.compile(rb"PK(\x03\x04|\x05\x06)"), Foreign("a ZIP archive", _UNPACK)),
    (
        re.compile(rb"\xd0\xcf\x11\xe0"),
        Foreign("an old or password-protected Office file (.xls)", _FROM_EXCEL),
    ),
    (re.compile(rb"\$FL[23]"), Foreign("an SPSS file (.sav)", _FROM_STATISTICS)),
    (re.compile(rb"<stata_dta>"), Foreign("a Stata file (.dta)", _FROM_STATISTICS)),
    # Before Stata 13: the release (102-115), the byte order, 1, 0.
    (re.compile(rb"[\x66-\x73][\x01\x02]\x01\x00"), Foreign("a Stata file (.dta)", _FROM_STATISTICS)),
    (re.compile(rb"%PDF-"), Foreign("a PDF document", _DOWNLOAD)),
    (re.compile(rb"\x1f\x8b"), Foreign("a gzip archive", _UNPACK)),
    # "PAR1" alone may be a column's name: Parquet files end with it, too.
    (re.compile(rb"PAR1.*PAR1\Z", re.DOTALL), Foreign("a Parquet file", _FROM_STATISTICS)),
    (re.compile(rb"\x89PNG"), Foreign("a PNG picture", _DOWNLOAD)),
    (re.compile(rb"\xff\xd8\xff"), Foreign("a JPEG picture", _DOWNLOAD)),
    (re.compile(rb"SQLite format 3\x00"), Foreign("an SQLite database", _FROM_STATISTICS)),
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


def known_binary(data: bytes) -> Foreign | None:
    """Recognise a file by its first bytes."""
    found = next((foreign for pattern, foreign in _BY_FIRST_BYTES if pattern.match(data)), None)
    if found is not None and found.hint == _UNPACK and b"xl/workbook" in data:
        return Foreign("an Excel workbook (.xlsx)", _FROM_EXCEL)
    return found


def known_markup(text: str) -> Foreign | None:
    """Recognise a text that is no table by its first characters."""
    return next((foreign for pattern, foreign in _BY_FIRST_CHARACTERS if pattern.match(text)), None)
