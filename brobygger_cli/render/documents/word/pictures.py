"""Pictures of a Word file, as wide as the text at most, with what they show said in words."""

from __future__ import annotations

from io import BytesIO
from typing import TYPE_CHECKING

from brobygger_cli.render import drawing
from brobygger_cli.render.documents.office_text import for_xml
from brobygger_cli.render.documents.word.elements import element

if TYPE_CHECKING:
    from docx.document import Document
    from docx.oxml.xmlchemy import BaseOxmlElement

    from brobygger_cli.report.model import Picture


def inserted(document: Document, picture: Picture, width: int, height: int) -> BaseOxmlElement:
    """Draw a figure and return the run that shows it.

    Args:
        document: The document that is to hold it.
        picture: The figure.
        width: The most that it may take, in EMU (914,400 an inch); the shape of the picture stays.
        height: The most that it may take.
    """
    drawn = BytesIO(drawing.draw(picture.figure, "png", titled=False))
    image = document.part.package.get_or_add_image_part(drawn).image
    scale = min(1.0, width / image.width, height / image.height)
    size = (round(image.width * scale), round(image.height * scale))
    inline = document.part.new_pic_inline(drawn, *size)
    inline.docPr.set("name", for_xml(picture.caption))
    inline.docPr.set("descr", for_xml(picture.figure.frame.alt))
    return element("r", element("drawing", inline))
