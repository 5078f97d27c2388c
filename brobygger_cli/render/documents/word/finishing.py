"""What a Word file tells of itself, and its bytes, which are the same for the same report."""

from __future__ import annotations

import datetime as dt
from io import BytesIO
from typing import TYPE_CHECKING
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from brobygger_cli.render.documents.office_text import cut, for_xml
from brobygger_cli.render.documents.word.elements import element, found

if TYPE_CHECKING:
    from docx.document import Document

    from brobygger_cli.questionnaire.model import Language
    from brobygger_cli.report.model import Report

_LONGEST_PROPERTY = 255
_ORIGIN = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/attachedTemplate"
_LOCALES: dict[Language, str] = {"da": "da-DK", "en": "en-GB"}
_NOON = dt.time(12)  # of UTC: the same day in all of Europe
_FIRST_DATE = (1980, 1, 1, 0, 0, 0)  # that a zip archive can tell


def describe(document: Document, report: Report) -> None:
    """Write the properties of the file: title, subject, language and date, and the name of nobody."""
    from docx.opc.constants import RELATIONSHIP_TYPE  # noqa: PLC0415 - an optional library

    told = document.core_properties  # added where there are none
    old = document.part.package.part_related_by(RELATIONSHIP_TYPE.CORE_PROPERTIES).element
    for child in list(old):
        old.remove(child)
    told.title = cut(for_xml(report.title), _LONGEST_PROPERTY)
    told.subject = cut(for_xml(report.subtitle), _LONGEST_PROPERTY)
    told.language = _LOCALES[report.language]
    if report.made is not None:
        told.created = told.modified = dt.datetime.combine(report.made, _NOON)


def set_language(document: Document, language: Language) -> None:
    """Set the language in which Word checks the spelling."""
    place = document.styles.element
    for tag in ("docDefaults", "rPrDefault", "rPr"):
        if not found(place, f"w:{tag}"):
            place.insert(0, element(tag))
        place = found(place, f"w:{tag}")[0]
    for old in found(place, "w:lang"):
        place.remove(old)
    place.append(element("lang", val=_LOCALES[language]))


def forget_origin(document: Document) -> None:
    """Cut the tie to the file that a template was once made from: its path names people, and Word would open it."""
    from docx.opc.constants import RELATIONSHIP_TYPE  # noqa: PLC0415 - an optional library

    settings = document.settings.element
    for origin in found(settings, "w:attachedTemplate"):
        settings.remove(origin)
    of_settings = document.part.part_related_by(RELATIONSHIP_TYPE.SETTINGS).rels
    for number, tie in list(of_settings.items()):
        if tie.reltype == _ORIGIN:
            del of_settings[number]


def packed(document: Document) -> bytes:
    """Return the bytes of the file; the archive tells no time, so that they are the same whenever they are written."""
    written, dated = BytesIO(), BytesIO()
    document.save(written)
    with ZipFile(written) as archive, ZipFile(dated, "w", ZIP_DEFLATED) as package:
        for name in archive.namelist():
            told = ZipInfo(name, _FIRST_DATE)
            told.compress_type, told.create_system, told.external_attr = ZIP_DEFLATED, 3, 0o600 << 16
            package.writestr(told, archive.read(name))
    return dated.getvalue()
