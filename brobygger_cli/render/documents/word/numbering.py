"""The bullets of lists in a document that has no style for them."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from brobygger_cli.render.documents.word.elements import found, w
from brobygger_cli.render.documents.word.house import part_of_the_house

if TYPE_CHECKING:
    from docx.document import Document
    from docx.oxml.xmlchemy import BaseOxmlElement


def add_bullets(document: Document) -> int:
    """Add the bullets of the house to the lists that a document knows, and return the number of that list."""
    numbering = _numbering(document)
    bullets = found(part_of_the_house("numbering.xml"), "w:abstractNum")[0]
    known = [int(drawn.get(w("abstractNumId"))) for drawn in found(numbering, "w:abstractNum")]
    own = max(known, default=-1) + 1
    bullets.set(w("abstractNumId"), str(own))
    lists = found(numbering, "w:num")
    if lists:
        lists[0].addprevious(bullets)
    else:
        numbering.append(bullets)
    return int(numbering.add_num(own).numId)


def _numbering(document: Document) -> BaseOxmlElement:
    """Return the lists of a document, which may have none so far."""
    from docx.opc.constants import CONTENT_TYPE, RELATIONSHIP_TYPE  # noqa: PLC0415 - an optional library
    from docx.opc.packuri import PackURI  # noqa: PLC0415
    from docx.parts.numbering import NumberingPart  # noqa: PLC0415

    related = [tie for tie in document.part.rels.values() if tie.reltype == RELATIONSHIP_TYPE.NUMBERING]
    if related:
        return cast("BaseOxmlElement", cast("NumberingPart", related[0].target_part).element)
    lists = part_of_the_house("numbering.xml")
    for child in list(lists):
        lists.remove(child)
    name = PackURI("/word/numbering.xml")
    part = NumberingPart(name, CONTENT_TYPE.WML_NUMBERING, lists, document.part.package)
    document.part.relate_to(part, RELATIONSHIP_TYPE.NUMBERING)
    return lists
