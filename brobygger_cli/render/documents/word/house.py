"""What a Word file starts from that has no template: an empty document, kept as its parts in the folder `house/`."""

from __future__ import annotations

import re
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING
from zipfile import ZipFile

if TYPE_CHECKING:
    from docx.oxml.xmlchemy import BaseOxmlElement

_FOLDER = Path(__file__).parent / "house"
_PARTS = {
    "[Content_Types].xml": "content_types.xml",
    "_rels/.rels": "package_rels.xml",
    "word/_rels/document.xml.rels": "document_rels.xml",
    "word/document.xml": "document.xml",
    "word/styles.xml": "styles.xml",
    "word/numbering.xml": "numbering.xml",
    "word/settings.xml": "settings.xml",
}


def house_document() -> BytesIO:
    """Return an empty document with the styles of the house."""
    packed = BytesIO()
    with ZipFile(packed, "w") as package:
        for name, part in _PARTS.items():
            package.writestr(name, _read(part))
    packed.seek(0)
    return packed


def part_of_the_house(name: str) -> BaseOxmlElement:
    """Return the root element of a part of that document, by the name of its file."""
    from docx.oxml import parse_xml  # noqa: PLC0415 - an optional library

    return parse_xml(_read(name))


def _read(part: str) -> bytes:
    """Return a part without its comments, which are for those who work on it."""
    return re.sub(rb"<!--.*?-->\n?", b"", (_FOLDER / part).read_bytes(), flags=re.DOTALL)
